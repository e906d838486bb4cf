package source

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Format is the format of the files of a product. A file may name it: YAML and
// JSON under the key format, CSV in a comment before the header. A file that does
// not name it is in format 1.
const Format = "confspace/1"

const formatNumber = 1

// FormatFault returns the fault of a format that a file names, and what to do;
// "" if this version reads the format. The content of a file in a newer format
// is unknown.
func FormatFault(text string) (msg, hint string, newer bool) {
	number, found := strings.CutPrefix(text, "confspace/")
	n, err := strconv.ParseUint(number, 10, 32)
	switch {
	case text == "":
		return "the format is empty", "write " + Format, false
	case !found || err != nil && !errors.Is(err, strconv.ErrRange) || number[0] == '0':
		return fmt.Sprintf("%q is not a format of confspace", clip(text)), "write " + Format, false
	case n > formatNumber:
		return fmt.Sprintf("the file is in format %s; this version of confspace reads formats up to %s", clip(text), Format),
			"read it with a newer version, or write it in format " + Format, true
	}
	return "", "", false
}

// NewDocument is [NewObject] for the mapping that a whole file is, with the key
// format. A newer format is a defect, and the object then reads as absent.
func NewDocument(f *File, n *Node, list *List, what string) *Object {
	o := NewObject(f, n, list, what)
	text, at := o.String("format")
	if named, there := o.fields["format"]; there && named.Value.Kind == Null {
		at = named.Key
	}
	if at == nil {
		return o
	}
	msg, hint, newer := FormatFault(text)
	if msg != "" {
		list.Add(at.Defect(msg, hint))
	}
	if newer {
		o.fields, o.broken = nil, true
	}
	return o
}

// CheckFormat looks at the line that begins at an offset: a comment of the form
// "# format: confspace/1" names the file's format. It may stand in quotes, and
// separators of empty cells may follow it, as spreadsheets write it. CheckFormat
// returns false for a newer format. A text that is not a format only adds a defect.
func (f *File) CheckFormat(offset int, list *List) bool {
	line := string(f.Text[offset:])
	line, _, _ = strings.Cut(line, "\n")
	comment, text, found := strings.Cut(line, ":")
	if !found || !strings.EqualFold(strings.TrimSpace(strings.TrimLeft(comment, "\" \t#")), "format") {
		return true
	}
	value := strings.TrimLeft(text, "\" \t")
	at := offset + len(line) - len(value)
	value = strings.TrimRight(value, "\",; \t\r")
	msg, hint, newer := FormatFault(value)
	if msg != "" {
		list.Add(f.Within(at, len(value), msg, hint))
	}
	return !newer
}

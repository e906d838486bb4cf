package source

import (
	"fmt"
	"strconv"
	"strings"
)

// Format is the format of the files of a product. A file may name it: YAML and
// JSON under the key format, CSV in a comment before the header. A file that does
// not name it is in format 1.
const Format = "confspace/1"

const formatNumber = 1

// checkFormat returns the fault of a format that a file names, and what to do;
// "" if this version reads the format. The content of a file in a newer format
// is unknown.
func checkFormat(text string) (msg, hint string, newer bool) {
	name, number, found := strings.Cut(text, "/")
	n, err := strconv.ParseUint(number, 10, 32)
	switch {
	case !found || name != "confspace" || err != nil || n == 0:
		return fmt.Sprintf("%q is not a format of confspace", text), "write " + Format, false
	case n > formatNumber:
		return fmt.Sprintf("the file is in format %s; this version of confspace reads formats up to %s", text, Format),
			"read it with a newer version, or write it in format " + Format, true
	}
	return "", "", false
}

// NewDocument is [NewObject] for the mapping that a whole file is, with the key
// format. A newer format is a defect, and the object then reads as absent.
func NewDocument(f *File, n *Node, list *List, what string) *Object {
	o := NewObject(f, n, list, what)
	text, at := o.String("format")
	if at == nil {
		return o
	}
	msg, hint, newer := checkFormat(text)
	if msg != "" {
		list.Add(at.Defect(msg, hint))
	}
	if newer {
		o.fields, o.broken = nil, true
	}
	return o
}

// CheckFormat looks at the line that begins at an offset: a comment of the form
// "# format: confspace/1" names the file's format. It returns false for a newer
// format. A text that is not a format only adds a defect.
func (f *File) CheckFormat(offset int, list *List) bool {
	line := string(f.Text[offset:])
	line, _, _ = strings.Cut(line, "\n")
	comment, text, found := strings.Cut(line, ":")
	if !found || strings.TrimSpace(strings.TrimLeft(comment, " \t#")) != "format" {
		return true
	}
	text = strings.TrimSpace(text)
	msg, hint, newer := checkFormat(text)
	if msg != "" {
		list.Add(f.Within(offset+strings.LastIndex(line, text), len(text), msg, hint))
	}
	return !newer
}

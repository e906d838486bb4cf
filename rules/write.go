package rules

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/confspace/confspace/config"
)

// Write writes a set in the shape of rules.yaml; tables are written in place,
// so that one file holds everything, and conditions as they were written, unless
// that is another language (UVL, say). [Read] for the same catalog reads an
// equal set (same ids, same [Set.Digest] and [Set.TextDigest]). The bytes depend on nothing but the
// set. The only errors are those of w. It panics if w or s is nil.
func Write(w io.Writer, s *Set) error {
	if w == nil || s == nil {
		panic("rules: Write needs a writer and a set; one is nil")
	}
	b := bufio.NewWriter(w)
	if len(s.rules) == 0 {
		b.WriteString("rules: []\n")
		return b.Flush()
	}
	b.WriteString("rules:\n")
	for _, r := range s.rules {
		b.WriteString("  - id: " + yamlText(r.ID) + "\n")
		if r.Table != nil {
			writeTable(b, s.cat, r.Table)
		} else {
			writeText(b, "rule", r.text())
		}
		if r.Reason != "" {
			writeText(b, "reason", r.Reason)
		}
		writeEffectivity(b, r.Effectivity)
	}
	return b.Flush()
}

func writeField(b *bufio.Writer, key, value string) { fmt.Fprintf(b, "    %s: %s\n", key, value) }

// writeText writes a text, as a block if it has several lines.
func writeText(b *bufio.Writer, key, text string) {
	odd := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
	if !strings.Contains(text, "\n") || strings.ContainsFunc(text, odd) {
		writeField(b, key, yamlText(text))
		return
	}
	fmt.Fprintf(b, "    %s: |-\n", key)
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString("      ")
		}
		b.WriteString(line)
	}
	b.WriteByte('\n')
}

func writeEffectivity(b *bufio.Writer, e config.Effectivity) {
	if e.From != 0 {
		writeField(b, "from", e.From.String())
	}
	if e.Until != 0 {
		writeField(b, "until", e.Until.String())
	}
	if e.FromSerial != 0 {
		writeField(b, "from_serial", strconv.FormatUint(e.FromSerial, 10))
	}
	if e.UntilSerial != 0 {
		writeField(b, "until_serial", strconv.FormatUint(e.UntilSerial, 10))
	}
	if len(e.Plants) > 0 {
		plants := make([]string, len(e.Plants))
		for i, p := range e.Plants {
			plants[i] = yamlText(p)
		}
		writeField(b, "plants", "["+strings.Join(plants, ", ")+"]")
	}
}

// writeTable writes a table in place.
func writeTable(b *bufio.Writer, cat *config.Catalog, t *Table) {
	key := "allowed"
	if t.Forbidden {
		key = "forbidden"
	}
	fmt.Fprintf(b, "    %s:\n      columns: [", key)
	for i, f := range t.Families {
		separate(b, i)
		b.WriteString(yamlText(cat.Family(f).Code))
	}
	b.WriteString("]\n      rows:\n")
	for _, r := range t.Rows {
		b.WriteString("        - [")
		for i, cell := range r.Cells {
			separate(b, i)
			b.WriteString(yamlText(cellText(cat, cell)))
		}
		b.WriteString("]\n")
	}
}

func separate(b *bufio.Writer, i int) {
	if i > 0 {
		b.WriteString(", ")
	}
}

// WriteCSV writes the table, of a set for this catalog, as a file that a rule of
// rules.yaml can name. The only errors are those of w. It panics if w or cat is nil.
func (t *Table) WriteCSV(w io.Writer, cat *config.Catalog) error {
	if w == nil || cat == nil {
		panic("rules: WriteCSV needs a writer and a catalog; one is nil")
	}
	c := csv.NewWriter(w)
	var record []string
	for _, f := range t.Families {
		record = append(record, cat.Family(f).Code)
	}
	c.Write(record) // the writer keeps its first error for Error
	for _, r := range t.Rows {
		record = record[:0]
		for _, cell := range r.Cells {
			record = append(record, cellText(cat, cell))
		}
		c.Write(record)
	}
	c.Flush()
	return c.Error()
}

// cellText returns a cell as it is written.
func cellText(cat *config.Catalog, cell []config.OptionID) string {
	switch {
	case cell == nil:
		return anyCell
	case len(cell) == 0:
		return noneCell
	}
	codes := make([]string, len(cell))
	for i, o := range cell {
		codes[i] = cat.Code(o)
		if c := codes[i]; c == anyCell || c == noneCell || strings.Contains(c, "|") || strings.TrimSpace(c) != c {
			codes[i] = `"` + c + `"`
		}
	}
	return strings.Join(codes, " | ")
}

// yamlText returns s plain if every YAML reader takes it for that text, and
// double-quoted otherwise.
func yamlText(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic("rules: " + err.Error()) // strings always encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// isPlain reports whether s begins with a letter, goes on with characters that
// mean nothing in YAML, also within brackets, and is no word that some reader
// takes for something else.
func isPlain(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || r == '_':
		case i > 0 && (unicode.IsDigit(r) || strings.ContainsRune("-+./();=<>", r)):
		case i > 0 && r == ' ' && i < len(s)-1 && s[i-1] != ' ':
		case i > 0 && strings.ContainsRune("&|", r) && s[i-1] == ' ':
		default:
			return false
		}
	}
	switch strings.ToLower(s) {
	case "", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf":
		return false
	}
	return true
}

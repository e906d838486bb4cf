// Package document writes YAML and JSON files of a product: one way for all of
// them, as package source is one way to read. It is a kit for confspace's own
// writers and carries no compatibility promise.
package document

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
)

// The parts of a document.
type (
	// Map has keys in the order in which they are written.
	Map []Member
	// Member is a key and its value: Map, List, Flow, Text or Literal.
	Member struct {
		Key   string
		Value any
	}
	// List has items that are Map or Flow, each on lines of its own.
	List []any
	// Flow is a short list of texts on one line.
	Flow []string
	// Text is quoted if YAML would take it for another kind of value. A text of
	// several lines is a block.
	Text string
	// Literal is a number or a date. JSON quotes dates; YAML quotes
	// neither.
	Literal string
)

// New returns a document that begins with its format.
func New() Map { return Map{{"format", Text(source.Format)}} }

// Text adds a text.
func (m *Map) Text(key, value string) { *m = append(*m, Member{key, Text(value)}) }

// OptText adds a text unless it is empty.
func (m *Map) OptText(key, value string) {
	if value != "" {
		m.Text(key, value)
	}
}

// OptLiteral adds a literal unless it is empty.
func (m *Map) OptLiteral(key, value string) {
	if value != "" {
		*m = append(*m, Member{key, Literal(value)})
	}
}

// OptFlow adds a short list unless it is empty.
func (m *Map) OptFlow(key string, values []string) {
	if len(values) > 0 {
		*m = append(*m, Member{key, Flow(values)})
	}
}

// OptMap adds a map unless it is empty.
func (m *Map) OptMap(key string, value Map) {
	if len(value) > 0 {
		*m = append(*m, Member{key, value})
	}
}

// List adds a list.
func (m *Map) List(key string, items List) { *m = append(*m, Member{key, items}) }

// WriteYAML writes the document in block style. The errors are those of w.
func (m Map) WriteYAML(w io.Writer) error {
	b := bufio.NewWriter(w)
	writeYAML(b, m, "", "")
	return b.Flush()
}

// WriteJSON writes the document with two spaces for each level. The errors are
// those of w.
func (m Map) WriteJSON(w io.Writer) error {
	b := bufio.NewWriter(w)
	writeJSON(b, m, "")
	b.WriteByte('\n')
	return b.Flush()
}

// writeYAML writes a map. Its first line is indented by first, the others by
// indent.
func writeYAML(w *bufio.Writer, m Map, first, indent string) {
	for i, f := range m {
		if i == 0 {
			w.WriteString(first)
		} else {
			w.WriteString(indent)
		}
		w.WriteString(yamlText(f.Key))
		w.WriteByte(':')
		switch v := f.Value.(type) {
		case Map:
			w.WriteByte('\n')
			writeYAML(w, v, indent+"  ", indent+"  ")
		case List:
			writeList(w, v, indent)
		case Flow:
			w.WriteByte(' ')
			writeFlow(w, v, yamlText)
			w.WriteByte('\n')
		case Text:
			writeText(w, string(v), indent)
		case Literal:
			w.WriteString(" " + string(v) + "\n")
		}
	}
}

func writeList(w *bufio.Writer, items List, indent string) {
	if len(items) == 0 {
		w.WriteString(" []\n")
		return
	}
	w.WriteByte('\n')
	for _, item := range items {
		switch item := item.(type) {
		case Map:
			writeYAML(w, item, indent+"  - ", indent+"    ")
		case Flow:
			w.WriteString(indent + "  - ")
			writeFlow(w, item, yamlText)
			w.WriteByte('\n')
		}
	}
}

func writeFlow(w *bufio.Writer, texts Flow, quote func(string) string) {
	w.WriteByte('[')
	for i, s := range texts {
		if i > 0 {
			w.WriteString(", ")
		}
		w.WriteString(quote(s))
	}
	w.WriteByte(']')
}

// writeText writes the text of a key, as a block if it has several lines and no
// space around them, which a block would lose.
func writeText(w *bufio.Writer, text, indent string) {
	odd := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
	if !strings.Contains(text, "\n") || strings.ContainsFunc(text, odd) || strings.TrimSpace(text) != text {
		w.WriteString(" " + yamlText(text) + "\n")
		return
	}
	w.WriteString(" |-\n")
	for line := range strings.Lines(text) {
		if line != "\n" {
			w.WriteString(indent + "  ")
		}
		w.WriteString(line)
	}
	w.WriteByte('\n')
}

// yamlText returns s plain if every YAML reader takes it for that text, and
// double-quoted otherwise.
func yamlText(s string) string {
	if isPlain(s) {
		return s
	}
	return quote(s)
}

// isPlain reports whether s begins with a letter, goes on with characters
// without a meaning in YAML, also within brackets, and is not a word that some
// reader takes for another value.
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

// writeJSON writes a value whose lines are indented by indent.
func writeJSON(w *bufio.Writer, value any, indent string) {
	deeper := indent + "  "
	switch v := value.(type) {
	case Map:
		w.WriteByte('{')
		for i, f := range v {
			separate(w, i, deeper)
			w.WriteString(quote(f.Key) + ": ")
			writeJSON(w, f.Value, deeper)
		}
		w.WriteString("\n" + indent + "}")
	case List:
		if len(v) == 0 {
			w.WriteString("[]")
			return
		}
		w.WriteByte('[')
		for i, item := range v {
			separate(w, i, deeper)
			writeJSON(w, item, deeper)
		}
		w.WriteString("\n" + indent + "]")
	case Flow:
		writeFlow(w, v, quote)
	case Text:
		w.WriteString(quote(string(v)))
	case Literal:
		if strings.Count(string(v), "-") > 1 { // a date
			w.WriteString(strconv.Quote(string(v)))
		} else {
			w.WriteString(string(v))
		}
	}
}

func separate(w *bufio.Writer, i int, indent string) {
	if i > 0 {
		w.WriteByte(',')
	}
	w.WriteString("\n" + indent)
}

// quote returns s as a JSON string, which is a YAML double-quoted text too.
func quote(s string) string { return string(jsonw.Quote(nil, s)) }

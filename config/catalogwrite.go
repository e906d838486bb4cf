package config

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Format is a file format of catalogs.
type Format uint8

// The formats that catalogs are written in. JSON is YAML too: one reader reads
// both.
const (
	YAML Format = iota
	JSON
)

// maxNesting is how deep families are written inside options. Deeper ones stand
// at the top and name their parent, so that any catalog can be read back.
const maxNesting = 16

// WriteCatalog writes a catalog in the shape of options.yaml. [ReadCatalog]
// reads an equal one (same ids, same [Catalog.Digest]). The bytes depend on
// nothing but the catalog and the format. The only errors are those of w.
func WriteCatalog(w io.Writer, c *Catalog, format Format) error {
	buf := bufio.NewWriter(w)
	doc := catalogDoc(c)
	if format == JSON {
		writeJSON(buf, doc, "")
		buf.WriteByte('\n')
	} else {
		writeYAML(buf, doc, "", "")
	}
	return buf.Flush()
}

// A document is a tree of mapping, list, text and literal.
type (
	mapping []field
	field   struct {
		key   string
		value any
	}
	list    []any
	flow    []string // a short list of texts, written on one line
	text    string
	literal string // a number or date, never quoted in YAML
)

// catalogDoc arranges a catalog as the document to write.
func catalogDoc(c *Catalog) mapping {
	doc := mapping{{"product", text(c.product)}}
	if len(c.plants) > 0 {
		doc = append(doc, field{"plants", flow(c.plants)})
	}
	var units mapping
	for _, s := range c.units.symbols() {
		units = append(units, field{s, text(c.units.declaration(s))})
	}
	if units != nil {
		doc = append(doc, field{"units", units})
	}
	var attributes mapping
	for _, a := range c.attributes {
		attributes = append(attributes, field{a.Name, text(a.Unit.String())})
	}
	if attributes != nil {
		doc = append(doc, field{"attributes", attributes})
	}
	d := docWriter{cat: c}
	families := d.families(NoOption, 0)
	for len(d.deep) > 0 { // writing one may find deeper ones
		f := d.deep[0]
		d.deep = d.deep[1:]
		families = append(families, d.family(f, 0, true))
	}
	return append(doc, field{"families", families})
}

type docWriter struct {
	cat  *Catalog
	deep []FamilyID // still to be written, at the top
}

// families returns the families below an option.
func (d *docWriter) families(parent OptionID, depth int) list {
	var out list
	for _, f := range d.cat.Children(parent) {
		if depth == maxNesting {
			d.deep = append(d.deep, f)
			continue
		}
		out = append(out, d.family(f, depth, false))
	}
	return out
}

func (d *docWriter) family(id FamilyID, depth int, named bool) mapping {
	f := d.cat.families[id]
	m := mapping{{"family", text(f.Code)}}
	if f.Name != "" {
		m = append(m, field{"name", text(f.Name)})
	}
	if named {
		m = append(m, field{"parent", text(d.cat.Code(f.Parent))})
	}
	if f.Select != One {
		m = append(m, field{"select", text(f.Select.String())})
	}
	var options list
	for _, o := range f.Options {
		options = append(options, d.option(o, depth))
	}
	return append(m, field{"options", options})
}

func (d *docWriter) option(id OptionID, depth int) mapping {
	o := d.cat.options[id]
	m := mapping{{"code", text(o.Code)}}
	if o.Name != "" {
		m = append(m, field{"name", text(o.Name)})
	}
	var values mapping // attributes whose name is a key of its own here
	for a, attribute := range d.cat.attributes {
		v, ok := d.cat.Value(id, AttributeID(a))
		switch {
		case !ok:
		case slices.Contains(reservedKeys, attribute.Name):
			values = append(values, field{attribute.Name, literal(v.String())})
		default:
			m = append(m, field{attribute.Name, literal(v.String())})
		}
	}
	if values != nil {
		m = append(m, field{"values", values})
	}
	m = append(m, effectivityDoc(o.Effectivity)...)
	if below := d.families(id, depth+1); below != nil {
		m = append(m, field{"families", below})
	}
	return m
}

func effectivityDoc(e Effectivity) mapping {
	var m mapping
	for _, f := range []field{
		{"from", literal(e.From.String())},
		{"until", literal(e.Until.String())},
		{"from_serial", literal(serial(e.FromSerial))},
		{"until_serial", literal(serial(e.UntilSerial))},
	} {
		if f.value != literal("") {
			m = append(m, f)
		}
	}
	if len(e.Plants) > 0 {
		m = append(m, field{"plants", flow(e.Plants)})
	}
	return m
}

// writeYAML writes a mapping in block style. The first line is indented by
// first, the others by indent.
func writeYAML(w *bufio.Writer, m mapping, first, indent string) {
	for i, f := range m {
		if i == 0 {
			w.WriteString(first)
		} else {
			w.WriteString(indent)
		}
		w.WriteString(yamlText(f.key))
		w.WriteByte(':')
		switch v := f.value.(type) {
		case mapping:
			w.WriteByte('\n')
			writeYAML(w, v, indent+"  ", indent+"  ")
		case list:
			w.WriteByte('\n')
			for _, item := range v {
				writeYAML(w, item.(mapping), indent+"  - ", indent+"    ")
			}
		case flow:
			w.WriteString(" [")
			for j, s := range v {
				if j > 0 {
					w.WriteString(", ")
				}
				w.WriteString(yamlText(s))
			}
			w.WriteString("]\n")
		case text:
			w.WriteByte(' ')
			w.WriteString(yamlText(string(v)))
			w.WriteByte('\n')
		case literal:
			w.WriteByte(' ')
			w.WriteString(string(v))
			w.WriteByte('\n')
		}
	}
}

// yamlText returns s plain if every YAML reader takes it for that text, and
// double-quoted otherwise.
func yamlText(s string) string {
	if isPlain(s) {
		return s
	}
	return string(jsonText(s))
}

// isPlain reports whether s begins with a letter, goes on with letters, digits
// and single marks that mean nothing in YAML, and is no word that some reader
// takes for a truth value, a null or a number.
func isPlain(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || r == '_':
		case i > 0 && (unicode.IsDigit(r) || strings.ContainsRune("-+./()", r)):
		case i > 0 && r == ' ' && i < len(s)-1:
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

// writeJSON writes a value with an indentation of two spaces per level.
func writeJSON(w *bufio.Writer, value any, indent string) {
	deeper := indent + "  "
	switch v := value.(type) {
	case mapping:
		w.WriteByte('{')
		for i, f := range v {
			separate(w, i, deeper)
			w.Write(jsonText(f.key))
			w.WriteString(": ")
			writeJSON(w, f.value, deeper)
		}
		w.WriteString("\n" + indent + "}")
	case list:
		w.WriteByte('[')
		for i, item := range v {
			separate(w, i, deeper)
			writeJSON(w, item, deeper)
		}
		w.WriteString("\n" + indent + "]")
	case flow:
		w.WriteByte('[')
		for i, s := range v {
			if i > 0 {
				w.WriteString(", ")
			}
			w.Write(jsonText(s))
		}
		w.WriteByte(']')
	case text:
		w.Write(jsonText(string(v)))
	case literal:
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

// jsonText returns s as a JSON string, which is a YAML double-quoted text too.
func jsonText(s string) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic("config: " + err.Error()) // strings always encode
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

package config

import (
	"io"
	"slices"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/document"
)

// Format is a file format of catalogs.
type Format uint8

// The formats that catalogs are written in. JSON is YAML too: one reader reads
// both.
const (
	YAML Format = iota
	JSON
)

var formatWords = source.Words[Format]{What: "a format", Texts: []string{"yaml", "json"}}

// String returns "yaml" or "json".
func (f Format) String() string { return formatWords.String(f) }

// MarshalText returns String; a number that is not one of them is an error.
func (f Format) MarshalText() ([]byte, error) { return formatWords.Append(nil, f) }

// UnmarshalText reads what MarshalText writes.
func (f *Format) UnmarshalText(text []byte) error { return formatWords.Set(f, text) }

// maxNesting is the greatest depth at which families are written inside
// options. Deeper ones stand at the top and name their parent, so that any
// catalog can be read back.
const maxNesting = 16

// WriteCatalog writes a catalog in the shape of options.yaml. [ReadCatalog]
// reads an equal one (same ids, same [Catalog.Digest] and [Catalog.TextDigest]). The bytes depend on
// nothing but the catalog and the format. The only errors are those of w. It
// panics if w or c is nil.
func WriteCatalog(w io.Writer, c *Catalog, format Format) error {
	if w == nil || c == nil {
		panic("config: WriteCatalog needs a writer and a catalog; one is nil")
	}
	if format == JSON {
		return catalogDoc(c).WriteJSON(w)
	}
	return catalogDoc(c).WriteYAML(w)
}

// catalogDoc arranges a catalog as the document to write.
func catalogDoc(c *Catalog) document.Map {
	var attributes, units document.Map
	doc := document.New()
	doc.Text("product", c.product)
	doc.OptFlow("plants", c.plants)
	for _, s := range c.units.symbols() {
		units.Text(s, c.units.declaration(s))
	}
	doc.OptMap("units", units)
	for _, a := range c.attributes {
		attributes.Text(a.Name, a.Unit.String())
	}
	doc.OptMap("attributes", attributes)
	d := docWriter{cat: c}
	families := d.families(NoOption, 0)
	for len(d.deep) > 0 { // writing one may find deeper ones
		f := d.deep[0]
		d.deep = d.deep[1:]
		families = append(families, d.family(f, 0, true))
	}
	doc.List("families", families)
	return doc
}

type docWriter struct {
	cat  *Catalog
	deep []FamilyID // still to be written, at the top
}

// families returns the families below an option.
func (d *docWriter) families(parent OptionID, depth int) document.List {
	var out document.List
	for _, f := range d.cat.Children(parent) {
		if depth == maxNesting {
			d.deep = append(d.deep, f)
			continue
		}
		out = append(out, d.family(f, depth, false))
	}
	return out
}

func (d *docWriter) family(id FamilyID, depth int, named bool) document.Map {
	f := d.cat.families[id]
	var m document.Map
	m.Text("family", f.Code)
	m.OptText("name", f.Name)
	if named {
		m.Text("parent", d.cat.Code(f.Parent))
	}
	if f.Select != One {
		m.Text("select", f.Select.String())
	}
	var options document.List
	for _, o := range f.Options {
		options = append(options, d.option(o, depth))
	}
	m.List("options", options)
	return m
}

func (d *docWriter) option(id OptionID, depth int) document.Map {
	o := d.cat.options[id]
	var m, values document.Map // values of attributes whose name is a key of its own here
	m.Text("code", o.Code)
	m.OptText("name", o.Name)
	for a, attribute := range d.cat.attributes {
		to := &m
		if slices.Contains(reservedKeys, attribute.Name) {
			to = &values
		}
		if v, ok := d.cat.Value(id, AttributeID(a)); ok {
			to.OptLiteral(attribute.Name, v.String())
		}
	}
	m.OptMap("values", values)
	d.defaults(&m, o.Defaults)
	m = append(m, EffectivityDocument(o.Effectivity)...)
	if below := d.families(id, depth+1); below != nil {
		m.List("families", below)
	}
	return m
}

// EffectivityDocument returns the keys that [ReadEffectivity] reads. It belongs to the kit for
// readers of files, see package source, and carries no compatibility promise.
func EffectivityDocument(e Effectivity) document.Map {
	var m document.Map
	m.OptLiteral("from", e.From.String())
	m.OptLiteral("until", e.Until.String())
	m.OptLiteral("from_serial", serial(e.FromSerial))
	m.OptLiteral("until_serial", serial(e.UntilSerial))
	m.OptFlow("plants", e.Plants)
	return m
}

package mates

import (
	"io"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// The keys of the mappings in the file.
var (
	fileKeys  = source.NewKeys("format", "mates", "limits", "values")
	mateKeys  = source.NewKeys("mate", "if", "then", "reason")
	limitKeys = source.NewKeys("limit", "part", "sum", "at_least", "at_most", "reason")
	valueKeys = source.NewKeys("value", "unit", "parts")
)

// Read reads mates.yaml (or JSON) for a structure; the package documentation describes the keys.
// If s is nil, as its own file has defects or is missing, Read looks up no names, and returns no
// Mates. The error is source.Defects with every defect of the file, those that New finds
// included, or the error of r.
func Read(s *bom.Structure, name string, r io.Reader) (*Mates, error) {
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	d := draft{structure: s, places: make(map[*string]*source.Node), amounts: make(map[amount]*source.Node)}
	root := source.ParseYAML(f, &d.list)
	if root == nil {
		return nil, d.list.Err()
	}
	o := source.NewDocument(f, root, &d.list, "the mates")
	o.Expect(fileKeys)
	mates, limits, values := o.Items("mates"), o.Items("limits"), o.Items("values")
	d.spec = Spec{make([]Mate, len(mates)), make([]Limit, len(limits)), make([]Value, len(values))}
	for i, node := range mates {
		d.readMate(f, node, &d.spec.Mates[i])
	}
	for i, node := range limits {
		d.readLimit(f, node, &d.spec.Limits[i])
	}
	for i, node := range values {
		d.readValue(f, node, i)
	}
	o.Done()
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	return d.mates()
}

// text reads a text and keeps its place.
func (d *draft) text(dst *string, text string, at *source.Node) {
	if *dst = text; at != nil {
		d.places[dst] = at
	}
}

func (d *draft) readMate(f *source.File, node *source.Node, m *Mate) {
	o := source.NewObject(f, node, &d.list, "a mate")
	o.Expect(mateKeys)
	m.Place = node.Place
	id, at := o.Required("mate")
	d.text(&m.ID, id, at)
	for _, set := range []struct {
		key string
		to  *[]string
	}{{"if", &m.If}, {"then", &m.Then}} {
		nodes := o.Strings(set.key)
		*set.to = make([]string, len(nodes))
		for i, at := range nodes {
			d.text(&(*set.to)[i], at.Text, at)
		}
	}
	m.Reason, _ = o.String("reason")
	o.Done()
}

func (d *draft) readLimit(f *source.File, node *source.Node, l *Limit) {
	o := source.NewObject(f, node, &d.list, "a limit")
	o.Expect(limitKeys)
	l.Place = node.Place
	id, at := o.Required("limit")
	d.text(&l.ID, id, at)
	part, at := o.String("part")
	d.text(&l.Part, part, at)
	sum, at := o.String("sum")
	d.text(&l.Sum, sum, at)
	for _, bound := range []struct {
		key string
		to  **config.Quantity
	}{{"at_least", &l.AtLeast}, {"at_most", &l.AtMost}} {
		text, at := o.String(bound.key)
		if at == nil {
			continue
		}
		q, err := d.quantity(text)
		if err != nil {
			d.list.Add(at.Defect(bound.key+": "+err.Error(), "such as 8 pcs or 25 kg"))
			continue
		}
		*bound.to = &q
	}
	l.Reason, _ = o.String("reason")
	o.Done()
}

// quantity reads a quantity, in a unit that the catalog may declare.
func (d *draft) quantity(text string) (config.Quantity, error) {
	if d.structure == nil || d.structure.Catalog() == nil {
		return config.ParseQuantity(text)
	}
	return d.structure.Catalog().ParseQuantity(text)
}

func (d *draft) readValue(f *source.File, node *source.Node, i int) {
	v := &d.spec.Values[i]
	o := source.NewObject(f, node, &d.list, "a value")
	o.Expect(valueKeys)
	v.Place = node.Place
	name, at := o.Required("value")
	d.text(&v.Name, name, at)
	if text, at := o.Required("unit"); at != nil {
		q, err := d.quantity("1 " + text)
		if err != nil {
			d.list.Add(at.Defect("unit: "+err.Error(), "such as kg or EUR"))
		}
		v.Unit = q.Unit
	}
	v.Parts = make(map[string]config.Decimal)
	if parts := o.Value("parts"); parts != nil {
		all := source.NewObject(f, parts, &d.list, "the parts of value "+v.Name)
		for _, field := range all.Rest() {
			number, err := config.ParseDecimal(field.Value.Text)
			if err != nil {
				d.list.Add(field.Value.Defect("value "+v.Name+": "+err.Error(), "write the amount for one unit of the part"))
				continue
			}
			v.Parts[field.Key.Text] = number
			d.amounts[amount{i, field.Key.Text}] = field.Key
		}
	}
	o.Done()
}

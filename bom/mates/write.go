package mates

import (
	"io"
	"maps"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/document"
)

// WriteYAML writes the mates as mates.yaml, from which Read reads equal ones. The bytes depend
// on nothing but the mates. The only errors are those of w. It panics if w is nil.
func (m *Mates) WriteYAML(w io.Writer) error {
	if w == nil {
		panic("mates: WriteYAML needs a writer; it is nil")
	}
	doc := document.New()
	var mates, limits, values document.List
	for _, x := range m.spec.Mates {
		var entry document.Map
		entry.Text("mate", x.ID)
		entry.OptFlow("if", x.If)
		entry.OptFlow("then", x.Then)
		entry.OptText("reason", x.Reason)
		mates = append(mates, entry)
	}
	for _, x := range m.spec.Limits {
		var entry document.Map
		entry.Text("limit", x.ID)
		entry.OptText("part", x.Part)
		entry.OptText("sum", x.Sum)
		entry.OptText("at_least", text(x.AtLeast))
		entry.OptText("at_most", text(x.AtMost))
		entry.OptText("reason", x.Reason)
		limits = append(limits, entry)
	}
	for _, x := range m.spec.Values {
		var entry, parts document.Map
		entry.Text("value", x.Name)
		entry.Text("unit", x.Unit.String())
		for _, part := range slices.Sorted(maps.Keys(x.Parts)) {
			parts.Text(part, x.Parts[part].String())
		}
		entry.OptMap("parts", parts)
		values = append(values, entry)
	}
	for _, section := range []struct {
		key   string
		items document.List
	}{{"mates", mates}, {"limits", limits}, {"values", values}} {
		if section.items != nil {
			doc.List(section.key, section.items)
		}
	}
	return doc.WriteYAML(w)
}

// text returns a quantity as text; empty for none.
func text(q *config.Quantity) string {
	if q == nil {
		return ""
	}
	return q.String()
}

package config

import (
	"fmt"
	"strconv"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/document"
)

// Default says that an option is preferred where a customer leaves it open. Defaults restrict
// nothing: an order may do without each of them. Package rules binds their conditions.
type Default struct {
	// When is the condition of the preference, in the language of rules; empty means always. It is not
	// asked where the family is not, below a parent that is not chosen.
	When string `json:"when,omitempty"`
	// Rank orders the defaults of a family: those of rank 2 matter where none of rank 1 can be had.
	// 0 means 1.
	Rank  int          `json:"rank"`
	Place source.Place `json:"place,omitzero"`
}

// WithinDefault returns a defect of width bytes from byte i of the condition of an option's k-th
// default: at its place in the file if the catalog was read from one, otherwise at that of the default.
// It belongs to the kit for readers of files, see package source, and carries no compatibility promise.
// It panics if the option has no such default.
func (c *Catalog) WithinDefault(o OptionID, k, i, width int, msg, hint string) source.Defect {
	if nodes := c.conditions[o]; k < len(nodes) && nodes[k] != nil {
		return nodes[k].Within(i, width, msg, hint)
	}
	return source.Defect{Place: c.options[o].Defaults[k].Place, Msg: msg, Hint: hint}
}

// checkDefaults returns the defaults of an option as the catalog keeps them.
func (a *assembly) checkDefaults(o OptionSpec) []Default {
	var out []Default
	for _, d := range o.Defaults {
		if d.Rank < 0 {
			a.aside(d.Place, "", fmt.Sprintf("a default of option %s has rank %d", o.Code, d.Rank), "ranks are 1 or more; 1 comes first")
		}
		if d.Rank = max(d.Rank, 1); d.When == "true" {
			d.When = ""
		}
		out = append(out, d)
	}
	return out
}

// defaultKeys are the keys of a default that is a mapping.
var defaultKeys = source.NewKeys("when", "rank")

// defaults reads the key default of an option: a condition, a mapping of a condition and a rank, or a
// list of these.
func (r *catalogReader) defaults(o *source.Object, spec *OptionSpec) {
	n, there := o.Lookup("default")
	if !there {
		return
	}
	items := []*source.Node{n}
	if n.Kind == source.Sequence {
		items = n.Items
	}
	for _, item := range items {
		d := Default{Place: item.Place}
		when := item
		switch {
		case item.Kind == source.Scalar && item.Text != "":
		case item.Kind == source.Mapping:
			m := source.NewObject(r.file, item, r.list, "a default of "+o.What())
			m.Expect(defaultKeys)
			_, when = m.String("when")
			if rank, at := m.Int("rank"); at != nil {
				if rank < 1 || rank > maxRank {
					r.list.Add(at.Defect(fmt.Sprintf("a default of %s has rank %d", o.What(), rank), "ranks are whole numbers from 1, which comes first"))
					rank = 1
				}
				d.Rank = int(rank)
			}
			m.Done()
		default:
			if !item.Lost() {
				r.list.Add(item.Defect(fmt.Sprintf("a default of %s must be a condition, not %s", o.What(), item.Kind), "write true if it is always preferred"))
			}
			continue
		}
		if when != nil {
			d.When = when.Text
		}
		spec.Defaults, spec.conditions = append(spec.Defaults, d), append(spec.conditions, when)
	}
}

// maxRank bounds ranks, so that they fit an int of any machine.
const maxRank = 1 << 30

// defaults adds the key that [catalogReader.defaults] reads.
func (d *docWriter) defaults(m *document.Map, defaults []Default) {
	switch {
	case len(defaults) == 0:
	case len(defaults) == 1 && defaults[0].Rank == 1 && defaults[0].When != "":
		m.Text("default", defaults[0].When)
	case len(defaults) == 1 && defaults[0].Rank == 1:
		m.OptLiteral("default", "true")
	default:
		var list document.List
		for _, x := range defaults {
			var item document.Map
			item.OptText("when", x.When)
			item.OptLiteral("rank", strconv.Itoa(x.Rank))
			list = append(list, item)
		}
		m.List("default", list)
	}
}

package encode

import (
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// allowed returns a table of allowed combinations as a function of the options of
// its families. It reports false when it has a family of which several options
// may hold, or nothing may be relied on: then options say little about each other.
func (e *Encoder) allowed(t *rules.Table) (function, bool) {
	b := tabulated{table: t, made: map[string]int32{}}
	var layers []layer
	for _, f := range t.Families {
		var l layer
		for _, o := range e.cat.Family(f).Options {
			if e.exclusive(Option(o)) == config.NoFamily {
				return function{}, false
			}
			l.choices = append(l.choices, term{lit: Option(o)})
		}
		layers = append(layers, e.complete(l))
	}
	b.diagram = newDiagram(layers)
	rows := make([]bool, len(t.Rows))
	for i := range rows {
		rows[i] = true
	}
	return function{diagram: b.diagram, root: b.build(0, rows)}, true
}

// tabulated builds the diagram of a table, a layer per column.
type tabulated struct {
	*diagram
	table *rules.Table
	made  map[string]int32 // node by column and the rows that match so far
}

// build returns the node of the columns from some on, when of the rows these
// match in the columns before.
func (b *tabulated) build(column int, rows []bool) int32 {
	if !slices.Contains(rows, true) {
		return 0
	}
	if column == len(b.layers) {
		return 1
	}
	key := make([]byte, 0, len(rows)+2)
	key = append(key, byte(column), byte(column>>8))
	for _, matches := range rows {
		if matches {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	if n, ok := b.made[string(key)]; ok {
		return n
	}
	choices := b.layers[column].choices
	children := make([]int32, len(choices)+1)
	for j, c := range choices {
		children[j] = b.build(column+1, b.matching(column, rows, c.lit))
	}
	children[len(choices)] = children[0]
	if b.layers[column].some != yes {
		children[len(choices)] = b.build(column+1, b.matching(column, rows, no))
	}
	n := b.node(column, children)
	b.made[string(key)] = n
	return n
}

// matching returns the rows that match also when an option of the column's
// family holds or, for no, none does.
func (b *tabulated) matching(column int, rows []bool, l cnf.Lit) []bool {
	out := slices.Clone(rows)
	for i, row := range b.table.Rows {
		switch cell := row.Cells[column]; {
		case cell == nil:
		case len(cell) == 0:
			out[i] = out[i] && l == no
		default:
			out[i] = out[i] && l != no && slices.Contains(cell, optionOf(l))
		}
	}
	return out
}

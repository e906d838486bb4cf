package encode

import (
	"encoding/binary"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxVisits is how many rows the construction of a table's diagram may look at.
// It is linear in the cells where rows list options, and exponential in the
// columns where they list sets of them that overlap in every way.
const maxVisits = 1 << 20

// allowed returns a table of allowed combinations as a function of the options of
// its families. It reports false when it has a family of which several options
// may hold, or nothing may be relied on: then options say little about each other.
// So it does when the diagram would be too large.
func (e *Encoder) allowed(t *rules.Table) (function, bool) {
	b := tabulated{table: t, made: map[string]int32{}, visits: maxVisits}
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
	rows := make([]uint32, len(t.Rows))
	for i := range rows {
		rows[i] = uint32(i)
	}
	root := b.build(0, rows)
	return function{diagram: b.diagram, root: root}, b.visits >= 0
}

// tabulated builds the diagram of a table, a layer per column.
type tabulated struct {
	*diagram
	table  *rules.Table
	made   map[string]int32 // node by column and the rows that match so far
	visits int              // of rows that are left; below 0 the nodes mean nothing
}

// build returns the node of the columns from some on, when of the rows these
// match in the columns before.
func (b *tabulated) build(column int, rows []uint32) int32 {
	if len(rows) == 0 || b.visits < 0 {
		return 0
	}
	if column == len(b.layers) {
		return 1
	}
	key := binary.LittleEndian.AppendUint32(make([]byte, 0, 4*len(rows)+4), uint32(column))
	for _, row := range rows {
		key = binary.LittleEndian.AppendUint32(key, row)
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
func (b *tabulated) matching(column int, rows []uint32, l cnf.Lit) []uint32 {
	b.visits -= len(rows)
	var out []uint32
	for _, row := range rows {
		cell := b.table.Rows[row].Cells[column]
		if cell == nil || l == no && len(cell) == 0 || l != no && slices.Contains(cell, optionOf(l)) {
			out = append(out, row)
		}
	}
	return out
}

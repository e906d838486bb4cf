package encode

import (
	"encoding/binary"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

const (
	// maxVisits is the greatest number of rows visited while a table's diagram is
	// built. Each row is visited once per column if rows list single options, and
	// more often, up to exponentially in the columns, if they list sets that
	// overlap in every way.
	maxVisits = 1 << 20
	// maxFan bounds the children of a table's diagram: their average number
	// per allowed node.
	maxFan = 50
)

// allowed returns a table of allowed combinations as a function of the options of
// its families. It reports false when a family may have several options, when the
// encoder may not rely on families, when the diagram would be too large, or when
// the context has ended.
func (e *Encoder) allowed(t *rules.Table) (function, bool) {
	if e.maxDiagram == 0 {
		return function{}, false
	}
	b := tabulated{made: map[string]int32{}, at: map[config.OptionID]int{}, limit: e.maxDiagram, visits: maxVisits, poll: e.poll}
	var layers []layer
	for _, f := range t.Families {
		var l layer
		for i, o := range e.cat.Family(f).Options {
			if e.exclusive(Option(o)) == config.NoFamily {
				return function{}, false
			}
			b.at[o] = i
			l.choices = append(l.choices, term{lit: Option(o)})
		}
		layers = append(layers, e.complete(l))
	}
	b.diagram = newDiagram(layers)
	root, ok := b.build(0, b.fold(t))
	return function{diagram: b.diagram, root: root}, ok
}

// tabulated builds the diagram of a table, a layer per column: first rows with
// equal ends share them, then each set of ends that match at once becomes a node,
// as in making an automaton deterministic.
type tabulated struct {
	*diagram
	ends   [][]end                 // by column; ends[c][0] is a row with only * left
	at     map[config.OptionID]int // place of an option in its family
	made   map[string]int32        // node by column and ends
	limit  int                     // of nodes
	visits int                     // left
	fan    int                     // children so far
	poll   *poll
}

// end is the rest of a row from a column on: a cell, then an end of the next
// column.
type end struct {
	cell []config.OptionID // as in [rules.Row]
	next uint32
}

// fold finds the distinct ends of each column and returns those of the first.
func (b *tabulated) fold(t *rules.Table) []uint32 {
	rows := make([]uint32, len(t.Rows)) // end of each, of the column at hand
	b.ends = make([][]end, len(t.Families)+1)
	var key []byte
	for c := range slices.Backward(t.Families) {
		known := map[string]uint32{}
		b.ends[c] = make([]end, 1)
		for i, row := range t.Rows {
			cell := row.Cells[c]
			if cell == nil && rows[i] == 0 {
				continue
			}
			key = binary.LittleEndian.AppendUint32(key[:0], rows[i])
			if cell != nil {
				key = append(key, '=') // an empty cell is not a *
			}
			for _, o := range cell {
				key = binary.LittleEndian.AppendUint32(key, uint32(o))
			}
			n, ok := known[string(key)]
			if !ok {
				n = uint32(len(b.ends[c]))
				known[string(key)] = n
				b.ends[c] = append(b.ends[c], end{cell, rows[i]})
			}
			rows[i] = n
		}
	}
	return distinct(rows)
}

// distinct sorts ends and drops repetitions, in place. One that always matches
// makes the others idle.
func distinct(ends []uint32) []uint32 {
	slices.Sort(ends)
	ends = slices.Compact(ends)
	if len(ends) > 0 && ends[0] == 0 {
		return ends[:1]
	}
	return ends
}

// build returns the node of the columns from some on, when these ends match in
// the columns before. It reports false when that exceeds a bound.
func (b *tabulated) build(column int, ends []uint32) (int32, bool) {
	switch {
	case len(ends) == 0:
		return 0, true
	case ends[0] == 0:
		return 1, true
	}
	key := binary.LittleEndian.AppendUint32(make([]byte, 0, 4*len(ends)+4), uint32(column))
	for _, e := range ends {
		key = binary.LittleEndian.AppendUint32(key, e)
	}
	if n, ok := b.made[string(key)]; ok {
		return n, true
	}
	sets := b.split(column, ends)
	b.fan += len(sets)
	if b.visits < 0 || b.fan > maxFan*b.limit || b.poll.ended() {
		return 0, false
	}
	children := make([]int32, len(sets))
	for j, set := range sets {
		child, ok := b.build(column+1, set)
		if !ok {
			return 0, false
		}
		children[j] = child
	}
	if last := len(children) - 1; b.layers[column].some == yes {
		children[last] = children[0] // impossible
	}
	n := b.node(column, children)
	b.made[string(key)] = n
	return n, len(b.nodes) <= b.limit
}

// split returns, for each choice of a column and last for none, the ends of the
// next column that match after it.
func (b *tabulated) split(column int, ends []uint32) [][]uint32 {
	none := len(b.layers[column].choices)
	sets := make([][]uint32, none+1)
	var always []uint32 // after any choice and none
	for _, e := range ends {
		switch end := b.ends[column][e]; {
		case end.cell == nil:
			always = append(always, end.next)
		case len(end.cell) == 0:
			sets[none] = append(sets[none], end.next)
		default:
			b.visits -= len(end.cell)
			for _, o := range end.cell {
				sets[b.at[o]] = append(sets[b.at[o]], end.next)
			}
		}
	}
	always = distinct(always)
	b.visits -= len(ends) + len(sets)
	for j, set := range sets {
		if len(set) == 0 {
			sets[j] = always
			continue
		}
		b.visits -= len(always)
		sets[j] = distinct(append(set, always...))
	}
	return sets
}

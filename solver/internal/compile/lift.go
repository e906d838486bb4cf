package compile

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
)

// lifted is what there is of a module in the circuit. Of its nodes there are those that
// somebody wants.
type lifted struct {
	wanted  [either + 1]bool         // by states
	nodes   [either + 1]circuit.Node // by states: of all that the module is
	decided bool                     // it is decided on by itself
	hung    [2][]circuit.Node        // what hangs on it where it does not hold, and where it does
	rest    []circuit.Node           // of alike ones: what those from i on are where one before holds
	size    int                      // a bound on the nodes and edges, each, of a decision on it
}

// lifter makes the nodes of modules.
type lifter struct {
	build  *circuit.Builder
	absent []bool // by variable: the circuit lacks it
}

// lift makes the nodes that are wanted of modules, the parts of which come before them.
func (b *lifter) lift(modules []*module) {
	for _, m := range slices.Backward(modules) {
		m.ask()
	}
	for _, m := range modules {
		b.make(m)
	}
}

// ask asks the parts of a module for what it wants of them.
func (m *module) ask() {
	whole := m.decided || m.wanted[either]
	for _, g := range m.beside {
		for s, x := range g.can {
			if whole || m.wanted[fails<<s] {
				g.wanted[x] = true
			}
		}
	}
	for _, s := range m.alike {
		if whole || m.wanted[holds] {
			s.decided = true
			s.wanted[s.of(m.others())] = true
		}
		if m.wanted[fails] {
			s.wanted[s.of(fails)] = true
		}
	}
}

// others returns what an alike one can be where another holds.
func (m *module) others() states {
	if m.one {
		return fails
	}
	return either
}

// make makes the nodes of a module.
func (b *lifter) make(m *module) {
	b.hang(m)
	m.size = 12
	for _, s := range m.alike {
		m.size += s.size + 4
	}
	if m.decided || m.wanted[holds] || m.wanted[either] {
		next := circuit.True
		m.rest = make([]circuit.Node, len(m.alike))
		for i, s := range slices.Backward(m.alike) {
			next = b.build.And([]circuit.Node{s.nodes[s.of(m.others())], next})
			m.rest[i] = next
		}
	}
	for _, x := range []states{fails, holds} {
		if m.wanted[x] {
			m.nodes[x] = b.build.And(b.state(m, x))
		}
	}
	switch {
	case !m.wanted[either]:
	case m.lit != 0 && int(m.lit.Var()) > b.build.Options(): // an auxiliary that nothing constrains holds
		m.nodes[either] = b.build.And(b.state(m, holds))
	case m.lit == 0 && !m.one && len(m.beside) == 0:
		m.nodes[either] = m.rest[0]
	default:
		m.nodes[either] = b.choose(m, nil, nil)
	}
}

// maxHung is how many nodes hang on a module without a node of their own for all of them.
// They are listed wherever the module is in a state. Where that is seldom the bundles of
// the circuit make up for it.
const maxHung = 16

// hang sets what hangs on a module.
func (b *lifter) hang(m *module) {
	for s := range m.hung {
		if !m.decided && !m.wanted[either] && !m.wanted[fails<<s] {
			continue
		}
		for _, g := range m.beside {
			if g.lit == 0 || !b.absent[g.lit.Var()] {
				m.hung[s] = append(m.hung[s], g.nodes[g.can[s]])
			}
		}
		if len(m.hung[s]) > maxHung {
			m.hung[s] = []circuit.Node{b.build.And(m.hung[s])}
		}
	}
}

// state returns what is true where a module is in a state. The literal of one that has one
// comes first.
func (b *lifter) state(m *module, x states) []circuit.Node {
	switch {
	case m.lit != 0 && x == holds:
		return append([]circuit.Node{circuit.Lit(m.lit)}, m.hung[1]...)
	case m.lit != 0:
		return append([]circuit.Node{circuit.Lit(m.lit.Not())}, m.hung[0]...)
	case x == holds:
		return []circuit.Node{b.choose(m, nil, []circuit.Node{circuit.False})}
	}
	var none []circuit.Node
	for _, s := range m.alike {
		none = append(none, s.nodes[s.of(fails)])
	}
	if len(none) > maxHung {
		none = []circuit.Node{b.build.And(none)}
	}
	return append(none, m.hung[0]...)
}

// choose returns the node of a module, with what is true beside it where it holds and
// where it does not. That of alike ones decides on one after the other. With the first that
// holds it is settled.
func (b *lifter) choose(m *module, hi, lo []circuit.Node) circuit.Node {
	hi, lo = slices.Concat(hi, m.hung[1]), slices.Concat(lo, m.hung[0])
	if m.lit != 0 {
		nodes := [2]circuit.Node{b.build.Branch(m.lit, hi), b.build.Branch(m.lit.Not(), lo)}
		return b.build.Or(m.lit.Var(), nodes[m.lit&1], nodes[m.lit.Not()&1])
	}
	if len(hi) > 1 {
		hi = []circuit.Node{b.build.Bundled(hi)}
	}
	for i, s := range slices.Backward(m.alike) {
		first := slices.Clone(hi)
		if i+1 < len(m.alike) {
			first = append(first, m.rest[i+1])
		}
		if s.not {
			first, lo = lo, first
		}
		lo = []circuit.Node{b.choose(s.module, first, lo)}
	}
	return lo[0]
}

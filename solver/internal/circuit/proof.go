package circuit

import (
	"hash/maphash"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/wire"
)

// proof shows that nodes read one after the other are a smooth decision d-DNNF,
// in time linear in the edges: it does not look at sets of variables but at their
// fingerprints, the sum of a random number for each variable.
//
// The fingerprint of an And is the sum of its children's, that of an Or is its
// children's, which must agree. So it is that of a multiset, which grows from
// child to parent. If the root's is that of all variables that occur, once each,
// then no node has one twice, and every And is decomposable. A sum that agrees by
// chance has a probability of 2^-64 at each node; the numbers are drawn anew in
// each process, so that nobody can choose a circuit by them.
type proof struct {
	*Circuit
	formula *cnf.Formula
	weights []uint64 // by variable
	occurs  []bool   // by variable
	prints  []uint64 // by inner node
	used    []bool   // by inner node: some node has it for a child
}

func newProof(c *Circuit, f *cnf.Formula) *proof {
	p := &proof{Circuit: c, formula: f, weights: make([]uint64, c.vars+1), occurs: make([]bool, c.vars+1)}
	seed := maphash.MakeSeed()
	for v := range p.weights {
		p.weights[v] = maphash.Comparable(seed, v)
	}
	return p
}

// fingerprint returns that of a node, and notes that its variable occurs or that it
// is used. It reports false for a constant and an auxiliary left open: nothing may
// have these for a child.
func (p *proof) fingerprint(n Node) (uint64, bool) {
	if n >= p.inner {
		p.used[n-p.inner] = true
		return p.prints[n-p.inner], true
	}
	v := cnf.Lit(n).Var()
	if int(n) >= 2*p.vars+2 {
		if v = p.freeVar(n); int(v) > p.options {
			return 0, false
		}
	}
	if v == 0 {
		return 0, false
	}
	p.occurs[v] = true
	return p.weights[v], true
}

// node returns what is wrong with the next inner node, of so many.
func (p *proof) node(decides cnf.Var, children []Node, nodes int) string {
	sum := uint64(0)
	for i, child := range children {
		print, ok := p.fingerprint(child)
		switch {
		case !ok:
			return "has a child that it must not have"
		case decides == 0:
			sum += print
		case i > 0 && print != sum:
			return "is not smooth"
		default:
			sum = print
		}
	}
	p.prints = append(wire.Grow(p.prints, 1, nodes), sum)
	p.used = append(wire.Grow(p.used, 1, nodes), false)
	if decides != 0 && (!p.states(children[0], cnf.Pos(decides)) || !p.states(children[1], cnf.Neg(decides))) {
		return "is not deterministic"
	}
	return ""
}

// states reports whether n is a literal or an And that has it for a child. The
// children of an And ascend.
func (p *proof) states(n Node, l cnf.Lit) bool {
	if n < p.inner || p.decides[n-p.inner] != 0 {
		return n == Lit(l)
	}
	_, ok := slices.BinarySearch(p.children(n), Lit(l))
	return ok
}

// root returns what is wrong with the circuit as a whole.
func (p *proof) root() string {
	// A node that another one uses, which is used in turn, ends up in the last one.
	if n := len(p.used); n > 0 && slices.Contains(p.used[:n-1], false) {
		return "has nodes that its root does not reach"
	}
	if p.Circuit.root == False {
		return ""
	}
	sum, ok := uint64(0), true
	if p.Circuit.root != True {
		sum, ok = p.fingerprint(p.Circuit.root)
	}
	for v, occurs := range p.occurs {
		if occurs {
			sum -= p.weights[v]
		} else if p.formula.Kept(cnf.Var(v)) {
			return "lacks an option, or an auxiliary that is kept"
		}
	}
	if !ok || sum != 0 {
		return "is not decomposable"
	}
	return ""
}

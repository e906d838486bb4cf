package circuit

import (
	"hash/maphash"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/wire"
)

// proof shows that nodes read one after the other are a smooth decision d-DNNF, in
// time linear in the edges: it does not look at sets of variables but at how large
// they are, and at their fingerprints, the sum of a random number for each variable.
//
// Size and fingerprint of an And are the sums of its children's, those of an Or are
// its children's, which must agree. So they are those of a multiset, which grows from
// child to parent, up to the root's. If that is as large as there are variables that
// occur at all, it has each of them once; then no node has one twice, and every And
// is decomposable. This is exact. That children of an Or with equal fingerprints have
// the same variables fails with a probability of at most NumVars()/2^64, whatever the
// circuit: the numbers are drawn anew in each process.
type proof struct {
	*Arena
	formula *cnf.Formula
	weights []uint64 // by variable
	occurs  []bool   // by variable
	scopes  []scope  // by inner node
	used    []bool   // by inner node: some node has it for a child
}

// scope is what is known of the multiset of a node's variables.
type scope struct {
	print uint64
	size  int // at most NumVars(), so that no multiple of 2^64 hides in print
}

func newProof(a *Arena, f *cnf.Formula) *proof {
	p := &proof{Arena: a, formula: f, weights: make([]uint64, a.Vars+1), occurs: make([]bool, a.Vars+1)}
	seed := maphash.MakeSeed()
	for v := range p.weights {
		p.weights[v] = maphash.Comparable(seed, v)
	}
	return p
}

// scope returns that of a node, and notes that its variable occurs or that it is
// used. It reports false for a constant and an auxiliary left open: nothing may have
// these for a child.
func (p *proof) scope(n Node) (scope, bool) {
	if n >= p.Inner() {
		p.used[n-p.Inner()] = true
		return p.scopes[n-p.Inner()], true
	}
	v := cnf.Lit(n).Var()
	if !p.Leaf(n) {
		if v = p.FreeVar(n); int(v) > p.Options {
			return scope{}, false
		}
	}
	if v == 0 {
		return scope{}, false
	}
	p.occurs[v] = true
	return scope{p.weights[v], 1}, true
}

// node returns what is wrong with the next inner node, of so many.
func (p *proof) node(decides cnf.Var, children []Node, nodes int) string {
	var all scope
	for i, child := range children {
		one, ok := p.scope(child)
		switch {
		case !ok:
			return "has a child that it must not have"
		case decides == 0:
			all.print += one.print
			if all.size += one.size; all.size > p.Vars {
				return "is not decomposable"
			}
		case i > 0 && one != all:
			return "is not smooth"
		default:
			all = one
		}
	}
	p.scopes = append(wire.Grow(p.scopes, 1, nodes), all)
	p.used = append(wire.Grow(p.used, 1, nodes), false)
	if decides != 0 && children[0] < p.Inner() {
		return "is no inner node, but a variable left open" // they are smooth: so is the other
	}
	if decides != 0 && (!p.states(children[0], cnf.Pos(decides)) || !p.states(children[1], cnf.Neg(decides))) {
		return "is not deterministic"
	}
	return ""
}

// states reports whether inner node n is an And that has literal l for a child. The
// children of an And ascend.
func (p *proof) states(n Node, l cnf.Lit) bool {
	if p.Decides[n-p.Inner()] != 0 {
		return false
	}
	_, ok := slices.BinarySearch(p.Children(n), Lit(l))
	return ok
}

// whole returns what is wrong with the circuit as a whole.
func (p *proof) whole() string {
	// Every other node has a parent behind it, and so in the end the last one.
	if n := len(p.used); n > 0 && slices.Contains(p.used[:n-1], false) {
		return "has nodes that its root does not reach"
	}
	if p.Root == False {
		return ""
	}
	var all scope
	if p.Root != True {
		var ok bool
		if all, ok = p.scope(p.Root); !ok {
			return "leaves an auxiliary open"
		}
	}
	for v, occurs := range p.occurs {
		if occurs {
			all.size--
		} else if p.formula.Kept(cnf.Var(v)) {
			return "lacks an option, or an auxiliary that is kept"
		}
	}
	if all.size != 0 {
		return "is not decomposable"
	}
	return ""
}

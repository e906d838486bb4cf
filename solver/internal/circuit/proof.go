package circuit

import (
	"hash/maphash"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/wire"
)

// proof proves that nodes read one after the other are a smooth decision d-DNNF, in
// time linear in the edges. Instead of sets of variables it uses their sizes and
// fingerprints, the sum of a random number for each variable.
//
// Size and fingerprint of an And are the sums of its children's, those of an Or are
// its children's, which must agree. So they are those of a multiset, which grows from
// child to parent, up to the root's. If its size is the number of variables that
// occur, it has each of them once. Then no node has a variable twice, and every And
// is decomposable. This is exact. Children of an Or with equal fingerprints have
// different variables with a probability of at most NumVars()/2^64, whatever the
// circuit: each process draws new numbers.
type proof struct {
	*Arena
	formula *cnf.Formula
	weights []uint64 // by variable
	occurs  []bool   // by variable
	scopes  []scope  // by inner node
	used    []bool   // by inner node: some node has it for a child
}

// scope describes the multiset of a node's variables.
type scope struct {
	print uint64
	size  int // at most NumVars(), so that print cannot hide a multiple of 2^64
}

func newProof(a *Arena, f *cnf.Formula) *proof {
	p := &proof{Arena: a, formula: f, weights: make([]uint64, a.Vars+1), occurs: make([]bool, a.Vars+1)}
	seed := maphash.MakeSeed()
	for v := range p.weights {
		p.weights[v] = maphash.Comparable(seed, v)
	}
	return p
}

// scope returns the scope of a child, and notes that its variable occurs or that it
// is used. It reports false for a constant and an open auxiliary, which must not be
// children.
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

// node returns the fault of the next inner node, or "".
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
		return "is not an inner node, but an open variable" // they are smooth: so is the other
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

// whole returns the fault of the whole circuit, or "".
func (p *proof) whole() string {
	// Every other node has a later parent, and so leads to the last one.
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

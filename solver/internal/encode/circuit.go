package encode

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Circuit encodes a circuit over options: each inner node as an auxiliary that equals it
// (Tseitin, 1968), and one constraint, of origin [Whole], that the root holds. Its size is
// that of the circuit.
func Circuit(c *circuit.Circuit) *Encoding {
	a := c.Arena()
	e := &Encoding{Formula: cnf.NewFormula(a.Options, a.Options), Origins: []Origin{{Kind: Whole}}}
	of := make([]cnf.Lit, len(a.Decides)) // by inner node
	literal := func(n circuit.Node) cnf.Lit {
		switch {
		case n >= a.Inner():
			return of[n-a.Inner()]
		case n == circuit.False:
			return no
		case n == circuit.True || !a.Leaf(n): // either literal of an open option holds
			return yes
		}
		return cnf.Lit(n)
	}
	g := newGates(e)
	var lits []cnf.Lit
	for i, v := range a.Decides {
		lits = lits[:0]
		for _, child := range a.Children(a.Inner() + circuit.Node(i)) {
			lits = append(lits, literal(child))
		}
		if v == 0 {
			of[i] = g.and(lits)
		} else {
			of[i] = g.or(lits)
		}
	}
	switch root := literal(a.Root); root {
	case yes:
	case no:
		e.add(0, nil)
	default:
		e.add(0, []cnf.Lit{root})
	}
	return e
}

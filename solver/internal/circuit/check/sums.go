package check

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// checkSums checks that the circuit, with these variables, has all variables of the
// sums, and looks for a model of it that exceeds one: a pass for each sum finds the
// greatest total of its terms in a model of a node.
func (c *target) checkSums(ctx context.Context, sums []cnf.Sum, scope []uint64) error {
	if len(sums) == 0 {
		return nil
	}
	most := make([]int64, c.NumNodes())
	for j, s := range sums {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		clear(most[:c.inner])
		for _, t := range s.Terms {
			v := t.Lit.Var()
			if scope[v/64]>>(v%64)&1 == 0 {
				return fmt.Errorf("circuit: it lacks variable %d of sum %d", v, j)
			}
			most[t.Lit], most[c.Free(v)] = t.Coef, t.Coef
		}
		for i, v := range c.Decides {
			n := c.inner + circuit.Node(i)
			children := c.Children(n)
			if v != 0 {
				most[n] = max(most[children[0]], most[children[1]])
				continue
			}
			most[n] = 0
			for _, child := range children {
				most[n] += most[child]
			}
		}
		if n := most[c.Root]; n > s.Max {
			return fmt.Errorf("circuit: a model comes to %d in sum %d, of at most %d", n, j, s.Max)
		}
	}
	return nil
}

// exceeded returns the negations of the terms of a sum that hold, and reports whether
// their total exceeds the bound.
func exceeded(s cnf.Sum, holds func(cnf.Lit) bool) (lits []cnf.Lit, ok bool) {
	room := s.Max
	for _, t := range s.Terms {
		if holds(t.Lit) {
			lits = append(lits, t.Lit.Not())
			room -= t.Coef
		}
	}
	return lits, room < 0
}

package circuit

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// checkEntailed looks for a model of the circuit that falsifies a clause, for
// 64 clauses in a pass: bit k of a node's word tells whether it has a model
// with all literals of clause k false.
func (c *Circuit) checkEntailed(ctx context.Context, clauses [][]cnf.Lit) error {
	words := make([]uint64, c.NumNodes())
	for first := 0; first < len(clauses); first += 64 {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		block := clauses[first:min(first+64, len(clauses))]
		words[False], words[True] = 0, ^uint64(0)
		for l := 2; l < 2*c.vars+2; l++ {
			words[l] = ^uint64(0)
		}
		for k, lits := range block {
			for _, l := range lits {
				words[l] &^= 1 << k
			}
		}
		c.sweep(words)
		for k, lits := range block {
			if words[c.root]>>k&1 != 0 {
				return fmt.Errorf("circuit: a model falsifies clause %v", lits)
			}
		}
	}
	return nil
}

// sweep computes 64 truth values of every node from those of the literals.
func (c *Circuit) sweep(words []uint64) {
	for v := 1; v <= c.vars; v++ {
		words[2*c.vars+1+v] = words[cnf.Pos(cnf.Var(v))] | words[cnf.Neg(cnf.Var(v))]
	}
	for i, v := range c.decides {
		children := c.edges[c.starts[i]:c.starts[i+1]]
		w := words[children[0]]
		for _, child := range children[1:] {
			if v != 0 {
				w |= words[child]
			} else {
				w &= words[child]
			}
		}
		words[int(c.inner)+i] = w
	}
}

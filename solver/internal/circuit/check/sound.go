package check

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// lanes are truth values of one node in independent questions. They are
// several words, since most of the time goes into fetching the children.
type lanes [4]uint64

const laneBits = 256

// checkSound looks for a model of the circuit that falsifies a clause, for
// laneBits clauses in a pass: bit k of a node says whether the node has a
// model with all literals of clause k false. An And has one if all its
// children do, since they share no variable; an Or has one if a child does.
func (c *target) checkSound(ctx context.Context, clauses [][]cnf.Lit) error {
	all := lanes{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	can := make([]lanes, c.NumNodes())
	for first := 0; first < len(clauses); first += laneBits {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		block := clauses[first:min(first+laneBits, len(clauses))]
		for n := range can[:c.inner] {
			can[n] = all
		}
		can[circuit.False] = lanes{}
		for k, lits := range block {
			for _, l := range lits {
				can[l][k/64] &^= 1 << (k % 64)
			}
		}
		c.sweep(can)
		for k, lits := range block {
			if can[c.Root][k/64]>>(k%64)&1 != 0 {
				return fmt.Errorf("circuit: a model falsifies clause %v", lits)
			}
		}
	}
	return nil
}

// sweep computes the truth values of the inner nodes. Those of free variables
// are true: no clause has both of a variable's literals.
func (c *target) sweep(can []lanes) {
	for i, v := range c.Decides {
		children := c.Edges[c.Starts[i]:c.Starts[i+1]]
		w := can[children[0]]
		if v != 0 {
			for k, x := range can[children[1]] {
				w[k] |= x
			}
		} else {
			for _, child := range children[1:] {
				x := &can[child]
				w[0] &= x[0]
				w[1] &= x[1]
				w[2] &= x[2]
				w[3] &= x[3]
			}
		}
		can[int(c.inner)+i] = w
	}
}

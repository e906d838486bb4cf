package circuit

import (
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Clone returns a copy of c that a test may damage.
func (c *Circuit) Clone() *Circuit {
	d := *c
	d.starts, d.decides, d.edges = slices.Clone(c.starts), slices.Clone(c.decides), slices.Clone(c.edges)
	d.pool = new(pools)
	return &d
}

// Parts returns the memory of c for a test to damage.
func (c *Circuit) Parts() (starts []uint32, decides []cnf.Var, edges []Node, root *Node) {
	return c.starts, c.decides, c.edges, &c.root
}

// DropEdge takes edge k away from the inner node that has it.
func (c *Circuit) DropEdge(k int) {
	c.edges = slices.Delete(c.edges, k, k+1)
	for i := range c.starts {
		if int(c.starts[i]) > k {
			c.starts[i]--
		}
	}
}

func (c *Circuit) Prove(f *cnf.Formula) (Proof, error) { return c.verify(context.Background(), f) }

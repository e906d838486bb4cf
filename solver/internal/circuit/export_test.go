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

// Large makes c count as if it had too many models for machine words.
func (c *Circuit) Large() {
	c.pool.sized.Do(func() {})
	c.pool.log2 = 1000
}

// Prove is Verify with facts of at most so many literals, and the proof's
// figures.
func (c *Circuit) Prove(f *cnf.Formula, maxFacts int) (Proof, error) {
	return c.prove(context.Background(), f, maxFacts)
}

// FirstByLists returns the first model of ByCost as its lists have it, which
// compare models that cost the same.
func (c *Circuit) FirstByLists(costs []int64, assign Assignment) (Model, bool) {
	r := &ranking{c: c, costs: costs, assign: assign, least: Fold(c, &costing{costs: costs, assign: assign}, nil)}
	if !r.least[c.root].any {
		return nil, false
	}
	r.open()
	m := NewModel(c.options)
	r.fill(r.top, 0, m)
	return m, true
}

// CheckForm checks all but the models.
func (c *Circuit) CheckForm() error {
	err := c.checkArena()
	if err == nil {
		_, err = c.checkScopes()
	}
	return err
}

// HasAll reports whether the circuit has every variable, or is False.
func (c *Circuit) HasAll() bool {
	s, err := c.checkScopes()
	for v := 1; err == nil && c.root != False && v <= c.vars; v++ {
		if s.set(s.of[c.root])[v/64]>>(v%64)&1 == 0 {
			return false
		}
	}
	return err == nil
}

// Compare returns -1, 0 or +1 as m comes before n, is n, or comes after it in
// canonical order.
func (m Model) Compare(n Model) int {
	switch v, has := m.differ(n); {
	case v == 0:
		return 0
	case has:
		return -1
	}
	return 1
}

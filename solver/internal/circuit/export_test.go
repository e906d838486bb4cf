package circuit

import "math/big"

// Large makes c count as if it had too many models for machine words.
func (c *Circuit) Large() {
	c.pool.sized.Do(func() {})
	c.pool.log2 = 1000
}

// CountSparing is Count as of a circuit with large numbers, which it gives up. It returns
// how many of nodes that are neither leaves nor bundles it has kept.
func (c *Circuit) CountSparing(z *big.Int, assign Assignment) (kept int) {
	s := c.counting(assign, true)
	defer c.pool.counts.Put(s)
	z.Set(&s.up[c.arena.Root])
	for i := range s.up[len(s.twos):] {
		if s.up[len(s.twos)+i].BitLen() > 0 {
			kept++
		}
	}
	return kept
}

package circuit

// Large makes c count as if it had too many models for machine words.
func (c *Circuit) Large() {
	c.pool.sized.Do(func() {})
	c.pool.log2 = 1000
}

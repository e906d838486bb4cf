package solver

import (
	"context"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// RelaxSums makes explanations relax every sum, not only the large ones.
func (s *Space) RelaxSums() { s.apart.MaxAlone = -1 }

// CountCompiled is CountOf by compiling the condition, whatever it is.
func (s *Space) CountCompiled(ctx context.Context, z *big.Int, e rules.Expr, sel *config.Selection) (*big.Int, error) {
	return s.countCompiled(ctx, z, e, sel)
}

// Cases returns into how many counts CountOf splits a condition, or false.
func Cases(e rules.Expr, sel *config.Selection) (int, bool) {
	c, ok := split(e, sel)
	return len(c.parts), ok
}

// WithCircuitOf returns the space with another's circuit.
func (s *Space) WithCircuitOf(other *Space) *Space {
	z := &Space{set: s.set, cat: s.cat, active: s.active, inactive: s.inactive, tracked: s.tracked, encoding: s.encoding}
	z.setCircuit(other.circuit)
	return z
}

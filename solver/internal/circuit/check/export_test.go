package check

import (
	"context"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Prove is Verify with facts of at most so many literals, and the proof's figures.
func Prove(c *circuit.Circuit, f *cnf.Formula, maxFacts int) (Proof, error) {
	return newTarget(c).prove(context.Background(), f, maxFacts, false)
}

// HasAll reports whether the circuit has every variable, or is False.
func HasAll(c *circuit.Circuit) bool {
	t := newTarget(c)
	s, err := t.checkScopes()
	for v := 1; err == nil && t.Root != circuit.False && v <= t.Vars; v++ {
		if s.set(s.of[t.Root])[v/64]>>(v%64)&1 == 0 {
			return false
		}
	}
	return err == nil
}

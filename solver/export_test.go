package solver

// RelaxSums makes explanations relax every sum, not only the large ones.
func (s *Space) RelaxSums() { s.apart.MaxAlone = -1 }

// WithCircuitOf returns the space with another's circuit.
func (s *Space) WithCircuitOf(other *Space) *Space {
	return &Space{encoding: s.encoding, circuit: other.circuit}
}

package solver

// RelaxSums makes explanations relax every sum, not only the large ones.
func (s *Space) RelaxSums() { s.apart.MaxAlone = -1 }

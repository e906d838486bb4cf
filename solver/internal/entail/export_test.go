package entail

// BoundLemmas bounds the literals of lemmas.
func (p *Prover) BoundLemmas(most int) { p.most = most }

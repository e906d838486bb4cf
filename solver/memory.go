package solver

// Memory returns the bytes that the space holds now: of its clauses, of its circuit, and of what
// some queries make of these once for all later ones, which is several times as much. These are
// [Space.Validate] of partial orders and [Space.Explain], which need the clauses of each rule by
// themselves; [Space.Domains], which needs them simplified; and Rank, Unrank and Configurations,
// which need the reversed edges of the circuit. The rule set and the scratch of queries are not
// counted. It counts what is stored, so that it is the same on every machine. O(1).
func (s *Space) Memory() int64 {
	n := s.made().held.Load()
	if s.models != nil {
		n += s.models.Bytes()
	}
	return n
}

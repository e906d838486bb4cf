package rules

import "github.com/confspace/confspace/config/source"

// digest hashes everything that decides answers: the catalog's digest, ids,
// conditions and effectivities. An id names the versions of one rule.
func digest(s *Set) [32]byte {
	h := source.NewHasher("confspace rules 2")
	h.Digest(s.cat.Digest())
	h.Number(uint64(len(s.rules)))
	for i := range s.rules {
		r := &s.rules[i]
		h.Text(r.ID)
		r.Effectivity.Hash(h)
		h.Number(uint64(len(r.Expr.code)))
		for _, c := range r.Expr.code {
			h.Number(uint64(c.op)<<40 | uint64(c.rel)<<32 | uint64(c.n))
			h.Number(uint64(c.v))
		}
		hashTable(h, r.Table)
	}
	return h.Sum()
}

// textDigest hashes the texts for people: the catalog's texts and the
// reasons.
func textDigest(s *Set) [32]byte {
	h := source.NewHasher("confspace rules text 1")
	h.Digest(s.cat.TextDigest())
	h.Number(uint64(len(s.rules)))
	for i := range s.rules {
		h.Text(s.rules[i].Reason)
	}
	return h.Sum()
}

// hashTable adds the columns of a table, which its expression does not show.
// The rows follow from both.
func hashTable(h *source.Hasher, t *Table) {
	if t == nil {
		h.Number(0)
		return
	}
	h.Number(1 + uint64(len(t.Families)))
	for _, f := range t.Families {
		h.Number(uint64(f))
	}
}

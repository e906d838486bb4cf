package compile

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// merge makes one of literals that the clauses treat alike, and reports whether there
// were any. Literals l and m are alike when they are in the same clauses,
//
//	(l | m | D)...     and for each clause (!l | E) there is (!m | E)
//
// Then (l or m) takes their place in all of them, where it is a literal as any other. Or they
// are alike but for clauses that any two of them exclude each other, and one of them takes
// their place. An or-group is of the first kind, a family of the second.
//
// A pass hashes what is beside each literal in its clauses: linear in their literals.
// Literals of the same hash are compared in full. It spends no more than maxSteps in all.
func (m *modules) merge() bool {
	var found []alikeness
	seeds := make([]uint64, len(m.clauses))
	for k, c := range m.clauses {
		for _, l := range c {
			seeds[k] += mixed(uint64(l))
		}
		m.steps += len(c)
	}
	for v := cnf.Var(1); int(v) <= m.vars && m.steps < maxSteps; v++ {
		if !m.may[v] || m.taken[v] || m.value[cnf.Pos(v)] != 0 {
			continue
		}
		for sign := range cnf.Lit(2) {
			l := cnf.Pos(v) ^ sign
			with, without := m.having(l), m.having(l.Not())
			if m.steps += len(with) + len(without); len(with)+len(without)+len(m.summed[v]) == 0 {
				break
			}
			h := uint64(0)
			for _, k := range with {
				h += mixed(uint64(k) << 1)
			}
			for _, k := range without {
				h += mixed(seeds[k] - mixed(uint64(l.Not())))
			}
			for _, j := range m.summed[v] {
				h += mixed(uint64(j)<<1 | 1)
			}
			found = append(found, alikeness{h, l, false}, alikeness{h + mixed(mixed(uint64(l.Not()))), l, true})
		}
	}
	slices.SortFunc(found, func(a, b alikeness) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.lit, b.lit))
	})
	some := false
	for len(found) > 0 {
		n := 1
		for n < len(found) && found[n].hash == found[0].hash {
			n++
		}
		if n > 1 && m.compare(found[:n]) {
			some = true
		}
		found = found[n:]
	}
	return some
}

// maxSteps bounds the literals that passes look at: a second or so.
const maxSteps = 50_000_000

// alikeness is a hash of what is beside a literal; or, when exclusive, of that and the
// negation of the literal, which all have that exclude each other.
type alikeness struct {
	hash      uint64
	lit       cnf.Lit
	exclusive bool
}

// compare joins those literals that are alike indeed.
func (m *modules) compare(found []alikeness) bool {
	some := false
	for len(found) > 1 {
		first := found[0]
		if !m.open(first.lit) {
			found = found[1:]
			continue
		}
		beside := m.beside(first)
		members, rest := []cnf.Lit{first.lit}, []alikeness(nil)
		for _, a := range found[1:] {
			switch {
			case !m.open(a.lit) || a.lit.Var() == first.lit.Var():
			case a.exclusive == first.exclusive && m.same(first.lit, a.lit) && slices.EqualFunc(beside, m.beside(a), slices.Equal):
				members = append(members, a.lit)
			default:
				rest = append(rest, a)
			}
		}
		if one := first.exclusive || m.exclusive(first.lit); len(members) > 1 && (one || len(m.summed[first.lit.Var()]) == 0) {
			m.join(members, one)
			some = true
		}
		found = rest
	}
	return some
}

// open reports whether clauses or sums have the variable of a literal. What has been joined
// since may have left one free: then both of its literals would be like each other.
func (m *modules) open(l cnf.Lit) bool {
	return !m.taken[l.Var()] && m.value[l] == 0 && len(m.having(l))+len(m.having(l.Not()))+len(m.summed[l.Var()]) > 0
}

// beside returns what is beside the negation of a literal in its clauses, ascending and
// without repetition.
func (m *modules) beside(a alikeness) [][]cnf.Lit {
	var out [][]cnf.Lit
	for _, k := range m.having(a.lit.Not()) {
		out = append(out, slices.DeleteFunc(slices.Clone(m.clauses[k]), func(l cnf.Lit) bool { return l == a.lit.Not() }))
		m.steps += len(m.clauses[k])
	}
	if a.exclusive {
		out = append(out, []cnf.Lit{a.lit.Not()})
	}
	slices.SortFunc(out, slices.Compare[[]cnf.Lit])
	return slices.CompactFunc(out, slices.Equal[[]cnf.Lit])
}

// same reports whether two literals are in the same clauses and count as much in the same
// sums.
func (m *modules) same(a, b cnf.Lit) bool {
	if !slices.Equal(m.having(a), m.having(b)) || !slices.Equal(m.summed[a.Var()], m.summed[b.Var()]) {
		return false
	}
	for _, j := range m.summed[a.Var()] {
		x, y := m.term(j, a.Var()), m.term(j, b.Var())
		if x.Coef != y.Coef || (x.Lit == a) != (y.Lit == b) {
			return false
		}
	}
	return true
}

// term returns the term of a variable in a sum.
func (m *modules) term(j uint32, v cnf.Var) cnf.Term {
	terms := m.sums[j].Terms
	i, _ := slices.BinarySearchFunc(terms, v, func(t cnf.Term, v cnf.Var) int { return cmp.Compare(t.Lit.Var(), v) })
	return terms[i]
}

// exclusive reports whether a sum has no room for two literals that count as much as l
// does.
func (m *modules) exclusive(l cnf.Lit) bool {
	return slices.ContainsFunc(m.summed[l.Var()], func(j uint32) bool {
		t := m.term(j, l.Var())
		return t.Lit == l && 2*t.Coef > m.sums[j].Max
	})
}

// join makes one literal of alike ones, the first, of which at most one holds or any
// number.
func (m *modules) join(lits []cnf.Lit, one bool) {
	first, gone := lits[0], make(map[cnf.Var]bool, len(lits)-1)
	joined := &module{one: one}
	for _, l := range lits {
		s := m.sides[l.Var()]
		joined.alike = append(joined.alike, side{s.module, s.not != l.Sign()})
		m.made = append(m.made, s.module)
		if l != first {
			gone[l.Var()] = true
		}
	}
	for _, l := range lits[1:] {
		for _, k := range m.having(l.Not()) {
			m.drop(k)
		}
	}
	for _, k := range slices.Clone(m.having(first)) {
		m.shrink(k, func(l cnf.Lit) bool { return gone[l.Var()] })
	}
	for _, j := range slices.Clone(m.summed[first.Var()]) {
		s := &m.sums[j]
		t := m.term(j, first.Var())
		s.Terms = slices.DeleteFunc(s.Terms, func(t cnf.Term) bool { return gone[t.Lit.Var()] })
		if t.Lit != first { // all of the negations count but one at most
			s.Max -= int64(len(lits)-1) * t.Coef
		}
		m.limit(j)
	}
	for _, l := range lits[1:] {
		v := l.Var()
		m.taken[v] = true
		m.occurs[l], m.occurs[l.Not()], m.summed[v] = nil, nil, nil
	}
	m.sides[first.Var()] = side{joined, first.Sign()}
	m.queue(first.Var())
}

// substitute puts literal l, which equals u, into the place of u in a sum.
func (m *modules) substitute(j uint32, u cnf.Var, l cnf.Lit) {
	s := &m.sums[j]
	t := m.term(j, u)
	i := slices.Index(s.Terms, t)
	s.Terms = slices.Delete(s.Terms, i, i+1)
	if t.Lit.Sign() {
		l = l.Not()
	}
	i, there := slices.BinarySearchFunc(s.Terms, l.Var(), func(t cnf.Term, v cnf.Var) int { return cmp.Compare(t.Lit.Var(), v) })
	switch {
	case !there:
		s.Terms = slices.Insert(s.Terms, i, cnf.Term{Lit: l, Coef: t.Coef})
		m.summed[l.Var()] = append(m.summed[l.Var()], j)
		slices.Sort(m.summed[l.Var()])
	case s.Terms[i].Lit == l:
		s.Terms[i].Coef += t.Coef
	default: // one of the two holds
		both := min(s.Terms[i].Coef, t.Coef)
		s.Max -= both
		if s.Terms[i].Coef -= both; s.Terms[i].Coef == 0 {
			s.Terms[i] = cnf.Term{Lit: l, Coef: t.Coef - both}
		}
		if s.Terms[i].Coef == 0 {
			s.Terms = slices.Delete(s.Terms, i, i+1)
			m.summed[l.Var()] = slices.DeleteFunc(m.summed[l.Var()], func(k uint32) bool { return k == j })
		}
	}
	m.limit(j)
}

// mixed spreads a number over all bits.
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

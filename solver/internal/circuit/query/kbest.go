package query

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// reach makes entry k of a list known, after all before it, and reports whether
// there are so many.
func (r *ranking) reach(l *list, k int) bool {
	if l == nil {
		return k == 0
	}
	for len(l.found) <= k {
		if !l.begun {
			l.begun = true
			r.begin(l)
		} else if n := len(l.found); n > 0 {
			r.follow(l, l.found[n-1])
		}
		last := len(l.coming) - 1
		if last < 0 {
			return false
		}
		l.found = append(l.found, l.coming[last])
		l.coming = l.coming[:last]
	}
	return true
}

// begin makes the candidates for a list's first entry.
func (r *ranking) begin(l *list) {
	switch {
	case l.kind == listOr:
		for i, n := range l.nodes {
			if r.least[n].any {
				r.offer(l, entry{cost: r.least[n].cost, at: [2]uint32{uint32(i)}})
			}
		}
	case l.kind == listCoins && len(l.coins) == 1:
		turned := max(r.costs[l.coins[0]], -r.costs[l.coins[0]])
		l.coming = []entry{{cost: turned, at: [2]uint32{1}}, {}}
	case l.kind == listCoins:
		half := len(l.coins) / 2
		l.parts = [2]*list{{kind: listCoins, coins: l.coins[:half]}, {kind: listCoins, coins: l.coins[half:]}}
		fallthrough
	default:
		r.offer(l, entry{cost: l.least})
	}
}

// follow makes the candidates that come after an entry. Those of a pair go
// through the second part for each place in the first, so that each comes up
// once.
func (r *ranking) follow(l *list, e entry) {
	switch {
	case l.kind == listOr:
		side := r.list(l.nodes[e.at[0]])
		if next := int(e.at[1]) + 1; r.reach(side, next) {
			r.offer(l, entry{side.found[next].cost, [2]uint32{e.at[0], uint32(next)}})
		}
	case len(l.coins) != 1:
		if at := [2]uint32{e.at[0], e.at[1] + 1}; r.reach(l.parts[1], int(at[1])) {
			r.offer(l, r.join(l, at))
		}
		if at := [2]uint32{e.at[0] + 1}; e.at[1] == 0 && r.reach(l.parts[0], int(at[0])) {
			r.offer(l, r.join(l, at))
		}
	}
}

// join returns the entry of a pair at places in its parts; they are known or 0.
func (r *ranking) join(l *list, at [2]uint32) entry {
	e := entry{l.base, at}
	for i, part := range l.parts {
		switch {
		case part == nil:
		case at[i] == 0:
			e.cost += part.least
		default:
			e.cost += part.found[at[i]].cost
		}
	}
	return e
}

// offer adds a candidate. They are kept in order, which takes the fewest
// comparisons.
func (r *ranking) offer(l *list, e entry) {
	r.offers++
	r.ms.c.Poll(r.offers)
	i, _ := slices.BinarySearchFunc(l.coming, e, func(x, y entry) int { return r.compare(l, y, x) })
	l.coming = slices.Insert(l.coming, i, e)
}

// compare returns which of two entries of a list comes first: by cost, and then
// in canonical order; that is the order of two entries of one part.
func (r *ranking) compare(l *list, x, y entry) int {
	switch {
	case x.cost != y.cost:
		return cmp.Compare(x.cost, y.cost)
	case x.at[0] == y.at[0]:
		return cmp.Compare(x.at[1], y.at[1])
	case l.kind != listOr && x.at[1] == y.at[1]:
		return cmp.Compare(x.at[0], y.at[0])
	}
	if _, first := r.differ(l, x, y); first {
		return -1
	}
	return 1
}

// differ returns the first option in which two entries of a list differ, and
// whether the first entry has it. It skips parts in which they agree, so most
// comparisons read little of the models. Entries that differ only in
// auxiliaries, as in a forged file, differ behind all options, where their
// child or their place decides.
func (r *ranking) differ(l *list, x, y entry) (cnf.Var, bool) {
	switch {
	case l.kind == listOr && x.at[0] != y.at[0]:
		return r.differOver(l, x, y)
	case l.kind == listOr:
		return r.differAt(r.list(l.nodes[x.at[0]]), x.at[1], y.at[1])
	case len(l.coins) == 1:
		return l.coins[0], (r.costs[l.coins[0]] <= 0) == (x.at[0] == 0)
	case x.at[0] == y.at[0]:
		return r.differAt(l.parts[1], x.at[1], y.at[1])
	case x.at[1] == y.at[1]:
		return r.differAt(l.parts[0], x.at[0], y.at[0])
	}
	v, has := r.differAt(l.parts[0], x.at[0], y.at[0])
	if u, hasU := r.differAt(l.parts[1], x.at[1], y.at[1]); u < v {
		return u, hasU
	}
	return v, has
}

// differAt is differ for the entries at two places.
func (r *ranking) differAt(l *list, i, j uint32) (cnf.Var, bool) {
	r.reach(l, int(max(i, j)))
	return r.differ(l, l.found[i], l.found[j])
}

// differOver is differ for entries without common parts: it writes both.
func (r *ranking) differOver(l *list, x, y entry) (cnf.Var, bool) {
	a, b := r.take(), r.take()
	defer r.give(a)
	defer r.give(b)
	r.write(l, x, a)
	r.write(l, y, b)
	if v, has := a.Differ(b); v != 0 {
		return v, has
	}
	return cnf.Var(r.ms.arena.Options + 1), x.at[0] < y.at[0]
}

// fill writes a list's entry k into m.
func (r *ranking) fill(l *list, k uint32, m circuit.Model) {
	if l == nil || l.kind == listCoins && k == 0 {
		return
	}
	r.reach(l, int(k))
	r.write(l, l.found[k], m)
}

// write makes the options of an entry true in m, and turns its coins.
func (r *ranking) write(l *list, e entry, m circuit.Model) {
	switch {
	case l.kind == listOr:
		r.fill(r.list(l.nodes[e.at[0]]), e.at[1], m)
	case len(l.coins) == 1:
		v := l.coins[0] - 1
		m[v/64] ^= uint64(e.at[0]) << (v % 64)
	default:
		for _, f := range l.facts {
			m[f.word] |= f.mask
		}
		r.fill(l.parts[0], e.at[0], m)
		r.fill(l.parts[1], e.at[1], m)
	}
}

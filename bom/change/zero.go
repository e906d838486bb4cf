package change

import (
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// maxWays bounds in how many ways a sum may come to 0. Parts of which more amounts change than
// that are rare: each way takes so many of each amount.
const maxWays = 1 << 12

// group are conditions under which one amount is added.
type group struct {
	amount config.Decimal // above 0
	when   []rules.Expr
}

// zero returns the condition that the sum of the entry is 0. It reports false where that takes
// too many ways.
//
// An amount that is taken away under a condition is one that is taken away always and added
// under the opposite. So the sum is a number below 0, and of each amount as many as conditions
// of its group hold: the ways are the numbers of each group that come to that.
func (e *entry) zero(cat *config.Catalog) (rules.Expr, bool) {
	var groups []group
	sum := e.sum
	for _, t := range e.terms {
		amount, when := t.amount, t.when
		if amount.Sign() < 0 {
			sum = sum.Add(amount)
			amount, when = amount.Neg(), rules.Not(when)
		}
		i := slices.IndexFunc(groups, func(g group) bool { return g.amount.Equal(amount) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{amount: amount})
		}
		groups[i].when = append(groups[i].when, when)
	}
	slices.SortFunc(groups, func(a, b group) int { return b.amount.Cmp(a.amount) })
	w := ways{groups: groups, counts: make([]int, len(groups)), rest: make([]config.Decimal, len(groups)+1), left: maxWays}
	for i, g := range slices.Backward(groups) {
		w.rest[i] = w.rest[i+1].Add(g.amount.Mul(config.NewDecimal(int64(len(g.when)))))
	}
	if len(groups) > 0 {
		w.find(0, sum.Neg())
	}
	switch {
	case w.left < 0:
		return rules.Expr{}, false
	case len(groups) == 0 && sum.IsZero():
		return rules.True(cat), true
	case len(w.found) == 0:
		return rules.False(cat), true
	}
	return rules.Or(w.found...), true
}

// ways finds how many conditions of each group may hold.
type ways struct {
	groups []group
	rest   []config.Decimal // what the groups from one on come to at most
	counts []int
	found  []rules.Expr
	left   int // ways that may still be looked at
}

// find looks at the groups from i on, which are to come to a target.
func (w *ways) find(i int, target config.Decimal) {
	if target.Sign() < 0 || target.Cmp(w.rest[i]) > 0 {
		return
	}
	if w.left--; w.left < 0 {
		return
	}
	if i == len(w.groups) {
		w.found = append(w.found, w.way())
		return
	}
	for n := range len(w.groups[i].when) + 1 {
		w.counts[i] = n
		w.find(i+1, target)
		target = target.Sub(w.groups[i].amount)
	}
}

// way returns the condition that so many of each group hold.
func (w *ways) way() rules.Expr {
	all := make([]rules.Expr, len(w.groups))
	for i, g := range w.groups {
		switch n := w.counts[i]; {
		case len(g.when) > 1:
			all[i] = rules.Between(n, n, g.when...)
		case n == 1:
			all[i] = g.when[0]
		default:
			all[i] = rules.Not(g.when[0])
		}
	}
	return rules.And(all...)
}

package optimum

import (
	"context"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Solver is the SAT solver of the search.
type Solver interface {
	NewVar() cnf.Var
	AddClause(lits ...cnf.Lit)
	Solve(ctx context.Context, assumptions ...cnf.Lit) (bool, error)
	Value(l cnf.Lit) bool // in the model of the last Solve that found one
	AppendFailed(dst []cnf.Lit) []cnf.Lit
}

// Cost is the cost of a literal in a model in which it holds. It may be
// negative.
type Cost struct {
	Lit    cnf.Lit
	Weight int64
}

// Optimum is the least cost, and a description of the models that have it.
type Optimum struct {
	Cost int64
	// Under are assumptions: the models under them, over the variables that there were
	// before, are the optimal ones under the assumptions of the question.
	Under []cnf.Lit
}

// Least returns the least cost of the models of s under the assumptions hard; false when
// there are none. At most one literal of each set in exclusive holds in any model: negative
// costs in such a set need no core for each two of them. The clauses that it adds to s
// define new variables and restrict no other. The amounts of costs must add up to less than
// 2^63. The error is that of s.
//
// The number of searches is exponential in theory; mostly it is a small multiple of the
// number of costs that an optimal model pays.
func Least(ctx context.Context, s Solver, hard []cnf.Lit, costs []Cost, exclusive [][]cnf.Lit) (Optimum, bool, error) {
	q := begin(ctx, s, hard, costs, exclusive)
	under, err := q.run(math.MaxInt64, func() bool { return false })
	return Optimum{q.bound, under}, under != nil, err
}

// Below reports whether a model of s costs less than a limit; the arguments are those of
// [Least]. It ends with the first such model, or as soon as the cores that are paid for cost
// the limit: mostly long before the least cost is known.
func Below(ctx context.Context, s Solver, hard []cnf.Lit, costs []Cost, exclusive [][]cnf.Lit, limit int64) (bool, error) {
	q := begin(ctx, s, hard, costs, exclusive)
	under, err := q.run(limit, func() bool {
		cost := int64(0)
		for _, c := range costs {
			if s.Value(c.Lit) {
				cost += c.Weight
			}
		}
		return cost < limit
	})
	return under != nil, err
}

// begin returns a search that has not paid for any core.
func begin(ctx context.Context, s Solver, hard []cnf.Lit, costs []Cost, exclusive [][]cnf.Lit) *search {
	q := &search{Solver: s, ctx: ctx, hard: slices.Clone(hard), of: make(map[cnf.Lit]int)}
	q.take(costs)
	for _, lits := range exclusive {
		q.exclude(lits)
	}
	return q
}

// run searches for an optimal model, or for one that suffices, while one may cost less than the
// limit. It returns the assumptions of the search that found it, not nil, or nil if there is
// none.
func (q *search) run(limit int64, suffices func() bool) ([]cnf.Lit, error) {
	for level := q.next(math.MaxInt64); q.bound < limit; {
		assumed := q.assume(level)
		found, err := q.Solve(q.ctx, assumed...)
		switch {
		case err != nil:
			return nil, err
		case found && (level == 0 || suffices()):
			return assumed, nil
		case found:
			level = q.next(level)
		default:
			if feasible, err := q.learn(assumed[len(q.hard):]); err != nil || !feasible {
				return nil, err
			}
		}
	}
	return nil, nil
}

// search is a running search. The cost of a model is bound plus the weight of each
// wish that it does not grant.
type search struct {
	Solver
	ctx    context.Context
	hard   []cnf.Lit
	bound  int64
	wishes []wish
	of     map[cnf.Lit]int // literal of a wish -> its place
}

// wish is an assumed literal, and its cost if it does not hold.
type wish struct {
	lit    cnf.Lit
	weight int64 // 0: it is no longer a wish
	// count and most: the literal says that at most most of the literals in count
	// hold.
	count *totalizer
	most  int
	whole int64 // weight before any core took of it; that of the next count, too
}

// take makes wishes of costs: one for each variable, for its cheaper literal.
func (q *search) take(costs []Cost) {
	for _, c := range costs {
		lit, weight := c.Lit.Not(), c.Weight
		if weight < 0 {
			q.bound += weight
			lit, weight = c.Lit, -weight
		}
		opposite, ok := q.of[lit.Not()]
		if ok { // one of the two costs something in any case
			w := &q.wishes[opposite]
			both := min(w.weight, weight)
			q.bound += both
			w.weight -= both
			weight -= both
		}
		q.add(wish{lit: lit, weight: weight})
	}
}

// add adds a wish, or its weight to that of an equal one.
func (q *search) add(w wish) {
	if w.weight == 0 {
		return
	}
	if i, ok := q.of[w.lit]; ok {
		q.wishes[i].weight += w.weight
		return
	}
	q.of[w.lit] = len(q.wishes)
	q.wishes = append(q.wishes, w)
}

// exclude replaces wishes of which at most one can be granted by a wish for one of them,
// and pays for the others.
func (q *search) exclude(lits []cnf.Lit) {
	for {
		least, wanted := int64(0), []cnf.Lit(nil)
		for _, l := range lits {
			if i, ok := q.of[l]; ok && q.wishes[i].weight > 0 && !slices.Contains(wanted, l) {
				if weight := q.wishes[i].weight; len(wanted) == 0 || weight < least {
					least = weight
				}
				wanted = append(wanted, l)
			}
		}
		if len(wanted) < 2 {
			return
		}
		q.bound += least * int64(len(wanted)-1)
		for _, l := range wanted {
			q.wishes[q.of[l]].weight -= least
		}
		some := cnf.Pos(q.NewVar())
		q.AddClause(append(wanted, some.Not())...)
		q.add(wish{lit: some, weight: least})
	}
}

// next returns the level after a level: half of the heaviest wish that it leaves out, so
// that there are few levels; 0 when it leaves out none.
func (q *search) next(level int64) int64 {
	heaviest := int64(0)
	for _, w := range q.wishes {
		if w.weight <= level {
			heaviest = max(heaviest, w.weight)
		}
	}
	return heaviest / 2
}

// assume returns the assumptions of a level: the wishes that weigh more.
func (q *search) assume(level int64) []cnf.Lit {
	assumed := append(make([]cnf.Lit, 0, len(q.hard)+len(q.wishes)), q.hard...)
	for _, w := range q.wishes {
		if w.weight > level {
			assumed = append(assumed, w.lit)
		}
	}
	return assumed
}

// learn pays for a core, after a search under some wishes that failed. It reports false
// when the hard assumptions contradict the clauses.
func (q *search) learn(tried []cnf.Lit) (feasible bool, err error) {
	core, feasible, err := q.core(tried)
	if err != nil || !feasible {
		return false, err
	}
	weight := q.wishes[q.of[core[0]]].weight
	for _, l := range core {
		weight = min(weight, q.wishes[q.of[l]].weight)
	}
	q.bound += weight
	failing := make([]cnf.Lit, len(core))
	for i, l := range core {
		w := &q.wishes[q.of[l]]
		w.weight -= weight
		failing[i] = l.Not()
		if w.count != nil {
			q.count(w.count, w.most+1, w.whole)
		}
	}
	if len(core) == 1 {
		q.hard = append(q.hard, failing[0])
		return true, nil
	}
	q.count(newTotalizer(q, failing), 1, weight)
	return true, nil
}

// count adds, once, the wish that at most a number of counted literals
// hold.
func (q *search) count(t *totalizer, most int, weight int64) {
	if most < t.size() {
		if l := t.more(most).Not(); !q.made(l) {
			q.add(wish{lit: l, weight: weight, count: t, most: most, whole: weight})
		}
	}
}

// made reports whether there was a wish of a literal.
func (q *search) made(l cnf.Lit) bool {
	_, ok := q.of[l]
	return ok
}

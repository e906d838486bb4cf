package cdcl

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// trace is a random run of all that a search calls, beside the models of the formula.
type trace struct {
	*testing.T
	*rand.Rand
	*Solver
	f      *cnf.Formula
	models []uint32
	seed   uint64
	over   bool // the formula is known to have no model

	learnt, reduced, locked, recalled, feasible, not, apart int
}

// Traces of decisions, conflicts, reductions, recalls and questions at any level: every
// clause learnt follows from the formula, every literal's reason implies it by literals
// before it, facts come back, and what is feasible is so by enumeration.
func TestTraces(t *testing.T) {
	var all trace
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 8))
		vars := 10 + r.IntN(3)
		f := cnf.NewFormula(vars, vars)
		for range vars * (10 + r.IntN(9)) / 4 {
			var c []cnf.Lit
			base, reach := r.IntN(vars), 4+r.IntN(vars)
			for range 3 + r.IntN(2) {
				c = append(c, cnf.Pos(cnf.Var(1+(base+r.IntN(reach))%vars))^cnf.Lit(r.IntN(2)))
			}
			f.AddClause(c...)
		}
		if r.IntN(2) == 0 {
			cnftest.AddSum(r, f)
		}
		x := &trace{T: t, Rand: r, Solver: New(vars), f: f, models: cnftest.Models(f), seed: seed}
		x.load()
		for range 200 {
			if x.over {
				break
			}
			x.step()
		}
		all.learnt += x.learnt
		all.reduced += x.reduced
		all.locked += x.locked
		all.recalled += x.recalled
		all.feasible += x.feasible
		all.not += x.not
		all.apart += x.apart
	}
	require.Greater(t, all.learnt, 1000)
	require.Greater(t, all.reduced, 200)
	require.Greater(t, all.locked, 1000)
	require.Greater(t, all.recalled, 15)
	require.Greater(t, all.feasible, 5000)
	require.Greater(t, all.not, 40)
	require.Greater(t, all.apart, 1000)
}

func (x *trace) load() {
	ok := true
	for i := range x.f.NumClauses() {
		ok = ok && x.AddClause(x.f.Clause(i)...)
	}
	for _, sum := range x.f.Sums() {
		ok = ok && x.AddSum(sum.Terms, sum.Max)
	}
	if x.over = !ok; x.over {
		require.Empty(x, x.models)
	}
}

// step does what a search does next. Propagation is complete before it, and after it,
// unless all is over.
func (x *trace) step() {
	switch x.IntN(12) {
	case 0:
		x.MaxHold = 0
		before := x.Stats.Reduced
		x.Reduce()
		if x.Level() > 0 {
			x.reduced += int(x.Stats.Reduced - before)
		}
		x.locked += requireReasons(x.T, x.Solver)
	case 1:
		x.Pop(x.IntN(1 + x.Level()))
		x.recall()
	case 2, 3:
		x.ask()
	default:
		if l := cnf.Pos(cnf.Var(1+x.IntN(x.Vars()))) ^ cnf.Lit(x.IntN(2)); x.Value(l) == 0 {
			x.Push(l)
			x.recall()
		}
	}
}

// recall calls Recall, after which every fact holds.
func (x *trace) recall() {
	lost := slices.ContainsFunc(x.facts, func(l cnf.Lit) bool { return x.Value(l) == 0 })
	if !x.Recall() {
		x.learn()
		return
	}
	for _, l := range x.facts {
		require.Positive(x, x.Value(l), "seed %d", x.seed)
	}
	if lost {
		x.recalled++
	}
	if !x.Propagate() {
		x.learn()
	}
}

// learn turns conflicts into clauses until there is none.
func (x *trace) learn() {
	for {
		clause, level := x.Analyze()
		for _, m := range x.models {
			require.True(x, slices.ContainsFunc(clause, func(l cnf.Lit) bool { return cnftest.Holds(m, l) }), "seed %d: %v", x.seed, clause)
		}
		if x.over = len(clause) == 0; x.over {
			require.Empty(x, x.models)
			return
		}
		x.learnt++
		x.Pop(level)
		x.Imply(clause[0], x.Learn(clause))
		if x.Propagate() {
			return
		}
	}
}

// ask asks whether what is left of the open clauses and sums around some variable, or of
// all, can be satisfied. Where another part cannot, the answer may be that this cannot.
func (x *trace) ask() {
	x.recall() // a search asks with all facts
	if x.over {
		return
	}
	whole, vars := uint32(1<<x.Vars()-1), []cnf.Var(nil)
	scope := whole
	if v := cnf.Var(1 + x.IntN(x.Vars())); x.IntN(3) > 0 && x.Value(cnf.Pos(v)) == 0 {
		scope = x.around(v)
	}
	for v := cnf.Var(1); int(v) <= x.Vars(); v++ {
		if scope>>(v-1)&1 != 0 {
			vars = append(vars, v)
			x.Prefer(cnf.Pos(v) ^ cnf.Lit(x.IntN(2)))
		}
	}
	level, trail := x.Level(), slices.Clone(x.Trail())
	got, err := x.Feasible(x.Context(), vars)
	require.NoError(x, err)
	require.Equal(x, level, x.Level())
	require.True(x, slices.Equal(trail, x.Trail()[:len(trail)]))
	for _, l := range x.Trail() {
		require.Positive(x, x.Value(l))
	}
	switch part := x.satisfiable(trail, scope); {
	case got:
		require.True(x, part, "seed %d", x.seed)
		x.feasible++
	case x.satisfiable(trail, whole):
		require.Fail(x, "a model is missed", "seed %d", x.seed)
	default:
		x.not++
	}
	if scope != whole {
		x.apart++
	}
	if got {
		return
	}
	if x.IntN(2) == 0 {
		x.learn()
		return
	}
	// As the compiler does it: the clause is learnt, and implies nothing yet.
	if clause, _ := x.Analyze(); len(clause) > 0 {
		x.Learn(clause)
		x.Pop(max(0, level-1))
		x.recall()
		return
	}
	require.Empty(x, x.models)
	x.over = true
}

// constraints yields the open variables of each clause and sum that may still be
// violated.
func (x *trace) constraints(yield func(open uint32) bool) {
next:
	for i := range x.f.NumClauses() {
		open := uint32(0)
		for _, l := range x.f.Clause(i) {
			if x.Value(l) > 0 || slices.Contains(x.f.Clause(i), l.Not()) {
				continue next
			}
			if x.Value(l) == 0 {
				open |= 1 << (l.Var() - 1)
			}
		}
		if !yield(open) {
			return
		}
	}
	for _, sum := range x.f.Sums() {
		open, most := uint32(0), int64(0)
		for _, t := range sum.Terms {
			if x.Value(t.Lit) == 0 {
				open |= 1 << (t.Lit.Var() - 1)
			}
			if x.Value(t.Lit) >= 0 {
				most += t.Coef
			}
		}
		if most > sum.Max && !yield(open) {
			return
		}
	}
}

// around returns the variables that open clauses and sums connect with v.
func (x *trace) around(v cnf.Var) uint32 {
	scope := uint32(1) << (v - 1)
	for before := uint32(0); before != scope; {
		before = scope
		for open := range x.constraints {
			if open&scope != 0 {
				scope |= open
			}
		}
	}
	return scope
}

// satisfiable reports whether the variables of the scope can be such, beside a trail, that
// no clause and no sum among them is violated.
func (x *trace) satisfiable(trail []cnf.Lit, scope uint32) bool {
	g := cnf.NewFormula(x.Vars(), x.Vars())
	for _, l := range trail {
		g.AddClause(l)
		scope |= 1 << (l.Var() - 1)
	}
	inside := func(l cnf.Lit) bool { return scope>>(l.Var()-1)&1 != 0 }
	for i := range x.f.NumClauses() {
		if c := x.f.Clause(i); !slices.ContainsFunc(c, func(l cnf.Lit) bool { return !inside(l) }) {
			g.AddClause(c...)
		}
	}
	for _, sum := range x.f.Sums() {
		if !slices.ContainsFunc(sum.Terms, func(t cnf.Term) bool { return !inside(t.Lit) }) {
			g.AddSum(sum.Terms, sum.Max, g.NumClauses())
		}
	}
	return len(cnftest.Models(g)) > 0
}

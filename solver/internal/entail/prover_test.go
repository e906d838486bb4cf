package entail_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/entail"
	"github.com/stretchr/testify/require"
)

// world is a formula with all of its models.
type world struct {
	f       *cnf.Formula
	clauses [][]cnf.Lit
	models  []uint32
}

// newWorld draws a formula without what a prover must not be given.
func newWorld(r *rand.Rand, vars int) world {
	f := cnftest.RandomSums(r, vars)
	w := world{f: f, models: cnftest.Models(f)}
next:
	for i := range f.NumClauses() {
		var lits []cnf.Lit
		seen := map[cnf.Lit]bool{}
		for _, l := range f.Clause(i) {
			if seen[l.Not()] {
				continue next
			}
			if !seen[l] {
				lits = append(lits, l)
			}
			seen[l] = true
		}
		w.clauses = append(w.clauses, lits)
	}
	return w
}

// entails reports whether the formula and some literals entail another.
func (w world) entails(given []cnf.Lit, l cnf.Lit) bool {
next:
	for _, m := range w.models {
		for _, x := range given {
			if !cnftest.Holds(m, x) {
				continue next
			}
		}
		if !cnftest.Holds(m, l) {
			return false
		}
	}
	return true
}

func (w world) hasModel(lits []cnf.Lit) bool {
	var m uint32
	for _, l := range lits {
		m |= uint32(1^l&1) << (l.Var() - 1)
	}
	return len(lits) == w.f.Vars() && slices.Contains(w.models, m)
}

// On random paths: what is on one is entailed by the decisions; what Entails
// says is so, with a model where it says no; and what Explain returns lies
// before the mark and entails, with the decision there, what it explains.
func TestAgainstEnumeration(t *testing.T) {
	entailed, missed, explained := 0, 0, 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		w := newWorld(r, 2+r.IntN(9))
		p, ok, _ := entail.New(w.f.Vars(), w.clauses, w.f.Sums())
		if !ok {
			require.Empty(t, w.models)
			continue
		}
		if len(w.models) == 0 || w.f.Vars() == 0 {
			continue
		}
		path := w.models[r.IntN(len(w.models))] // propagation never refutes a part of a model
		var decisions []cnf.Lit
		var marks []int
		for range 12 {
			l := cnf.Lit(2 + r.IntN(2*w.f.Vars()))
			switch {
			case r.IntN(4) == 0 && len(marks) > 0:
				p.Undo()
				decisions, marks = decisions[:len(decisions)-1], marks[:len(marks)-1]
			case r.IntN(2) == 0 && cnftest.Holds(path, l) && !p.Holds(l):
				decisions, marks = append(decisions, l), append(marks, len(p.Trail()))
				require.True(t, p.Decide(l))
			default:
				got, model, err := p.Entails(t.Context(), l, nil)
				require.NoError(t, err)
				require.Equal(t, w.entails(decisions, l), got, cnftest.Format(w.f))
				if got {
					require.True(t, p.Holds(l))
					entailed++
				} else {
					require.Contains(t, model, l.Not())
					require.Subset(t, model, p.Trail())
					require.True(t, w.hasModel(model))
					missed++
				}
			}
			for _, l := range p.Trail() {
				require.True(t, w.entails(decisions, l), cnftest.Format(w.f))
			}
			if len(marks) > 0 {
				explained += explain(t, r, w, p, decisions[len(decisions)-1], marks[len(marks)-1])
			}
		}
	}
	require.Positive(t, entailed)
	require.Positive(t, missed)
	require.Positive(t, explained)
}

func explain(t *testing.T, r *rand.Rand, w world, p *entail.Prover, decision cnf.Lit, mark int) int {
	var set []cnf.Lit
	for range r.IntN(4) {
		set = append(set, p.Trail()[r.IntN(len(p.Trail()))])
	}
	// Some of what was there before is asserted, some of the rest in scope.
	var asserted []cnf.Lit
	scope := uint64(r.Uint32())
	for _, l := range p.Trail()[:mark] {
		if r.IntN(2) == 0 {
			p.Assert(l)
			asserted = append(asserted, l)
			scope &^= 1 << l.Var()
		}
	}
	got, needs := p.Explain(append([]cnf.Lit(nil), set...), nil, mark, []uint64{scope})
	require.Subset(t, p.Trail()[:mark], got)
	for _, n := range needs {
		require.True(t, p.Met(n))
	}
	// Whatever holds, if it meets the needs, and what is got and the decision, does.
	for _, m := range w.models {
		if slices.ContainsFunc(append(slices.Clone(got), decision), func(l cnf.Lit) bool { return !cnftest.Holds(m, l) }) ||
			slices.ContainsFunc(needs, func(n entail.Need) bool { return weight(w.f.Sums()[n.Sum], m, scope) < n.Amount }) {
			continue
		}
		for _, l := range set {
			require.True(t, cnftest.Holds(m, l), "%v, %v explain %v, decision %v\n%s", got, needs, set, decision, cnftest.Format(w.f))
		}
	}
	for _, l := range asserted {
		p.Retract(l, nil)
	}
	return len(got) + len(needs)
}

// weight returns what the terms of a sum beyond a scope come to that hold in a model.
func weight(s cnf.Sum, m uint32, scope uint64) (n int64) {
	for _, t := range s.Terms {
		if cnftest.Holds(m, t.Lit) && scope>>t.Lit.Var()&1 == 0 {
			n += t.Coef
		}
	}
	return n
}

// pigeons says that n+1 pigeons sit in n holes, one each, unless variable 1
// holds: propagation does not show that it does.
func pigeons(n int) (int, [][]cnf.Lit) {
	var clauses [][]cnf.Lit
	at := func(p, h int) cnf.Lit { return cnf.Pos(cnf.Var(2 + p*n + h)) }
	for p := range n + 1 {
		some := []cnf.Lit{cnf.Pos(1)}
		for h := range n {
			some = append(some, at(p, h))
			for q := range p {
				clauses = append(clauses, []cnf.Lit{at(p, h).Not(), at(q, h).Not()})
			}
		}
		clauses = append(clauses, some)
	}
	return 1 + n*(n+1), clauses
}

// What a search found out, later propagation knows: also where the lemma was
// left unit by going back to a lower level.
func TestSearchLearns(t *testing.T) {
	vars, clauses := pigeons(6)
	p, ok, _ := entail.New(vars+1, clauses, nil)
	require.True(t, ok)
	require.True(t, p.Decide(cnf.Pos(cnf.Var(vars+1))))
	for range 3 {
		ok, _, err := p.Entails(t.Context(), cnf.Pos(1), nil)
		require.NoError(t, err)
		require.True(t, ok)
		lits, _ := p.Explain([]cnf.Lit{cnf.Pos(1)}, nil, 0, nil)
		require.Empty(t, lits, "the path has no part in it")
		p.Undo()
		require.True(t, p.Decide(cnf.Neg(cnf.Var(vars+1))))
	}
	once := p.Work.Lemmas
	ok, _, err := p.Entails(t.Context(), cnf.Pos(1), nil)
	require.NoError(t, err)
	require.True(t, ok)
	require.LessOrEqual(t, p.Work.Lemmas, once+1)
	require.Greater(t, once, int64(100), "enough for restarts")
}

func TestContextEndsTheSearch(t *testing.T) {
	why := errors.New("the customer hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	vars, clauses := pigeons(9)
	p, _, _ := entail.New(vars, clauses, nil)
	_, _, err := p.Entails(ctx, cnf.Pos(1), nil)
	require.ErrorIs(t, err, why)
}

func TestLemmasAreBounded(t *testing.T) {
	vars, clauses := pigeons(9)
	p, _, _ := entail.New(vars, clauses, nil)
	p.BoundLemmas(1000)
	_, _, err := p.Entails(t.Context(), cnf.Pos(1), nil)
	require.ErrorIs(t, err, entail.ErrLemmas)
}

// More clauses than places of 32 bits are refused, before anything is copied.
func TestClausesAreBounded(t *testing.T) {
	lits := make([]cnf.Lit, 1<<20-1)
	clauses := make([][]cnf.Lit, 1<<12)
	for i := range clauses {
		clauses[i] = lits
	}
	_, _, err := entail.New(1, clauses, nil)
	require.ErrorIs(t, err, entail.ErrClauses)
}

// A path that the clauses refute is an error, never an answer.
func TestRefutedPath(t *testing.T) {
	vars, clauses := pigeons(4)
	p, _, _ := entail.New(vars+1, clauses, nil)
	require.True(t, p.Decide(cnf.Neg(1)))
	_, _, err := p.Entails(t.Context(), cnf.Pos(cnf.Var(vars+1)), nil)
	require.ErrorIs(t, err, entail.ErrContradiction)
	p, _, _ = entail.New(2, [][]cnf.Lit{{cnf.Pos(1)}}, nil)
	require.False(t, p.Decide(cnf.Neg(1)))
}

func ExampleProver() {
	// a requires b or c; b requires d; c requires d.
	a, b, c, d := cnf.Pos(1), cnf.Pos(2), cnf.Pos(3), cnf.Pos(4)
	p, _, _ := entail.New(4, [][]cnf.Lit{{a.Not(), b, c}, {b.Not(), d}, {c.Not(), d}}, nil)
	p.Decide(a)
	fmt.Println("by propagation:", p.Holds(d))
	ok, _, err := p.Entails(context.Background(), d, nil)
	lits, _ := p.Explain([]cnf.Lit{d}, nil, 1, nil)
	fmt.Println("by search:", ok, err, "from", lits)
	// Output:
	// by propagation: false
	// by search: true <nil> from [1]
}

package domain_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/domain"
)

// question is a partial assignment of options.
type question struct{ chosen, rejected circuit.Model }

func ask(options int) question {
	return question{circuit.NewModel(options), circuit.NewModel(options)}
}

func (q question) set(v cnf.Var, value circuit.Value) {
	for _, m := range []circuit.Model{q.chosen, q.rejected} {
		m[(v-1)/64] &^= 1 << ((v - 1) % 64)
	}
	switch value {
	case circuit.FixedTrue:
		q.chosen.Set(cnf.Pos(v))
	case circuit.FixedFalse:
		q.rejected.Set(cnf.Pos(v))
	}
}

// assignment returns the question for a circuit.
func (q question) assignment(options int) circuit.Assignment {
	a := circuit.NewAssignment(options)
	for v := range q.chosen.True() {
		a.Set(cnf.Pos(v))
	}
	for v := range q.rejected.True() {
		a.Set(cnf.Neg(v))
	}
	return a
}

// brute returns what the models of a formula that agree with a question have and lack.
func (q question) brute(f *cnf.Formula, models []uint32) (has, lacks circuit.Model, possible bool) {
	has, lacks = circuit.NewModel(f.Options()), circuit.NewModel(f.Options())
next:
	for _, m := range models {
		for v := cnf.Var(1); int(v) <= f.Options(); v++ {
			if holds := cnftest.Holds(m, cnf.Pos(v)); q.chosen.Has(v) && !holds || q.rejected.Has(v) && holds {
				continue next
			}
		}
		possible = true
		for v := cnf.Var(1); int(v) <= f.Options(); v++ {
			if cnftest.Holds(m, cnf.Pos(v)) {
				has.Set(cnf.Pos(v))
			} else {
				lacks.Set(cnf.Pos(v))
			}
		}
	}
	return has, lacks, possible
}

// Keepers, the circuit and enumeration agree, question after question, wherever a question
// adds to the one before, takes away from it, or has nothing to do with it; also after a
// context ended in the middle.
func TestEnginesAgreeWithBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "formula")
		f := cnftest.RandomSums(rand.New(rand.NewPCG(seed, 1)), 10)
		models := cnftest.Models(f)
		core, err := domain.NewCore(t.Context(), f)
		require.NoError(t, err)
		c := circuittest.Compiled(t, f)
		keepers := []*domain.Keeper{domain.NewKeeper(core)}
		q, n := ask(f.Options()), f.Options()
		has, lacks := circuit.NewModel(n), circuit.NewModel(n)
		var literals []bool
		for range rapid.IntRange(1, 12).Draw(t, "questions") {
			if n > 0 {
				for range rapid.IntRange(0, 3).Draw(t, "changes") {
					v := cnf.Var(rapid.IntRange(1, n).Draw(t, "option"))
					q.set(v, rapid.SampledFrom([]circuit.Value{circuit.Open, circuit.FixedTrue, circuit.FixedFalse}).Draw(t, "value"))
				}
			}
			wantHas, wantLacks, want := q.brute(f, models)
			if rapid.IntRange(0, 3).Draw(t, "another") == 0 {
				keepers = append(keepers, domain.NewKeeper(core))
			}
			k := rapid.SampledFrom(keepers).Draw(t, "keeper")
			if rapid.IntRange(0, 3).Draw(t, "hurry") == 0 {
				hurry := &circuittest.Watched{Context: t.Context(), Most: rapid.IntRange(0, 2).Draw(t, "looks")}
				if _, err := k.Ask(hurry, q.chosen, q.rejected, has, lacks); err != nil {
					require.ErrorIs(t, err, context.Canceled)
				}
			}
			got, err := k.Ask(t.Context(), q.chosen, q.rejected, has, lacks)
			require.NoError(t, err)
			require.Equal(t, want, got)
			require.Equal(t, wantHas, has)
			require.Equal(t, wantLacks, lacks)
			literals = c.Possible(literals, q.assignment(n))
			require.Equal(t, want, literals[0])
			for v := cnf.Var(1); int(v) <= n; v++ {
				require.Equal(t, wantHas.Has(v), literals[cnf.Pos(v)])
				require.Equal(t, wantLacks.Has(v), literals[cnf.Neg(v)])
			}
		}
	})
}

// On a car line, keepers that share witnesses from several goroutines answer as the circuit
// does, and a click takes few searches.
func TestKeepersOfACarLine(t *testing.T) {
	c, f, _ := circuittest.CarLine(t, "C171_FR")
	core, err := domain.NewCore(t.Context(), f)
	require.NoError(t, err)
	const clicks = 40
	var work domain.Stats
	var mu sync.Mutex
	var all sync.WaitGroup
	for seed := range uint64(3) {
		all.Go(func() {
			r, k, q, n := rand.New(rand.NewPCG(seed, 2)), domain.NewKeeper(core), ask(f.Options()), f.Options()
			has, lacks := circuit.NewModel(n), circuit.NewModel(n)
			var literals []bool
			for range clicks {
				possible, err := k.Ask(t.Context(), q.chosen, q.rejected, has, lacks)
				literals = c.Possible(literals, q.assignment(n))
				if err != nil || !possible || !literals[0] {
					t.Error(err, possible, literals[0])
					return
				}
				for v := cnf.Var(1); int(v) <= n; v++ {
					if has.Has(v) != literals[cnf.Pos(v)] || lacks.Has(v) != literals[cnf.Neg(v)] {
						t.Errorf("option %d: %v and %v, but in the circuit %v and %v",
							v, has.Has(v), lacks.Has(v), literals[cnf.Pos(v)], literals[cnf.Neg(v)])
						return
					}
				}
				for {
					if v := cnf.Var(r.IntN(n) + 1); has.Has(v) && lacks.Has(v) {
						q.set(v, circuit.Value(1+r.IntN(2)))
						break
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			work.Searches += k.Stats.Searches
		})
	}
	all.Wait()
	require.Less(t, work.Searches, int64(20*3*clicks))
}

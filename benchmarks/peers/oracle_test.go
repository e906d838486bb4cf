package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

var (
	soak  = flag.Int("soak", 0, "count so many random formulas; 0 is a number that takes seconds")
	seed  = flag.Uint64("seed", 1, "of the random formulas")
	lines = flag.String("lines", "", "the reference lines, separated by commas, or all; the default is some small ones")
	limit = flag.Duration("limit", time.Minute, "kill a run of the comparison after so long")
)

// TestMain lets the test binary stand in for the program when it measures.
func TestMain(m *testing.M) {
	child()
	os.Exit(m.Run())
}

const (
	// peerDecisions bounds logicng-go on a formula. Where it gives up, the third
	// counter may take plainSteps.
	peerDecisions = 2_000
	plainSteps    = 4_000
	// verdictSteps bounds the third counter where the others differ.
	verdictSteps = 10_000_000
)

// judge compares counts of confspace with those of others.
type judge struct {
	t                             *testing.T
	asked, wrong, panics, tooHard int
}

// check fails the test if got is not the number of models of the formula with
// unit clauses of the literals. It reports false if nobody else can tell.
func (j *judge) check(got *big.Int, f *dimacs.Formula, literals ...int32) bool {
	j.t.Helper()
	j.asked++
	f = with(f, literals...)
	peer, err := countTheirs(f)
	if err == nil && peer.Cmp(got) == 0 {
		return true
	}
	steps := verdictSteps
	if err != nil {
		steps = plainSteps
	}
	plain := countPlainly(f, steps)
	switch {
	case plain == nil && err != nil:
		j.tooHard++
		return false
	case plain == nil:
		j.t.Fatalf("%v, but %v by logicng-go, and too hard to decide:\n%s", got, peer, text(f))
	case plain.Cmp(got) != 0:
		j.t.Fatalf("%v, want %v:\n%s", got, plain, text(f))
	case err == nil:
		j.wrong++
		j.t.Logf("logicng-go counts %v, right is %v: a formula of %d variables, %d clauses", peer, plain, f.NumVars(), f.NumClauses())
	case !errors.Is(err, errGaveUp):
		j.panics++
		j.t.Log(err)
	}
	return true
}

func (j *judge) String() string {
	return fmt.Sprintf("%d counts: logicng-go wrong on %d, panics on %d; %d too hard to compare",
		j.asked, j.wrong, j.panics, j.tooHard)
}

func countTheirs(f *dimacs.Formula) (*big.Int, error) {
	task := newTheirs(f)
	task.limit = &decisions{left: peerDecisions}
	if err := task.compile(context.Background()); err != nil {
		return nil, err
	}
	return task.count()
}

// with returns the formula and a unit clause of each literal.
func with(f *dimacs.Formula, literals ...int32) *dimacs.Formula {
	g := dimacs.New(f.NumVars())
	for i := range f.NumClauses() {
		g.Add(f.Clause(i)...)
	}
	for _, l := range literals {
		g.Add(l)
	}
	return g
}

func compile(t *testing.T, f *dimacs.Formula) *solver.Space {
	t.Helper()
	set, err := f.Set()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return space
}

// count returns the number of models in which the literals hold.
func count(t *testing.T, space *solver.Space, literals ...int32) *big.Int {
	t.Helper()
	n, err := space.Count(nil, selection(space, literals...))
	require.NoError(t, err)
	return n
}

func selection(space *solver.Space, literals ...int32) *config.Selection {
	sel := config.NewSelection(space.Catalog().NumOptions())
	for _, l := range literals {
		if l > 0 {
			sel.Choose(config.OptionID(l - 1))
		} else {
			sel.Reject(config.OptionID(-l - 1))
		}
	}
	return sel
}

func TestOracle(t *testing.T) {
	formulas := 1500
	if testing.Short() {
		formulas = 150
	}
	if *soak > 0 {
		formulas = *soak
	}
	j := &judge{t: t}
	for i := range formulas {
		r := rand.New(rand.NewPCG(*seed, uint64(i)))
		f := random(r, 25+r.IntN(36))
		space := compile(t, f)
		require.Equal(t, count(t, space).Sign() == 0, space.Void())
		j.checkCount(r, f, space)
		if i%8 == 0 {
			j.checkOptions(r, f, space)
		}
		if (i+1)%10_000 == 0 {
			t.Logf("%d formulas of seed %d: %v", i+1, *seed, j)
		}
	}
	t.Logf("%d formulas of seed %d: %v", formulas, *seed, j)
	require.Less(t, j.tooHard, 1+j.asked/20)
}

// checkCount checks the count of all models; where it is too hard for the others,
// that of the models in which some literals hold, with ever more of them.
func (j *judge) checkCount(r *rand.Rand, f *dimacs.Formula, space *solver.Space) {
	j.t.Helper()
	var literals []int32
	for i, v := range r.Perm(f.NumVars()) {
		if i%8 == 0 && j.check(count(j.t, space, literals...), f, literals...) {
			return
		}
		l := maker{Rand: r}.sign(1 + v)
		if count(j.t, space, append(literals, l)...).Sign() == 0 {
			l = -l // leave something to count
		}
		literals = append(literals, l)
	}
	j.t.Fatalf("nobody else can count the models, though %d literals are given:\n%s", len(literals), text(f))
}

// checkOptions checks counts per option and under a selection, each against the
// count of the formula with unit clauses.
func (j *judge) checkOptions(r *rand.Rand, f *dimacs.Formula, space *solver.Space) {
	j.t.Helper()
	total := count(j.t, space)
	counts, err := space.Counts(nil, nil)
	require.NoError(j.t, err)
	for o := range counts {
		v := int32(o + 1)
		has, lacks := count(j.t, space, v), count(j.t, space, -v)
		require.Equal(j.t, counts[o].String(), has.String(), "variable %d of\n%s", v, text(f))
		require.Equal(j.t, total.String(), lacks.Add(lacks, has).String(), "variable %d of\n%s", v, text(f))
	}
	m := maker{r, f, f.NumVars()}
	v, w := 1+r.IntN(m.n), 1+r.IntN(m.n)
	j.check(&counts[v-1], f, int32(v))
	a, b := m.sign(v), m.sign(1+v%m.n)
	j.check(count(j.t, space, a, b), f, a, b)
	counts, err = space.Counts(counts, selection(space, a, b))
	require.NoError(j.t, err)
	j.check(&counts[w-1], f, a, b, int32(w))
}

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
	"github.com/confspace/confspace/rules"
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
	peerDecisions = 1_000
	plainSteps    = 1_000
	// verdictSteps bounds the third counter where the others differ.
	verdictSteps = 10_000_000
)

// judge compares counts of confspace with those of others.
type judge struct {
	t                     *testing.T
	asked, wrong, tooHard int
}

// ruling says who is wrong about a formula.
type ruling int

const (
	agreed    ruling = iota
	peerWrong        // or it panicked
	oursWrong
	tooHard   // for all but confspace
	disagreed // and too hard for the third counter
)

// rule compares got with what the others count, and returns their counts, nil
// for none.
func rule(got *big.Int, f *dimacs.Formula) (r ruling, peer, right *big.Int) {
	peer, err := countTheirs(f)
	if err == nil && peer.Cmp(got) == 0 {
		return agreed, peer, peer
	}
	gaveUp := errors.Is(err, errGaveUp)
	steps := verdictSteps
	if gaveUp {
		steps = plainSteps
	}
	right = countPlainly(f, steps)
	switch {
	case right == nil && gaveUp:
		r = tooHard
	case right == nil:
		r = disagreed
	case right.Cmp(got) != 0:
		r = oursWrong
	case !gaveUp:
		r = peerWrong
	}
	return r, peer, right
}

// check fails the test if got is not the number of models of the formula with
// unit clauses of the literals. It reports false if nobody else can tell.
func (j *judge) check(got *big.Int, f *dimacs.Formula, literals ...int32) bool {
	j.t.Helper()
	j.asked++
	f = with(f, literals...)
	r, peer, right := rule(got, f)
	switch r {
	case peerWrong:
		j.wrong++
		j.t.Logf("logicng-go counts %v, right is %v: a formula of %d variables, %d clauses", peer, right, f.NumVars(), f.NumClauses())
	case tooHard:
		j.tooHard++
	case oursWrong, disagreed:
		j.t.Fatalf("confspace counts %v, logicng-go %v, the third counter %v:\n%s", got, peer, right, text(f))
	}
	return r != tooHard
}

func (j *judge) String() string {
	return fmt.Sprintf("%d counts: logicng-go wrong on %d; %d too hard to compare", j.asked, j.wrong, j.tooHard)
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
	n, err := space.Given(selection(space, literals...)).Count(t.Context(), nil)
	require.NoError(t, err)
	return n
}

func selection(space *solver.Space, literals ...int32) *config.Selection {
	sel := space.Catalog().NewSelection()
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
		f := random(r, 25+min(r.IntN(36), r.IntN(36), r.IntN(36))) // the larger, the rarer
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
// that of the models that agree with one of them, in ever more variables.
func (j *judge) checkCount(r *rand.Rand, f *dimacs.Formula, space *solver.Space) {
	j.t.Helper()
	if j.check(count(j.t, space), f) {
		return
	}
	model, ok, err := space.Find(j.t.Context(), rules.True(space.Catalog()))
	require.NoError(j.t, err)
	require.True(j.t, ok)
	var literals []int32
	for i, v := range r.Perm(f.NumVars()) {
		l := int32(v + 1)
		if !model.IsChosen(config.OptionID(v)) {
			l = -l
		}
		literals = append(literals, l)
		if i%8 == 7 && j.check(count(j.t, space, literals...), f, literals...) {
			return
		}
	}
	j.t.Fatalf("nobody else can count the models, though %d literals are given:\n%s", len(literals), text(f))
}

// checkOptions checks counts per option and under a selection, each against the
// count of the formula with unit clauses.
func (j *judge) checkOptions(r *rand.Rand, f *dimacs.Formula, space *solver.Space) {
	j.t.Helper()
	total := count(j.t, space)
	counts, err := space.Counts(j.t.Context(), nil)
	require.NoError(j.t, err)
	for _, o := range r.Perm(len(counts))[:3] {
		v := int32(o + 1)
		has, lacks := count(j.t, space, v), count(j.t, space, -v)
		require.Equal(j.t, counts[o].String(), has.String(), "variable %d of\n%s", v, text(f))
		require.Equal(j.t, total.String(), lacks.Add(lacks, has).String(), "variable %d of\n%s", v, text(f))
	}
	m := maker{Rand: r, f: f, n: f.NumVars()}
	v, w := 1+r.IntN(m.n), 1+r.IntN(m.n)
	j.check(&counts[v-1], f, int32(v))
	a, b := m.sign(v), m.sign(1+v%m.n)
	j.check(count(j.t, space, a, b), f, a, b)
	counts, err = space.Given(selection(space, a, b)).Counts(j.t.Context(), counts)
	require.NoError(j.t, err)
	j.check(&counts[w-1], f, a, b, int32(w))
}

// The oracle notices a count that is wrong by one, whoever counted it.
func TestRule(t *testing.T) {
	for i := range uint64(50) {
		r := rand.New(rand.NewPCG(3, i))
		f := random(r, 1+r.IntN(25))
		right := count(t, compile(t, f))
		who, _, _ := rule(right, f)
		require.Contains(t, []ruling{agreed, peerWrong}, who)
		who, _, truth := rule(new(big.Int).Add(right, big.NewInt(1)), f)
		require.Equal(t, oursWrong, who)
		require.Equal(t, right.String(), truth.String())
	}
	for _, ref := range inFolder(t, "tricky", "aliased-dtree.cnf", "lost-models.cnf") {
		f, err := read(ref.path)
		require.NoError(t, err)
		who, _, truth := rule(ref.count, f)
		t.Log(ref.name, who == peerWrong)
		require.NotEqual(t, oursWrong, who)
		require.Equal(t, ref.count.String(), truth.String())
	}
}

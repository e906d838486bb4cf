package query_test

import (
	"iter"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// drawn is a random formula, a partial assignment that may contradict it, and
// the models over the options that agree with both, in canonical order.
type drawn struct {
	f      *cnf.Formula
	c      asked
	assign circuit.Assignment
	models []circuit.Model
	r      *rand.Rand
}

func draw(t *rapid.T, vars int) drawn {
	return drawSeed(t, rapid.Uint64().Draw(t, "seed"), vars)
}

// drawSeed looks for a formula with some models left: most have few or none.
func drawSeed(t require.TestingT, seed uint64, vars int) (d drawn) {
	r := rand.New(rand.NewPCG(seed, 3))
	enough := []int{0, 1, 20, 150}[r.IntN(4)]
	for range 30 {
		if d = drawOnce(t, r, vars); len(d.models) >= enough {
			break
		}
	}
	return d
}

func drawOnce(t require.TestingT, r *rand.Rand, vars int) drawn {
	d := drawn{f: cnftest.Random(r, vars), r: r}
	d.c = compiled(t, d.f)
	if fixed := r.IntN(4); fixed > 0 {
		d.assign = circuit.NewAssignment(d.f.Options())
		for v := cnf.Var(1); int(v) <= d.f.Options(); v++ {
			if r.IntN(6) < fixed {
				d.assign.Set(cnf.Pos(v) ^ cnf.Lit(r.IntN(2)))
			}
		}
	}
	for _, m := range cnftest.Models(d.f) {
		model := circuit.NewModel(d.f.Options())
		agrees := true
		for v := cnf.Var(1); int(v) <= d.f.Options(); v++ {
			l := cnf.Neg(v)
			if cnftest.Holds(m, cnf.Pos(v)) {
				l = cnf.Pos(v)
			}
			model.Set(l)
			agrees = agrees && !d.assign.Forbids(l)
		}
		if agrees {
			d.models = append(d.models, model)
		}
	}
	slices.SortFunc(d.models, compare)
	// An auxiliary outside every clause may take either value.
	d.models = slices.CompactFunc(d.models, slices.Equal[circuit.Model])
	return d
}

func (d drawn) any() circuit.Model {
	m := circuit.NewModel(d.f.Options())
	for v := cnf.Var(1); int(v) <= d.f.Options(); v++ {
		m.Set(cnf.Pos(v) ^ cnf.Lit(d.r.IntN(2)))
	}
	return m
}

func TestRankAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t, 11)
		z, m := new(big.Int), d.any()
		for i, want := range d.models {
			require.True(t, d.c.Unrank(m, big.NewInt(int64(i)), d.assign))
			require.Equal(t, want, m)
			require.True(t, d.c.Rank(z, want, d.assign))
			require.Equal(t, int64(i), z.Int64())
		}
		require.False(t, d.c.Unrank(m, big.NewInt(int64(len(d.models))), d.assign))
		require.False(t, d.c.Unrank(m, big.NewInt(-1), d.assign))
		for range 10 {
			m := d.any()
			_, found := slices.BinarySearchFunc(d.models, m, compare)
			require.Equal(t, found, d.c.Rank(z, m, d.assign))
		}
	})
}

func TestModelsAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t, 11)
		from := d.r.IntN(len(d.models) + 2)
		var got []circuit.Model
		for m := range d.c.From(big.NewInt(int64(from)), d.assign) {
			got = append(got, slices.Clone(m))
		}
		require.Equal(t, len(d.models[min(from, len(d.models)):]), len(got))
		for i := range got {
			require.Equal(t, d.models[from+i], got[i])
		}
		for m := range d.c.From(nil, d.assign) { // a walk broken off leaves nothing behind
			require.Equal(t, d.models[0], m)
			break
		}
	})
}

// On a real circuit: numbers and models go over into each other, in order.
func TestRankOfACarLine(t *testing.T) {
	c, _, total := carLine(t, "C171_FR")
	r := rand.New(rand.NewPCG(1, 1))
	last := new(big.Int)
	m, after := circuit.NewModel(c.NumOptions()), circuit.NewModel(c.NumOptions())
	z := new(big.Int)
	var numbers []*big.Int
	for range 12 {
		numbers = append(numbers, below(r, total))
	}
	numbers = append(numbers, new(big.Int), new(big.Int).Sub(total, big.NewInt(1)))
	slices.SortFunc(numbers, (*big.Int).Cmp)
	for i, n := range numbers {
		require.True(t, c.Unrank(m, n, nil))
		require.True(t, c.Rank(z, m, nil))
		require.Zero(t, n.Cmp(z))
		if i > 0 && last.Cmp(n) < 0 {
			require.Negative(t, compare(after, m))
		}
		copy(after, m)
		last.Set(n)
	}
	require.False(t, c.Unrank(m, total, nil))
	// Going on where another enumeration stopped; the numbers go up by one.
	n := new(big.Int).Set(numbers[5])
	for m := range c.From(n, nil) {
		require.True(t, c.Rank(z, m, nil))
		require.Zero(t, n.Cmp(z))
		if n.Add(n, big.NewInt(1)); n.Cmp(new(big.Int).Add(numbers[5], big.NewInt(20))) > 0 {
			break
		}
	}
}

// renamed returns a circuit of the models of f that was compiled under other
// numbers of the variables, and so decides them in another order.
func renamed(t testing.TB, f *cnf.Formula, r *rand.Rand) asked {
	number := r.Perm(f.Vars())
	name := make([]cnf.Var, f.Vars()+1)
	for v, n := range number {
		name[n+1] = cnf.Var(v + 1)
	}
	g := cnf.NewFormula(f.Options(), f.Vars())
	for i := range f.NumClauses() {
		var clause []cnf.Lit
		for _, l := range f.Clause(i) {
			clause = append(clause, cnf.Pos(cnf.Var(number[l.Var()-1]+1))|l&1)
		}
		g.AddClause(clause...)
	}
	c := compiled(t, g)
	b := circuit.NewBuilder(f.Options(), f.Vars())
	place := []circuit.Node{circuit.False, circuit.True}
	for n := circuit.Node(2); int(n) < c.NumNodes(); n++ {
		var kids []circuit.Node
		for _, kid := range c.AppendChildren(nil, n) {
			kids = append(kids, place[kid])
		}
		switch c.Kind(n) {
		case circuit.KindLiteral:
			place = append(place, circuit.Lit(cnf.Pos(name[cnf.Lit(n).Var()])|cnf.Lit(n)&1))
		case circuit.KindAnd:
			place = append(place, b.And(kids))
		case circuit.KindOr:
			place = append(place, b.Or(name[c.Decision(n)], kids[0], kids[1]))
		}
	}
	return ask(b.Finish(place[c.Root()]))
}

// Another circuit of the same models gives the same answers.
func TestAnswersDoNotDependOnTheCircuit(t *testing.T) {
	c, f, _ := carLine(t, "C171_FR")
	r := rand.New(rand.NewPCG(6, 7))
	other := renamed(t, f, r)
	require.NotEqual(t, c.NumEdges(), other.NumEdges())
	s, m := c.Sampler(nil), circuit.NewModel(c.NumOptions())
	x, y := new(big.Int), new(big.Int)
	for range 5 {
		s.Sample(m, r)
		require.True(t, c.Rank(x, m, nil))
		require.True(t, other.Rank(y, m, nil))
		require.Zero(t, x.Cmp(y))
	}
	costs := carCosts(c, true)
	next, stop := iter.Pull2(other.ByCost(costs, nil))
	defer stop()
	n := 0
	for m, cost := range c.ByCost(costs, nil) {
		m2, cost2, ok := next()
		require.True(t, ok)
		require.Equal(t, m, m2)
		require.Equal(t, cost, cost2)
		if n++; n == 50 {
			break
		}
	}
}

// Any number of goroutines may ask at once, and stop where they like.
func TestConcurrentWalks(t *testing.T) {
	d := drawSeed(t, 10, 14)
	require.Greater(t, len(d.models), 20)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			z, m := new(big.Int), slices.Clone(d.models[0])
			s, r := d.c.Sampler(d.assign), rand.New(rand.NewPCG(1, 1))
			for i := range 100 {
				i %= len(d.models)
				require.True(t, d.c.Unrank(m, big.NewInt(int64(i)), d.assign))
				require.Equal(t, d.models[i], m)
				require.True(t, s.Sample(m, r))
				require.True(t, d.c.Rank(z, m, d.assign))
				for m := range d.c.From(z, d.assign) {
					require.Equal(t, d.models[z.Int64()], m)
					break
				}
				for m := range d.c.ByCost(make([]int64, d.c.NumOptions()+1), d.assign) {
					require.Equal(t, d.models[0], m)
					break
				}
			}
		})
	}
}

// Repeated questions about numbers use what the first one left, and so does
// an enumeration from one model to the next.
func TestWalksDoNotAllocate(t *testing.T) {
	if circuittest.Raced {
		t.Skip("pools forget at random under the race detector")
	}
	d := drawSeed(t, 10, 14)
	z, m := big.NewInt(int64(len(d.models)/2)), slices.Clone(d.models[0])
	require.Zero(t, testing.AllocsPerRun(100, func() { d.c.Unrank(m, z, d.assign) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { d.c.Rank(z, m, d.assign) }))

	c, _, total := carLine(t, "C171_FR")
	next, stop := iter.Pull(c.From(new(big.Int).Rsh(total, 1), nil))
	defer stop()
	for range 1000 {
		next()
	}
	require.Less(t, testing.AllocsPerRun(1000, func() { next() }), 0.1)
}

// below returns a number below n: not evenly, but any.
func below(r *rand.Rand, n *big.Int) *big.Int {
	z := new(big.Int)
	for range len(n.Bits()) + 1 {
		z.Lsh(z, 64).Or(z, new(big.Int).SetUint64(r.Uint64()))
	}
	return z.Mod(z, n)
}

func BenchmarkRank(b *testing.B) {
	c, _, total := carLine(b, "C171_FR")
	m, z := circuit.NewModel(c.NumOptions()), new(big.Int)
	n := below(rand.New(rand.NewPCG(4, 4)), total)
	require.True(b, c.Unrank(m, n, nil))
	b.ReportAllocs()
	for b.Loop() {
		c.Rank(z, m, nil)
	}
	require.Zero(b, z.Cmp(n))
}

func BenchmarkUnrank(b *testing.B) {
	c, _, total := carLine(b, "C171_FR")
	m := circuit.NewModel(c.NumOptions())
	n := below(rand.New(rand.NewPCG(4, 4)), total)
	b.ReportAllocs()
	for b.Loop() {
		c.Unrank(m, n, nil)
	}
}

// BenchmarkModels reports the time from one model to the next.
func BenchmarkModels(b *testing.B) {
	c, _, total := carLine(b, "C171_FR")
	n := below(rand.New(rand.NewPCG(4, 4)), total)
	const many = 10_000
	b.ReportAllocs()
	for b.Loop() {
		left := many
		for range c.From(n, nil) {
			if left--; left == 0 {
				break
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/model")
}

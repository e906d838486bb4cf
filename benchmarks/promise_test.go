package benchmarks

import (
	"context"
	"math/big"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// The tests of this file and of agree_test.go hold generated lines, which everybody
// has, to what the solver's own tests show on real ones.

// generated is a line, its space and an order that can be built.
type generated struct {
	*product.Product
	space   *solver.Space
	witness *config.Selection
}

// generate makes and compiles a line. With track, the space tracks the first
// usages of the bill.
func generate(t *testing.T, cfg carline.Config, track bool) generated {
	t.Helper()
	l, err := carline.Generate(cfg)
	require.NoError(t, err)
	p, err := product.Read(l.Files)
	require.NoError(t, err)
	var compiling solver.Config
	for v := range bom.VariantID(p.Structure.NumVariants()) {
		if usage := p.Structure.Variant(v).Usage; track && !usage.IsZero() && len(compiling.Track) < 20 {
			compiling.Track = append(compiling.Track, usage)
		}
	}
	space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, compiling)
	require.NoError(t, err)
	witness, err := config.Order{Options: l.Witness}.Bind(p.Catalog)
	require.NoError(t, err)
	return generated{p, space, witness}
}

// A change that makes compiling more work, or circuits larger, fails here without
// a timer. A change for the better moves the figures down.
func TestWorkCounters(t *testing.T) {
	for _, c := range []struct {
		cfg              carline.Config
		decisions, edges int
	}{
		{carline.Config{Families: 30}, 1441, 14861},
		{carline.Config{Families: 60}, 12655, 136668},
		{carline.Config{Seed: 1, Families: 120, Window: 2}, 21259, 208597},
		{carline.Config{Seed: 2, Families: 20, Shape: carline.Shape{Linear: 1, Table: 2, Cardinality: 1}}, 1364, 16518},
	} {
		stats := generate(t, c.cfg, false).space.Stats()
		require.LessOrEqual(t, int(stats.Decisions), c.decisions, "decisions of %+v", c.cfg)
		require.LessOrEqual(t, stats.Edges, c.edges, "edges of %+v", c.cfg)
	}
}

// What is asked again uses what the first answer left.
func TestRepeatedQueriesDoNotAllocate(t *testing.T) {
	if raced {
		t.Skip("pools forget at random under the race detector")
	}
	l := generate(t, carline.Config{Families: 30}, true)
	space := l.space
	sel := l.Catalog.NewSelection()
	for o := range l.witness.Chosen() {
		if o%3 == 0 {
			sel.Choose(o)
		}
	}
	require.Positive(t, sel.NumChosen())
	ctx, view := t.Context(), space.Given(sel)
	sampler, err := view.Sampler(ctx)
	require.NoError(t, err)
	z, x, number, r := new(big.Int), new(big.Float), new(big.Int), rand.New(rand.NewPCG(1, 2))
	var (
		counts  []big.Int
		shares  []float64
		tracked []float64
		tally   *solver.Tally
		bill    bom.Bill
		routing line.Routing
	)
	weights := solver.Independent(make([]float64, l.Catalog.NumOptions()))
	drawn, unranked := l.Catalog.NewSelection(), l.Catalog.NewSelection()
	for name, query := range map[string]func() error{
		"Count":             func() error { _, err := view.Count(ctx, z); return err },
		"Counts":            func() (err error) { counts, err = view.Counts(ctx, counts); return err },
		"Shares":            func() (err error) { shares, err = view.Shares(ctx, shares); return err },
		"WeightedCount":     func() error { _, err := view.WeightedCount(ctx, x, weights); return err },
		"Tally":             func() (err error) { tally, err = view.Tally(ctx, tally); return err },
		"TrackedShares":     func() (err error) { tracked, err = view.TrackedShares(ctx, tracked); return err },
		"Rank":              func() error { _, _, err := view.Rank(ctx, number, l.witness); return err },
		"Unrank":            func() (err error) { unranked, err = view.Unrank(ctx, unranked, number); return err },
		"Sample":            func() error { sampler.Sample(drawn, r); return nil },
		"ValidateSelection": func() error { _, err := space.ValidateSelection(ctx, l.witness); return err },
		"ExplodeTo":         func() error { return l.Structure.ExplodeTo(&bill, l.witness, config.Point{}) },
	} {
		for range 3 {
			require.NoError(t, query(), name)
		}
		require.Zero(t, testing.AllocsPerRun(50, func() { _ = query() }), name)
	}
	require.NoError(t, l.Line.RouteTo(&routing, &bill))
	require.Zero(t, testing.AllocsPerRun(50, func() { _ = l.Line.RouteTo(&routing, &bill) }), "RouteTo")
}

// watched is a context that ends after a number of looks at it.
type watched struct {
	context.Context
	looks atomic.Int64
	most  int64
}

func (w *watched) Err() error {
	if w.looks.Add(1) > w.most {
		return context.Canceled
	}
	return nil
}

// Whatever may take long ends with its context, early, halfway and late.
func TestQueriesEndWithTheirContext(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	for name, query := range map[string]func(ctx context.Context) error{
		"Count":  func(ctx context.Context) error { _, err := l.space.Count(ctx, nil); return err },
		"Counts": func(ctx context.Context) error { _, err := l.space.Counts(ctx, nil); return err },
		"Shares": func(ctx context.Context) error { _, err := l.space.Shares(ctx, nil); return err },
		"Verify": l.space.Verify,
	} {
		through := &watched{Context: context.WithoutCancel(t.Context()), most: 1 << 30}
		require.NoError(t, query(through), name)
		looks := through.looks.Load()
		require.Greater(t, int(looks), l.space.Stats().Nodes/1024, name)
		for _, most := range []int64{0, 1, looks / 2, looks - 1} {
			require.ErrorIs(t, query(&watched{Context: through.Context, most: most}), context.Canceled, "%s after %d looks", name, most)
		}
	}
}

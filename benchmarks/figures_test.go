package benchmarks

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// figures asks a study everything, and returns it as text.
func figures(t *testing.T, l generated, sel *config.Selection) string {
	study, err := proof.NewStudy(t.Context(), l.space, config.Point{}, l.Structure, l.Line)
	require.NoError(t, err)
	weights := make([]float64, l.Catalog.NumOptions())
	for i := range weights {
		weights[i] = 1 / float64(2+i%3)
	}
	loads, _, err := study.Worst(t.Context(), sel, solver.Independent(weights))
	require.NoError(t, err)
	outlook, _, err := study.Outlook(t.Context(), sel)
	require.NoError(t, err)
	intervals, _, err := study.Quantities(t.Context(), sel)
	require.NoError(t, err)
	means, _, err := study.Expected(t.Context(), sel, solver.Independent(weights))
	require.NoError(t, err)
	use, err := study.WhereUsed(t.Context(), outlook.Parts[0].Part)
	require.NoError(t, err)
	text, err := json.Marshal([]any{loads, outlook, intervals, means, use})
	require.NoError(t, err)
	return string(text)
}

// Figures are the same bytes on one processor and on several.
func TestFiguresDoNotDependOnProcessors(t *testing.T) {
	l := generate(t, carline.Config{Families: 12}, false)
	sel := l.Catalog.NewSelection()
	for o := range l.witness.Chosen() {
		if o%3 == 0 {
			sel.Choose(o)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want := figures(t, l, sel)
	for _, n := range []int{4, 2} {
		runtime.GOMAXPROCS(n)
		require.Equal(t, want, figures(t, l, sel))
	}
}

// polled counts how often it is asked after it has ended.
type polled struct {
	context.Context
	after atomic.Int64
}

func (p *polled) Err() error {
	err := p.Context.Err()
	if err != nil {
		p.after.Add(1)
	}
	return err
}

// A budget of a millisecond is the context's error or an answer, and what is asked next is
// right. Whoever is told that the context has ended asks it no more than twice for each part.
func TestFiguresWithinAMillisecond(t *testing.T) {
	l := generate(t, carline.Config{Families: 60}, false)
	study, err := proof.NewStudy(t.Context(), l.space, config.Point{}, l.Structure, l.Line)
	require.NoError(t, err)
	part, err := study.Parts()
	require.NoError(t, err)
	for name, ask := range map[string]func(ctx context.Context) error{
		"Worst":      func(ctx context.Context) error { _, _, err := study.Worst(ctx, nil, nil); return err },
		"Outlook":    func(ctx context.Context) error { _, _, err := study.Outlook(ctx, nil); return err },
		"Quantities": func(ctx context.Context) error { _, _, err := study.Quantities(ctx, nil); return err },
		"Expected":   func(ctx context.Context) error { _, _, err := study.Expected(ctx, nil, nil); return err },
		"Bounds":     func(ctx context.Context) error { _, _, _, err := l.space.Bounds(ctx, part); return err },
		"Dearest":    func(ctx context.Context) error { _, _, err := l.space.Dearest(ctx, part); return err },
	} {
		limit, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		ctx := &polled{Context: limit}
		if err := ask(ctx); err != nil {
			require.True(t, errors.Is(err, context.DeadlineExceeded), "%s: %v", name, err)
		}
		require.Less(t, ctx.after.Load(), int64(2*l.Structure.NumParts()), name)
		cancel()
	}
	least, greatest, possible, err := l.space.Bounds(t.Context(), part)
	require.NoError(t, err)
	require.True(t, possible)
	tracking, err := l.space.Tracking(t.Context(), part.Conditions())
	require.NoError(t, err)
	from, to, _, err := tracking.Bounds(t.Context(), part)
	require.NoError(t, err)
	require.Equal(t, least, from)
	require.Equal(t, greatest, to)
}

// The worst vehicle of each station of the example line, resolved as an order, has the work
// that is said, and is overloaded if that is said; the least one has the least.
func TestWorstVehiclesAreWhatTheLineSays(t *testing.T) {
	l := lines(t)[0]
	p, space := l.compile(t, solver.Config{})
	study, err := proof.NewStudy(t.Context(), space, config.Point{}, p.Structure, p.Line)
	require.NoError(t, err)
	loads, _, err := study.Worst(t.Context(), nil, nil)
	require.NoError(t, err)
	require.Len(t, loads, 35)
	r, err := product.NewResolver(space, p)
	require.NoError(t, err)
	overloads := 0
	for i, x := range loads {
		for _, extreme := range []proof.Extreme{x.Least, x.Greatest} {
			resolved, err := r.Resolve(t.Context(), extreme.Order)
			require.NoError(t, err, extreme.Order.ID)
			require.Equal(t, extreme.Value.String(), resolved.Routing.Visits[i].Workload.String())
			require.Equal(t, extreme.Value.Amount.Cmp(x.Capacity.Amount) > 0, resolved.Routing.Visits[i].Overload)
		}
		if !x.Excess.Amount.IsZero() {
			overloads++
			require.Positive(t, x.Over.Sign())
		}
		require.Equal(t, l.count, x.Loads.Total().String())
	}
	require.Equal(t, 8, overloads)
}

// Must, may and never of a line, under parts of an order, are what counts say.
func TestOutlookIsWhatCountsSay(t *testing.T) {
	l := generate(t, carline.Config{Families: 30}, false)
	study, err := proof.NewStudy(t.Context(), l.space, config.Point{}, l.Structure, l.Line)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		sel := l.Catalog.NewSelection()
		for o := range l.witness.Chosen() {
			if r.IntN(2) == 0 {
				sel.Choose(o)
			}
		}
		outlook, possible, err := study.Outlook(t.Context(), sel)
		require.NoError(t, err)
		require.True(t, possible)
		all, err := l.space.Given(sel).Count(t.Context(), nil)
		require.NoError(t, err)
		for i, x := range outlook.Parts {
			if i%7 > 0 {
				continue
			}
			use, err := study.WhereUsed(t.Context(), x.Part)
			require.NoError(t, err)
			n, err := l.space.Given(sel).CountOf(t.Context(), nil, use.When)
			require.NoError(t, err)
			require.Equal(t, n.Sign() == 0, x.Presence == proof.Never, x.Part)
			require.Equal(t, n.Cmp(all) == 0, x.Presence == proof.Must, x.Part)
		}
	}
}

package benchmarks

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// onDesks runs a benchmark on vanline, and on each published car line where they are at hand.
// The spaces of these have no circuit: what a session asks at a click needs none.
func onDesks(b *testing.B, run func(b *testing.B, space *solver.Space)) {
	b.Run("vanline", func(b *testing.B) {
		_, space := lines(b)[0].compile(b, solver.Config{})
		run(b, space)
	})
	files, err := os.ReadDir(configtest.Reference(b, "mercedes"))
	require.NoError(b, err)
	for _, file := range files {
		name, ok := strings.CutSuffix(file.Name(), ".cnf.gz")
		if !ok {
			continue
		}
		b.Run(name, func(b *testing.B) {
			space, err := solver.Compile(b.Context(), readCarLine(b, name), config.Point{}, solver.Config{NoCircuit: true})
			require.NoError(b, err)
			run(b, space)
		})
	}
}

// percentiles reports the median and another percentile of some durations.
func percentiles(b *testing.B, all []time.Duration, prefix string, percent int) {
	b.Helper()
	slices.Sort(all)
	for _, p := range []int{50, percent} {
		b.ReportMetric(float64(all[(len(all)-1)*p/100].Nanoseconds())/1000, fmt.Sprintf("%sp%d-us", prefix, p))
	}
}

const (
	desks  = 5   // sessions
	clicks = 200 // of each
)

// desk is a session with random clicks.
type desk struct {
	*session.Session
	r    *rand.Rand
	open []config.OptionID
}

// newDesk begins a session.
func newDesk(b *testing.B, space *solver.Space, seed uint64) *desk {
	b.Helper()
	s, err := session.New(b.Context(), space, session.Config{})
	require.NoError(b, err)
	return &desk{Session: s, r: rand.New(rand.NewPCG(seed, 12))}
}

// next draws a click: in eight of ten an option that is open is chosen, in one it is rejected, and
// in one, or if none is open, an earlier choice is taken back.
func (d *desk) next(b *testing.B) func() (session.Step, error) {
	d.open = d.open[:0]
	for o := range config.OptionID(d.Space().Catalog().NumOptions()) {
		if d.State(o) == session.Open {
			d.open = append(d.open, o)
		}
	}
	choices, kind := d.Choices(), d.r.IntN(10)
	if len(d.open) == 0 || kind == 9 && len(choices) > 0 {
		o := choices[d.r.IntN(len(choices))].Option
		return func() (session.Step, error) { return d.Retract(b.Context(), o) }
	}
	o := d.open[d.r.IntN(len(d.open))]
	if kind == 8 {
		return func() (session.Step, error) { return d.Reject(b.Context(), o) }
	}
	return func() (session.Step, error) { return d.Choose(b.Context(), o) }
}

// BenchmarkClick makes random clicks in a few sessions: each finds the state of every option, and
// what has changed. What is open can be chosen: no click is refused.
func BenchmarkClick(b *testing.B) {
	onDesks(b, func(b *testing.B, space *solver.Space) {
		var all []time.Duration
		for b.Loop() {
			for seed := range uint64(desks) {
				d := newDesk(b, space, seed)
				for range clicks {
					click := d.next(b)
					start := time.Now()
					step, err := click()
					all = append(all, time.Since(start))
					require.NoError(b, err)
					require.False(b, step.Refused)
				}
			}
		}
		percentiles(b, all, "", 99)
	})
}

// contradictions draws sets of 12 options, each of which can be had alone, that contradict each
// other.
func contradictions(b *testing.B, space *solver.Space, n int) (sets []*config.Selection) {
	b.Helper()
	domains, err := space.Domains(b.Context())
	require.NoError(b, err)
	cat := space.Catalog()
	alone, _, err := domains.Decided(b.Context(), nil, cat.NewSelection())
	require.NoError(b, err)
	for r := rand.New(rand.NewPCG(12, 12)); len(sets) < n; {
		sel := cat.NewSelection()
		for sel.NumChosen() < 12 {
			if o := config.OptionID(r.IntN(cat.NumOptions())); alone.State(o) != config.Rejected {
				sel.Choose(o)
			}
		}
		_, possible, err := domains.Decided(b.Context(), nil, sel)
		require.NoError(b, err)
		if !possible {
			sets = append(sets, sel)
		}
	}
	return sets
}

// BenchmarkWhy explains random contradictions: by a minimal conflict, confirmed by a second solver,
// and then by one of which it is shown, within the default bound of work, that none is smaller.
func BenchmarkWhy(b *testing.B) {
	onDesks(b, func(b *testing.B, space *solver.Space) {
		sets := contradictions(b, space, 100)
		e, err := space.Explainer(b.Context())
		require.NoError(b, err)
		var minimal, smallest []time.Duration
		shown := 0
		for b.Loop() {
			for _, sel := range sets {
				start := time.Now()
				why, err := e.Explain(b.Context(), sel, solver.Explaining{Searches: -1})
				minimal = append(minimal, time.Since(start))
				require.NoError(b, err)
				require.True(b, why.Minimal)
				start = time.Now()
				least, err := e.Explain(b.Context(), sel, solver.Explaining{})
				smallest = append(smallest, time.Since(start))
				require.NoError(b, err)
				require.LessOrEqual(b, len(least.Causes), len(why.Causes))
				if least.Smallest {
					shown++
				}
			}
		}
		percentiles(b, minimal, "", 99)
		percentiles(b, smallest, "smallest-", 90)
		b.ReportMetric(100*float64(shown)/float64(len(smallest)), "%smallest")
	})
}

// faulty draws complete orders with five random faults: a configuration with some random clicks, of
// which five options that may be had and may be lacked are turned.
func faulty(b *testing.B, space *solver.Space, n int) (orders []*config.Selection) {
	b.Helper()
	cat, r := space.Catalog(), rand.New(rand.NewPCG(5, 12))
	first := newDesk(b, space, 0)
	for seed := range uint64(n) {
		d := newDesk(b, space, seed)
		for range 50 {
			_, err := d.next(b)()
			require.NoError(b, err)
		}
		sel, found, err := d.View().Find(b.Context(), rules.True(cat))
		require.NoError(b, err)
		require.True(b, found)
		for turned := 0; turned < 5; {
			o := config.OptionID(r.IntN(cat.NumOptions()))
			if first.State(o) != session.Open {
				continue
			}
			turned++
			if sel.IsChosen(o) {
				sel.Reject(o)
			} else {
				sel.Choose(o)
			}
		}
		orders = append(orders, sel)
	}
	return orders
}

// BenchmarkNearest finds the order nearest to one with five faults, of which it is proved that none
// is nearer, and then the five best ways to repair it.
func BenchmarkNearest(b *testing.B) {
	onDesks(b, func(b *testing.B, space *solver.Space) {
		orders := faulty(b, space, 20)
		e, err := space.Explainer(b.Context())
		require.NoError(b, err)
		var nearest, five []time.Duration
		for b.Loop() {
			for _, sel := range orders {
				start, n := time.Now(), 0
				for r, err := range e.Repairs(b.Context(), sel, solver.Repairing{}) {
					require.NoError(b, err)
					if n++; n == 1 {
						nearest = append(nearest, time.Since(start))
						require.LessOrEqual(b, r.Cost, int64(5))
					}
					if n == 5 {
						break
					}
				}
				five = append(five, time.Since(start))
				require.Positive(b, n)
			}
		}
		percentiles(b, nearest, "", 99)
		percentiles(b, five, "five-", 99)
	})
}

package benchmarks

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
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

// percentiles reports the median and the 99th percentile of some durations.
func percentiles(b *testing.B, all []time.Duration) {
	b.Helper()
	slices.Sort(all)
	at := func(percent int) float64 { return float64(all[(len(all)-1)*percent/100].Nanoseconds()) / 1000 }
	b.ReportMetric(at(50), "p50-us")
	b.ReportMetric(at(99), "p99-us")
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
		percentiles(b, all)
	})
}

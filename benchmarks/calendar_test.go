package benchmarks

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// BenchmarkCalendar asks for the space of one stretch of vanline's year and plants after the other, once
// each has been compiled. first-ms is the time of the first calls, for each space; a later call is a look-up
// and must not allocate.
func BenchmarkCalendar(b *testing.B) {
	l := lines(b)[0]
	spaces := calendar.New(l.read(b).Rules, calendar.Config{})
	var points []config.Point
	for s := range spaces.Stretches() {
		points = append(points, s.Point())
	}
	distinct := map[*solver.Space]bool{}
	start := time.Now()
	for _, p := range points {
		space, err := spaces.At(b.Context(), p)
		require.NoError(b, err)
		distinct[space] = true
	}
	first := time.Since(start)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := spaces.At(b.Context(), points[i%len(points)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(1000*first.Seconds()/float64(len(distinct)), "first-ms")
	b.ReportMetric(float64(len(points)), "stretches")
	b.ReportMetric(float64(len(distinct)), "spaces")
}

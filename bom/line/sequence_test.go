package line_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

// chained is a line of one station, of whose operations op comes after
// after(op), with an order that has those for which has says so.
func chained(t require.TestingT, cat *config.Catalog, n int, after func(op int) []int, has func(op int) bool) (*line.Line, *bom.Bill) {
	quantity, err := config.ParseQuantity("1 s")
	require.NoError(t, err)
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader("level,position,part,quantity,station\n1,10,A,1,S\n"))
	require.NoError(t, err)
	station := line.StationSpec{Code: "S"}
	for i := range n {
		spec := line.OperationSpec{Code: fmt.Sprint(i), Duration: quantity}
		for _, j := range after(i) {
			spec.After = append(spec.After, fmt.Sprint(j))
		}
		if !has(i) {
			spec.Effectivity.Plants = []string{"P1"}
		}
		station.Operations = append(station.Operations, spec)
	}
	l, err := line.New(s, line.Spec{Name: "x", Takt: quantity, Stations: []line.StationSpec{station}})
	require.NoError(t, err)
	sel, err := config.Order{Options: []string{"VAN", "D20", "M6"}}.Bind(cat)
	require.NoError(t, err)
	x, err := s.Explode(sel, config.Point{Plant: "P2"})
	require.NoError(t, err)
	return l, x
}

// TestSequenceTakesTheFirstThatCan compares stations of several words of
// operations with the rule said plainly.
func TestSequenceTakesTheFirstThatCan(t *testing.T) {
	cat := bomtest.Van(t)
	property.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 150).Draw(t, "operations")
		hidden := rapid.Permutation(slices.Collect(numbers(n))).Draw(t, "hidden order")
		before := make([]map[int]bool, n) // closed
		after := make([][]int, n)
		for i, op := range hidden {
			before[op] = map[int]bool{}
			for range rapid.IntRange(0, min(i, 3)).Draw(t, "predecessors") {
				p := hidden[rapid.IntRange(max(0, i-20), i-1).Draw(t, "predecessor")]
				if !slices.Contains(after[op], p) {
					after[op] = append(after[op], p)
				}
				before[op][p] = true
				for q := range before[p] {
					before[op][q] = true
				}
			}
		}
		left := map[int]bool{}
		for op := range n {
			if rapid.IntRange(0, 3).Draw(t, "has") > 0 {
				left[op] = true
			}
		}
		l, x := chained(t, cat, n, func(op int) []int { return after[op] }, func(op int) bool { return left[op] })
		r, err := l.Route(x)
		require.NoError(t, err)
		for _, step := range r.Visits[0].Steps {
			first := slices.IndexFunc(slices.Collect(numbers(n)), func(op int) bool {
				for p := range before[op] {
					if left[p] {
						return false
					}
				}
				return left[op]
			})
			require.EqualValues(t, first, step.Operation)
			delete(left, first)
		}
		require.Empty(t, left)
	})
}

func numbers(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	}
}

// BenchmarkRouteStation routes along one station that is as full as it may be,
// written forwards, backwards, and such that everything waits for the end.
func BenchmarkRouteStation(b *testing.B) {
	const n = 1 << 10
	for _, bench := range []struct {
		name  string
		after func(op int) []int
	}{
		{"forwards", func(op int) []int { return slices.Collect(numbers(op))[max(0, op-1):op] }},
		{"backwards", func(op int) []int {
			if op == n-1 {
				return nil
			}
			return []int{op + 1}
		}},
		{"waiting", func(op int) []int {
			switch {
			case op < n/2:
				return []int{n - 1}
			case op > n/2:
				return []int{op - 1}
			}
			return nil
		}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			cat := bomtest.Van(b)
			l, x := chained(b, cat, n, bench.after, func(int) bool { return true })
			var r line.Routing
			b.ReportAllocs()
			for b.Loop() {
				if err := l.RouteTo(&r, x); err != nil {
					b.Fatal(err)
				}
			}
			require.Len(b, r.Visits[0].Steps, n)
		})
	}
}

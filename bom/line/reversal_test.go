package line_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
)

func TestReversal(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	l := bomtest.Line(t, s, `line: x
takt: 60 s
stations:
  - station: S
    rides: [10]
    operations:
      - {operation: A, duration: 1 s, when: TOW, after: [M]}
      - {operation: B, duration: 1 s, after: [A]}
  - station: T
    operations:
      - {operation: M, duration: 1 s, when: D20, after: [N]}
      - {operation: N, duration: 1 s, when: SPORT}
`)
	reversals := l.Reversals()
	require.Len(t, reversals, 1)
	assert.Equal(t, line.Reversal{After: 0, Before: 2, Pairs: [][2]line.OperationID{{2, 0}, {2, 1}, {3, 0}, {3, 1}}}, reversals[0])
	x, err := s.Explode(bomtest.Order(t, s.Catalog(), "VAN", "E", "A8", "SPORT"), config.Point{})
	require.NoError(t, err)
	_, err = l.Route(x)
	require.EqualError(t, err, "operation B at station S comes after N, which is later, at station T, through M, A\n    the order does not have M, A; the operations before and after keep their order")
	var cycle *line.CycleError
	require.ErrorAs(t, err, &cycle)
	text, err := cycle.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, `{"station": "S", "later": "T", "operations": ["N", "M", "A", "B"], "done": [true, false, false, true]}`, string(text))
}

// certain says whether operations under one condition come before each other, or one after one at
// a later station.
func certain(before [][]bool, when []rules.Expr, at []int) bool {
	n := len(at)
	reach := make([][]bool, n)
	for i := range n {
		reach[i] = make([]bool, n)
		for j := range n {
			if reach[i][j] = before[i][j] && when[i].Equal(when[j]); reach[i][j] && at[i] > at[j] {
				return true
			}
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	for i := range n {
		if reach[i][i] {
			return true
		}
	}
	return false
}

// A line is refused only if one is certain; otherwise an order is refused if and only if it has two
// operations in the wrong order of stations, or two of a cycle, by all precedence, direct or through
// operations that it does not have. All other orders get a sequence that keeps it.
func TestReversalsAgainstClosure(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, onePart)
	var orders []*config.Selection
	for sel := range rulestest.Valid(bomtest.Set(t, cat), config.Point{}) {
		orders = append(orders, sel)
	}
	seconds := config.Quantity{Amount: config.NewDecimal(1), Unit: config.None}
	seconds.Unit, _ = config.ParseUnit("s")
	conditions := []string{"TOW", "SPORT", "D20", "E", "A8", "TOW & D30", "VAN"}
	reversed, refused, routed := 0, 0, 0
	property.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 7).Draw(t, "operations")
		some := conditions[:rapid.IntRange(1, len(conditions)).Draw(t, "conditions")]
		spec := line.Spec{Name: "x", Takt: seconds, Stations: []line.StationSpec{{Code: "S", Rides: []string{"10"}}, {Code: "T"}, {Code: "U"}}}
		at := make([]int, n)
		for i := range at {
			at[i] = rapid.IntRange(0, 2).Draw(t, "station")
		}
		slices.Sort(at)
		reach := make([][]bool, n)
		for i := range n {
			reach[i] = make([]bool, n)
		}
		when := make([]rules.Expr, n)
		for i := range n {
			op := line.OperationSpec{Code: fmt.Sprint(i), Duration: seconds}
			op.When, _ = rules.Parse(cat, rapid.SampledFrom(some).Draw(t, "when"))
			when[i] = op.When
			for _, before := range rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 2, rapid.ID).Draw(t, "after") {
				if before != i {
					op.After = append(op.After, fmt.Sprint(before))
					reach[before][i] = true
				}
			}
			spec.Stations[at[i]].Operations = append(spec.Stations[at[i]].Operations, op)
		}
		l, err := line.New(s, spec)
		if err != nil {
			refused++
			require.True(t, certain(reach, when, at), "%v", err)
			return
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		for _, sel := range orders {
			wrong := false
			for i := range n {
				for j := range n {
					if i != j && when[i].Holds(sel) && when[j].Holds(sel) && reach[i][j] && (at[i] > at[j] || at[i] == at[j] && reach[j][i]) {
						wrong = true
					}
				}
			}
			x, err := s.Explode(sel, config.Point{})
			require.NoError(t, err)
			r, err := l.Route(x)
			require.Equal(t, wrong, err != nil, "%v", err)
			if err != nil {
				reversed++
				continue
			}
			routed++
			var done []int
			for _, visit := range r.Visits {
				for _, step := range visit.Steps {
					for _, before := range done {
						require.False(t, reach[step.Operation][before])
					}
					done = append(done, int(step.Operation))
				}
			}
		}
	})
	require.Positive(t, reversed)
	require.Positive(t, refused)
	require.Positive(t, routed)
}

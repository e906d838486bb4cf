package proof_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/rulestest"
)

const onePart = "level,position,part,quantity,station\n1,10,A,1,S\n"

func TestCyclesThatOrdersHave(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, onePart)
	read := func(operations string) (*line.Line, error) {
		return line.Read(cat, s, "line.yaml", strings.NewReader("line: x\ntakt: 60 s\nstations:\n  - station: S\n    rides: 10\n    operations:\n"+operations))
	}
	l, err := read(`      - {operation: A, duration: 1 s, after: C}
      - {operation: B, duration: 1 s, after: A, when: TOW}
      - {operation: C, duration: 1 s, after: B, when: SPORT}
      - {operation: D, duration: 1 s, after: C}
`)
	require.NoError(t, err)
	assert.Equal(t, [][]line.OperationID{{0, 1, 2}}, l.Knots())
	findings, err := calls(t.Context(), l, bomtest.Space(t, cat, config.Point{}, "!TOW | !SPORT"), config.Point{})
	require.NoError(t, err)
	require.Len(t, findings, 1, "A and B, or A and C")
	assert.Equal(t, proof.Cycle, findings[0].Kind)
	assert.Equal(t, "cycle-1", findings[0].Witness.ID)
	finding, err := json.Marshal(findings[0])
	require.NoError(t, err)
	assert.Contains(t, string(finding), `"kind":"cycle","severity":"error","subject":{"kind":"operation","code":"A","operations":["A","B","C"],`)
	var found *line.CycleError
	require.ErrorAs(t, findings[0].Fault, &found)
	assert.Equal(t, []bool{true, false, true}, found.Done)

	x, err := s.Explode(bomtest.Order(t, cat, "PICKUP", "D20", "M6", "SPORT"), config.Point{})
	require.NoError(t, err)
	_, err = l.Route(x)
	var e *line.CycleError
	require.ErrorAs(t, err, &e)
	assert.EqualError(t, err, "operation A at station S comes before itself: A > B > C > A\n    the order does not have B; the operations before and after keep their order")
	text, err := json.Marshal(e)
	require.NoError(t, err)
	assert.JSONEq(t, `{"station": "S", "operations": ["A", "B", "C"], "done": [true, false, true]}`, string(text))

	findings, err = calls(t.Context(), l, bomtest.Space(t, cat, config.Point{}, "!TOW", "!SPORT"), config.Point{})
	require.NoError(t, err)
	assert.Empty(t, findings, "A alone does not come before itself")
	x, err = s.Explode(bomtest.Order(t, cat, "PICKUP", "D20", "M6"), config.Point{})
	require.NoError(t, err)
	_, err = l.Route(x)
	require.NoError(t, err)

	for _, certain := range []string{
		"      - {operation: A, duration: 1 s, after: B}\n      - {operation: B, duration: 1 s, after: A}\n",
		"      - {operation: A, duration: 1 s, after: B, when: TOW}\n      - {operation: B, duration: 1 s, after: A}\n",
		"      - {operation: A, duration: 1 s, after: B, when: TOW}\n      - {operation: B, duration: 1 s, after: A, when: TOW}\n",
	} {
		_, err = read(certain)
		assert.ErrorContains(t, err, "operation A comes before itself: A > B > A")
	}
	_, err = read("      - {operation: A, duration: 1 s, after: B, from: 2026-02-01}\n      - {operation: B, duration: 1 s, after: A, until: 2026-02-01}\n")
	assert.NoError(t, err)
}

// graph is a random line with precedence of any kind at one station.
type graph struct {
	when []bomtest.Cond
	// before[i][j]: i comes before j, directly or through others.
	before [][]bool
	spec   line.StationSpec
}

func drawGraph(t *rapid.T, p *bomtest.Product) *graph {
	gen := bomtest.NewGenerator(t, p)
	seconds, err := config.ParseQuantity("1 s")
	require.NoError(t, err)
	n := gen.Int(1, 6, "operations")
	g := &graph{spec: line.StationSpec{Code: "S", Rides: []string{"10"}}, before: make([][]bool, n)}
	for i := range n {
		cond := bomtest.Cond{Holds: func(map[string]bool) bool { return true }}
		if gen.Int(0, 3, "conditional") > 0 {
			cond = gen.Cond(1)
		}
		g.when = append(g.when, cond)
		g.spec.Operations = append(g.spec.Operations, line.OperationSpec{
			Code: fmt.Sprint("O", i), Duration: seconds, When: cond.Expr(t, p.Catalog),
		})
		g.before[i] = make([]bool, n)
	}
	for i := range n {
		for j := range n {
			if i != j && gen.Int(0, n, "arrow") == n {
				g.before[i][j] = true
				g.spec.Operations[j].After = append(g.spec.Operations[j].After, fmt.Sprint("O", i))
			}
		}
	}
	return g
}

// certain reports whether operations that are done always, or under one condition,
// form a cycle by arrows
// among themselves.
func (g *graph) certain() bool {
	key := func(i int) string {
		if e := g.spec.Operations[i].When; !e.IsZero() {
			return e.String()
		}
		return ""
	}
	for only := range g.when {
		in := func(i int) bool { return key(i) == "" || key(i) == key(only) }
		direct := make([][]bool, len(g.when))
		for i := range direct {
			direct[i] = make([]bool, len(g.when))
			for j := range direct[i] {
				direct[i][j] = in(i) && in(j) && g.before[i][j]
			}
		}
		closeRelation(direct)
		for i := range direct {
			if direct[i][i] {
				return true
			}
		}
	}
	return false
}

func closeRelation(r [][]bool) {
	for k := range r {
		for i := range r {
			for j := range r {
				r[i][j] = r[i][j] || r[i][k] && r[k][j]
			}
		}
	}
}

// TestCyclesAgreeWithEnumeration compares, for any precedence of conditional
// operations: what is refused at load, what Route does with each order, and
// what the proof finds.
func TestCyclesAgreeWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 2)
		g := drawGraph(t, p)
		s, err := bom.ReadStructure(p.Catalog, "bom.csv", strings.NewReader("level,position,part,quantity,station\n1,10,A,1,S\n"))
		require.NoError(t, err)
		l, err := line.New(s, line.Spec{Name: "x", Takt: g.spec.Operations[0].Duration, Stations: []line.StationSpec{g.spec}})
		if g.certain() {
			var defects source.Defects
			require.True(t, errors.As(err, &defects))
			return
		}
		require.NoError(t, err)
		closeRelation(g.before)
		sp := bomtest.Space(t, p.Catalog, config.Point{})
		if sp.Void() {
			return
		}
		findings, err := calls(t.Context(), l, sp, config.Point{})
		require.NoError(t, err)
		tangled := map[line.OperationID]bool{} // the first of a knot that an order has two of
		for sel := range rulestest.Valid(sp.Rules(), config.Point{}) {
			for _, first := range requireOrder(t, p, g, l, sel) {
				tangled[first] = true
			}
		}
		found := map[line.OperationID]bool{}
		for _, f := range findings {
			require.Equal(t, proof.Cycle, f.Kind)
			var e *line.CycleError
			require.ErrorAs(t, f.Fault, &e)
			requireCycle(t, l, e)
			found[knotOf(g, e.Operations[0])] = true
		}
		require.Len(t, found, len(findings), "once for each knot")
		require.Equal(t, tangled, found)
	})
}

// knotOf returns the first of all that come before an operation and after it.
func knotOf(g *graph, o line.OperationID) line.OperationID {
	for i := range g.before {
		if g.before[i][o] && g.before[o][i] {
			return line.OperationID(i)
		}
	}
	return o
}

// requireOrder routes one order and returns the knots of which it has two.
func requireOrder(t *rapid.T, p *bomtest.Product, g *graph, l *line.Line, sel *config.Selection) []line.OperationID {
	has := map[string]bool{}
	for o := range sel.Chosen() {
		has[p.Catalog.Code(o)] = true
	}
	want := map[line.OperationID]bool{}
	var done []int
	for i, when := range g.when {
		if !when.Holds(has) {
			continue
		}
		for _, j := range done {
			if g.before[i][j] && g.before[j][i] {
				want[knotOf(g, line.OperationID(i))] = true
			}
		}
		done = append(done, i)
	}
	x, err := l.Structure().Explode(sel, config.Point{})
	require.NoError(t, err)
	r, err := l.Route(x)
	if len(want) == 0 {
		require.NoError(t, err)
		steps := r.Visits[0].Steps
		require.Len(t, steps, len(done), "no operation is dropped")
		for i := range steps {
			for _, later := range steps[i+1:] {
				require.False(t, g.before[later.Operation][steps[i].Operation])
			}
		}
		return nil
	}
	require.Error(t, err)
	var out []line.OperationID
	for _, one := range err.(interface{ Unwrap() []error }).Unwrap() {
		var e *line.CycleError
		require.True(t, errors.As(one, &e))
		requireCycle(t, l, e)
		out = append(out, knotOf(g, e.Operations[0]))
	}
	require.Len(t, out, len(want))
	return out
}

// requireCycle fails unless each operation is a predecessor of the next, and two
// of them are done.
func requireCycle(t *rapid.T, l *line.Line, e *line.CycleError) {
	done := map[line.OperationID]bool{}
	for i, o := range e.Operations {
		next := e.Operations[(i+1)%len(e.Operations)]
		require.Contains(t, l.Operation(next).After, o)
		if e.Done[i] {
			done[o] = true
		}
	}
	require.GreaterOrEqual(t, len(done), 2)
	require.True(t, e.Done[0])
}

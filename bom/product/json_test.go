package product_test

import (
	"encoding/json"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// A resolution of whatever product, with odd names, is what encoding/json would
// write.
func TestResolutionWritesWhatEncodingJSONWrites(t *testing.T) {
	odd := rapid.SampledFrom([]string{"", "O-1", "a \"b\" \\ c", "\x00\x1f\x7f\b\f\n\r\t", "\xff", "a\xc0\x80z", "\u2028\u2029", "<>&", "Größe 🚐", "\ufffd"})
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 4)
		s, l := p.Read(t)
		sel, _ := p.Selection(t)
		at := config.Point{Date: bomtest.Day(t), Serial: uint64(rapid.IntRange(0, 2).Draw(t, "serial")), Plant: odd.Draw(t, "plant")}
		x, err := s.Explode(sel, at)
		if err != nil {
			x = new(bom.Bill)
		}
		r := &product.Resolution{
			Order: config.Order{ID: odd.Draw(t, "id"), Options: rapid.SliceOfN(odd, 0, 3).Draw(t, "options"), Date: at.Date, Serial: at.Serial, Plant: at.Plant},
			Bill:  x,
		}
		if err == nil {
			r.Routing, _ = l.Route(x)
		}
		requireForm(t, r)
	})
}

func TestResolutionOfOddNames(t *testing.T) {
	cat := bomtest.Van(t)
	tow := bomtest.Cond{Text: "!TOW & SPORT"}.Expr(t, cat)
	one := config.Quantity{Amount: config.NewDecimal(1)}
	for _, name := range []string{`a "b" \`, "<>&", "🚐 ß", "a\xffz", "a\u00a0z", "\ufffd"} {
		s, err := bom.NewStructure(cat, []bom.Row{
			{Level: 1, Position: name, When: tow, Part: name, Name: name, Quantity: one, Station: "S" + name},
			{Level: 2, Position: "10", Select: bom.All, Part: "P" + name, Quantity: one, Usage: tow},
		})
		require.NoError(t, err)
		second, err := config.ParseQuantity("1 s")
		require.NoError(t, err)
		l, err := line.New(s, line.Spec{Name: name, Takt: second, Stations: []line.StationSpec{{
			Code: "S" + name, Name: name, Operations: []line.OperationSpec{{Code: name, Name: name, When: tow, Duration: second, Parts: []string{name}}},
		}}})
		require.NoError(t, err)
		x, err := s.Explode(bomtest.Order(t, cat, "VAN", "E", "M6", "SPORT"), config.Point{})
		require.NoError(t, err)
		require.Equal(t, 2, x.Len())
		routing, err := l.Route(x)
		require.NoError(t, err)
		requireForm(t, &product.Resolution{Order: config.Order{ID: name}, Bill: x, Routing: routing})
	}
}

func TestWritingARoutingAgainAllocatesNothing(t *testing.T) {
	r, err := resolver(t).Resolve(t.Context(), config.Order{ID: "O-1", Options: []string{"M40", "DISC", "BOX"}})
	require.NoError(t, err)
	requireForm(t, r)
	var dst []byte
	assert.Zero(t, testing.AllocsPerRun(5, func() { dst, _ = r.Routing.AppendJSON(dst[:0]) }))
	assert.LessOrEqual(t, testing.AllocsPerRun(5, func() { dst, _ = r.AppendJSON(dst[:0]) }), 2.0, "those of the sums")
}

func TestAnswersAreWrittenNeverRead(t *testing.T) {
	for what, v := range map[string]any{
		"bom.Bill": new(bom.Bill), "bom.PositionError": new(bom.PositionError),
		"line.Routing": new(line.Routing), "line.CallError": new(line.CallError), "line.CycleError": new(line.CycleError),
		"line.Visit": new(line.Visit), "bom.Item": new(bom.Item), "bom.PartTotal": new(bom.PartTotal),
		"product.Resolution": new(product.Resolution), "product.Refusal": new(product.Refusal),
		"proof.Finding": new(proof.Finding), "proof.Report": new(proof.Report), "solver.Report": new(solver.Report), "solver.Explanation": new(solver.Explanation),
		"solver.Cause": new(solver.Cause), "solver.VoidError": new(solver.VoidError),
	} {
		err := json.Unmarshal([]byte(`{"order": {"id": "O-1"}}`), v)
		require.ErrorContains(t, err, "a "+what+" is written, never read: ")
		out, err := json.Marshal(v)
		require.NoError(t, err)
		require.ErrorContains(t, json.Unmarshal(out, v), "never read", "what it wrote itself")
	}
	var many bom.PositionErrors
	require.ErrorContains(t, json.Unmarshal([]byte(`{"errors": [{"position": "100"}]}`), &many), "a bom.PositionError is written, never read: explode the order again")
}

func TestNilAnswersAreNull(t *testing.T) {
	for _, v := range []interface {
		AppendJSON([]byte) ([]byte, error)
	}{(*bom.Bill)(nil), (*line.Routing)(nil), new(line.Routing), (*product.Resolution)(nil)} {
		out, err := v.AppendJSON(nil)
		require.NoError(t, err)
		assert.Equal(t, "null", string(out))
	}
	assert.JSONEq(t, `{"format": "confspace/1", "items": [], "parts": []}`, jsonOf(t, new(bom.Bill)))
	assert.Equal(t, `{"items":[],"parts":[]`, string((*bom.Bill)(nil).AppendMembers([]byte("{"))))
	assert.Equal(t, `{`, string((*line.Routing)(nil).AppendMembers([]byte("{"))))
	assert.JSONEq(t, `{"format": "confspace/1", "order": {}, "verdict": "unknown", "bom": null}`, jsonOf(t, new(product.Resolution)))
	assert.JSONEq(t, `{"format": "confspace/1", "order": {}, "verdict": "unknown", "bom": null}`, jsonOf(t, &product.Resolution{Routing: new(line.Routing)}), "it was not routed")
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

func TestFindingsAsJSON(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,select,part,quantity,usage,until,station\n1,10,optional,A,1,TOW,2027-01-01,S1\n1,10,,B,1,SPORT,,S1\n1,20,,C,1,,,S1\n")
	l := bomtest.Line(t, s, `
line: x
takt: 1 s
stations: [{station: S1, rides: 10, operations: [{operation: O1, duration: 1 s, parts: 20}, {operation: O2, when: TOW, duration: 1 s, parts: 20}]}]
`)
	sp := bomtest.Space(t, cat, config.Point{Date: config.NewDate(2026, 1, 1), Serial: 7, Plant: "P1"})
	report, err := proof.Audit(t.Context(), &product.Product{Catalog: cat, Rules: sp.Rules(), Structure: s, Line: l}, sp, proof.Config{Least: proof.Error})
	require.NoError(t, err)
	require.Len(t, report.Findings, 2)
	assert.JSONEq(t, `{
		"id": "overlap-1", "kind": "overlap", "severity": "error",
		"subject": {"kind": "position", "code": "10", "parts": ["A", "B"], "place": "bom.csv:2:1"},
		"message": "position 10: 2 variants match; this position takes at most one", "condition": "TOW & SPORT",
		"count": "12", "share": 0.25, "as_of": {"date": "2026-01-01", "serial": 7, "plant": "P1"}, "points": 1,
		"fault": {
			"position": "10", "path": "10", "select": "optional",
			"candidates": [
				{"part": "A", "usage": "TOW", "effectivity": {"until": "2027-01-01"}, "matches": true, "place": "bom.csv:2:1"},
				{"part": "B", "usage": "SPORT", "matches": true, "place": "bom.csv:3:1"}
			],
			"takes": ["TOW", "SPORT"], "as_of": {"date": "2026-01-01", "serial": 7, "plant": "P1"}, "place": "bom.csv:2:1"
		},
		"witness": {"id": "overlap-1", "options": ["PICKUP", "D20", "M6", "TOW", "SPORT"], "date": "2026-01-01", "serial": 7, "plant": "P1"}
	}`, jsonOf(t, report.Findings[0]))
	assert.Equal(t, "overlap-1: bom.csv:2:1: position 10: 2 variants match; this position takes at most one", report.Findings[0].String())
	assert.Contains(t, jsonOf(t, report.Findings[1]), `"subject":{"kind":"variant","code":"20","parts":["C"],"operations":["O1","O2"],"place":"bom.csv:4:1"}`)
}

func TestCausesAsJSON(t *testing.T) {
	fsys := bomtest.Scooter()
	fsys["options.yaml"] = &fstest.MapFile{Data: []byte(`
product: x
families:
  - {family: f, options: [{code: A, families: [{family: g, options: [{code: A1}]}]}, {code: B, until: 2026-01-01}]}
  - {family: h, options: [{code: C}, {code: D}]}
`)}
	fsys["rules.yaml"] = &fstest.MapFile{Data: []byte("rules: [{id: T1, forbidden: t.csv, reason: No tooling.}]\n")}
	fsys["t.csv"] = &fstest.MapFile{Data: []byte("f,h\nB,D\n")}
	fsys["bom.csv"] = &fstest.MapFile{Data: []byte("level,position,part,quantity,station\n1,1,P,1,S\n")}
	fsys["line.yaml"] = &fstest.MapFile{Data: []byte("line: x\ntakt: 1 s\nstations: [{station: S}]\n")}
	p, err := product.Read(fsys)
	require.NoError(t, err)
	sp, err := solver.Compile(t.Context(), p.Rules, config.Point{Date: config.NewDate(2026, 5, 1)}, solver.Config{})
	require.NoError(t, err)
	_, err = newResolver(t, sp, p).Resolve(t.Context(), config.Order{ID: "O", Options: []string{"B", "A1", "C", "D"}})
	var refusal *product.Refusal
	require.ErrorAs(t, err, &refusal)
	var out struct {
		Broken []struct{ Kind, Rule, Family, Option, Reason, Text string }
	}
	require.NoError(t, json.Unmarshal([]byte(jsonOf(t, refusal)), &out))
	kinds := map[string]string{}
	for _, c := range out.Broken {
		assert.NotEmpty(t, c.Text)
		kinds[c.Kind] = c.Rule + c.Family + c.Option + c.Reason
	}
	assert.Equal(t, map[string]string{"effectivity": "B", "parent": "A1", "family": "h", "row": "T1No tooling."}, kinds)
}

func TestZeroValuesAsJSON(t *testing.T) {
	assert.JSONEq(t, `{"format": "confspace/1", "points": 0, "findings": []}`, jsonOf(t, new(proof.Report)))
	assert.JSONEq(t, `{"format": "confspace/1", "errors": []}`, jsonOf(t, bom.PositionErrors(nil)))
	assert.JSONEq(t, `null`, jsonOf(t, &line.Routing{}))
	assert.JSONEq(t, `{"format": "confspace/1", "order": {}, "verdict": "unknown", "broken": []}`, jsonOf(t, &product.Refusal{}))
	assert.JSONEq(t, `{"kind": "none", "severity": "none", "subject": {"kind": "none"}}`, jsonOf(t, proof.Finding{}))
}

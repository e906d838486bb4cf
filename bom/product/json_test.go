package product_test

import (
	"encoding/json"
	"testing"
	"testing/fstest"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
	findings, err := proof.CheckBill(t.Context(), s, sp)
	require.NoError(t, err)
	require.Len(t, findings, 1)
	assert.JSONEq(t, `{
		"kind": "overlap", "variants": ["A", "B"],
		"mismatch": {
			"position": "10", "path": "10", "select": "optional",
			"candidates": [
				{"part": "A", "usage": "TOW", "effectivity": "until 2027-01-01", "matches": true, "pos": "bom.csv:2:1"},
				{"part": "B", "usage": "SPORT", "matches": true, "pos": "bom.csv:3:1"}
			],
			"takes": ["TOW", "SPORT"], "as_of": {"date": "2026-01-01", "serial": 7, "plant": "P1"}, "pos": "bom.csv:2:1"
		},
		"witness": {"id": "overlap-10", "options": ["PICKUP", "D20", "M6", "TOW", "SPORT"], "date": "2026-01-01", "serial": 7, "plant": "P1"}
	}`, jsonOf(t, findings[0]))
	assert.Contains(t, findings[0].String(), "overlap: bom.csv:2:1: position 10: 2 variants match, at most one is due")

	calls, err := proof.CheckLine(t.Context(), l, sp)
	require.NoError(t, err)
	require.Len(t, calls, 1)
	assert.JSONEq(t, `{
		"kind": "overlap", "operations": ["O1", "O2"],
		"mismatch": {
			"part": "C", "path": "20", "station": "S1",
			"consumers": [
				{"operation": "O1", "done": true, "pos": "line.yaml:4:62"},
				{"operation": "O2", "when": "TOW", "done": true, "pos": "line.yaml:4:105"}
			],
			"takes": ["TOW"], "pos": "bom.csv:4:1"
		},
		"witness": {"id": "overlap-20", "options": ["PICKUP", "D20", "M6", "TOW"], "date": "2026-01-01", "serial": 7, "plant": "P1"}
	}`, jsonOf(t, calls[0]))
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
	assert.JSONEq(t, `{"items": [], "parts": []}`, jsonOf(t, &bom.Bill{}))
	assert.JSONEq(t, `null`, jsonOf(t, &line.Routing{}))
	assert.JSONEq(t, `{"order": {"options": []}, "verdict": "unknown", "broken": []}`, jsonOf(t, &product.Refusal{}))
	assert.JSONEq(t, `{"kind": "gap", "mismatch": null, "witness": {"options": []}}`, jsonOf(t, proof.Finding{}))
}

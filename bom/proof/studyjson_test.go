package proof_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// scooters is a study of a small product: 12 configurations of body, engine and gearbox, and
// four of the packs.
func scooters(t *testing.T) *proof.Study {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,name,quantity,usage,station
1,10,,WHEEL,Wheel,4,VAN,S1
1,10,,WHEEL,,6,PICKUP,S1
1,20,optional,HITCH,Hitch,1,TOW & VAN,S1
`)
	l := bomtest.Line(t, s, `
line: test
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: WHEELS, duration: 30 s, parts: 10}
      - {operation: MORE, duration: 20 s, when: PICKUP}
      - {operation: HITCH, duration: 45 s, when: TOW & VAN, parts: 20}
`)
	study, err := proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}, s, l)
	require.NoError(t, err)
	return study
}

func TestStudyJSON(t *testing.T) {
	study := scooters(t)
	loads, _, err := study.Worst(t.Context(), nil, nil)
	require.NoError(t, err)
	outlook, _, err := study.Outlook(t.Context(), nil)
	require.NoError(t, err)
	intervals, _, err := study.Quantities(t.Context(), nil)
	require.NoError(t, err)
	means, _, err := study.Expected(t.Context(), nil, nil)
	require.NoError(t, err)
	use, err := study.WhereUsed(t.Context(), "HITCH")
	require.NoError(t, err)
	demand, err := study.Demand(t.Context(), proof.Plan{Vehicles: 10})
	require.NoError(t, err)
	tow, _ := bomtest.Van(t).LookupOption("TOW")
	bomtest.Golden(t, "study.json", map[string]any{
		"worst": loads, "outlook": outlook, "quantities": intervals, "expected": means, "demand": demand, "where_used": use,
		"depend_on": study.DependOn(tow),
	})
}

// Zeros are written, and nothing is read.
func TestZerosOfAStudy(t *testing.T) {
	for zero, want := range map[any]string{
		new(proof.StationLoad): `{"station": "", "capacity": "0", "least": {"value": "0", "order": {}}, "greatest": {"value": "0", "order": {}}, "excess": "0"}`,
		new(proof.Use):         `{"part": "", "items": null}`,
		new(proof.Expectation): `{"part": "", "mean": 0, "unit": ""}`,
		new(proof.Outlook):     `{"parts": null, "operations": null}`,
	} {
		text, err := json.Marshal(zero)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(text))
	}
	for presence, want := range []string{"none", "never", "may", "must"} {
		assert.Equal(t, want, proof.Presence(presence).String())
	}
	for _, answer := range []json.Unmarshaler{new(proof.StationLoad), new(proof.Use), new(proof.Expectation)} {
		require.ErrorContains(t, answer.UnmarshalJSON(nil), "again")
	}
}

// A rule concerns the parts and operations whose conditions name what it names.
func TestDependOnRule(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,select,part,quantity,usage\n1,10,all,A,1,TOW & VAN\n2,10,all,B,1,D20\n1,20,all,C,1,E\n")
	study, err := proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}, "TOW => D20", "SPORT => E"), config.Point{}, s, nil)
	require.NoError(t, err)
	assert.Equal(t, proof.Dependents{Parts: []string{"A", "B"}}, study.DependOnRule(0))
	assert.Equal(t, proof.Dependents{Parts: []string{"C"}}, study.DependOnRule(rules.RuleID(1)))
}

// A study of a line alone knows its work; without a circuit the bounds.
func TestStudyOfALineAlone(t *testing.T) {
	cat := bomtest.Van(t)
	l, err := line.New(bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S\n"), line.Spec{
		Name: "L", Takt: quantity(t, "1 min"),
		Stations: []line.StationSpec{{Code: "S", Operations: []line.OperationSpec{{Code: "O", Duration: quantity(t, "90 s"), When: parse(t, cat, "TOW")}}}},
	})
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), bomtest.Set(t, cat), config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	study, err := proof.NewStudy(t.Context(), space, config.Point{}, nil, l)
	require.NoError(t, err)
	loads, _, err := study.Worst(t.Context(), nil, nil)
	require.NoError(t, err)
	assert.Equal(t, "0 s", loads[0].Least.Value.String())
	assert.Equal(t, "90 s", loads[0].Greatest.Value.String())
	assert.Equal(t, "30 s", loads[0].Excess.String())
	assert.Nil(t, loads[0].Loads)
	outlook, possible, err := study.Outlook(t.Context(), nil)
	require.NoError(t, err)
	assert.True(t, possible)
	assert.Empty(t, outlook.Parts)
	assert.Equal(t, proof.May, outlook.Operations[0].Presence)
}

func quantity(t *testing.T, text string) config.Quantity {
	q, err := config.ParseQuantity(text)
	require.NoError(t, err)
	return q
}

func parse(t *testing.T, cat *config.Catalog, text string) rules.Expr {
	e, err := rules.Parse(cat, text)
	require.NoError(t, err)
	return e
}

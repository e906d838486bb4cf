package solver_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

func TestAnswersAsJSON(t *testing.T) {
	set := threeOptions(t, "A => B & !C")
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	order := config.Order{Options: []string{"A"}}
	report, err := space.Validate(t.Context(), order)
	require.NoError(t, err)
	assert.Equal(t, `{"format":"confspace/1","verdict":"invalid","broken":[{"kind":"rule","rule":"a","text":"a: A =\u003e B \u0026 !C"}]}`, jsonOf(t, report),
		"json.Marshal escapes what others append")
	text, err := report.AppendJSON(nil)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"text":"a: A => B & !C"`)
	why, err := space.Explain(t.Context(), order)
	require.NoError(t, err)
	assert.JSONEq(t, `{"format": "confspace/1", "causes": [
		{"kind": "line", "option": "A", "chosen": true, "text": "the order has A"},
		{"kind": "line", "option": "B", "chosen": false, "implied": true, "text": "the order does not name B"},
		{"kind": "rule", "rule": "a", "text": "a: A => B & !C"}
	], "minimal": true, "smallest": true}`, jsonOf(t, why))
	assert.JSONEq(t, `{"kind": "none", "text": "nothing"}`, jsonOf(t, solver.Cause{}))
	assert.Contains(t, jsonOf(t, space.Stats()), `"rules":1,"variables":3`)

	for _, answer := range []any{new(solver.Cause), new(solver.Report), new(solver.Explanation)} {
		require.ErrorContains(t, json.Unmarshal([]byte(jsonOf(t, answer)), answer), "is written, never read")
	}
	var verdict solver.Verdict
	require.NoError(t, json.Unmarshal([]byte(`"valid"`), &verdict))
	assert.Equal(t, solver.Valid, verdict)
	require.ErrorContains(t, json.Unmarshal([]byte(`"vaild"`), &verdict), "did you mean valid?")
}

package source_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

func TestPlacesAsText(t *testing.T) {
	for _, p := range []source.Place{
		{}, {File: "a"}, {File: "a", Line: 3}, {File: "a", Line: 3, Column: 7}, {Line: 3}, {Line: 3, Column: 7}, {File: "C:/x:y", Line: 12, Column: 1},
	} {
		text, err := p.MarshalText()
		require.NoError(t, err)
		var again source.Place
		require.NoError(t, again.UnmarshalText(text))
		if p.File == "" && p.Line > 0 {
			continue // "3" is the name of a file
		}
		assert.Equal(t, p, again)
	}
}

func TestDefectsAsJSON(t *testing.T) {
	f, err := source.NewFile("a.csv", []byte("x,y\n"))
	require.NoError(t, err)
	text, err := json.Marshal(source.Defects{f.Defect(2, 1, "unknown column y", "did you mean x?"), {Msg: "no place"}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"format": "confspace/1", "defects": [
		{"place": "a.csv:1:3", "message": "unknown column y", "excerpt": "x,y", "caret": 2, "width": 1, "hint": "did you mean x?"},
		{"message": "no place"}
	]}`, string(text))
	var again source.Defects
	require.NoError(t, json.Unmarshal(text, &again))
	assert.Equal(t, "a.csv:1:3", again[0].Place.String())
	require.ErrorContains(t, json.Unmarshal([]byte(`{"format": "confspace/1", "defects": [{"massage": ""}]}`), &again), "massage")
	require.ErrorContains(t, json.Unmarshal([]byte(`{"format": "confspace/2", "defects": []}`), &again), "confspace/2")
	require.ErrorContains(t, json.Unmarshal([]byte(`{"defects": []}`), &again), "write confspace/1")

	dst, err := source.Defects{{Msg: "A & B <C>"}}.AppendJSON([]byte("before "))
	require.NoError(t, err)
	assert.Equal(t, `before {"format":"confspace/1","defects":[{"message":"A & B <C>"}]}`, string(dst))
	none, err := json.Marshal(source.Defects(nil))
	require.NoError(t, err)
	assert.Equal(t, `{"format":"confspace/1","defects":[]}`, string(none))
}

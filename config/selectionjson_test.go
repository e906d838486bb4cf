package config_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// What a client may store or send is read strictly; a selection is written as its order.
func TestStrictJSON(t *testing.T) {
	for text, into := range map[string]any{
		`{"plnt":"P1"}`:                              new(config.Point),
		`{"serial":-1}`:                              new(config.Point),
		`{"untill":"2026-01-01"}`:                    new(config.Effectivity),
		`{"from":"2026-02-01","until":"2026-01-01"}`: new(config.Effectivity),
		`{"plants":["P2","P1"]}`:                     new(config.Effectivity),
		`"[3..1]"`:                                   new(config.Cardinality),
		`"kgg"`:                                      new(config.Unit),
		`"unknown"`:                                  new(config.OptionFault),
		`{"options":["O1"]}`:                         new(config.Selection),
	} {
		require.Error(t, json.Unmarshal([]byte(text), into), text)
	}
	want := config.Effectivity{From: config.NewDate(2026, 1, 1), Until: config.NewDate(2027, 1, 1), FromSerial: 7, Plants: []string{"P1", "P2"}}
	text, err := json.Marshal(want)
	require.NoError(t, err)
	require.Equal(t, string(want.AppendJSON(nil)), string(text))
	var got config.Effectivity
	require.NoError(t, json.Unmarshal(text, &got))
	require.Equal(t, want, got)

	cat := options(t, 3)
	sel := cat.NewSelection()
	sel.Choose(0)
	sel.Reject(2)
	for _, v := range []any{sel, *sel} {
		text, err = json.Marshal(v)
		require.NoError(t, err)
		require.JSONEq(t, `{"partial":true,"options":["O0"],"without":["O2"]}`, string(text))
	}
	text, err = json.Marshal(config.Selection{})
	require.NoError(t, err)
	require.Equal(t, "null", string(text))
}

package mates_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
)

const parts = "level,position,part,quantity,unit,phantom\n1,10,BRACKET,1,,\n1,20,BOLT,4,,\n1,30,OIL,0.5,l,\n1,40,KIT,1,,yes\n2,10,NUT,1,,\n"

func TestReadDefects(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), parts)
	for text, want := range map[string]string{
		"mates: [{mate: M-1, if: [BRAKET], then: [BOLT]}]":                                   `mates.yaml:1:26: mate M-1: the bill has no part BRAKET`,
		"mates: [{mate: M-1, if: [BRACKET]}]":                                                "mate M-1: then names no part",
		"mates: [{mate: M-1, if: BOLT, then: BOLT}, {mate: M-1, if: BOLT, then: BOLT}]":      "mates.yaml:1:51: mate M-1 is there twice",
		"mates: [{if: [BRACKET], then: [BOLT]}]":                                             "a mate has no mate",
		"limits: [{limit: L-1, part: BOLT, sum: mass, at_most: 1 pcs}]":                      "limit L-1 must name a part or a sum, and not both",
		"limits: [{limit: L-1, part: BOLT}]":                                                 "limit L-1 has no bound; write at_least or at_most",
		"limits: [{limit: L-1, part: BOLT, at_most: 1 kg}]":                                  "limit L-1: 1 kg is not in pcs",
		"limits: [{limit: L-1, part: BOLT, at_most: many}]":                                  "at_most: ",
		"limits: [{limit: L-1, part: BOLT, at_least: 3 pcs, at_most: 2 pcs}]":                "limit L-1: at least 3 pcs is more than at most 2 pcs",
		"limits: [{limit: L-1, sum: mas, at_most: 1 kg}]\nvalues: [{value: mass, unit: kg}]": "limit L-1: there is no value mas",
		"values: [{value: mass, unit: kg, parts: {BOLD: 1}}]":                                "mates.yaml:1:42: value mass: the bill has no part BOLD",
		"values: [{value: mass, unit: kg, parts: {KIT: 1}}]":                                 "mates.yaml:1:42: value mass: part KIT is a phantom, which has no quantity",
		"limits: [{limit: L-1, part: KIT, at_most: 1 pcs}]":                                  "mates.yaml:1:29: limit L-1: part KIT is a phantom, which has no quantity",
		"values: [{value: mass, unit: kg, parts: {BOLT: x}}]":                                "value mass: ",
		"values: [{value: mass, unit: kilo}]":                                                "unit: ",
		"mate: []":                                                                           "unknown key mate in the mates",
		"format: confspace/9\nmates: []":                                                     "confspace/9",
	} {
		_, err := mates.Read(s, "mates.yaml", strings.NewReader(text))
		assert.ErrorContains(t, err, want, text)
		_, err = mates.Read(nil, "mates.yaml", strings.NewReader(text))
		if !strings.Contains(want, "the bill has no") && !strings.Contains(want, "is not in") && !strings.Contains(want, "is a phantom") {
			assert.ErrorContains(t, err, want, text)
		}
	}
}

func TestReadWithoutABill(t *testing.T) {
	m, err := mates.Read(nil, "mates.yaml", strings.NewReader("mates: [{mate: M-1, if: [X], then: [Y]}]"))
	require.NoError(t, err)
	assert.Nil(t, m)
}

// What is written reads back as equal mates, with the same text.
func TestWriteReadsBack(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), parts)
	numbers := []string{"BRACKET", "BOLT", "OIL"}
	property.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfNDistinct(rapid.SampledFrom(numbers), 1, 3, rapid.ID[string])
		var spec mates.Spec
		for i := range rapid.IntRange(0, 3).Draw(t, "mates") {
			spec.Mates = append(spec.Mates, mates.Mate{
				ID: fmt.Sprint("M-", i), If: some.Draw(t, "if"), Then: some.Draw(t, "then"), Reason: rapid.SampledFrom([]string{"", "it: is # so", "yes"}).Draw(t, "reason"),
			})
		}
		kg, err := config.ParseUnit("kg")
		require.NoError(t, err)
		v := mates.Value{Name: "mass", Unit: kg, Parts: map[string]config.Decimal{}}
		for _, part := range some.Draw(t, "parts") {
			v.Parts[part] = config.NewDecimal(int64(rapid.IntRange(-3, 9).Draw(t, "amount")))
		}
		spec.Values = append(spec.Values, v)
		most := config.Quantity{Amount: config.NewDecimal(7), Unit: kg}
		spec.Limits = append(spec.Limits, mates.Limit{ID: "L-1", Sum: "mass", AtMost: &most})
		m, err := mates.New(s, spec)
		require.NoError(t, err)
		var text, again bytes.Buffer
		require.NoError(t, m.WriteYAML(&text))
		back, err := mates.Read(s, "mates.yaml", bytes.NewReader(text.Bytes()))
		require.NoError(t, err, text.String())
		require.NoError(t, back.WriteYAML(&again))
		require.Equal(t, text.String(), again.String())
		require.Len(t, back.Spec().Mates, len(spec.Mates))
		for i, want := range spec.Mates {
			got := back.Spec().Mates[i]
			require.Equal(t, []any{want.ID, want.If, want.Then, want.Reason}, []any{got.ID, got.If, got.Then, got.Reason})
		}
		require.Equal(t, v.Parts, back.Spec().Values[0].Parts)
	})
}

func FuzzRead(f *testing.F) {
	f.Add("mates: [{mate: M-1, if: [BRACKET], then: [BOLT]}]\nlimits: [{limit: L, part: OIL, at_most: 1 l}]\nvalues: [{value: mass, unit: kg, parts: {BOLT: 1}}]\n")
	s := bomtest.Structure(f, bomtest.Van(f), parts)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := mates.Read(s, "mates.yaml", strings.NewReader(text))
		if err != nil {
			return
		}
		var out bytes.Buffer
		require.NoError(t, m.WriteYAML(&out))
		_, err = mates.Read(s, "mates.yaml", &out)
		require.NoError(t, err)
	})
}

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	m, err := mates.New(bomtest.Structure(t, bomtest.Van(t), parts), mates.Spec{})
	require.NoError(t, err)
	configtest.Surface{
		Values: []any{m, new(mates.Mates), new(mates.Mate), new(mates.Limit), new(mates.Value), new(mates.Spec)},
		Funcs:  map[string]any{"New": mates.New, "Read": mates.Read},
	}.Check(t)
	assert.PanicsWithValue(t, "mates: New without a structure", func() { _, _ = mates.New((*bom.Structure)(nil), mates.Spec{}) })
}

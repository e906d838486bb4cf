// Package bomtest is shared by the tests of bills, lines, proofs and products: small
// fixtures, and random products whose meaning is computed without the packages under
// test.
package bomtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Catalog builds a catalog from lines such as "body one PICKUP VAN".
func Catalog(t testing.TB, lines ...string) *config.Catalog {
	t.Helper()
	b := config.NewBuilder("test")
	b.Plant(config.PlantSpec{Name: "P1"})
	b.Plant(config.PlantSpec{Name: "P2"})
	b.Plant(config.PlantSpec{Name: "P3"})
	for _, line := range lines {
		words := strings.Fields(line)
		sel, err := config.ParseCardinality(words[1])
		require.NoError(t, err)
		b.Family(config.FamilySpec{Code: words[0], Select: sel})
		for _, code := range words[2:] {
			b.Option(config.OptionSpec{Family: words[0], Code: code})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

// Van is the catalog of most tests.
func Van(t testing.TB) *config.Catalog {
	return Catalog(t, "body one PICKUP VAN", "engine one D20 D30 E", "gearbox one M6 A8", "pack any TOW SPORT")
}

// File returns a text as a file.
func File(t require.TestingT, name, text string) *source.File {
	f, err := source.Read(name, strings.NewReader(text))
	require.NoError(t, err)
	return f
}

// Structure reads a bill of material.
func Structure(t testing.TB, cat *config.Catalog, csv string) *bom.Structure {
	t.Helper()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(csv))
	require.NoError(t, err)
	return s
}

// Line reads a line.
func Line(t testing.TB, s *bom.Structure, yaml string) *line.Line {
	t.Helper()
	l, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(yaml))
	require.NoError(t, err)
	return l
}

// Order binds a complete order.
func Order(t testing.TB, cat *config.Catalog, codes ...string) *config.Selection {
	t.Helper()
	sel, err := config.Order{ID: "O-1", Options: codes}.Bind(cat)
	require.NoError(t, err)
	return sel
}

// Show lists items as "path part total", one a line.
func Show(x *bom.Bill) []string {
	var out []string
	for item := range x.Items() {
		out = append(out, item.Path+" "+item.Part+" "+item.Total.String())
	}
	return out
}

// Totals lists sums as "part quantity", one a line.
func Totals(x *bom.Bill) []string {
	var out []string
	for _, total := range x.Flat() {
		out = append(out, total.Part+" "+total.Quantity.String())
	}
	return out
}

// ReplaceOnce replaces a part of a text that must occur exactly once.
func ReplaceOnce(t testing.TB, text, from, to string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, from))
	return strings.Replace(text, from, to, 1)
}

// Set builds a rule set from conditions.
func Set(t require.TestingT, cat *config.Catalog, sources ...string) *rules.Set {
	b := rules.NewBuilder(cat)
	for i, source := range sources {
		b.Add(rules.RuleSpec{ID: fmt.Sprintf("R%d", i+1), Source: source, Reason: "because"})
	}
	set, err := b.Build()
	require.NoError(t, err)
	return set
}

// Space compiles conditions as rules.
func Space(t require.TestingT, cat *config.Catalog, asOf config.Point, sources ...string) *solver.Space {
	s, err := solver.Compile(context.Background(), Set(t, cat, sources...), asOf, solver.Config{})
	require.NoError(t, err)
	return s
}

// Defects lists an error's defects as "line:column message".
func Defects(t testing.TB, err error) []string {
	t.Helper()
	var all source.Defects
	require.ErrorAs(t, err, &all)
	var out []string
	for _, d := range all {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Place.Line, d.Place.Column, d.Msg))
	}
	return out
}

// RequireDefects fails unless an error is defects with the given places and
// messages.
func RequireDefects(t *testing.T, err error) {
	var all source.Defects
	require.True(t, errors.As(err, &all), "%v", err)
	for _, d := range all {
		require.NotEmpty(t, d.Msg)
		require.NotEmpty(t, d.Place.File)
	}
}

var update = flag.Bool("update", false, "write the golden files")

// Golden compares a value's JSON with a file of testdata, or writes it with
// -update.
func Golden(t *testing.T, name string, v any) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(v))
	GoldenText(t, name, got.String())
}

// GoldenText compares a text with a file of testdata, or writes the file with -update.
func GoldenText(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

const Stationed = "level,position,part,quantity,station,phantom\n1,10,A,1,S1,\n2,20,B,1,,\n1,30,C,1,S2,\n1,40,P,1,S1,yes\n2,50,Q,1,,\n"

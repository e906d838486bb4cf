package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/schematest"
	vanline "github.com/confspace/confspace/examples/vanline/product"
)

// TestDocumentsHaveTheirSchema holds what -json prints to its schema, and the schema to
// that.
func TestDocumentsHaveTheirSchema(t *testing.T) {
	t.Parallel()
	c := schematest.New(t)
	check := func(dir string, args ...string) {
		t.Helper()
		_, out, errs := call(t, append([]string{"-product", dir, "-order", "all", "-json"}, args...)...)
		require.NotEmpty(t, out, errs)
		c.Require(t, "vanline", out)
	}
	check(trailer, "-shares", "extras", "-space", filepath.Join(t.TempDir(), "space"))
	check(trailer, "-cost", "mass", "-serial", "5")

	orders := filepath.Join(t.TempDir(), "orders.jsonl")
	require.NoError(t, os.WriteFile(orders, []byte(`{"id": "1", "date": "2026-08-03", "options": ["FLAT", "SINGLE"]}
{"id": "2", "options": ["FLAT", "SINGLE"]}`), 0o644))
	check(trailer, "-orders", orders) // the second has no date, and so no answer

	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	edit := func(file, old, new string) {
		text, err := os.ReadFile(filepath.Join(dir, file))
		require.NoError(t, err)
		require.Contains(t, string(text), old)
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(strings.ReplaceAll(string(text), old, new)), 0o644))
	}
	edit("bom.csv", ",BOX,", ",BOX & WINCH,") // a gap
	edit("line.yaml", "OP-7, name: Fit the winch, when: WINCH", "OP-7, name: Fit the winch, when: WINCH & LAMPS")
	check(dir)
	edit("line.yaml", "10 min", "4 min") // too short
	edit("options.yaml", "price", "cost")
	check(dir)
	for _, file := range []string{"line.yaml", "bom.csv", "rules.yaml"} {
		require.NoError(t, os.Remove(filepath.Join(dir, file)))
		check(dir)
	}
	c.RequireTight(t, "vanline")
}

func TestWorstHasItsSchema(t *testing.T) {
	t.Parallel()
	_, out, errs := call(t, "-product", trailer, "-worst", "-json")
	require.NotEmpty(t, out, errs)
	schematest.New(t).Require(t, "worst", out)
}

func TestTakeHasItsSchema(t *testing.T) {
	t.Parallel()
	c := schematest.New(t)
	for _, file := range []string{"take.csv", "impossible.csv"} {
		_, out, errs := call(t, "-product", trailer, "-take", filepath.Join("testdata", file), "-json")
		require.NotEmpty(t, out, errs)
		c.Require(t, "take", out)
	}
	_, out, errs := call(t, "-product", trailer, "-take", ofNothing(t), "-json")
	require.NotEmpty(t, out, errs)
	c.Require(t, "take", out)
}

// TestAnswersOfTheLineHaveTheirSchema validates each order of the example line in a
// document of its own.
func TestAnswersOfTheLineHaveTheirSchema(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles a space for each day on which rules change")
	}
	s, err := answered()
	require.NoError(t, err)
	c := schematest.New(t)
	for i := range s.answers {
		of := *s
		of.answers = s.answers[i : i+1]
		var out strings.Builder
		require.NoError(t, writeJSON(&out, &of))
		c.Require(t, "vanline", out.String())
	}
	text, err := vanline.Files.ReadFile("orders.jsonl")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		var o config.Order
		require.NoError(t, json.Unmarshal([]byte(line), &o))
		c.Require(t, "order", schematest.Text(t, o))
	}
}

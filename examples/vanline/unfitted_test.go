package main

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/solver"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestUnfittedPartsAreFound takes away what says that transit material rides
// along, and an operation's parts: each is found at each plant that has it.
func TestUnfittedPartsAreFound(t *testing.T) {
	files := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(vanline.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(vanline.Files, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	}))
	text := string(files["line.yaml"].Data)
	for _, planted := range [][2]string{{"rides: [9070, 9075]", "rides: []"}, {"parts: [1045]", "parts: []"}} {
		require.Equal(t, 1, strings.Count(text, planted[0]))
		text = strings.Replace(text, planted[0], planted[1], 1)
	}
	files["line.yaml"].Data = []byte(text)
	p, err := product.Read(files)
	require.NoError(t, err)
	for plant, want := range map[string][]string{"NHV": {"unfitted-1045", "unfitted-9075"}, "ESK": {"unfitted-1045", "unfitted-9070"}} {
		space, err := solver.Compile(t.Context(), p.Rules, config.Point{Date: config.NewDate(2026, 6, 1), Plant: plant}, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		findings, err := proof.CheckLine(t.Context(), p.Line, space)
		require.NoError(t, err)
		var got []string
		for _, f := range findings {
			assert.Equal(t, proof.Unfitted, f.Kind)
			got = append(got, f.Witness.ID)
		}
		assert.Equal(t, want, got, plant)
	}
}

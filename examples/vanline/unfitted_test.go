package main

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/solver"
)

// planted returns the product's files with texts replaced in line.yaml, each of
// which must stand there once.
func planted(t *testing.T, replaced ...[2]string) fs.FS {
	t.Helper()
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
	for _, r := range replaced {
		require.Equal(t, 1, strings.Count(text, r[0]))
		text = strings.Replace(text, r[0], r[1], 1)
	}
	files["line.yaml"].Data = []byte(text)
	return files
}

// TestUnfittedPartsAreFound takes away what says that transit material rides
// along, and an operation's parts: each is found at each plant that has it.
func TestUnfittedPartsAreFound(t *testing.T) {
	files := planted(t, [2]string{"rides: [9070, 9075]", "rides: []"}, [2]string{"parts: [1045]", "parts: []"})
	p, err := product.Read(files)
	require.NoError(t, err)
	for plant, want := range map[string][]string{"NHV": {"1045", "9075"}, "ESK": {"1045", "9070"}} {
		space, err := solver.Compile(t.Context(), p.Rules, config.Point{Date: config.NewDate(2026, 6, 1), Plant: plant}, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		report, err := proof.Audit(t.Context(), p, space, proof.Config{Least: proof.Error})
		require.NoError(t, err)
		var got []string
		for _, f := range report.Findings {
			if f.Kind == proof.Dead { // at another point an order takes it
				continue
			}
			assert.Equal(t, proof.Unfitted, f.Kind)
			assert.Equal(t, f.ID, f.Witness.ID)
			got = append(got, f.Subject.Code)
		}
		assert.Equal(t, want, got, plant)
	}
}

func TestARenamedStationIsOneDefect(t *testing.T) {
	_, err := product.Read(planted(t, [2]string{"station: S010", "station: S01O"}))
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.Len(t, defects, 1)
	assert.Equal(t, "line Hall 3 has no station S010; 89 rows of bom.csv deliver parts there", defects[0].Msg)
	assert.Equal(t, "did you mean S01O?", defects[0].Hint)
}

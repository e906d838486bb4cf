package analysis_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// TestPublishedAnomalies: of published feature models, dead options and those that follow from them
// are as many as others found, and options that are core are the published ones but those that the
// tree alone makes so.
func TestPublishedAnomalies(t *testing.T) {
	dir := configtest.Reference(t, "uvl/models")
	table, err := os.ReadFile(filepath.Join(dir, "reference.tsv"))
	require.NoError(t, err)
	for i, line := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		words := strings.Split(line, "\t")
		if i == 0 || words[0] == "automotive01" { // which takes some seconds
			continue
		}
		t.Run(words[0], func(t *testing.T) {
			set, err := uvl.Read(os.DirFS(dir), words[0]+".uvl")
			require.NoError(t, err)
			report, err := analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{
				Kinds: []analysis.Kind{analysis.DeadOption, analysis.CoreOption}, Searches: -1, Compile: solver.Config{NoCircuit: true},
			})
			require.NoError(t, err)
			found := make(map[analysis.Kind]int)
			for _, f := range report.Findings {
				found[f.Kind] += 1 + f.More
			}
			require.Equal(t, words[4], strconv.Itoa(found[analysis.DeadOption]))
			core, err := strconv.Atoi(words[3])
			require.NoError(t, err)
			require.LessOrEqual(t, found[analysis.CoreOption], core)
		})
	}
}

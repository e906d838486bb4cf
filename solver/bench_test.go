package solver_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// line is a car line of 1,990 options and 8,883 clauses.
const line = "C202_FS.cnf.gz"

func BenchmarkFormulaSet(b *testing.B) {
	text := string(unpacked(b, filepath.Join(configtest.Reference(b, "mercedes"), line)))
	f, err := dimacs.Read(line, strings.NewReader(text))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := f.Set()
		require.NoError(b, err)
	}
}

func compiled(b *testing.B) *solver.Space {
	set := load(b, filepath.Join(configtest.Reference(b, "mercedes"), line))
	space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(b, err)
	return space
}

func BenchmarkValidate(b *testing.B) {
	space := compiled(b)
	sel, ok, err := space.Find(b.Context(), rules.True(space.Catalog()))
	require.NoError(b, err)
	require.True(b, ok)
	b.ReportAllocs()
	for b.Loop() {
		report, err := space.ValidateSelection(b.Context(), sel)
		require.NoError(b, err)
		require.Equal(b, solver.Valid, report.Verdict)
	}
}

func BenchmarkFind(b *testing.B) {
	space := compiled(b)
	for b.Loop() {
		_, ok, err := space.Find(b.Context(), rules.Option(space.Catalog(), 100))
		require.NoError(b, err)
		require.True(b, ok)
	}
}

func BenchmarkExplain(b *testing.B) {
	space := compiled(b)
	none := space.Catalog().NewSelection()
	none.CloseWorld()
	for b.Loop() {
		explanation := explain(b, space, none)
		require.True(b, explanation.Minimal)
	}
}

// Evaluating a complete selection allocates nothing.
func TestValidateDoesNotAllocate(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	sel, ok, err := space.Find(t.Context(), rules.True(space.Catalog()))
	require.NoError(t, err)
	require.True(t, ok)
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = space.ValidateSelection(t.Context(), sel) }))
}

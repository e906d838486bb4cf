package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each station of the example line has a line of its own in the golden, which TestGolden
// holds.
func TestWorstHasALineForEachStation(t *testing.T) {
	t.Parallel()
	out, err := os.ReadFile(filepath.Join("testdata", "worst.golden"))
	require.NoError(t, err)
	assert.Len(t, regexp.MustCompile(`(?m)^  S\d{3} .*\d:\d\d .*$`).FindAll(out, -1), 35)
}

// Without a line there is no station.
func TestWorstNeedsALine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	require.NoError(t, os.Remove(filepath.Join(dir, "line.yaml")))
	status, out, errs := call(t, "-product", dir, "-worst")
	assert.Empty(t, out)
	assert.Equal(t, 1, status)
	assert.Equal(t, "the product has no line: -worst needs line.yaml\n", errs)
}

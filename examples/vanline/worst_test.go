package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each station of the example line has a line of its own.
func TestWorstHasALineForEachStation(t *testing.T) {
	t.Parallel()
	status, out, _ := call(t, "-worst")
	require.Zero(t, status)
	assert.Len(t, regexp.MustCompile(`(?m)^  S\d{3} .*\d:\d\d .*$`).FindAllString(out, -1), 35)
	checkLines(t, out)
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

package examples

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadme holds the README's code to the example that is compiled and run.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)
	_, code, found := strings.Cut(string(example), "func Example() {\n")
	require.True(t, found)
	code, _, found = strings.Cut(code, "\n\t// Output:")
	require.True(t, found)
	for line := range strings.Lines(code) {
		require.Contains(t, string(readme), strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "\t"))
	}
}

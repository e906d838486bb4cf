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

// TestReadmeQuotes holds what the README shows of the programs' output to what
// their tests hold them to.
func TestReadmeQuotes(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		return string(text)
	}
	printed := read("vanline/testdata/default.golden") + read("check/main_test.go") + strings.ReplaceAll(read("example_test.go"), "\t// ", "")
	quotes := 0
	blocks := strings.Split(read("../README.md"), "```")
	for i := 1; i < len(blocks); i += 2 {
		if quote, found := strings.CutPrefix(blocks[i], "\n"); found && !strings.HasPrefix(quote, "go ") {
			quotes++
			require.Contains(t, printed, strings.TrimSuffix(quote, "\n"))
		}
	}
	require.Equal(t, 3, quotes)
}

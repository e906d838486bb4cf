package syntax

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimitOfDepth(t *testing.T) {
	times := strings.Repeat
	for name, at := range map[string]func(n int) string{ // an expression n deep
		"parentheses":      func(n int) string { return times("(", n-1) + "a" + times(")", n-1) },
		"not":              func(n int) string { return times("!", n-1) + "a" },
		"minus":            func(n int) string { return times("-", n-2) + "1 < 2" },
		"implications":     func(n int) string { return "a" + times(" => a", n-1) },
		"not implications": func(n int) string { return "!(a" + times(" => a", n-2) + ")" },
		"divisions":        func(n int) string { return "1 < a" + times(" / a", n-2) },
		"calls":            func(n int) string { return times("at_most(1; ", n-1) + "a" + times(")", n-1) },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(at(1000))
			require.NoError(t, err)
			_, err = Parse(at(1001))
			require.ErrorContains(t, err, "operators nest deeper than 1000")
		})
	}
}

func TestLimitOfLength(t *testing.T) {
	text := "a" + strings.Repeat(" ", 1<<20-1)
	_, err := Parse(text)
	require.NoError(t, err)
	_, err = Parse(text + " ")
	require.ErrorContains(t, err, "expression longer than 1048576 bytes")
}

package tell

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCodeFault(t *testing.T) {
	for code, want := range map[string]string{
		"":                             "the part is missing",
		"A 1/ä\u00a0#":                 "",
		strings.Repeat("x", 1000):      "",
		strings.Repeat("x", 1001):      "the part is longer than 1000 bytes",
		strings.Repeat("ä", 500):       "",
		strings.Repeat("ä", 500) + "x": "the part is longer than 1000 bytes",
		" A":                           `the part " A" begins or ends with a space`,
		"A\t":                          `the part "A\t" begins or ends with a space`,
	} {
		require.Equal(t, want, CodeFault("part", code))
	}
	for _, r := range []rune{0, '\t', '\n', '\r', 0x1f, 0x7f, 0x80, 0x90, '\u00ad', '\u200b', '\u2028', '\u2029', '\u202e', '\ufeff'} {
		code := "A" + string(r) + "B"
		require.Equal(t, fmt.Sprintf("the part %q has characters that cannot be printed", code), CodeFault("part", code))
	}
	for _, r := range []rune{' ', '~', '\u00a0', '\u2027', '\u202f', '\u3000', 'ی', '𐍈'} {
		require.Empty(t, CodeFault("part", "A"+string(r)+"B"))
	}
	require.Empty(t, NameFault("name", "می\u200cخواهم"), "a name may need a joiner")
	for _, r := range []rune{'\n', 0x90, '\u2028'} {
		require.Contains(t, NameFault("name", "A"+string(r)), "characters that cannot be printed")
	}
}

package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// However wrong the quotes of a file are, each byte is searched for the end of
// a quote a few times at most.
func TestCSVQuotesAreLinear(t *testing.T) {
	for name, line := range map[string]string{
		"open":        "1,\"2\n",
		"open, text":  "1,\"2\"\"\n",
		"pairs":       "1,\"\"\n",
		"pairs, text": "\"\"\"\",x\"\"\n",
		"three":       "\"\"\",\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := "a,b\n\"" + strings.Repeat(line, 10_000)
			f, err := NewFile("t.csv", []byte(text))
			require.NoError(t, err)
			var list List
			r := newCSVReader(f, &list)
			for _, ok := r.next(); ok; _, ok = r.next() {
			}
			require.Less(t, r.quotedBytes, 4*len(text))
		})
	}
}

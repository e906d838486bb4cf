package uvl

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/rules/syntax"
)

// refs are references to features with names of so many bytes.
func refs(n, size int) []*syntax.Node {
	out := make([]*syntax.Node, n)
	for i := range out {
		out[i] = syntax.NewRef(strings.Repeat("x", size))
	}
	return out
}

func TestLimitOfTerms(t *testing.T) {
	_, err := render(several(syntax.Or, refs(20_000, 1)))
	require.NoError(t, err)
	_, err = render(several(syntax.Or, refs(20_001, 1)))
	require.EqualError(t, err, "spelled out without cardinalities and weighted sums, it names more than 20000 options")
}

func TestLimitOfWrittenConstraints(t *testing.T) {
	const beyond = "the condition is too deep or too long for one constraint"
	long := func(last int) *syntax.Node { return several(syntax.Or, append(refs(1023, 1021), refs(1, last)...)) }
	text, err := render(long(1<<20 - 1023*1024))
	require.NoError(t, err)
	require.Len(t, text, 1<<20)
	_, err = render(long(1<<20 - 1023*1024 + 1))
	require.EqualError(t, err, beyond)

	n := refs(1, 1)[0]
	for range 500 {
		n = not(n)
	}
	_, err = render(n)
	require.NoError(t, err)
	_, err = render(not(n))
	require.EqualError(t, err, beyond)
}

func TestLimitOfDiagrams(t *testing.T) {
	var l lowering
	l.between(64, 127, refs(128, 1))
	require.NoError(t, l.err)
	l.between(64, 112, refs(145, 1))
	require.EqualError(t, l.err, "64 to 112 of 145 conditions is too much to spell out")
}

func TestLimitOfShownText(t *testing.T) {
	text := strings.Repeat("x", 60)
	require.Equal(t, text, shown(text))
	require.Equal(t, text+"…", shown(text+"x"))
}

// The code of a family is that of its feature, cut to leave room for its kind and
// a number.
func TestLimitOfFamilyCodes(t *testing.T) {
	code := strings.Repeat("x", 980)
	require.Equal(t, code, shorten(code))
	require.Equal(t, code, shorten(code+"y"))
	require.Equal(t, code[1:], shorten(code[1:]))
	require.Equal(t, strings.TrimSuffix(code, "x"), shorten(code[1:]+"ä"))
	require.Equal(t, code[:979]+"z", shorten(code[:979]+"z"))
}

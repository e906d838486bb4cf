package uvl

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
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

// At most m of n options are (m+1) * (n-m) cases.
func TestLimitOfCases(t *testing.T) {
	b := config.NewBuilder("p")
	b.Family(config.FamilySpec{Code: "f", Select: config.Any})
	for i := range 257 {
		b.Option(config.OptionSpec{Family: "f", Code: "O" + strconv.Itoa(i)})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	spell := func(n int, most int64) error {
		terms := make([]rules.Term, n)
		for i := range terms {
			terms[i] = rules.Term{Option: config.OptionID(i), Coef: 1}
		}
		e, err := rules.Linear(cat, terms, rules.AtMost, most)
		require.NoError(t, err)
		l := lowering{cat: cat}
		l.linear(e)
		return l.err
	}
	require.NoError(t, spell(255, 127))                                                                              // 128 * 128
	require.EqualError(t, spell(257, 112), "a weighted sum of 257 options takes more than 16384 cases to spell out") // 113 * 145
}

func TestLimitOfWrittenDepth(t *testing.T) {
	write := func(depth int) error {
		b, parent := config.NewBuilder("p"), ""
		for i := range depth + 1 {
			n := strconv.Itoa(i)
			b.Family(config.FamilySpec{Code: "f" + n, Parent: parent})
			b.Option(config.OptionSpec{Family: "f" + n, Code: "O" + n})
			parent = "O" + n
		}
		cat, err := b.Build()
		require.NoError(t, err)
		set, err := rules.NewBuilder(cat).Build()
		require.NoError(t, err)
		return Write(io.Discard, set, config.Point{})
	}
	require.NoError(t, write(499))
	require.ErrorContains(t, write(500), "option O500 is nested deeper than 499 options")
}

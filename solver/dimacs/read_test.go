package dimacs_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/dimacs"
)

// clauses returns the clauses of a formula as text.
func clauses(f *dimacs.Formula) string {
	var out []string
	for i := range f.NumClauses() {
		out = append(out, fmt.Sprint(f.Clause(i)))
	}
	return strings.Join(out, " ")
}

func TestReadAccepts(t *testing.T) {
	for name, c := range map[string]struct {
		text, want string
		vars       int
	}{
		"plain":                    {"p cnf 3 2\n-1 2 0\n3 0\n", "[-1 2] [3]", 3},
		"comments everywhere":      {"c one\n\nc\np cnf 3 2\nc two\n-1 c three\n2 0 c four\nc\n3 0\nc five", "[-1 2] [3]", 3},
		"blank lines and blanks":   {"\n \n  p   cnf\t3  2  \n\n\n -1   2\t0\n\n3\n\n0\n\n", "[-1 2] [3]", 3},
		"several on one line":      {"p cnf 3 2\n-1 2 0 3 0", "[-1 2] [3]", 3},
		"one over many lines":      {"p cnf 3 1\n-1\n2\n3\n0", "[-1 2 3]", 3},
		"CRLF":                     {"c x\r\np cnf 3 2\r\n-1 2 0\r\n3 0\r\n", "[-1 2] [3]", 3},
		"byte order mark":          {"\ufeffp cnf 1 1\n1 0\n", "[1]", 1},
		"percent tail":             {"p cnf 3 2\n-1 2 0\n3 0\n%\n0\n\n", "[-1 2] [3]", 3},
		"bare percent":             {"p cnf 1 1\n1 0\n%", "[1]", 1},
		"contradictory units":      {"p cnf 3 3\n1 0\n-1 0\n2 3 0\n", "[1] [-1] [2 3]", 3},
		"empty clause":             {"p cnf 2 2\n0\n1 0\n", "[] [1]", 2},
		"repeated and tautology":   {"p cnf 2 2\n1 1 -2 1 0\n1 -1 0\n", "[1 1 -2 1] [1 -1]", 2},
		"no clause":                {"p cnf 5 0\n", "", 5},
		"no variable":              {"p cnf 0 0\n", "", 0},
		"no variable, false":       {"p cnf 0 1\n0\n", "[]", 0},
		"leading zeros":            {"p cnf 07 1\n007 -03 0\n", "[7 -3]", 7},
		"no line break at the end": {"p cnf 1 1\n1 0", "[1]", 1},
		"talk of showing":          {"c p shown\nc show p show\np cnf 1 1\n1 c p show 1 0\n0", "[1]", 1},
		"talk of other counts":     {"c ind stands for independent\nc p\nc t\nc t mc\nc t pmc is not asked for\nc pweight 1\nc crux 1\ncr\ncrash 1\ncr by hand\np cnf 1 1\n1 c ind 1 0\n0", "[1]", 1},
		"glued comment lines":      {"c-----\n cnf by hand\np cnf 1 1\n1\nc2\n0\n", "[1]", 1},
		"comment at the end":       {"p cnf 1 1\n1 0 c", "[1]", 1},
		"Latin-1 in a comment":     {"c Gr\xfc\xdfe\np cnf 1 1\n1 0", "[1]", 1},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := dimacs.Read("f.cnf", strings.NewReader(c.text))
			require.NoError(t, err)
			require.Equal(t, c.want, clauses(f))
			require.Equal(t, c.vars, f.NumVars())
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":               {"", "the header is missing"},
		"comments only":       {"c hello\n", "the header is missing"},
		"no header":           {"1 2 0\n", "f.cnf:1:1: the header is missing before the first clause"},
		"late header":         {"c\n  1 0\np cnf 1 1\n", "f.cnf:2:3: the header is missing before the first clause"},
		"two headers":         {"p cnf 1 1\np cnf 1 2\n1 0\n", "f.cnf:2:1: a second header, other than the first, p cnf 1 1 in line 1"},
		"other format":        {"p wcnf 3 2 10\n", "f.cnf:1:1: the header announces the format \"wcnf\""},
		"short header":        {"p cnf 3\n1 0\n", "malformed header"},
		"long header":         {"p cnf 3 1 7\n1 0\n", "malformed header"},
		"bare p":              {"p\n", "malformed header"},
		"glued p":             {"pcnf 3 1\n", "malformed header"},
		"negative count":      {"p cnf -3 1\n", "\"-3\" is not a number"},
		"not a number":        {"p cnf three 1\n", "\"three\" is not a number"},
		"too many variables":  {"p cnf 2000000000 0\n", "the limit is"},
		"huge number":         {"p cnf 99999999999999999999999 0\n", "\"99999999999999999999999\" is too large a number"},
		"too few clauses":     {"p cnf 3 2\n1 0\n", "f.cnf:1:1: the header announces 2 clauses, the file has 1"},
		"too many clauses":    {"p cnf 3 1\n1 0\n2 0\n", "the header announces 1 clauses, the file has 2"},
		"out of range":        {"p cnf 3 1\n1 -4 0\n", "f.cnf:2:3: literal of variable 4, but the header announces 3"},
		"far out of range":    {"p cnf 3 1\n99999999999999999999999 0\n", "f.cnf:2:1: literal of variable 99999999999999999999999"},
		"unended clause":      {"p cnf 3 2\n1 0\n2 3\n", "f.cnf:3:1: the clause that begins here is not ended by 0"},
		"unended before %":    {"p cnf 3 1\n2 3\n%\n0\n", "f.cnf:2:1: the clause that begins here is not ended by 0"},
		"text after %":        {"p cnf 1 1\n1 0\n%\n0\n1 0\n", "f.cnf:5:1: text after the %"},
		"word":                {"p cnf 1 1\nx1 0\n", "f.cnf:2:1: expected a literal"},
		"number with letters": {"p cnf 1 1\n1x 0\n", "expected a literal"},
		"fraction":            {"p cnf 1 1\n1.5 0\n", "expected a literal"},
		"plus":                {"p cnf 1 1\n+1 0\n", "expected a literal"},
		"bare minus":          {"p cnf 1 1\n- 1 0\n", "expected a literal"},
		"minus zero":          {"p cnf 1 1\n1 -0\n", "expected a literal"},
		"NUL":                 {"p cnf 1 1\n1\x000\n", "expected a literal"},
		"invalid UTF-8":       {"p cnf 1 1\n\xff\xfe 0\n", "f.cnf:2:1: expected a literal\n    ?? 0\n    ^^"},
		"projected, no 0":     {"c\tp show\r\np cnf 0 0\n", "f.cnf:1:1: the line is not ended by 0\n    c p show\n    ^^^^^^^^\n    is it cut off?"},
		"ind, no 0":           {"c ind 1 2\np cnf 3 0\n", "f.cnf:1:1: the line is not ended by 0"},
		"ind, text behind":    {"c ind 1 0 2 0\np cnf 3 0\n", "f.cnf:1:11: text after the 0 that ends the line"},
		"ind, negative":       {"p cnf 3 0\n \tc\t ind\t-1\r\n", "f.cnf:2:10: expected a variable's number\n"},
		"show, a word":        {"p cnf 3 0\nc p show 1 x 0\n", "f.cnf:2:12: expected a variable's number\n    c p show 1 x 0\n               ^\n    a line \"c p show\" names the variables that are counted"},
		"show, none of it":    {"c p show 1 4 0\np cnf 3 1\n1 3 0\n", "f.cnf:1:12: variable 4, but the header announces 3 variables\n    c p show 1 4 0\n               ^"},
		"type pmc":            {"c t pmc\np cnf 3 0\n", "f.cnf:1:1: the formula asks for projected counting, but no line names the variables"},
		"type wmc":            {"c t wmc\r\np cnf 3 0\n", "f.cnf:1:1: the formula asks for weighted counting (c t wmc)"},
		"type pwmc":           {"c t pwmc\np cnf 3 0\n", "f.cnf:1:1: the formula asks for projected weighted counting (c t pwmc)"},
		"type amc":            {"c t amc-complex\np cnf 3 0\n", "f.cnf:1:1: the formula asks for algebraic counting (c t amc-complex)"},
		"weight":              {"p cnf 3 0\nc p weight 1 0.4 0\n", "f.cnf:2:1: the formula asks for weighted counting (c p weight)"},
		"comment glued":       {"p cnf 2 1\n1 c2 0\n", "f.cnf:2:3: expected a literal\n    1 c2 0\n      ^^\n    a comment begins with a c and a space"},
		"Unicode space":       {"p cnf 3\u00a01\n1 0\n", "malformed header"},
		"Unicode space at 0":  {"p cnf 3 1\n1\u00a00\n", "f.cnf:2:1: expected a literal"},
		"many clauses":        {"p cnf 3 99999999999\n1 0\n", "\"99999999999\" is too large a number"},
		"many lines ask":      {"p cnf 3 0\nc p weight 1 0.4 0\nc p weight 2 0.4 0\nc t wmc\n", "another number\n    2 more places follow from it"},
		"another file":        {"level,part\n1,2\n3,4\n", "f.cnf:1:1: the file is not a formula in DIMACS CNF\n    level,part\n    ^\n    a formula begins with a header"},
		"text with a p":       {"product: van\nfamilies: []\n", "f.cnf:1:1: the file is not a formula in DIMACS CNF"},
		"gzip":                {"\x1f\x8b\x08\x00", "f.cnf:1:1: the file is compressed\n    decompress it first"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := dimacs.Read("f.cnf", strings.NewReader(c.text))
			require.Nil(t, f)
			require.ErrorContains(t, err, c.want)
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			require.Len(t, defects, 1)
		})
	}
}

// Lines of all kinds name the variables that are counted, together; and writing keeps
// them.
func TestReadProjection(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []int
		ok   bool
	}{
		"none":         {"c show 1 0\np cnf 3 1\n1 2 0\n", nil, false},
		"plain":        {"c t mc\np cnf 3 1\n1 2 0\n", nil, false},
		"show":         {"c t pmc\np cnf 3 1\nc p show 2 1 0\n1 2 0\n", []int{1, 2}, true},
		"show before":  {"c p show 3 0\np cnf 3 1\n1 2 0\n", []int{3}, true},
		"in two lines": {"p cnf 3 1\nc p show 3 0\n1 2 0\n c p show 1 3 0\r\n", []int{1, 3}, true},
		"ind":          {"c ind 1 0\nc ind 3 0\np cnf 3 0\n", []int{1, 3}, true},
		"cr":           {"cr 2 3\np cnf 3 0\n", []int{2, 3}, true},
		"cr with 0":    {"cr 2 3 0\np cnf 3 0\n", []int{2, 3}, true},
		"to nothing":   {"c p show 0\np cnf 3 1\n1 2 0\n", nil, true},
		"in a line":    {"p cnf 3 1\n1 c p show 1 0\n2 0\n", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := dimacs.Read("f.cnf", strings.NewReader(c.text))
			require.NoError(t, err)
			for range 2 {
				vars, ok := f.Projection()
				require.Equal(t, c.want, vars)
				require.Equal(t, c.ok, ok)
				var b bytes.Buffer
				require.NoError(t, dimacs.Write(&b, f))
				f, err = dimacs.Read("g.cnf", &b)
				require.NoError(t, err)
			}
		})
	}
	require.PanicsWithValue(t, "dimacs: variable 4 in a formula of 3", func() { dimacs.New(3).Project(4) })
}

// All defects come at once, in order, and not without end.
func TestReadReportsAllDefects(t *testing.T) {
	_, err := dimacs.Read("f.cnf", strings.NewReader("p cnf 2 3\n1 9 0\n2 x 0\n-8 0\n"))
	require.EqualError(t, err, `f.cnf:2:3: literal of variable 9, but the header announces 2 variables
    1 9 0
      ^
f.cnf:3:3: expected a literal
    2 x 0
      ^
    a literal is a variable's number or its negative
f.cnf:4:1: literal of variable 8, but the header announces 2 variables
    -8 0
    ^^`)
	_, err = dimacs.Read("f.cnf", strings.NewReader("p cnf 2 3\n"+strings.Repeat("9 ", 100_000)))
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.LessOrEqual(t, len(defects), source.MaxDefects+1)
}

func TestReadPassesReadErrors(t *testing.T) {
	broken := errors.New("the disk is on fire")
	_, err := dimacs.Read("f.cnf", io.MultiReader(strings.NewReader("p cnf 1 1\n"), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
}

// Columns of several defects of one line, which are counted on from each other, and
// of those that only the end shows.
func TestReadColumns(t *testing.T) {
	for text, want := range map[string][]string{
		"p cnf 2 1\nüü ü 9 \xff 1 9\n ü 1 9": {"f.cnf:2:1", "f.cnf:2:4", "f.cnf:2:6", "f.cnf:2:8", "f.cnf:2:12", "f.cnf:3:2", "f.cnf:3:6"},
		"p cnf 2 1\n1 9\n 2 9":               {"f.cnf:2:1", "f.cnf:2:3", "f.cnf:3:4"},
	} {
		_, err := dimacs.Read("f.cnf", strings.NewReader(text))
		var defects source.Defects
		require.ErrorAs(t, err, &defects)
		var places []string
		for _, d := range defects {
			places = append(places, d.Place.String())
		}
		require.Equal(t, want, places)
	}
}

// What a message repeats of the file is short.
func TestReadClips(t *testing.T) {
	for _, text := range []string{
		"p cnf 2 1\n" + strings.Repeat("9", 1<<20) + " 0\n",
		"p cnf 2 " + strings.Repeat("9", 1<<20) + "\n",
		"p " + strings.Repeat("x", 1<<20) + "\n",
	} {
		_, err := dimacs.Read("f.cnf", strings.NewReader(text))
		require.Error(t, err)
		require.Less(t, len(err.Error()), 1000)
	}
}

// A clause of a hundred thousand literals over as many lines, and 100 MB of text.
func TestReadLarge(t *testing.T) {
	var b bytes.Buffer
	const n = 100_000
	fmt.Fprintf(&b, "p cnf %d 2\n", n)
	for v := 1; v <= n; v++ {
		fmt.Fprintf(&b, "%d\n", v)
	}
	fmt.Fprintf(&b, "0\n-1 0\n")
	f, err := dimacs.Read("f.cnf", &b)
	require.NoError(t, err)
	require.Len(t, f.Clause(0), n)
	require.Equal(t, 100_003, f.Position(1).Line)

	if testing.Short() || raced {
		t.Skip("100 MB")
	}
	line := strings.Repeat("-1234567 ", 11) + "0\n"
	lines := 100_000_000 / len(line)
	f, err = dimacs.Read("f.cnf", io.MultiReader(
		strings.NewReader(fmt.Sprintf("p cnf 1234567 %d\n", lines)), strings.NewReader(strings.Repeat(line, lines))))
	require.NoError(t, err)
	require.Equal(t, lines, f.NumClauses())
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestReadRefusesEndless(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("a quarter of a gigabyte")
	}
	_, err := dimacs.Read("f.cnf", endless{})
	require.ErrorContains(t, err, "f.cnf: file of more than 256 MB")
}

// formula draws a formula, with names.
func formula(t *rapid.T) *dimacs.Formula {
	f := dimacs.New(rapid.IntRange(0, 9).Draw(t, "variables"))
	names := rapid.SampledFrom([]string{"", "", "A", "B", "7", "1", "a b", "ü", `say "x"`, "A#3", "variables"})
	for v := 1; v <= f.NumVars(); v++ {
		f.SetName(v, names.Draw(t, "name"))
	}
	for range rapid.IntRange(0, 6).Draw(t, "clauses") {
		var clause []int32
		if f.NumVars() > 0 {
			clause = rapid.SliceOfN(rapid.Map(rapid.Int32Range(1, int32(2*f.NumVars())), func(i int32) int32 {
				if v := int32(f.NumVars()); i > v {
					return v - i
				}
				return i
			}), 0, 4).Draw(t, "clause")
		}
		f.Add(clause...)
	}
	return f
}

// What was written reads back the same.
func TestWriteRead(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		f := formula(t)
		var b bytes.Buffer
		require.NoError(t, dimacs.Write(&b, f))
		text := b.String()
		g, err := dimacs.Read("f.cnf", &b)
		require.NoError(t, err, text)
		require.Equal(t, f.NumVars(), g.NumVars())
		require.Equal(t, clauses(f), clauses(g))
		for v := 1; v <= f.NumVars(); v++ {
			require.Equal(t, f.Name(v), g.Name(v))
		}
	})
}

func TestWritePassesErrors(t *testing.T) {
	f := dimacs.New(1)
	f.Add(1)
	r, w := io.Pipe()
	r.Close()
	require.Error(t, dimacs.Write(w, f))
}

// A name that would not read back is refused, and nothing written.
func TestWriteRefusesNames(t *testing.T) {
	for _, name := range []string{"A\nB", "A\n1 0", "\xff", "Gr\xfc\xdfe"} {
		f := dimacs.New(3)
		f.SetName(1, "A")
		f.SetName(2, name)
		var b bytes.Buffer
		require.ErrorContains(t, dimacs.Write(&b, f), "of variable 2 has a line break or is not UTF-8")
		require.Zero(t, b.Len())
	}
	f := dimacs.New(1)
	f.SetName(1, "A\rB\n")
	var b bytes.Buffer
	require.NoError(t, dimacs.Write(&b, f))
	g, err := dimacs.Read("f.cnf", &b)
	require.NoError(t, err)
	require.Equal(t, "A\rB", g.Name(1))
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"p cnf 3 2\n-1 2 0\n3 0\n", "c 1 A\nc 2$ A\np cnf 2 1\n1 2 c x\n 0 %\n0", "p cnf 1 1\r\n1\r\n0\r\n%",
		"\ufeffp cnf 0 1\n0", "p cnf 9999999999 1\n1 0", "p cnf 2 2\n-0 +1 1.5 \xff\x00", "pp\np cnf", "%", "\x1f\x8b",
		"c p show 1 2 0\np cnf 2 1\n1 0\n", "c ind 1 0\ncr 1\nc t pmc\nc p weight 1 1 0\nc\t1\tA\np cnf 1 1\n1 c2 0",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		formula, err := dimacs.Read("f.cnf", bytes.NewReader(text))
		if err != nil {
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			require.NotEmpty(t, err.Error())
			return
		}
		var b bytes.Buffer
		require.NoError(t, dimacs.Write(&b, formula))
		again, err := dimacs.Read("f.cnf", &b)
		require.NoError(t, err)
		require.Equal(t, clauses(formula), clauses(again))
		vars, ok := formula.Projection()
		vars2, ok2 := again.Projection()
		require.Equal(t, vars, vars2)
		require.Equal(t, ok, ok2)
		if formula.NumVars() < 1000 {
			set, err := formula.Set()
			require.NoError(t, err)
			require.Equal(t, formula.NumVars(), set.Catalog().NumOptions())
			require.Equal(t, formula.NumClauses(), set.NumRules())
		}
	})
}

// Some tools write the header twice: one that says the same is the same header.
func TestAHeaderTwiceAlikeIsOne(t *testing.T) {
	f, err := dimacs.Read("f.cnf", strings.NewReader("c x\np cnf 2 2\np  cnf 2 2 \n1 0\n2 0\n"))
	require.NoError(t, err)
	require.Equal(t, 2, f.NumVars())
	require.Equal(t, 2, f.NumClauses())
}

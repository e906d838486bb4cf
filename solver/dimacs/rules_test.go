package dimacs_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/dimacs"
)

func codes(c *config.Catalog) []string { return slices.Collect(c.Codes()) }

func TestSetNamesOptions(t *testing.T) {
	for name, c := range map[string]struct {
		comments string
		want     []string // of variables 1..4 and the family
	}{
		"none":              {"", []string{"1", "2", "3", "4", "variables"}},
		"some":              {"c 2 DIESEL\n", []string{"1", "DIESEL", "3", "4", "variables"}},
		"with blanks":       {"c  2   3.0 l diesel  \n", []string{"1", "3.0 l diesel", "3", "4", "variables"}},
		"first counts":      {"c 2 A\nc 2 B\n", []string{"1", "A", "3", "4", "variables"}},
		"duplicate":         {"c 1 A\nc 2 A\nc 4 A\n", []string{"A", "A#2", "3", "A#4", "variables"}},
		"a number":          {"c 1 2\n", []string{"2#1", "2", "3", "4", "variables"}},
		"numbers exchanged": {"c 1 2\nc 2 1\n", []string{"2", "1", "3", "4", "variables"}},
		"its own number":    {"c 1 1\n", []string{"1", "2", "3", "4", "variables"}},
		"the family's":      {"c 3 variables\n", []string{"1", "2", "variables", "4", "variables'"}},
		"out of range":      {"c 5 X\nc 0 Y\nc -1 Z\n", []string{"1", "2", "3", "4", "variables"}},
		"tabs":              {"c 2\tDIESEL\nc\t\t3 \t AUTO\t8\t\r\n c 4\fX\n", []string{"1", "DIESEL", "3", "X", "variables"}},
		"a sign":            {"c +2 A\nc -3 B\nc 04 C\n", []string{"1", "2", "3", "C", "variables"}},
		"Unicode space":     {"c 2\u00a0A\nc 3 \u00a0B\u00a0\n", []string{"1", "2", "B", "4", "variables"}},
		"a taken number":    {"c 1 2\nc 3 2\nc 4 2#3\n", []string{"2#1", "2", "2#3", "2#3#4", "variables"}},
		"dollar":            {"c 3$ made_up\n", []string{"1", "2", "made_up", "4", "variables"}},
		"no name":           {"c 3\nc 4 \n", []string{"1", "2", "3", "4", "variables"}},
		"not a code":        {"c 3 say \"x\"\nc 4 a\tb\n", []string{"1", "2", "3", "4", "variables"}},
		"too long":          {"c 3 " + strings.Repeat("x", config.MaxCode+1) + "\n", []string{"1", "2", "3", "4", "variables"}},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := dimacs.Read("f.cnf", strings.NewReader(c.comments+"p cnf 4 1\n-1 0\n"))
			require.NoError(t, err)
			set, err := f.Set()
			require.NoError(t, err)
			require.Equal(t, c.want, codes(set.Catalog()))
		})
	}
}

// A header alone does not exhaust the memory.
func TestSetRefusesTooMany(t *testing.T) {
	f, err := dimacs.Read("f.cnf", strings.NewReader("p cnf 4194304 0\n"))
	require.NoError(t, err)
	_, err = f.Set()
	require.EqualError(t, err, "f.cnf: the formula has 4194304 variables, rules are on at most 1048576 options")
}

// White space around a name would keep it from being a code.
func TestSetNameTrims(t *testing.T) {
	f := dimacs.New(3)
	f.SetName(1, " DIESEL ")
	f.SetName(2, "AUTO\t")
	f.SetName(3, "  ")
	require.Equal(t, "DIESEL", f.Name(1))
	set, err := f.Set()
	require.NoError(t, err)
	require.Equal(t, []string{"DIESEL", "AUTO", "3", "variables"}, codes(set.Catalog()))
}

// The rules are the clauses: they hold for the same assignments, and point at
// their lines.
func TestSetIsTheFormula(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		f := formula(t)
		set, err := f.Set()
		require.NoError(t, err)
		sel := set.Catalog().NewSelection()
		for v := 1; v <= f.NumVars(); v++ {
			if rapid.Bool().Draw(t, "value") {
				sel.Choose(config.OptionID(v - 1))
			}
		}
		for id, r := range set.All() {
			want := slices.ContainsFunc(f.Clause(int(id)), func(l int32) bool {
				return sel.IsChosen(config.OptionID(max(l, -l)-1)) == (l > 0)
			})
			require.Equal(t, want, r.Expr.Holds(sel))
			require.Equal(t, fmt.Sprint("clause ", id+1), r.ID)
		}
	})
}

func TestSetPositions(t *testing.T) {
	f, err := dimacs.Read("f.cnf", strings.NewReader("c\np cnf 2 2\n1\n 2 0 -2 0\n"))
	require.NoError(t, err)
	set, err := f.Set()
	require.NoError(t, err)
	require.Equal(t, "f.cnf:3:1", set.Rule(0).Place.String())
	require.Equal(t, "f.cnf:4:6", set.Rule(1).Place.String())
}

func ExampleRead() {
	f, err := dimacs.Read("example.cnf", strings.NewReader(`c 1 DIESEL
c 2 AUTO
p cnf 3 2
-1 2 0
1 3 0
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	set, _ := f.Set()
	for _, rule := range set.All() {
		fmt.Println(rule)
	}
	// Output:
	// clause 1: !DIESEL | AUTO
	// clause 2: DIESEL | "3"
}

func ExampleWrite() {
	f := dimacs.New(2)
	f.SetName(1, "DIESEL")
	f.Add(-1, 2)
	_ = dimacs.Write(os.Stdout, f)
	// Output:
	// c 1 DIESEL
	// p cnf 2 1
	// -1 2 0
}

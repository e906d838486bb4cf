package difference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver/difference"
)

func catalog(t *testing.T, product string, codes ...string) *config.Catalog {
	b := config.NewBuilder(product)
	b.Family(config.FamilySpec{Code: "all", Select: config.Any})
	for _, code := range codes {
		b.Option(config.OptionSpec{Family: "all", Code: code})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

func TestNewMatch(t *testing.T) {
	before, after := catalog(t, "van", "DIESEL20", "DIESEL30", "WINCH"), catalog(t, "van", "DIESEL20", "DIESEL33", "LAMPS")
	for _, tt := range []struct {
		name    string
		after   *config.Catalog
		renames []difference.Rename
		err     string
	}{
		{"nothing renamed", after, nil, ""},
		{"one renamed", after, []difference.Rename{{Old: "DIESEL30", New: "DIESEL33"}}, ""},
		{"exchanged", before, []difference.Rename{{Old: "DIESEL30", New: "DIESEL20"}, {Old: "DIESEL20", New: "DIESEL30"}}, ""},
		{"itself", after, []difference.Rename{{Old: "DIESEL20", New: "DIESEL20"}}, ""},
		{"two products", catalog(t, "car", "DIESEL20"), nil, "the old catalog is of product van, the new one of product car"},
		{"a renamed product", catalog(t, "car", "DIESEL20"), []difference.Rename{{Old: "van", New: "car"}}, ""},
		{"two to one", after, []difference.Rename{{Old: "DIESEL30", New: "DIESEL33"}, {Old: "WINCH", New: "DIESEL33"}}, "DIESEL30 and WINCH are renamed to one code, DIESEL33"},
		{"one that stays", after, []difference.Rename{{Old: "WINCH", New: "DIESEL20"}}, "WINCH is renamed to DIESEL20, which the old catalog has, too"},
		{"one to two", after, []difference.Rename{{Old: "WINCH", New: "DIESEL33"}, {Old: "WINCH", New: "LAMPS"}}, "WINCH is renamed twice, to DIESEL33 and LAMPS"},
		{"unknown", after, []difference.Rename{{Old: "DIESEL3", New: "DIESEL44"}}, "the old catalog has no option DIESEL3\n    did you mean DIESEL30?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := difference.NewMatch(before, tt.after, tt.renames...)
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.err)
			}
		})
	}
}

func TestMatchWithdrawnAndAdded(t *testing.T) {
	before, after := catalog(t, "van", "DIESEL20", "DIESEL30", "WINCH"), catalog(t, "van", "LAMPS", "DIESEL33", "DIESEL20")
	m, err := difference.NewMatch(before, after, difference.Rename{Old: "DIESEL30", New: "DIESEL33"})
	require.NoError(t, err)
	require.Equal(t, []config.OptionID{2}, m.Withdrawn())
	require.Equal(t, []config.OptionID{0}, m.Added())
	require.EqualValues(t, 1, m.Renamed(1))
	require.Equal(t, config.NoOption, m.Renamed(2))
	require.Same(t, before, m.Old())
	require.Same(t, after, m.New())
}

func TestReadRenames(t *testing.T) {
	renames, err := difference.ReadRenames("renames.csv", strings.NewReader("# of the spring\nnew,(why),old\nDIESEL33,,DIESEL30\n"))
	require.NoError(t, err)
	require.Len(t, renames, 1)
	require.Equal(t, "DIESEL30", renames[0].Old)
	require.Equal(t, "DIESEL33", renames[0].New)
	_, err = difference.NewMatch(catalog(t, "van", "DIESEL20"), catalog(t, "van", "DIESEL33"), renames...)
	require.EqualError(t, err, `renames.csv:3:11: the old catalog has no option DIESEL30
    DIESEL33,,DIESEL30
              ^^^^^^^^
    did you mean DIESEL20?`)

	for text, want := range map[string]string{
		"":                      "the file is empty",
		"old\nA\n":              "new",
		"old,new\nA,\n":         "renames.csv:2:3: a code is missing",
		"from,to\nA,B\n":        "the header row is missing",
		"old,new\nA,B,C\nD,E\n": "renames.csv:2",
	} {
		_, err := difference.ReadRenames("renames.csv", strings.NewReader(text))
		require.ErrorContains(t, err, want, text)
	}
	_, err = difference.ReadRenames("renames.csv", nil)
	require.ErrorContains(t, err, "the reader is nil")
}

// A condition says of configurations that both releases can have the same in either
// catalog.
func TestForwardAndBackward(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		before, after := rulestest.Catalog(7, false).Draw(t, "old"), rulestest.Catalog(7, false).Draw(t, "new")
		m, err := difference.NewMatch(before, after, drawRenames(t, before, after)...)
		require.NoError(t, err)
		forth := rulestest.Conditions{}.Expr(before).Draw(t, "old condition")
		back := rulestest.Conditions{}.Expr(after).Draw(t, "new condition")
		forward, err := m.Forward(forth)
		require.NoError(t, err)
		backward, err := m.Backward(back)
		require.NoError(t, err)
		for sel := range configtest.Selections(before) {
			other := after.NewSelection()
			foreign := false
			for o := range sel.Chosen() {
				if to := m.Renamed(o); to != config.NoOption {
					other.Choose(to)
				} else {
					foreign = true
				}
			}
			other.CloseWorld()
			if !foreign {
				require.Equal(t, forth.Holds(sel), forward.Holds(other), "%v: %v", forth, forward)
				require.Equal(t, back.Holds(other), backward.Holds(sel), "%v: %v", back, backward)
			}
		}
	})
}

// Arithmetic that is too large to be spelled out is refused by name.
func TestForwardTooLarge(t *testing.T) {
	b := config.NewBuilder("van")
	b.Attribute(config.AttributeSpec{Name: "a"})
	b.Family(config.FamilySpec{Code: "all", Select: config.Any})
	var sums [2][]string
	for i := range 20 {
		code := fmt.Sprintf("O%d", i)
		value := config.Quantity{Amount: config.NewDecimal(int64(40 + i*i%7))}
		b.Option(config.OptionSpec{Family: "all", Code: code, Values: map[string]config.Quantity{"a": value}})
		sums[i%2] = append(sums[i%2], code+".a")
	}
	cat, err := b.Build()
	require.NoError(t, err)
	m, err := difference.NewMatch(cat, cat)
	require.NoError(t, err)
	e, err := rules.Parse(cat, "("+strings.Join(sums[0], " + ")+") * ("+strings.Join(sums[1], " + ")+") <= 46000")
	require.NoError(t, err)
	require.Equal(t, rules.OpArith, e.Op())
	_, err = m.Forward(e)
	require.ErrorIs(t, err, rules.ErrDecisions)
	require.ErrorContains(t, err, "spells out 65536 decisions at most")
}

// What always or never holds for want of an option is left out, and the rest is a rule that a
// set takes.
func TestForwardFolds(t *testing.T) {
	before, after := catalog(t, "van", "A", "B", "C", "W"), catalog(t, "van", "A", "B", "C")
	m, err := difference.NewMatch(before, after)
	require.NoError(t, err)
	for text, want := range map[string]string{
		"W":                               "false",
		"!W":                              "true",
		"A | W":                           "A",
		"A & W":                           "false",
		"A & !W":                          "A",
		"W => A":                          "true",
		"A => W":                          "!A",
		"!W => A":                         "A",
		"A => !W":                         "true",
		"A <=> W":                         "!A",
		"!W <=> A":                        "A",
		"at_most(3; A, B, C, W)":          "true",
		"at_least(2; A, W)":               "false",
		"at_least(2; A, B, !W)":           "at_least(1; A, B)",
		"at_most(1; A, B, W, !W)":         "exactly(0; A, B)",
		"at_most(1; !W, W | !W, A)":       "false",
		"at_most(1; A, A | W, B)":         "at_most(1; A, A & true, B)",
		"2 * A + 3 * W + B <= 2":          "2 * A + B <= 2",
		"(A <=> B) | at_most(1; A, B, W)": "(A <=> B) | at_most(1; A, B)",
	} {
		e, err := rules.Parse(before, text)
		require.NoError(t, err, text)
		got, err := m.Forward(e)
		require.NoError(t, err)
		require.Equal(t, want, got.String(), text)
		b := rules.NewBuilder(after)
		b.Add(rules.RuleSpec{ID: "R", Expr: got})
		_, err = b.Build()
		require.NoError(t, err)
	}
}

package rules_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/rules/syntax"
)

// drawCatalog draws a catalog with codes that need quotes.
func drawCatalog(t *rapid.T, options int) *config.Catalog {
	return configtest.Catalog(t, configtest.Limits{Options: options, Attributes: 4, Effectivity: true, OddCodes: true})
}

func TestHoldsAgreesWithDefinition(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 8)
		n := rulestest.Conditions{}.Syntax(cat).Draw(t, "condition")
		e, err := rules.Bind(cat, n)
		require.NoError(t, err, n.String())
		for sel := range configtest.Selections(cat) {
			if got, want := e.Holds(sel), rulestest.Holds(cat, n, sel); got != want {
				t.Fatalf("%s\nas %s\nis %v for %v", n, e, got, codes(cat, sel))
			}
		}
	})
}

// codes returns the chosen options.
func codes(cat *config.Catalog, sel *config.Selection) []string {
	var out []string
	for o := range sel.Chosen() {
		out = append(out, cat.Code(o))
	}
	return out
}

func TestPrintParses(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 8)
		e := rulestest.Conditions{}.Expr(cat).Draw(t, "condition")
		again, err := rules.Parse(cat, e.String())
		require.NoError(t, err, e.String())
		require.True(t, e.Equal(again), "%s\n%s", e, again)
		bound, err := rules.Bind(cat, e.Syntax())
		require.NoError(t, err)
		require.True(t, e.Equal(bound))
	})
}

// TestTruthIsCertain checks that what Truth decides holds for every way of
// deciding the open options, that it decides comparisons exactly when all ways
// agree, and that it agrees with Holds on complete selections.
func TestTruthIsCertain(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 7)
		e := rulestest.Conditions{}.Expr(cat).Draw(t, "condition")
		part := configtest.Selection(t, cat)
		seen := map[bool]bool{}
		for sel := range configtest.Selections(cat) {
			if configtest.Contains(sel, part) {
				seen[e.Holds(sel)] = true
				full := map[bool]rules.Truth{true: rules.Satisfied, false: rules.Violated}[e.Holds(sel)]
				require.Equal(t, full, e.Truth(sel))
			}
		}
		switch e.Truth(part) {
		case rules.Satisfied:
			require.Equal(t, map[bool]bool{true: true}, seen)
		case rules.Violated:
			require.Equal(t, map[bool]bool{false: true}, seen)
		default:
			terms, rel, _ := e.Linear()
			decidable := e.Op() == rules.OpArith || e.Op() == rules.OpOption || terms != nil && rel != rules.Exactly
			if decidable {
				require.Len(t, seen, 2, "undecided although all ways agree: %s", e)
			}
		}
	})
}

// TestDecisions checks the form of decision diagrams and their meaning.
func TestDecisions(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 8)
		e := rulestest.Conditions{Depth: 1}.Expr(cat).Draw(t, "condition")
		if e.Op() != rules.OpArith {
			return
		}
		nodes := e.Decisions()
		seen := map[rules.Decision]bool{}
		below := make([]map[config.OptionID]bool, len(nodes)) // options that are asked after a decision
		for i, d := range slices.Backward(nodes) {
			below[i] = map[config.OptionID]bool{}
			require.NotEqual(t, d.Rejected, d.Chosen)
			require.False(t, seen[d])
			seen[d] = true
			for _, way := range []int{d.Rejected, d.Chosen} {
				if way < 0 {
					require.Contains(t, []int{rules.DecidedFalse, rules.DecidedTrue}, way)
					continue
				}
				require.Greater(t, way, i)
				below[i][nodes[way].Option] = true
				maps.Copy(below[i], below[way])
			}
		}
		for i, d := range nodes {
			for j, e := range nodes {
				require.False(t, below[i][e.Option] && below[j][d.Option], "two orders of options")
			}
		}
		for sel := range configtest.Selections(cat) {
			at := 0
			for at >= 0 {
				if sel.IsChosen(nodes[at].Option) {
					at = nodes[at].Chosen
				} else {
					at = nodes[at].Rejected
				}
			}
			require.Equal(t, e.Holds(sel), at == rules.DecidedTrue)
		}
	})
}

func TestSetsReadBack(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 8)
		s := rulestest.Sets{}.Set(cat).Draw(t, "set")
		var buf bytes.Buffer
		require.NoError(t, rules.Write(&buf, s))
		again, err := rules.Read(cat, fstest.MapFS{"rules.yaml": {Data: buf.Bytes()}}, "rules.yaml")
		require.NoError(t, err, buf.String())
		require.True(t, s.Equal(again), buf.String())
		for id, r := range s.All() {
			require.True(t, r.Expr.Equal(again.Rule(id).Expr), r.String())
		}
	})
}

func TestRulesAgreeWithOracle(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 7)
		s := rulestest.Sets{}.Set(cat).Draw(t, "set")
		for _, r := range s.All() {
			check := rulestest.Check(r)
			for sel := range configtest.Selections(cat) {
				if got := r.Expr.Holds(sel); got != check(sel) {
					t.Fatalf("%s as %s is %v for %v", r, r.Expr, got, codes(cat, sel))
				}
			}
		}
	})
}

func TestSyntaxOfSourceIsKept(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := drawCatalog(t, 8)
		n := rulestest.Conditions{}.Syntax(cat).Draw(t, "condition")
		again, err := syntax.Parse(n.String())
		require.NoError(t, err, n.String())
		require.True(t, syntax.Same(n, again), n.String())
	})
}

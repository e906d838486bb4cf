package solver_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// An explanation is a conflict, by brute force, and minimal: without any one
// cause the others can be met.
func TestExplainIsMinimal(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 8)
		o.requireExplained(t, o.selection(t))
	})
}

func (o oracle) requireExplained(t *rapid.T, sel *config.Selection) {
	explanation := explain(t, o.Space, sel)
	if len(o.containing(sel)) > 0 {
		require.Empty(t, explanation.Causes)
		return
	}
	require.True(t, explanation.Minimal)
	causes := plain(explanation.Causes)
	require.NotEmpty(t, causes)
	all := slices.Concat(lines(sel), o.catalog(), o.rules())
	if o.Void() {
		all = slices.Concat(o.catalog(), o.rules())
	}
	require.Subset(t, all, causes)
	require.False(t, o.possible(causes), "%v can all be met", explanation)
	for i := range causes {
		require.True(t, o.possible(slices.Concat(causes[:i], causes[i+1:])), "%v is not minimal", explanation)
	}
}

// Where sums are relaxed for the search, the conflicts are minimal all the same.
func TestExplainRelaxedSums(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		b := config.NewBuilder("sums")
		n := 0
		for f := range rapid.IntRange(1, 3).Draw(t, "families") {
			family := fmt.Sprint("F", f)
			b.Family(config.FamilySpec{Code: family, Select: rapid.SampledFrom([]config.Cardinality{config.One, config.Optional}).Draw(t, "select")})
			for range rapid.IntRange(1, 3).Draw(t, "options") {
				b.Option(config.OptionSpec{Family: family, Code: fmt.Sprint("O", n)})
				n++
			}
		}
		cat, err := b.Build()
		require.NoError(t, err)
		r := rules.NewBuilder(cat)
		for i := range rapid.IntRange(1, 3).Draw(t, "rules") {
			var terms []rules.Term
			for o := range config.OptionID(n) {
				terms = append(terms, rules.Term{Option: o, Coef: rapid.Int64Range(-1, 9).Draw(t, "coefficient")})
			}
			relation := rapid.SampledFrom([]rules.Relation{rules.AtMost, rules.AtMost, rules.AtLeast, rules.Exactly}).Draw(t, "relation")
			e, err := rules.Linear(cat, terms, relation, rapid.Int64Range(0, 20).Draw(t, "bound"))
			require.NoError(t, err)
			r.Add(rules.RuleSpec{ID: fmt.Sprint("R", i), Expr: e})
		}
		r.Add(rules.RuleSpec{ID: "R", Expr: rulestest.Conditions{NoArithmetic: true, Sensible: true}.Expr(cat).Draw(t, "condition")})
		set, err := r.Build()
		require.NoError(t, err)
		o := newOracle(t, set, config.Point{})
		o.RelaxSums()
		sel := o.selection(t)
		o.requireExplained(t, sel)
		report, err := o.ValidateSelection(t.Context(), sel)
		require.NoError(t, err)
		if report.Verdict == solver.Invalid && !sel.Complete() {
			require.Subset(t, o.broken(sel), plain(report.Broken))
		}
	})
}

// explain explains a selection.
func explain(t require.TestingT, space *solver.Space, sel *config.Selection) solver.Explanation {
	e, err := space.Explainer(context.Background())
	require.NoError(t, err)
	why, err := e.Explain(context.Background(), sel, solver.Explaining{})
	require.NoError(t, err)
	return why
}

// A complete order that lacks something says so in a cause of its own kind.
func TestExplainCompleteOrder(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 8)
		sel := o.complete(t)
		order := o.cat.Order(sel)
		order.ID = "O-1"
		order.Partial = false
		explanation, err := o.Explain(t.Context(), order)
		require.NoError(t, err)
		require.Equal(t, len(o.containing(sel)) == 1, len(explanation.Causes) == 0)
		for _, c := range explanation.Causes {
			if c.Kind == solver.CauseLine {
				code := o.cat.Code(c.Option)
				require.Equal(t, slices.Contains(order.Options, code), c.Chosen)
				require.Equal(t, !c.Chosen && !slices.Contains(order.Without, code), c.Implied)
			}
		}
		again, err := o.Explain(t.Context(), order)
		require.NoError(t, err)
		require.Equal(t, explanation, again, "the same every time")
	})
}

// explained compiles a product and explains an order, as text.
func explained(t *testing.T, set *rules.Set, o config.Order) string {
	space, err := solver.Compile(t.Context(), set, config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	require.NoError(t, err)
	e, err := space.Explain(t.Context(), o)
	require.NoError(t, err)
	return e.String()
}

// truck is a product with a tree, a table and an option that comes later.
func truck(t *testing.T, extra ...rules.RuleSpec) *rules.Set {
	b := config.NewBuilder("truck")
	b.Attribute(config.AttributeSpec{Name: "mass"})
	option := func(family, code string, mass int64) {
		b.Option(config.OptionSpec{
			Family: family, Code: code,
			Values: map[string]config.Quantity{"mass": {Amount: config.NewDecimal(mass)}},
		})
	}
	b.Family(config.FamilySpec{Code: "body"})
	option("body", "PICKUP", 300)
	option("body", "VAN", 500)
	b.Family(config.FamilySpec{Code: "bed", Name: "Bed", Parent: "PICKUP"})
	option("bed", "SHORT", 50)
	option("bed", "LONG", 90)
	b.Family(config.FamilySpec{Code: "liner", Parent: "LONG", Select: config.Optional})
	option("liner", "SPRAYED", 8)
	b.Family(config.FamilySpec{Code: "engine"})
	option("engine", "PETROL", 150)
	option("engine", "DIESEL", 220)
	b.Option(config.OptionSpec{
		Family: "engine", Code: "ELECTRIC",
		Effectivity: config.Effectivity{From: config.NewDate(2027, 1, 1)},
	})
	cat, err := b.Build()
	require.NoError(t, err)
	r := rules.NewBuilder(cat)
	id := func(code string) config.OptionID {
		o, ok := cat.LookupOption(code)
		require.True(t, ok)
		return o
	}
	r.Add(rules.RuleSpec{ID: "R-MASS", Source: "sum(mass) <= 600", Reason: "The axle carries no more."})
	r.Add(rules.RuleSpec{ID: "T-BED", Reason: "The exhaust is in the way.", Table: &rules.Table{
		Families: []config.FamilyID{cat.Option(id("DIESEL")).Family, cat.Option(id("SHORT")).Family}, Forbidden: true,
		Rows: []rules.Row{
			{Cells: [][]config.OptionID{{id("ELECTRIC")}, {}}},
			{Cells: [][]config.OptionID{{id("PETROL"), id("DIESEL")}, {id("SHORT")}}},
		},
	}})
	for _, spec := range extra {
		r.Add(spec)
	}
	set, err := r.Build()
	require.NoError(t, err)
	return set
}

func TestExplainWords(t *testing.T) {
	for name, c := range map[string]struct {
		order config.Order
		want  string
	}{
		"buildable": {config.Order{Options: []string{"PICKUP"}, Partial: true}, ""},
		"row of a table": {
			config.Order{Options: []string{"SHORT", "DIESEL"}, Partial: true},
			"the order has SHORT\nthe order has DIESEL\n" +
				"T-BED, row 2: not engine PETROL or DIESEL with bed SHORT (The exhaust is in the way.)",
		},
		"two of a family": {
			config.Order{Options: []string{"PETROL", "DIESEL"}, Partial: true},
			"the order has PETROL\nthe order has DIESEL\nfamily engine takes exactly one option",
		},
		"parent": {
			config.Order{Options: []string{"SPRAYED"}, Without: []string{"LONG"}, Partial: true},
			"the order has SPRAYED\nthe order is without LONG\nSPRAYED is offered with LONG only",
		},
		"parent not named": {
			config.Order{Options: []string{"VAN", "PETROL", "SPRAYED"}},
			"the order has SPRAYED\nthe order does not name LONG\nSPRAYED is offered with LONG only",
		},
		"family not decided": {
			config.Order{Options: []string{"PICKUP", "PETROL"}},
			"the order has PICKUP\nthe order does not name SHORT\nthe order does not name LONG\n" +
				"family bed (Bed) takes exactly one option where PICKUP is built in, and no more than one where it is not",
		},
		"not in force": {
			config.Order{Options: []string{"ELECTRIC"}, Partial: true},
			"the order has ELECTRIC\nELECTRIC is not in force at 2026-11-02 (from 2027-01-01)",
		},
		"sum": {
			config.Order{Options: []string{"VAN", "PETROL"}},
			"the order has VAN\nthe order has PETROL\nR-MASS: sum(mass) <= 600 (The axle carries no more.)",
		},
		"sum through the tree": { // a diesel needs LONG as row 2 forbids SHORT, or a van
			config.Order{Options: []string{"DIESEL"}, Without: []string{"PICKUP"}, Partial: true},
			"the order has DIESEL\nthe order is without PICKUP\nR-MASS: sum(mass) <= 600 (The axle carries no more.)\n" +
				"family body takes exactly one option",
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, explained(t, truck(t), c.order))
		})
	}
}

// Of a void rule base the rules are to blame, whatever the order says.
func TestExplainVoid(t *testing.T) {
	set := truck(t,
		rules.RuleSpec{ID: "R-1", Source: "PICKUP requires DIESEL"},
		rules.RuleSpec{ID: "R-2", Source: "PICKUP requires PETROL"},
		rules.RuleSpec{ID: "R-3", Source: "!VAN"},
	)
	want := "R-1: PICKUP requires DIESEL\nR-2: PICKUP requires PETROL\nR-3: !VAN\n" +
		"family body takes exactly one option\nfamily engine takes exactly one option"
	require.Equal(t, want, explained(t, set, config.Order{Partial: true}))
	require.Equal(t, want, explained(t, set, config.Order{Options: []string{"VAN"}}))

	space, err := solver.Compile(t.Context(), set, config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	require.NoError(t, err)
	require.True(t, space.Void())
	report, err := space.Validate(t.Context(), config.Order{Partial: true})
	require.NoError(t, err)
	require.Equal(t, "invalid; nothing can be built: the rules contradict each other", report.String())
	n, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Zero(t, n.Sign())
	_, ok, err := space.Find(t.Context(), rules.True(set.Catalog()))
	require.NoError(t, err)
	require.False(t, ok)
	for range space.Combinations(t.Context(), 0) {
		t.Fatal("a combination of a void space")
	}
}

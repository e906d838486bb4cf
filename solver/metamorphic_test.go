package solver_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/rules/syntax"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// variant builds the same product anew: its families, options and rules in other
// orders, under other codes.
type variant struct {
	families []config.FamilyID
	options  map[config.FamilyID][]config.OptionID
	rules    []rules.RuleID
	rename   func(code string) string
	more     func(*config.Catalog) []rules.RuleSpec
}

// same returns the variant that changes nothing.
func same(set *rules.Set) variant {
	v := variant{options: map[config.FamilyID][]config.OptionID{}, rename: func(code string) string { return code }}
	for i := range set.Catalog().NumFamilies() {
		f := config.FamilyID(i)
		v.families = append(v.families, f)
		v.options[f] = set.Catalog().Family(f).Options
	}
	for id := range set.All() {
		v.rules = append(v.rules, id)
	}
	return v
}

func (v variant) build(t require.TestingT, set *rules.Set) *rules.Set {
	cat := set.Catalog()
	b := config.NewBuilder(cat.Product())
	for _, p := range cat.Plants() {
		b.Plant(config.PlantSpec{Name: p})
	}
	for i := range cat.NumAttributes() {
		a := cat.Attribute(config.AttributeID(i))
		b.Attribute(config.AttributeSpec{Name: a.Name, Unit: a.Unit})
	}
	for _, id := range v.families {
		f := cat.Family(id)
		spec := config.FamilySpec{Code: v.rename(f.Code), Select: f.Select}
		if f.Parent != config.NoOption {
			spec.Parent = v.rename(cat.Code(f.Parent))
		}
		b.Family(spec)
		for _, o := range v.options[id] {
			spec := config.OptionSpec{
				Family: v.rename(f.Code), Code: v.rename(cat.Code(o)),
				Effectivity: cat.Option(o).Effectivity, Values: map[string]config.Quantity{},
			}
			for i := range cat.NumAttributes() {
				if d, ok := cat.Value(o, config.AttributeID(i)); ok {
					spec.Values[cat.Attribute(config.AttributeID(i)).Name] = config.Quantity{Amount: d}
				}
			}
			b.Option(spec)
		}
	}
	changed, err := b.Build()
	require.NoError(t, err)
	r := rules.NewBuilder(changed)
	for _, id := range v.rules {
		old := set.Rule(id)
		spec := rules.RuleSpec{ID: old.ID, Effectivity: old.Effectivity}
		if old.Table != nil {
			spec.Table = v.table(cat, changed, old.Table)
		} else {
			spec.Expr, err = rules.Bind(changed, syntax.Rewrite(old.Expr.Syntax(), func(n *syntax.Node) *syntax.Node {
				if n.Op == syntax.Ref {
					n.Path = slices.Clone(n.Path)
					n.Path[0] = v.rename(n.Path[0])
				}
				return n
			}))
			require.NoError(t, err)
		}
		r.Add(spec)
	}
	if v.more != nil {
		for _, spec := range v.more(changed) {
			r.Add(spec)
		}
	}
	out, err := r.Build()
	require.NoError(t, err)
	return out
}

func (v variant) table(from, to *config.Catalog, old *rules.Table) *rules.Table {
	table := &rules.Table{Forbidden: old.Forbidden}
	for _, f := range old.Families {
		id, _ := to.LookupFamily(v.rename(from.Family(f).Code))
		table.Families = append(table.Families, id)
	}
	for _, row := range old.Rows {
		var cells [][]config.OptionID
		for _, cell := range row.Cells {
			if cell == nil {
				cells = append(cells, nil)
				continue
			}
			changed := []config.OptionID{}
			for _, o := range cell {
				id, _ := to.LookupOption(v.rename(from.Code(o)))
				changed = append(changed, id)
			}
			cells = append(cells, changed)
		}
		table.Rows = append(table.Rows, rules.Row{Cells: cells})
	}
	return table
}

// The same product told differently has the same answers: under other codes, in
// another order, and with a rule that says again what holds already.
func TestMetamorphic(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		v := same(o.set)
		switch rapid.SampledFrom([]string{"rename", "reorder", "implied", "all"}).Draw(t, "variant") {
		case "rename":
			v.renamed(o.cat)
		case "reorder":
			v.reorder(t)
		case "implied":
			v.more = o.implied(t)
		case "all":
			v.more = nil
			v.renamed(o.cat)
			v.reorder(t)
		}
		other := newOracle(t, v.build(t, o.set), o.asOf)
		require.Equal(t, len(o.valid), len(other.valid))
		require.Equal(t, o.Void(), other.Void())

		order := o.cat.Order(o.selection(t))
		order.ID = "O-1"
		renamed := order
		renamed.Options, renamed.Without = nil, nil
		for _, code := range order.Options {
			renamed.Options = append(renamed.Options, v.rename(code))
		}
		for _, code := range order.Without {
			renamed.Without = append(renamed.Without, v.rename(code))
		}
		a, err := o.Validate(t.Context(), order)
		require.NoError(t, err)
		b, err := other.Validate(t.Context(), renamed)
		require.NoError(t, err)
		require.Equal(t, a.Verdict, b.Verdict)
		if v.more == nil {
			require.Equal(t, len(a.Broken), len(b.Broken))
		}
		require.Equal(t, countOf(t, o, order), countOf(t, other, renamed))
	})
}

func (v *variant) renamed(cat *config.Catalog) {
	codes := map[string]string{}
	for code := range cat.Codes() {
		codes[code] = fmt.Sprintf("code %d", len(codes))
	}
	v.rename = func(code string) string {
		if c, ok := codes[code]; ok {
			return c
		}
		return code // an attribute
	}
}

func (v *variant) reorder(t *rapid.T) {
	v.families = rapid.Permutation(v.families).Draw(t, "families")
	for _, f := range v.families {
		v.options[f] = rapid.Permutation(v.options[f]).Draw(t, "options")
	}
	if len(v.rules) > 0 {
		v.rules = rapid.Permutation(v.rules).Draw(t, "rules")
	}
}

// implied draws a rule that every valid configuration obeys.
func (o oracle) implied(t *rapid.T) func(*config.Catalog) []rules.RuleSpec {
	condition := rulestest.Conditions{Sensible: true}.Syntax(o.cat).Draw(t, "condition")
	for _, sel := range o.valid {
		if !rulestest.Holds(o.cat, condition, sel) {
			condition = &syntax.Node{Op: syntax.Or, Args: []*syntax.Node{condition, {Op: syntax.True}}}
			break
		}
	}
	return func(cat *config.Catalog) []rules.RuleSpec {
		e, err := rules.Bind(cat, condition)
		require.NoError(t, err)
		return []rules.RuleSpec{{ID: "implied", Expr: e}}
	}
}

func countOf(t require.TestingT, o oracle, order config.Order) string {
	sel, err := order.Bind(o.cat)
	require.NoError(t, err)
	n, err := o.Given(sel).Count(context.Background(), nil)
	require.NoError(t, err)
	return n.String()
}

// What a space has been asked before does not show in its answers.
func TestAnswersDoNotDependOnThePast(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 8)
		fresh := newOracle(t, o.set, o.asOf)
		for range rapid.IntRange(0, 4).Draw(t, "questions before") {
			_, _, err := o.Find(t.Context(), rulestest.Conditions{}.Expr(o.cat).Draw(t, "before"))
			require.NoError(t, err)
			_, err = o.Explain(t.Context(), o.cat.Order(o.complete(t)))
			require.NoError(t, err)
		}
		condition := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
		a, _, err := o.Find(t.Context(), condition)
		require.NoError(t, err)
		b, _, err := fresh.Find(t.Context(), condition)
		require.NoError(t, err)
		require.Equal(t, a, b)
		sel := o.selection(t)
		x, y := explain(t, o.Space, sel), explain(t, fresh.Space, sel)
		require.Equal(t, plain(x.Causes), plain(y.Causes))
	})
}

package solver_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// wideCatalog draws few families of which some have far more options than those
// that are enumerated subset by subset elsewhere, so that encodings of large
// families are met.
func wideCatalog(t *rapid.T) *config.Catalog {
	b := config.NewBuilder("wide")
	b.Attribute(config.AttributeSpec{Name: "mass"})
	n, product := 0, 1
	for f := range rapid.IntRange(1, 3).Draw(t, "families") {
		size := rapid.SampledFrom([]int{2, 5, 30, 65, 90}).Draw(t, "size")
		if product *= size + 1; product > 3000 {
			break
		}
		code := fmt.Sprint("F", f)
		b.Family(config.FamilySpec{Code: code, Select: rapid.SampledFrom([]config.Cardinality{config.One, config.Optional}).Draw(t, "select")})
		step := int64(rapid.IntRange(0, 3).Draw(t, "step"))
		for i := range size {
			b.Option(config.OptionSpec{Family: code, Code: fmt.Sprint("O", n), Values: map[string]config.Quantity{
				"mass": {Amount: config.NewDecimal(step * int64(i%7))},
			}})
			n++
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

// takes yields every selection that takes what the families of cat allow.
func takes(cat *config.Catalog, f config.FamilyID, sel *config.Selection) iter.Seq[*config.Selection] {
	return func(yield func(*config.Selection) bool) {
		if int(f) == cat.NumFamilies() {
			yield(sel)
			return
		}
		family := cat.Family(f)
		for _, o := range family.Options {
			sel.Reject(o)
		}
		more := true
		each := func(s *config.Selection) bool { more = yield(s); return more }
		if family.Select.Min == 0 {
			takes(cat, f+1, sel)(each)
		}
		for _, o := range family.Options {
			if !more {
				return
			}
			sel.Choose(o)
			takes(cat, f+1, sel)(each)
			sel.Reject(o)
		}
	}
}

// Rules over large families count as evaluating each configuration does, in the
// circuit and as a condition; and the SAT solver finds one when there is one.
func TestWideFamiliesAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := wideCatalog(t)
		linear := rulestest.Conditions{NoNonlinear: true, Depth: 2}
		set := rulestest.Sets{Conditions: linear, Rules: 3, NoEffectivity: true}.Set(cat).Draw(t, "rules")
		condition := linear.Expr(cat).Draw(t, "condition")
		checks := make([]func(*config.Selection) bool, set.NumRules())
		for i := range checks {
			checks[i] = rulestest.Check(set.Rule(rules.RuleID(i)))
		}
		valid, holding := 0, 0
		for sel := range takes(cat, 0, cat.NewSelection()) {
			ok := true
			for _, check := range checks {
				ok = ok && check(sel)
			}
			if ok {
				valid++
				if condition.Holds(sel) {
					holding++
				}
			}
		}
		s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
		require.NoError(t, err)
		n, err := s.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(valid), n.String())
		require.Equal(t, valid == 0, s.Void())
		n, err = s.CountOf(t.Context(), nil, condition)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(holding), n.String())
		_, found, err := s.Find(t.Context(), condition)
		require.NoError(t, err)
		require.Equal(t, holding > 0, found)
		require.NoError(t, s.Verify(t.Context()))
	})
}

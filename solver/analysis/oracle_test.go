package analysis_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// oracle has all selections that the catalog allows, and which rules in force each breaks.
type oracle struct {
	set    *rules.Set
	cat    *config.Catalog
	asOf   config.Point
	active []rules.RuleID
	all    []*config.Selection
	broken [][]rules.RuleID // by selection
}

func newOracle(t require.TestingT, set *rules.Set, asOf config.Point) oracle {
	o := oracle{set: set, cat: set.Catalog(), asOf: asOf}
	var err error
	o.active, err = set.At(asOf)
	require.NoError(t, err)
	none, err := rules.NewBuilder(o.cat).Build()
	require.NoError(t, err)
	o.all = slices.Collect(rulestest.Valid(none, asOf))
	o.broken = make([][]rules.RuleID, len(o.all))
	for _, r := range o.active {
		holds := rulestest.Check(set.Rule(r))
		for i, sel := range o.all {
			if !holds(sel) {
				o.broken[i] = append(o.broken[i], r)
			}
		}
	}
	return o
}

// some reports whether some selection satisfies a condition and breaks none but some rules.
func (o oracle) some(is func(*config.Selection) bool, but ...rules.RuleID) bool {
	return o.count(is, but...) > 0
}

func (o oracle) count(is func(*config.Selection) bool, but ...rules.RuleID) (n int) {
	for i, sel := range o.all {
		if is(sel) && !slices.ContainsFunc(o.broken[i], func(r rules.RuleID) bool { return !slices.Contains(but, r) }) {
			n++
		}
	}
	return n
}

// by reports whether some selection of the catalog satisfies a condition and a rule.
func (o oracle) by(r rules.RuleID, is func(*config.Selection) bool) bool {
	for i, sel := range o.all {
		if is(sel) && !slices.Contains(o.broken[i], r) {
			return true
		}
	}
	return false
}

func (o oracle) tree(is func(*config.Selection) bool) bool { return slices.ContainsFunc(o.all, is) }

func anything(*config.Selection) bool { return true }

func breaks(set *rules.Set, r rules.RuleID) func(*config.Selection) bool {
	holds := rulestest.Check(set.Rule(r))
	return func(sel *config.Selection) bool { return !holds(sel) }
}

// with returns a test of which options are chosen and which are not.
func with(chosen []config.OptionID, not ...config.OptionID) func(*config.Selection) bool {
	return func(sel *config.Selection) bool {
		return !slices.ContainsFunc(chosen, func(o config.OptionID) bool { return !sel.IsChosen(o) }) && !slices.ContainsFunc(not, sel.IsChosen)
	}
}

func list(options ...config.OptionID) []config.OptionID { return options }

// draw draws rules at a point: of every kind, or short ones that leave something, some of them
// twice in other words.
func draw(t *rapid.T) oracle {
	cat := rulestest.Catalog(9, rapid.Bool().Draw(t, "effective")).Draw(t, "catalog")
	if rapid.Bool().Draw(t, "plain") {
		cat = plain(t, rapid.IntRange(2, 4).Draw(t, "families"))
	}
	var drawn *rules.Set
	if rapid.IntRange(0, 2).Draw(t, "any") == 0 {
		drawn = rulestest.Sets{NoEffectivity: rapid.Bool().Draw(t, "always")}.Set(cat).Draw(t, "rules")
	} else {
		drawn = drawShort(t, cat)
	}
	b := rules.NewBuilder(cat)
	for _, r := range drawn.All() {
		b.Add(rules.RuleSpec{ID: r.ID, Reason: r.Reason, Source: r.Source, Table: r.Table, Effectivity: r.Effectivity})
		if rapid.IntRange(0, 5).Draw(t, "again") == 0 {
			other := drawn.Rule(rules.RuleID(rapid.IntRange(0, drawn.NumRules()-1).Draw(t, "other"))).Expr
			e := rapid.SampledFrom([]rules.Expr{rules.Or(r.Expr, other), rules.Implies(other, r.Expr), rules.Not(rules.And(rules.Not(r.Expr), other))}).Draw(t, "weaker")
			b.Add(rules.RuleSpec{ID: "W-" + r.ID, Expr: e})
		}
	}
	set, err := b.Build()
	require.NoError(t, err)
	return newOracle(t, set, rulestest.Point().Draw(t, "point"))
}

// plain returns families of two options, of which at most one is taken: rules on them mostly
// leave something.
func plain(t require.TestingT, families int) *config.Catalog {
	b := config.NewBuilder("plain")
	for f := range families {
		code := fmt.Sprintf("f%d", f)
		b.Family(config.FamilySpec{Code: code, Select: config.Optional})
		b.Option(config.OptionSpec{Family: code, Code: code + "A"})
		b.Option(config.OptionSpec{Family: code, Code: code + "B"})
	}
	for _, p := range []string{"P1", "P2", "P3"} {
		b.Plant(config.PlantSpec{Name: p})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

// drawShort draws short rules, as people write them.
func drawShort(t *rapid.T, cat *config.Catalog) *rules.Set {
	option := func(name string) rules.Expr {
		return rules.Option(cat, config.OptionID(rapid.IntRange(0, cat.NumOptions()-1).Draw(t, name)))
	}
	b := rules.NewBuilder(cat)
	for i := range rapid.IntRange(1, 6).Draw(t, "rules") {
		x, y, z := option("x"), option("y"), option("z")
		e := rapid.SampledFrom([]rules.Expr{
			rules.Implies(x, y), rules.Not(rules.And(x, y)), rules.Implies(x, rules.Or(y, z)), rules.Implies(rules.And(x, y), z), rules.Implies(x, rules.Not(y)),
		}).Draw(t, "short")
		b.Add(rules.RuleSpec{ID: fmt.Sprintf("R-%d", i+1), Expr: e})
	}
	set, err := b.Build()
	require.NoError(t, err)
	return set
}

// TestChainsAreThoseOfBruteForce compares chains of rules between two options with their definition.
func TestChainsAreThoseOfBruteForce(t *testing.T) {
	found := 0
	property.Check(t, func(t *rapid.T) {
		cat := plain(t, 4)
		b := rules.NewBuilder(cat)
		option := rapid.IntRange(0, cat.NumOptions()-1)
		for i := range rapid.IntRange(3, 7).Draw(t, "rules") {
			x, y := rules.Option(cat, config.OptionID(option.Draw(t, "x"))), rules.Option(cat, config.OptionID(option.Draw(t, "y")))
			e := rules.Implies(x, y)
			if rapid.IntRange(0, 2).Draw(t, "excludes") == 0 {
				e = rules.Not(rules.And(x, y))
			}
			b.Add(rules.RuleSpec{ID: fmt.Sprintf("R-%d", i+1), Expr: e})
		}
		set, err := b.Build()
		require.NoError(t, err)
		o := newOracle(t, set, config.Point{})
		report, err := analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{Kinds: []analysis.Kind{analysis.Together, analysis.Chain}, Compile: solver.Config{NoCircuit: true}})
		require.NoError(t, err)
		first := slices.IndexFunc(report.Findings, func(f analysis.Finding) bool { return f.Kind == analysis.Chain })
		if first < 0 {
			first = len(report.Findings)
		}
		o.checkTogether(t, report.Findings[:first])
		o.checkChains(t, report.Findings[first:], report.Findings[:first])
		found += len(report.Findings) - first
	})
	require.Positive(t, found)
}

// TestFindingsAreThoseOfBruteForce compares all findings of random rules with their definitions.
func TestFindingsAreThoseOfBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := draw(t)
		report, err := analysis.Rules(t.Context(), o.set, o.asOf, analysis.Config{})
		require.NoError(t, err)
		o.checkEffects(t, report)
		if !o.some(anything) {
			o.checkVoid(t, report)
			return
		}
		require.Empty(t, report.Open)
		of := func(k analysis.Kind) (found []analysis.Finding) {
			for _, f := range report.Findings {
				if f.Kind == k {
					found = append(found, f)
				}
			}
			return found
		}
		require.Empty(t, of(analysis.Contradiction))
		o.checkOptions(t, of(analysis.DeadOption), of(analysis.CoreOption))
		o.checkFamilies(t, of(analysis.FalseOptional))
		o.checkRules(t, of(analysis.RedundantRule), of(analysis.IdleRule))
		o.checkEquivalent(t, of(analysis.EquivalentOptions))
		o.checkLong(t, of(analysis.LongRule))
		o.checkTogether(t, of(analysis.Together))
		o.checkChains(t, of(analysis.Chain), of(analysis.Together))
	})
}

func (o oracle) checkEffects(t require.TestingT, report *analysis.Report) {
	require.Len(t, report.Effects, len(o.active))
	require.Equal(t, int64(o.count(anything)), report.Configurations.Int64())
	for i, e := range report.Effects {
		require.Equal(t, o.active[i], e.Rule)
		require.Equal(t, int64(o.count(breaks(o.set, e.Rule), e.Rule)), e.Removed.Int64())
	}
}

// checkVoid: contradictions are minimal and have no rule in common, there is none beside them, and their
// rules mend them.
func (o oracle) checkVoid(t require.TestingT, report *analysis.Report) {
	require.NotEmpty(t, report.Open)
	require.NotEmpty(t, report.Findings)
	var all []rules.RuleID // of the causes of all findings
	of := make([][]rules.RuleID, len(report.Findings))
	for k, f := range report.Findings {
		require.Equal(t, analysis.Contradiction, f.Kind)
		o.checkCauses(t, f.Causes, anything)
		for _, c := range f.Causes {
			if c.Kind == solver.CauseRule || c.Kind == solver.CauseRow {
				require.NotContains(t, all, c.Rule)
				of[k] = append(of[k], c.Rule)
			}
		}
		all = append(all, of[k]...)
	}
	catalog := !o.some(anything, o.active...)
	require.Equal(t, !catalog, o.some(anything, all...))
	for k, f := range report.Findings {
		others := slices.DeleteFunc(slices.Clone(all), func(r rules.RuleID) bool { return slices.Contains(of[k], r) })
		var mend []rules.RuleID
		for _, r := range o.active {
			if !slices.Contains(others, r) && o.some(anything, append(others, r)...) {
				mend = append(mend, r)
			}
		}
		require.Equal(t, mend, f.Rules)
	}
}

// checkCauses checks that no selection at all meets the causes and a condition, and that some
// does without any one of the causes.
func (o oracle) checkCauses(t require.TestingT, causes []solver.Cause, is func(*config.Selection) bool) {
	conditions := o.conditions(t, causes)
	met := func(but int) bool {
		for sel := range configtest.Selections(o.cat) {
			fine := is(sel)
			for i, e := range conditions {
				fine = fine && (i == but || e.Holds(sel))
			}
			if fine {
				return true
			}
		}
		return false
	}
	require.False(t, met(-1), "the causes do not suffice")
	for i := range causes {
		require.True(t, met(i), "%v is needless", causes[i])
	}
}

// conditions returns what causes demand.
func (o oracle) conditions(t require.TestingT, causes []solver.Cause) []rules.Expr {
	space, err := solver.Compile(context.Background(), o.set, o.asOf, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	var out []rules.Expr
	for _, c := range causes {
		for d, e := range space.Demands() {
			if d.Kind == c.Kind && d.Rule == c.Rule && d.Row == c.Row && d.Family == c.Family && d.Option == c.Option {
				out = append(out, e)
			}
		}
	}
	require.Len(t, out, len(causes))
	return out
}

func (o oracle) inForce(t require.TestingT, option config.OptionID) bool {
	covers, err := o.cat.Option(option).Effectivity.Covers(o.asOf)
	require.NoError(t, err)
	return covers
}

func (o oracle) checkOptions(t require.TestingT, dead, core []analysis.Finding) {
	never := func(x config.OptionID) bool { return !o.some(with(list(x))) }
	always := func(x config.OptionID) bool { return !o.some(with(nil, x)) && o.tree(with(nil, x)) }
	demands := func(x, y config.OptionID) bool { return !o.tree(with(list(x), y)) } // by the catalog
	var deads, cores []config.OptionID
	for x := range config.OptionID(o.cat.NumOptions()) {
		if parent := o.cat.Parent(x); never(x) && o.inForce(t, x) && (parent == config.NoOption || !never(parent)) {
			deads = append(deads, x)
		}
		first := always(x)
		for y := range config.OptionID(o.cat.NumOptions()) {
			if x != y && always(y) && demands(y, x) && (y < x || !demands(x, y)) {
				first = false
			}
		}
		if first {
			cores = append(cores, x)
		}
	}
	require.Len(t, dead, len(deads))
	for i, f := range dead {
		require.Equal(t, list(deads[i]), f.Options)
		o.checkCauses(t, f.Causes, with(f.Options))
	}
	require.Len(t, core, len(cores))
	for i, f := range core {
		require.Equal(t, list(cores[i]), f.Options)
		o.checkCauses(t, f.Causes, with(nil, f.Options...))
		more := 0
		for y := range config.OptionID(o.cat.NumOptions()) {
			if y != f.Options[0] && always(y) && demands(f.Options[0], y) {
				more++
			}
		}
		require.Equal(t, more, f.More)
	}
}

func (o oracle) checkFamilies(t require.TestingT, found []analysis.Finding) {
	var want []config.FamilyID
	for id := range config.FamilyID(o.cat.NumFamilies()) {
		f := o.cat.Family(id)
		var parent []config.OptionID
		if f.Parent != config.NoOption {
			parent = list(f.Parent)
		}
		core := slices.ContainsFunc(f.Options, func(x config.OptionID) bool { return !o.some(with(nil, x)) })
		if f.Select.Min == 0 && o.some(with(parent)) && !o.some(with(parent, f.Options...)) && !core {
			want = append(want, id)
		}
	}
	require.Len(t, found, len(want))
	for i, f := range found {
		require.Equal(t, want[i], f.Family)
		family := o.cat.Family(f.Family)
		var parent []config.OptionID
		if family.Parent != config.NoOption {
			parent = list(family.Parent)
		}
		o.checkCauses(t, f.Causes, with(parent, family.Options...))
	}
}

// idle is the definition of a rule that never fires.
func (o oracle) idle(e rules.Expr) bool {
	never := func(e rules.Expr) bool { return !o.some(e.Holds) }
	switch {
	case e.Op() == rules.OpAnd:
		for arg := range e.Args() {
			if arg.Op() == rules.OpAnd || !o.idle(arg) {
				return false
			}
		}
		return true
	case e.Op() == rules.OpImplies:
		return never(e.Arg(0))
	case e.Op() == rules.OpNot && e.Arg(0).Op() == rules.OpAnd:
		for arg := range e.Arg(0).Args() {
			if never(arg) {
				return true
			}
		}
	}
	return false
}

func (o oracle) checkRules(t require.TestingT, redundant, idle []analysis.Finding) {
	var off []rules.RuleID // can be left out together
	kinds := make(map[rules.RuleID]analysis.Kind)
	for _, r := range slices.Backward(o.active) {
		if o.some(breaks(o.set, r), r) {
			continue
		}
		kinds[r] = analysis.RedundantRule
		if o.idle(o.set.Rule(r).Expr) {
			kinds[r] = analysis.IdleRule
		}
		if !o.some(breaks(o.set, r), append(off, r)...) {
			off = append(off, r)
		}
	}
	found := slices.Concat(redundant, idle)
	require.Len(t, found, len(kinds))
	for _, f := range found {
		r := f.Rules[0]
		require.Equal(t, kinds[r], f.Kind)
		require.Equal(t, slices.Contains(off, r), f.Removable)
		for _, c := range f.Causes {
			require.False(t, (c.Kind == solver.CauseRule || c.Kind == solver.CauseRow) && c.Rule == r, "a rule is blamed for itself")
		}
		if f.Kind == analysis.IdleRule {
			o.checkCauses(t, f.Causes, f.Condition.Holds)
		} else {
			o.checkCauses(t, f.Causes, breaks(o.set, r))
		}
	}
}

// varies reports whether some configurations have an option and some lack it.
func (o oracle) varies(x config.OptionID) bool { return o.some(with(list(x))) && o.some(with(nil, x)) }

func (o oracle) requires(x, y config.OptionID) bool { return !o.some(with(list(x), y)) }
func (o oracle) excludes(x, y config.OptionID) bool { return !o.some(with(list(x, y))) }

// class returns the options that come only together with one, ascending.
func (o oracle) class(x config.OptionID) (class []config.OptionID) {
	for y := range config.OptionID(o.cat.NumOptions()) {
		if o.varies(y) && o.requires(x, y) && o.requires(y, x) {
			class = append(class, y)
		}
	}
	return class
}

func (o oracle) checkEquivalent(t require.TestingT, found []analysis.Finding) {
	var want [][]config.OptionID
	for x := range config.OptionID(o.cat.NumOptions()) {
		if !o.varies(x) {
			continue
		}
		class := o.class(x)
		apart := slices.ContainsFunc(class, func(y config.OptionID) bool { return o.tree(with(list(x), y)) || o.tree(with(list(y), x)) })
		if class[0] == x && apart {
			want = append(want, class)
		}
	}
	require.Len(t, found, len(want))
	for i, f := range found {
		require.Equal(t, want[i], f.Options)
		conditions := o.conditions(t, f.Causes)
		for sel := range configtest.Selections(o.cat) {
			if !slices.ContainsFunc(conditions, func(e rules.Expr) bool { return !e.Holds(sel) }) && configtest.Holds(o.cat, sel) {
				for _, x := range f.Options {
					require.Equal(t, sel.IsChosen(f.Options[0]), sel.IsChosen(x), "the causes do not suffice")
				}
			}
		}
	}
}

func (o oracle) checkLong(t require.TestingT, found []analysis.Finding) {
	taken := make(map[rules.RuleID]rules.Expr) // shorter conditions so far
	condition := func(r rules.RuleID) rules.Expr {
		if e, ok := taken[r]; ok {
			return e
		}
		return o.set.Rule(r).Expr
	}
	for _, r := range o.active {
		rule := o.set.Rule(r)
		if rule.Table != nil || !o.some(breaks(o.set, r), r) {
			continue
		}
		b := rules.NewBuilder(o.cat)
		for _, other := range o.active {
			if _, shorter := taken[other]; other != r && !shorter {
				b.Add(rules.RuleSpec{ID: o.set.Rule(other).ID, Expr: o.set.Rule(other).Expr})
			}
		}
		set, err := b.Build()
		require.NoError(t, err)
		others, err := solver.Compile(context.Background(), set, o.asOf, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		want, err := others.Reduce(context.Background(), rule.Expr)
		require.NoError(t, err)
		own := rule.Source
		if own == "" {
			own = rule.Expr.String()
		}
		if want.Size() >= rule.Expr.Size() || len(want.String()) >= len(own) {
			continue
		}
		require.NotEmpty(t, found)
		require.Equal(t, r, found[0].Rules[0])
		require.Equal(t, want.String(), found[0].Condition.String())
		taken[r] = found[0].Condition
		found = found[1:]
	}
	require.Empty(t, found)
	for i, sel := range o.all { // all shorter conditions together
		holds := !slices.ContainsFunc(o.active, func(r rules.RuleID) bool { return !condition(r).Holds(sel) })
		require.Equal(t, len(o.broken[i]) == 0, holds)
	}
}

// denied returns a test of what contradicts that one option requires or excludes another.
func denied(x, y config.OptionID, excludes bool) func(*config.Selection) bool {
	if excludes {
		return with(list(x, y))
	}
	return with(list(x), y)
}

// alone reports whether the catalog, or one rule with it, says that one option requires or excludes another.
func (o oracle) alone(x, y config.OptionID, excludes bool) bool {
	is := denied(x, y, excludes)
	return !o.tree(is) || slices.ContainsFunc(o.active, func(r rules.RuleID) bool { return !o.by(r, is) })
}

// said reports the same of any options that come only together with these.
func (o oracle) said(x, y config.OptionID, excludes bool) bool {
	return slices.ContainsFunc(o.class(x), func(x config.OptionID) bool {
		return slices.ContainsFunc(o.class(y), func(y config.OptionID) bool { return o.alone(x, y, excludes) })
	})
}

// checkChains: each consequence is one of two rules, which no rule says, and the option between requires
// or excludes by one of the rules alone, as do both ends.
func (o oracle) checkChains(t require.TestingT, found, together []analysis.Finding) {
	type pair struct {
		x, y     config.OptionID
		excludes bool
	}
	told := make(map[pair]bool)
	tell := func(c analysis.Consequence) {
		x, y := o.class(c.Option)[0], o.class(c.Other)[0]
		if c.Excludes && y < x {
			x, y = y, x
		}
		require.False(t, told[pair{x, y, c.Excludes}], "it is told twice")
		told[pair{x, y, c.Excludes}] = true
	}
	for _, f := range together {
		for _, c := range f.Consequences {
			tell(c)
		}
	}
	for _, f := range found {
		b := f.Options[0]
		require.Equal(t, "option "+o.cat.Code(b), f.Subject())
		for _, c := range f.Consequences {
			tell(c)
			require.True(t, o.alone(c.Option, b, false))
			require.True(t, o.alone(b, c.Other, c.Excludes))
			require.False(t, o.said(c.Option, c.Other, c.Excludes))
			o.checkCauses(t, c.Causes, denied(c.Option, c.Other, c.Excludes))
			by := make(map[rules.RuleID]bool)
			for _, cause := range c.Causes {
				if cause.Kind == solver.CauseRule || cause.Kind == solver.CauseRow {
					by[cause.Rule] = true
				}
			}
			require.Len(t, by, 2)
		}
	}
}

func (o oracle) checkTogether(t require.TestingT, found []analysis.Finding) {
	type pair struct {
		x, y     config.OptionID
		excludes bool
	}
	want := make(map[pair]bool)
	var reps []config.OptionID
	for x := range config.OptionID(o.cat.NumOptions()) {
		if o.varies(x) && o.class(x)[0] == x {
			reps = append(reps, x)
		}
	}
	step := func(x, z, y config.OptionID, then func(x, y config.OptionID) bool) bool {
		return z != x && z != y && o.requires(x, z) && then(z, y)
	}
	for _, x := range reps {
		for _, y := range reps {
			for _, excludes := range []bool{false, true} {
				then := o.requires
				if excludes {
					then = o.excludes
				}
				if x == y || excludes && x > y || !then(x, y) {
					continue
				}
				follows := slices.ContainsFunc(reps, func(z config.OptionID) bool {
					return step(x, z, y, then) || excludes && step(y, z, x, then)
				})
				if !follows && !o.said(x, y, excludes) {
					want[pair{x, y, excludes}] = true
				}
			}
		}
	}
	for _, f := range found {
		require.Greater(t, len(f.Rules), 1)
		for _, c := range f.Consequences {
			p := pair{c.Option, c.Other, c.Excludes}
			require.True(t, want[p], "%v", p)
			delete(want, p)
			o.checkCauses(t, c.Causes, denied(c.Option, c.Other, c.Excludes))
			var by []rules.RuleID
			for _, cause := range c.Causes {
				if cause.Kind == solver.CauseRule || cause.Kind == solver.CauseRow {
					by = append(by, cause.Rule)
				}
			}
			slices.Sort(by)
			require.Equal(t, slices.Compact(by), f.Rules)
		}
	}
	require.Empty(t, want)
}

package solver_test

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// oracle is a random set at a random point, its space, and by brute force what is
// valid in it.
type oracle struct {
	*solver.Space
	set   *rules.Set
	cat   *config.Catalog
	asOf  config.Point
	valid []*config.Selection
	met   map[solver.Cause]subset
}

// subset is a set of complete selections, a bit for each, in the order of configtest.Selections.
type subset []uint64

func (s subset) and(other subset) subset {
	both := make(subset, len(s))
	for w := range both {
		both[w] = s[w] & other[w]
	}
	return both
}

func (s subset) empty() bool { return !slices.ContainsFunc(s, func(w uint64) bool { return w != 0 }) }

// drawOracle draws a set over up to a number of options, of rules of every kind;
// one in many is over 13 to 16.
func drawOracle(t *rapid.T, options int) oracle {
	catalogs := rulestest.Catalog(options, true)
	if rapid.IntRange(0, 11).Draw(t, "large") == 7 {
		catalogs = rulestest.Catalog(16, true).Filter(func(cat *config.Catalog) bool { return cat.NumOptions() >= 13 })
	}
	cat := catalogs.Draw(t, "catalog")
	set := rulestest.Sets{}.Set(cat).Draw(t, "rules")
	return newOracle(t, set, rulestest.Point().Draw(t, "point"))
}

func newOracle(t *rapid.T, set *rules.Set, asOf config.Point) oracle {
	space, err := solver.Compile(t.Context(), set, asOf, solver.Config{})
	require.NoError(t, err)
	return oracle{
		Space: space, set: set, cat: set.Catalog(), asOf: asOf,
		valid: slices.Collect(rulestest.Valid(set, asOf)),
		met:   map[solver.Cause]subset{},
	}
}

// view draws a view, of all or under a selection, which may contradict the rules, and
// returns the valid selections that it sees.
func (o oracle) view(t *rapid.T) (solver.View, []*config.Selection) {
	if rapid.Bool().Draw(t, "all") {
		return o.View, slices.Clone(o.valid)
	}
	sel := o.selection(t)
	return o.Given(sel), o.containing(sel)
}

// containing returns the valid selections that agree with sel.
func (o oracle) containing(sel *config.Selection) []*config.Selection {
	var out []*config.Selection
	for _, v := range o.valid {
		if configtest.Contains(v, sel) {
			out = append(out, v)
		}
	}
	return out
}

// selection draws a selection: anything, or part of a valid one with at most a
// few changes.
func (o oracle) selection(t *rapid.T) *config.Selection {
	if len(o.valid) == 0 || rapid.Bool().Draw(t, "anything") {
		return configtest.Selection(t, o.cat)
	}
	sel := rapid.SampledFrom(o.valid).Draw(t, "valid").Clone()
	for i := range o.cat.NumOptions() {
		switch rapid.IntRange(0, 9).Draw(t, "change") {
		case 0, 1, 2, 3:
			sel.Clear(config.OptionID(i))
		case 4:
			sel.Set(config.OptionID(i), rapid.SampledFrom([]config.State{config.Chosen, config.Rejected}).Draw(t, "state"))
		}
	}
	return sel
}

// complete draws a complete selection in the same way.
func (o oracle) complete(t *rapid.T) *config.Selection {
	sel := o.selection(t)
	for open := range sel.Clone().Open() {
		sel.Set(open, rapid.SampledFrom([]config.State{config.Rejected, config.Chosen}).Draw(t, "state"))
	}
	return sel
}

// meets says whether a complete selection meets a demand.
func (o oracle) meets(c solver.Cause, sel *config.Selection) bool { return o.check(c)(sel) }

// check returns what says whether a complete selection meets a demand.
func (o oracle) check(c solver.Cause) func(sel *config.Selection) bool {
	switch c.Kind {
	case solver.CauseLine:
		return func(sel *config.Selection) bool { return sel.IsChosen(c.Option) == c.Chosen }
	case solver.CauseRule:
		return rulestest.Check(o.set.Rule(c.Rule))
	case solver.CauseRow:
		r := o.set.Rule(c.Rule)
		table := *r.Table
		table.Rows = table.Rows[c.Row : c.Row+1]
		r.Table = &table
		return rulestest.Check(r)
	case solver.CauseOption:
		return func(sel *config.Selection) bool { return !sel.IsChosen(c.Option) }
	case solver.CauseParent:
		parent := o.cat.Parent(c.Option)
		return func(sel *config.Selection) bool { return !sel.IsChosen(c.Option) || sel.IsChosen(parent) }
	case solver.CauseFamily:
		f := o.cat.Family(c.Family)
		return func(sel *config.Selection) bool {
			chosen := 0
			for _, option := range f.Options {
				if sel.IsChosen(option) {
					chosen++
				}
			}
			asked := f.Parent == config.NoOption || sel.IsChosen(f.Parent)
			return (f.Select.Max == config.Unbounded || chosen <= f.Select.Max) && (!asked || chosen >= f.Select.Min)
		}
	}
	panic("no cause")
}

// subset returns the complete selections of which something holds.
func (o oracle) subset(holds func(*config.Selection) bool) subset {
	out, j := make(subset, (1<<o.cat.NumOptions()+63)/64), 0
	for sel := range configtest.Selections(o.cat) {
		if holds(sel) {
			out[j/64] |= 1 << (j % 64)
		}
		j++
	}
	return out
}

// meeting returns the complete selections that meet a demand.
func (o oracle) meeting(c solver.Cause) subset {
	c = plain([]solver.Cause{c})[0]
	if o.met[c] == nil {
		o.met[c] = o.subset(o.check(c))
	}
	return o.met[c]
}

// everything returns the set of all selections.
func (o oracle) everything() subset {
	n := 1 << o.cat.NumOptions()
	all := make(subset, (n+63)/64)
	for j := range n {
		all[j/64] |= 1 << (j % 64)
	}
	return all
}

// possible says whether some complete selection meets all demands.
func (o oracle) possible(demands []solver.Cause) bool {
	all := o.everything()
	for _, c := range demands {
		all = all.and(o.meeting(c))
	}
	return !all.empty()
}

// catalog returns all that the catalog demands.
func (o oracle) catalog() []solver.Cause {
	var out []solver.Cause
	for i := range o.cat.NumOptions() {
		id := config.OptionID(i)
		option := o.cat.Option(id)
		if covers, _ := option.Effectivity.Covers(o.asOf); !covers {
			out = append(out, solver.Cause{Kind: solver.CauseOption, Option: id})
		}
	}
	for i := range o.cat.NumFamilies() {
		f := o.cat.Family(config.FamilyID(i))
		if f.Parent != config.NoOption {
			for _, option := range f.Options {
				out = append(out, solver.Cause{Kind: solver.CauseParent, Option: option})
			}
		}
		out = append(out, solver.Cause{Kind: solver.CauseFamily, Family: config.FamilyID(i)})
	}
	return out
}

// rules returns all that the rules in force demand.
func (o oracle) rules() []solver.Cause {
	var out []solver.Cause
	active, _ := o.set.At(o.asOf)
	for _, id := range active {
		r := o.set.Rule(id)
		if r.Table == nil || !r.Table.Forbidden {
			out = append(out, solver.Cause{Kind: solver.CauseRule, Rule: id})
			continue
		}
		for row := range r.Table.Rows {
			out = append(out, solver.Cause{Kind: solver.CauseRow, Rule: id, Row: row})
		}
	}
	return out
}

// lines returns what a selection says.
func lines(sel *config.Selection) []solver.Cause {
	var out []solver.Cause
	for o := range sel.Chosen() {
		out = append(out, solver.Cause{Kind: solver.CauseLine, Option: o, Chosen: true})
	}
	for o := range sel.Rejected() {
		out = append(out, solver.Cause{Kind: solver.CauseLine, Option: o})
	}
	return out
}

// plain strips causes of what only their words need.
func plain(causes []solver.Cause) []solver.Cause {
	out := []solver.Cause{}
	for _, c := range causes {
		out = append(out, solver.Cause{Kind: c.Kind, Rule: c.Rule, Row: c.Row, Family: c.Family, Option: c.Option, Chosen: c.Chosen})
	}
	return out
}

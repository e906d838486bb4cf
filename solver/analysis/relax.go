package analysis

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// switches is the catalog of the rules with a further option for each of n rules, each in a
// family of its own, that says something of that rule.
type switches struct {
	cat   *config.Catalog
	first config.OptionID // the switch of rule i is first+i
}

// newSwitches extends a catalog. Options keep their ids.
func newSwitches(cat *config.Catalog, n int) (switches, error) {
	b := config.NewBuilder(cat.Product())
	for id := range config.FamilyID(cat.NumFamilies()) {
		f := cat.Family(id)
		spec := config.FamilySpec{Code: f.Code, Select: f.Select}
		if f.Parent != config.NoOption {
			spec.Parent = cat.Code(f.Parent)
		}
		b.Family(spec)
		for _, o := range f.Options {
			b.Option(config.OptionSpec{Family: f.Code, Code: cat.Code(o)})
		}
	}
	for i := range n {
		family := unused(cat, fmt.Sprintf("switch %d", i+1))
		b.Family(config.FamilySpec{Code: family, Select: config.Optional})
		b.Option(config.OptionSpec{Family: family, Code: unused(cat, fmt.Sprintf("rule %d", i+1))})
	}
	extended, err := b.Build()
	return switches{extended, config.OptionID(cat.NumOptions())}, err
}

// unused returns a code that a catalog does not have.
func unused(cat *config.Catalog, code string) string {
	for {
		_, option := cat.LookupOption(code)
		_, family := cat.LookupFamily(code)
		if !option && !family {
			return code
		}
		code += "'"
	}
}

// option returns the condition that the switch of rule i is on.
func (s switches) option(i int) rules.Expr { return rules.Option(s.cat, s.first+config.OptionID(i)) }

// builder begins rules on the switches: options that are not in force are never chosen.
func (a *analysis) builder(s switches) *rules.Builder {
	b := rules.NewBuilder(s.cat)
	for c, e := range a.base.Demands() {
		if c.Kind == solver.CauseOption {
			b.Add(rules.RuleSpec{ID: fmt.Sprintf("not in force %d", c.Option), Expr: e.Rebind(s.cat)})
		}
	}
	return b
}

// relax makes the space in which each rule holds if its switch is on: under a selection of
// switches it is that of some rules. It needs no circuit, which would know about all sets of
// rules.
func (a *analysis) relax(ctx context.Context) error {
	if a.relaxed != nil {
		return nil
	}
	s, err := newSwitches(a.cat, len(a.active))
	if err != nil {
		return err
	}
	b := a.builder(s)
	for i, r := range a.active {
		b.Add(rules.RuleSpec{ID: fmt.Sprint(i), Expr: rules.Implies(s.option(i), a.set.Rule(r).Expr.Rebind(s.cat))})
	}
	set, err := b.Build()
	if err != nil {
		return err
	}
	a.relaxed, err = solver.Compile(ctx, set, config.Point{}, solver.Config{NoCircuit: true})
	return err
}

// without returns the view of all rules but some, by place in active.
func (a *analysis) without(off ...int) solver.View {
	cat := a.relaxed.Catalog()
	sel := cat.NewSelection()
	first := config.OptionID(a.cat.NumOptions())
	for i := range a.active {
		sel.Choose(first + config.OptionID(i))
	}
	for _, i := range off {
		sel.Reject(first + config.OptionID(i))
	}
	return a.relaxed.Given(sel)
}

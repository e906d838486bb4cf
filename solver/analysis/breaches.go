package analysis

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// breaches is the space of all rules with a switch for each rule that the others imply: one that
// says that the rule is broken, or that its premise holds.
type breaches struct {
	switches
	explainer *solver.Explainer
	rules     []solver.Cause // by rule of the space: what it says of the rules analysed; the switches follow
	families  map[config.FamilyID]solver.Cause
	parents   map[config.OptionID]solver.Cause // by the option below
}

func (a *analysis) breaches(ctx context.Context, found []implied) (*breaches, error) {
	s, err := newSwitches(a.cat, len(found))
	if err != nil {
		return nil, err
	}
	b := &breaches{switches: s, families: make(map[config.FamilyID]solver.Cause), parents: make(map[config.OptionID]solver.Cause)}
	demanded := rules.NewBuilder(s.cat)
	for c, e := range a.base.Demands() {
		switch c.Kind {
		case solver.CauseFamily:
			b.families[c.Family] = c
		case solver.CauseParent:
			b.parents[c.Option] = c
		default:
			demanded.Add(rules.RuleSpec{ID: fmt.Sprint(len(b.rules)), Expr: e.Rebind(s.cat)})
			b.rules = append(b.rules, c)
		}
	}
	for k, x := range found {
		demanded.Add(rules.RuleSpec{ID: fmt.Sprintf("breach %d", k), Expr: rules.Implies(s.option(k), x.never.Rebind(s.cat))})
	}
	set, err := demanded.Build()
	if err != nil {
		return nil, err
	}
	space, err := solver.Compile(ctx, set, config.Point{}, solver.Config{NoCircuit: true})
	if err != nil {
		return nil, err
	}
	b.explainer, err = space.Explainer(ctx)
	return b, err
}

// why returns what contradicts switch k, which is about a rule: what implies the rule. The rule
// itself is blamed only where that cannot be avoided, and so it is not.
func (b *breaches) why(ctx context.Context, k int, rule rules.RuleID, searches int64) (causes []solver.Cause, smallest bool, err error) {
	sel := b.cat.NewSelection()
	sel.Choose(b.first + config.OptionID(k))
	itself := func(c solver.Cause) int {
		if said := b.said(c); isRule(said) && said.Rule == rule {
			return 1
		}
		return 0
	}
	why, err := b.explainer.Explain(ctx, sel, solver.Explaining{Searches: searches, Rank: itself})
	if err != nil {
		return nil, false, err
	}
	for _, c := range why.Causes {
		if said := b.said(c); said.Kind != 0 {
			causes = append(causes, said)
		}
	}
	return causes, why.Smallest, nil
}

// said returns what a demand of the space is of the rules analysed; the zero Cause for the switch
// and what that says.
func (b *breaches) said(c solver.Cause) solver.Cause {
	switch {
	case c.Kind == solver.CauseFamily:
		return b.families[c.Family]
	case c.Kind == solver.CauseParent:
		return b.parents[c.Option]
	case c.Kind == solver.CauseRule && int(c.Rule) < len(b.rules):
		return b.rules[c.Rule]
	}
	return solver.Cause{}
}

package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// together finds what only several rules together force: at once, or in a chain of two.
func (a *analysis) together(ctx context.Context) error {
	all, err := a.consequences(ctx)
	if err != nil {
		return err
	}
	var links []link
	var joint []Consequence
	for _, c := range all {
		l, said, err := a.said(ctx, c)
		if err != nil {
			return err
		}
		switch {
		case !said:
			joint = append(joint, c)
		case !l.given:
			links = append(links, l)
		}
	}
	if a.wants(Together) {
		if err := a.joint(ctx, joint); err != nil {
			return err
		}
	}
	if a.wants(Chain) {
		return a.chains(ctx, links)
	}
	return nil
}

// link is a consequence of the catalog alone, or of one rule with it.
type link struct {
	Consequence
	given bool // by the catalog
	rule  rules.RuleID
}

// said returns a consequence as the catalog or a rule says it, of any options that come only together with
// its own; false if it follows from several rules only.
func (a *analysis) said(ctx context.Context, c Consequence) (link, bool, error) {
	if a.alone == nil {
		conditions := make([]rules.Expr, len(a.active))
		for i, r := range a.active {
			conditions[i] = a.set.Rule(r).Expr
		}
		a.alone = a.tree.Conditions(conditions)
	}
	state := config.Chosen
	if c.Excludes {
		state = config.Rejected
	}
	for _, option := range a.class(c.Option) {
		tree, err := a.trees.row(ctx, option)
		if err != nil {
			return link{}, false, err
		}
		for _, other := range a.class(c.Other) {
			as := Consequence{Option: option, Other: other, Excludes: c.Excludes, cat: a.cat}
			if tree.State(other) == state {
				return link{Consequence: as, given: true}, true, nil
			}
			if a.truths, _, err = a.alone.Truths(ctx, a.tree.Given(as.denied()), a.truths); err != nil {
				return link{}, false, err
			}
			if i := slices.Index(a.truths, rules.Violated); i >= 0 {
				return link{Consequence: as, rule: a.active[i]}, true, nil
			}
		}
	}
	return link{}, false, nil
}

// joint explains consequences that no rule names, and groups them by the rules that force them.
func (a *analysis) joint(ctx context.Context, all []Consequence) error {
	groups := make(map[string]*Finding)
	var order []*Finding
	// Groups that are found before the budget is exhausted are reported.
	defer func() {
		slices.SortStableFunc(order, func(f, g *Finding) int {
			return cmp.Or(len(g.Rules)-len(f.Rules), slices.Compare(f.Rules, g.Rules))
		})
		for _, f := range order {
			f.Message = a.tellTogether(f)
			a.report.Findings = append(a.report.Findings, *f)
		}
	}()
	for _, c := range all {
		why, err := a.explainer.Explain(ctx, c.denied(), solver.Explaining{Searches: -1})
		if err != nil {
			return err
		}
		c.Causes = demands(why)
		by := rulesOf(c.Causes)
		key := fmt.Sprint(by)
		if groups[key] == nil {
			f := a.finding(Together, by...)
			groups[key] = &f
			order = append(order, &f)
		}
		groups[key].Consequences = append(groups[key].Consequences, c)
	}
	return nil
}

// rulesOf returns the rules among causes, ascending.
func rulesOf(causes []solver.Cause) (of []rules.RuleID) {
	for _, c := range causes {
		if isRule(c) {
			of = append(of, c.Rule)
		}
	}
	slices.Sort(of)
	return slices.Compact(of)
}

// denied returns the selection that contradicts a consequence.
func (c Consequence) denied() *config.Selection {
	sel := c.cat.NewSelection()
	sel.Choose(c.Option)
	if c.Excludes {
		sel.Choose(c.Other)
	} else {
		sel.Reject(c.Other)
	}
	return sel
}

// consequences returns what all rules force, beyond the catalog, of two options, which stand for
// their classes: but for what follows from other such consequences in a step.
func (a *analysis) consequences(ctx context.Context) ([]Consequence, error) {
	all, err := a.classes(ctx)
	if err != nil {
		return nil, err
	}
	first := func(o config.OptionID) bool { return a.of[o] >= 0 && a.class(o)[0] == o }
	row := func(o config.OptionID) *config.Selection { return a.rows.of[o] }
	var out []Consequence
	for _, members := range all {
		o := members[0]
		tree, err := a.trees.row(ctx, o)
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, err
		}
		var steps []config.OptionID // what o requires
		for other := range row(o).Chosen() {
			if other != o && first(other) {
				steps = append(steps, other)
			}
		}
		// over reports whether a step leads to options that decide another one in a way.
		over := func(steps []config.OptionID, other config.OptionID, state config.State) bool {
			return slices.ContainsFunc(steps, func(step config.OptionID) bool { return step != other && row(step).State(other) == state })
		}
		for _, other := range steps {
			if !tree.IsChosen(other) && !over(steps, other, config.Chosen) {
				out = append(out, Consequence{Option: o, Other: other, cat: a.cat})
			}
		}
		for other := range row(o).Rejected() {
			if other <= o || !first(other) || tree.State(other) == config.Rejected || over(steps, other, config.Rejected) {
				continue
			}
			follows := false // from what the other one requires
			for step := range row(other).Chosen() {
				follows = follows || step != other && first(step) && row(step).State(o) == config.Rejected
			}
			if !follows {
				out = append(out, Consequence{Option: o, Other: other, Excludes: true, cat: a.cat})
			}
		}
	}
	return out, nil
}

// maxTold is how many consequences a message lists.
const maxTold = 3

// tellTogether writes the message.
func (a *analysis) tellTogether(f *Finding) string {
	var told []string
	for _, c := range f.Consequences[:min(len(f.Consequences), maxTold)] {
		told = append(told, c.String())
	}
	text := "rules " + enumerate(f.ruleIDs(), "and") + " together: " + strings.Join(told, ", ")
	if n := len(f.Consequences) - len(told); n > 0 {
		text += fmt.Sprintf(", and %d more", n)
	}
	return text
}

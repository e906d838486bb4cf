package analysis

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// maxChained is how many consequences of a Chain are looked for. An option that many require and that
// decides many others has the product of these.
const maxChained = 12

// chainer finds chains of two links.
type chainer struct {
	*analysis
	into map[config.OptionID][]link // by the option that is required
	from map[config.OptionID][]link // by the option that requires or excludes, of which an exclusion has two
	told map[pair]bool
}

// pair is what a consequence is about, for all options that come only together with its own.
type pair struct {
	option, other config.OptionID
	excludes      bool
}

// chains finds what two links force by an option between them, and no rule alone: A requires B by one rule,
// and B requires or excludes C by another.
func (a *analysis) chains(ctx context.Context, links []link) error {
	x := chainer{a, make(map[config.OptionID][]link), make(map[config.OptionID][]link), make(map[pair]bool)}
	for _, l := range links {
		x.from[l.Option] = append(x.from[l.Option], l)
		if l.Excludes {
			l.Option, l.Other = l.Other, l.Option
			x.from[l.Option] = append(x.from[l.Option], l)
		} else {
			x.into[l.Other] = append(x.into[l.Other], l)
		}
	}
	for b := range config.OptionID(a.cat.NumOptions()) {
		if x.into[b] == nil {
			continue
		}
		f, err := x.through(ctx, b)
		if len(f.Consequences) > 0 { // also those that are found before the budget is exhausted
			a.report.Findings = append(a.report.Findings, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// through returns the finding of the chains through an option.
func (x *chainer) through(ctx context.Context, b config.OptionID) (Finding, error) {
	f := x.about(Chain, b)
	out, err := x.out(ctx, b)
	if err != nil {
		return f, err
	}
	for _, l := range x.into[b] {
		for _, next := range out {
			c := Consequence{Option: l.Option, Other: next.Other, Excludes: next.Excludes, cat: x.cat}
			p := pair{x.class(c.Option)[0], x.class(c.Other)[0], c.Excludes}
			if p.excludes && p.other < p.option {
				p.option, p.other = p.other, p.option
			}
			if p.option == p.other || l.rule == next.rule || x.told[p] {
				continue
			}
			if len(f.Consequences) == maxChained {
				f.More++
				continue
			}
			ok, err := x.chained(ctx, &c, l.rule, next.rule)
			if err != nil {
				return f, err
			}
			if x.told[p] = true; !ok {
				continue
			}
			if f.Consequences = append(f.Consequences, c); len(f.Consequences) == 1 {
				f.Message = fmt.Sprintf("%v by %s, and %v by %s", l, x.set.Rule(l.rule).ID, next, x.set.Rule(next.rule).ID)
			}
		}
	}
	switch n := len(f.Consequences) - 1; {
	case f.More > 0:
		f.Message += fmt.Sprintf("; %d more pairs are linked so, and %d were not looked at", n, f.More)
	case n == 1:
		f.Message += "; another pair is linked so"
	case n > 1:
		f.Message += fmt.Sprintf("; %d more pairs are linked so", n)
	}
	return f, nil
}

// out returns what an option requires or excludes by one rule, also by an option that the catalog chooses
// with it, or one that the catalog excludes and that another requires.
func (x *chainer) out(ctx context.Context, b config.OptionID) (out []link, err error) {
	add := func(option config.OptionID, excludes bool, rule rules.RuleID) {
		out = append(out, link{Consequence: Consequence{Option: b, Other: option, Excludes: excludes, cat: x.cat}, rule: rule})
	}
	tree, err := x.trees.row(ctx, b)
	if err != nil {
		return nil, err
	}
	for with := range tree.Chosen() {
		for _, l := range x.from[with] {
			add(l.Other, l.Excludes, l.rule)
		}
	}
	for without := range tree.Rejected() {
		for _, l := range x.into[without] {
			add(l.Option, true, l.rule)
		}
	}
	return out, nil
}

// chained gives a consequence the demands of two rules and the catalog that force it; false if one of the
// rules does, or another one, or the catalog alone.
func (x *chainer) chained(ctx context.Context, c *Consequence, first, second rules.RuleID) (bool, error) {
	if _, said, err := x.said(ctx, *c); said || err != nil {
		return false, err
	}
	others := func(c solver.Cause) int {
		if isRule(c) && c.Rule != first && c.Rule != second {
			return 1
		}
		return 0
	}
	why, err := x.explainer.Explain(ctx, c.denied(), solver.Explaining{Searches: -1, Rank: others})
	c.Causes = demands(why)
	return err == nil, err
}

package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// redundancy asks which rules the others imply, and of which of these the premise never holds.
func (a *analysis) redundancy(ctx context.Context) error {
	if err := a.relax(ctx); err != nil {
		return err
	}
	var found []implied
	for i, r := range a.active {
		if !a.only.rule(r) {
			continue
		}
		broken := rules.Not(a.set.Rule(r).Expr)
		var err error
		if a.redundant[i], err = a.follows(ctx, i); err != nil {
			return err
		}
		if a.redundant[i] {
			found = append(found, implied{rule: r, place: i, kind: RedundantRule, never: broken})
		}
	}
	for k := range found {
		if err := a.idle(ctx, &found[k]); err != nil {
			return err
		}
	}
	found = slices.DeleteFunc(found, func(x implied) bool { return !a.wants(x.kind) })
	if err := a.removable(ctx, found); err != nil {
		return err
	}
	return a.impliedBy(ctx, found)
}

// follows reports whether the other rules imply one, by place in active.
func (a *analysis) follows(ctx context.Context, i int) (bool, error) {
	broken := rules.Not(a.set.Rule(a.active[i]).Expr)
	possible, err := a.without(i).Possible(ctx, broken.Rebind(a.relaxed.Catalog()))
	return !possible, err
}

// implied is a rule that the others imply.
type implied struct {
	rule      rules.RuleID
	place     int  // in active
	kind      Kind // RedundantRule or IdleRule
	never     rules.Expr
	removable bool
}

// idle finds out whether a redundant rule never fires. All rules say of its premise what the
// others say.
func (a *analysis) idle(ctx context.Context, x *implied) error {
	var premises []rules.Expr // one of each part of the rule
	parts := []rules.Expr{a.set.Rule(x.rule).Expr}
	if parts[0].Op() == rules.OpAnd {
		parts = slices.Collect(parts[0].Args())
	}
	for _, part := range parts {
		premise, err := a.unmet(ctx, part)
		if err != nil || premise.IsZero() {
			return err
		}
		premises = append(premises, premise)
	}
	x.kind, x.never = IdleRule, rules.Or(premises...)
	return nil
}

// unmet returns a premise of a condition that never holds; the zero Expr if there is none.
func (a *analysis) unmet(ctx context.Context, e rules.Expr) (rules.Expr, error) {
	var premises []rules.Expr
	switch {
	case e.Op() == rules.OpImplies:
		premises = []rules.Expr{e.Arg(0)}
	case e.Op() == rules.OpNot && e.Arg(0).Op() == rules.OpAnd:
		premises = slices.Collect(e.Arg(0).Args())
	}
	for _, premise := range premises {
		if possible, err := a.base.Possible(ctx, premise); err != nil || !possible {
			return premise, err
		}
	}
	return rules.Expr{}, nil
}

// removable finds rules that can be left out together, the last ones first.
func (a *analysis) removable(ctx context.Context, found []implied) error {
	var off []int
	for k := range slices.Backward(found) {
		x := &found[k]
		broken := rules.Not(a.set.Rule(x.rule).Expr).Rebind(a.relaxed.Catalog())
		possible, err := a.without(append(off, x.place)...).Possible(ctx, broken)
		if err != nil {
			return err
		}
		if x.removable = !possible; x.removable {
			off = append(off, x.place)
		}
	}
	return nil
}

// impliedBy makes the findings.
func (a *analysis) impliedBy(ctx context.Context, found []implied) error {
	if len(found) == 0 {
		return nil
	}
	b, err := a.breaches(ctx, found)
	if err != nil {
		return err
	}
	for k, x := range found {
		f := a.finding(x.kind, x.rule)
		f.Removable = x.removable
		if f.Causes, f.Smallest, err = b.why(ctx, k, x.rule, a.cfg.Searches); err != nil {
			return err
		}
		a.tellImplied(&f, x)
		a.report.Findings = append(a.report.Findings, f)
	}
	return nil
}

// tellImplied writes the message of a redundant or idle rule.
func (a *analysis) tellImplied(f *Finding, x implied) {
	by := a.blamed(f.Causes)
	name := "rule " + a.set.Rule(x.rule).ID
	switch {
	case x.kind == IdleRule:
		f.Condition = x.never
		f.Message = fmt.Sprintf("%s never fires: %s never holds", name, x.never)
	case len(by) == 0:
		f.Message = name + " always holds"
	default:
		f.Message = name + " follows from " + enumerate(by, "and")
	}
	if !x.removable {
		f.Message += "; it must stay if the other redundant rules are left out"
	}
}

// blamed returns the ids of the rules among causes, and then the catalog if others are among them.
func (a *analysis) blamed(causes []solver.Cause) (by []string) {
	catalog := false
	for _, c := range causes {
		if !isRule(c) {
			catalog = true
		} else if id := a.set.Rule(c.Rule).ID; !slices.Contains(by, id) {
			by = append(by, id)
		}
	}
	if catalog {
		by = append(by, "the catalog")
	}
	return by
}

// enumerate joins names: "A, B and C".
func enumerate(names []string, and string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + and + " " + names[last]
}

// isRule reports whether a cause is a rule or a part of one.
func isRule(c solver.Cause) bool { return c.Kind == solver.CauseRule || c.Kind == solver.CauseRow }

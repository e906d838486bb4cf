package analysis

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// count counts the configurations that each rule alone removes. These are the selections that
// break this rule and no other. So one circuit has all the numbers: that of the selections that
// break at most one rule, with a switch for each rule that says whether it holds. It is far
// smaller than one in which any rules may be broken, and takes far less time than a circuit for
// each rule.
func (a *analysis) count(ctx context.Context) error {
	const question = "the numbers of configurations that rules remove"
	if a.cfg.Compile.NoCircuit {
		a.report.Open = append(a.report.Open, OpenQuestion{Question: question, Reason: "no circuit is wanted"})
		return nil
	}
	s, err := newSwitches(a.cat, len(a.active))
	if err != nil {
		return err
	}
	b := a.builder(s)
	all := make([]rules.Expr, len(a.active))
	for i, r := range a.active {
		all[i] = s.option(i)
		b.Add(rules.RuleSpec{ID: fmt.Sprint(i), Expr: rules.Iff(all[i], a.set.Rule(r).Expr.Rebind(s.cat))})
	}
	if n := len(all); n > 1 {
		b.Add(rules.RuleSpec{ID: "at most one broken", Expr: rules.Between(n-1, rules.Unbounded, all...)})
	}
	set, err := b.Build()
	if err != nil {
		return err
	}
	compile := a.cfg.Compile
	compile.Track = nil
	near, err := solver.Compile(ctx, set, config.Point{}, compile)
	if err != nil {
		return err
	}
	counts, err := near.Counts(ctx, nil)
	if errors.Is(err, solver.ErrBudget) {
		a.report.Open = append(a.report.Open, OpenQuestion{Question: question, Reason: err.Error(), Exhausted: true})
		return nil
	}
	if err != nil {
		return err
	}
	total, err := near.Count(ctx, nil)
	if err != nil {
		return err
	}
	a.report.Configurations = new(big.Int).Set(total)
	for i := range a.active {
		removed := new(big.Int).Sub(total, &counts[int(s.first)+i])
		a.report.Effects[i].Removed = removed
		a.report.Configurations.Sub(a.report.Configurations, removed)
	}
	return nil
}

package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// rows answers what choosing each option decides of all others, by one space. Each answer is
// found once.
type rows struct {
	domains *solver.Domains
	of      []*config.Selection // by option: what all configurations that have it have and lack; nil: unknown
	dead    []bool              // by option: none has it
}

func newRows(ctx context.Context, s *solver.Space) (*rows, error) {
	domains, err := s.Domains(ctx)
	n := s.Catalog().NumOptions()
	return &rows{domains, make([]*config.Selection, n), make([]bool, n)}, err
}

// row returns what an option decides, and whether some configuration has it.
func (r *rows) row(ctx context.Context, o config.OptionID, cat *config.Catalog) (*config.Selection, bool, error) {
	if r.of[o] == nil && !r.dead[o] {
		sel := cat.NewSelection()
		sel.Choose(o)
		decided, possible, err := r.domains.Decided(ctx, sel, sel)
		if err != nil {
			return nil, false, err
		}
		r.of[o], r.dead[o] = decided, !possible
	}
	return r.of[o], !r.dead[o], nil
}

// decide finds what all configurations have and lack, under all rules and by the catalog alone.
// Some configuration exists.
func (a *analysis) decide(ctx context.Context) (err error) {
	if a.decided != nil {
		return nil
	}
	if a.rows, err = newRows(ctx, a.base); err != nil {
		return err
	}
	if a.trees, err = newRows(ctx, a.tree); err != nil {
		return err
	}
	none := a.cat.NewSelection()
	if a.given, _, err = a.trees.domains.Decided(ctx, nil, none); err != nil {
		return err
	}
	a.decided, _, err = a.rows.domains.Decided(ctx, nil, none)
	return err
}

// inForce reports whether an option can be chosen at the point.
func (a *analysis) inForce(o config.OptionID) bool {
	covers, err := a.cat.Option(o).Effectivity.Covers(a.report.AsOf)
	return covers && err == nil // the compilation has asked for what the point lacks
}

// alive reports whether some configuration has the option, or is without one for NoOption.
func (a *analysis) alive(o config.OptionID) bool {
	return o == config.NoOption || a.decided.State(o) != config.Rejected
}

// decisions finds dead and core options.
func (a *analysis) decisions(ctx context.Context) error {
	if err := a.decide(ctx); err != nil {
		return err
	}
	if a.wants(DeadOption) {
		for o := range a.decided.Rejected() {
			if !a.inForce(o) || !a.alive(a.cat.Parent(o)) {
				continue
			}
			f := a.about(DeadOption, o)
			f.More = a.below(o)
			f.Message = "option " + a.cat.Code(o) + " can never be chosen" + more(f.More, "nor can %s below it")
			sel := a.cat.NewSelection()
			sel.Choose(o)
			if err := a.explained(ctx, f, sel); err != nil {
				return err
			}
		}
	}
	if a.wants(CoreOption) {
		return a.core(ctx)
	}
	return nil
}

// below returns how many options in force stand below one.
func (a *analysis) below(o config.OptionID) (n int) {
	for _, family := range a.cat.Children(o) {
		for _, child := range a.cat.Family(family).Options {
			if a.inForce(child) {
				n += 1 + a.below(child)
			}
		}
	}
	return n
}

// core finds the options that every configuration has although the catalog alone leaves them
// open. Those that the catalog chooses with another one belong to that.
func (a *analysis) core(ctx context.Context) error {
	var all []config.OptionID
	for o := range a.decided.Chosen() {
		if !a.given.IsChosen(o) {
			all = append(all, o)
		}
	}
	follows := make(map[config.OptionID]bool)
	for _, o := range all {
		if follows[o] {
			continue
		}
		row, _, err := a.trees.row(ctx, o, a.cat)
		if err != nil {
			return err
		}
		for _, other := range all {
			if other != o && row.IsChosen(other) {
				follows[other] = true
			}
		}
	}
	for _, o := range all {
		if follows[o] {
			continue
		}
		f := a.about(CoreOption, o)
		for _, other := range all {
			if row := a.trees.of[o]; other != o && row.IsChosen(other) {
				f.More++
			}
		}
		f.Message = "option " + a.cat.Code(o) + " is in every configuration" + more(f.More, "with %s that it demands")
		sel := a.cat.NewSelection()
		sel.Reject(o)
		if err := a.explained(ctx, f, sel); err != nil {
			return err
		}
	}
	return nil
}

// more says that n more options are alike.
func more(n int, words string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", " + fmt.Sprintf(words, "1 option")
	}
	return ", " + fmt.Sprintf(words, fmt.Sprintf("%d options", n))
}

// about begins a finding about options.
func (a *analysis) about(k Kind, options ...config.OptionID) Finding {
	f := a.finding(k)
	f.Options, f.Place = options, a.cat.Option(options[0]).Place
	return f
}

// explained adds a finding, with the causes for which no configuration agrees with a selection.
func (a *analysis) explained(ctx context.Context, f Finding, sel *config.Selection) error {
	why, err := a.explainer.Explain(ctx, sel, solver.Explaining{Searches: a.cfg.Searches})
	if err != nil {
		return err
	}
	f.because(why)
	a.report.Findings = append(a.report.Findings, f)
	return nil
}

// falseOptional finds the families that may stay empty and never do, but for those with an
// option that every configuration has: that one says so.
func (a *analysis) falseOptional(ctx context.Context) error {
	var families []config.FamilyID
	var empty []rules.Expr
	for id := range config.FamilyID(a.cat.NumFamilies()) {
		f := a.cat.Family(id)
		if f.Select.Min > 0 || !a.alive(f.Parent) || slices.ContainsFunc(f.Options, a.decided.IsChosen) {
			continue
		}
		options := make([]rules.Expr, len(f.Options))
		for i, o := range f.Options {
			options[i] = rules.Option(a.cat, o)
		}
		none := rules.Not(rules.Or(options...))
		if f.Parent != config.NoOption {
			none = rules.And(rules.Option(a.cat, f.Parent), none)
		}
		families, empty = append(families, id), append(empty, none)
	}
	truths, _, err := a.base.Conditions(empty).Truths(ctx, a.base.View, nil)
	if err != nil {
		return err
	}
	for i, truth := range truths {
		if truth != rules.Violated {
			continue
		}
		family := a.cat.Family(families[i])
		f := a.finding(FalseOptional)
		f.Family, f.Place = families[i], family.Place
		f.Message = "family " + family.Code + " need not take an option, and yet it always does"
		why, err := a.base.ExplainCondition(ctx, empty[i])
		if err != nil {
			return err
		}
		f.because(why)
		a.report.Findings = append(a.report.Findings, f)
	}
	return nil
}

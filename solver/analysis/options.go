package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// rows answers what choosing each option decides of all others, in one space. Each answer is found
// once.
type rows struct {
	space   *solver.Space
	domains *solver.Domains     // nil until the first question
	of      []*config.Selection // by option: what all configurations that have it have and lack; nil if unknown
}

func newRows(s *solver.Space) rows {
	return rows{space: s, of: make([]*config.Selection, s.Catalog().NumOptions())}
}

// row returns what an option that some configuration has decides. The selection is kept.
func (r *rows) row(ctx context.Context, o config.OptionID) (_ *config.Selection, err error) {
	if r.domains == nil {
		if r.domains, err = r.space.Domains(ctx); err != nil {
			return nil, err
		}
	}
	if r.of[o] == nil {
		sel := r.space.Catalog().NewSelection()
		sel.Choose(o)
		if r.of[o], _, err = r.domains.Decided(ctx, sel, sel); err != nil {
			r.of[o] = nil
		}
	}
	return r.of[o], err
}

// decide finds what all configurations have and lack, under all rules and by the catalog alone.
// Some configuration exists.
func (a *analysis) decide(ctx context.Context) (err error) {
	if a.decided != nil {
		return nil
	}
	options := make([]rules.Expr, a.cat.NumOptions())
	for o := range options {
		options[o] = rules.Option(a.cat, config.OptionID(o))
	}
	if a.given, err = decided(ctx, a.tree, options); err == nil {
		a.decided, err = decided(ctx, a.base, options)
	}
	return err
}

// decided returns what all configurations of a space have and lack of the options.
func decided(ctx context.Context, s *solver.Space, options []rules.Expr) (*config.Selection, error) {
	truths, _, err := s.Conditions(options).Truths(ctx, s.View, nil)
	if err != nil {
		return nil, err
	}
	sel := s.Catalog().NewSelection()
	for o, truth := range truths {
		switch truth {
		case rules.Satisfied:
			sel.Choose(config.OptionID(o))
		case rules.Violated:
			sel.Reject(config.OptionID(o))
		}
	}
	return sel, nil
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
			if !a.inForce(o) || !a.alive(a.cat.Parent(o)) || !a.only.option(o) {
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
		row, err := a.trees.row(ctx, o)
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
		if follows[o] || !a.only.option(o) {
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
	if err := a.decide(ctx); err != nil {
		return err
	}
	var families []config.FamilyID
	var empty []rules.Expr
	for id := range config.FamilyID(a.cat.NumFamilies()) {
		f := a.cat.Family(id)
		if f.Select.Min > 0 || !a.alive(f.Parent) || slices.ContainsFunc(f.Options, a.decided.IsChosen) {
			continue
		}
		families, empty = append(families, id), append(empty, a.empty(id))
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

// empty returns the condition that a family is asked for and has no option.
func (a *analysis) empty(id config.FamilyID) rules.Expr {
	f := a.cat.Family(id)
	options := make([]rules.Expr, len(f.Options))
	for i, o := range f.Options {
		options[i] = rules.Option(a.cat, o)
	}
	none := rules.Not(rules.Or(options...))
	if f.Parent != config.NoOption {
		none = rules.And(rules.Option(a.cat, f.Parent), none)
	}
	return none
}

package analysis

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// class holds options that each configuration has together or not at all: that some
// configurations have, and some lack.
type class []config.OptionID

// classes returns the classes of the options.
func (a *analysis) classes(ctx context.Context) ([]class, error) {
	if a.of != nil {
		return a.all, nil
	}
	if err := a.decide(ctx); err != nil {
		return nil, err
	}
	var all []class
	of := make([]int, a.cat.NumOptions())
	for o := range of {
		of[o] = -1
	}
	for o := range config.OptionID(len(of)) {
		if a.decided.State(o) != config.Open || of[o] >= 0 {
			continue
		}
		row, err := a.rows.row(ctx, o)
		if err != nil {
			return nil, err
		}
		members := class{o}
		for other := range row.Chosen() {
			if other < o || of[other] >= 0 || a.decided.State(other) != config.Open || other == o {
				continue
			}
			back, err := a.rows.row(ctx, other)
			if err != nil {
				return nil, err
			}
			if back.IsChosen(o) {
				members = append(members, other)
			}
		}
		for _, member := range members {
			of[member] = len(all)
		}
		all = append(all, members)
	}
	a.all, a.of = all, of
	return all, nil
}

// class returns the class of an option that some configurations have, and some lack.
func (a *analysis) class(o config.OptionID) class { return a.all[a.of[o]] }

// equivalent finds the options that come only together, although the catalog alone does not say
// so.
func (a *analysis) equivalent(ctx context.Context) error {
	all, err := a.classes(ctx)
	if err != nil {
		return err
	}
	for _, members := range all {
		apart, err := a.apart(ctx, members)
		if err != nil {
			return err
		}
		if len(apart) < 2 {
			continue
		}
		f := a.about(EquivalentOptions, members...)
		f.Message = "options " + enumerate(f.codes(), "and") + " come only together"
		for i, o := range apart {
			sel := a.cat.NewSelection()
			sel.Choose(o)
			sel.Reject(apart[(i+1)%len(apart)])
			why, err := a.explainer.Explain(ctx, sel, solver.Explaining{Searches: a.cfg.Searches})
			if err != nil {
				return err
			}
			for _, c := range demands(why) {
				if !slices.Contains(f.Causes, c) {
					f.Causes = append(f.Causes, c)
				}
			}
		}
		a.report.Findings = append(a.report.Findings, f)
	}
	return nil
}

// apart returns the options of a class that the catalog alone does not tie to an earlier one.
func (a *analysis) apart(ctx context.Context, members class) ([]config.OptionID, error) {
	var first []config.OptionID
	for _, o := range members {
		row, err := a.trees.row(ctx, o)
		if err != nil {
			return nil, err
		}
		tied := false
		for _, earlier := range first {
			back, err := a.trees.row(ctx, earlier)
			if err != nil {
				return nil, err
			}
			tied = tied || row.IsChosen(earlier) && back.IsChosen(o)
		}
		if !tied {
			first = append(first, o)
		}
	}
	return first, nil
}

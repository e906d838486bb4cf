package analysis

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// contradictions asks whether nothing can be built, and why: by conflicts that have no rule in common,
// as many as there are beside those before.
func (a *analysis) contradictions(ctx context.Context) error {
	if !a.base.Void() {
		return nil
	}
	found, err := a.conflicts(ctx)
	if err == nil {
		err = a.mend(ctx, found)
	}
	for _, f := range found {
		f.Message = "nothing can be built"
		name := enumerate(ruleIDs(a.set, f.Rules), "or")
		switch {
		case len(f.Rules) > 0 && len(found) == 1:
			f.Message += "; something could be without rule " + name
		case len(f.Causes) > 0:
			f.Message += "; " + contradict(a.blamed(f.Causes))
			if len(f.Rules) > 0 {
				f.Message += "; beside the other contradictions, rule " + name + " must go"
			}
		}
		if len(f.Rules) > 0 {
			f.Place = a.set.Rule(f.Rules[0]).Place
		} else {
			f.Place = a.firstPlace(f.Causes)
		}
		a.report.Findings = append(a.report.Findings, f)
	}
	return err
}

// conflicts returns a finding for each of some conflicts, none of which has a rule of another one. If
// the first one cannot be explained its finding has no causes.
func (a *analysis) conflicts(ctx context.Context) (found []Finding, err error) {
	told := make(map[rules.RuleID]bool)
	how := solver.Explaining{Searches: a.cfg.Searches, Rank: func(c solver.Cause) int {
		if isRule(c) && told[c.Rule] {
			return 1
		}
		return 0
	}}
	for {
		f := a.finding(Contradiction)
		why, err := a.explainer.Explain(ctx, a.cat.NewSelection(), how)
		if err != nil && len(found) == 0 {
			return []Finding{f}, err
		}
		f.because(why)
		of := rulesOf(f.Causes)
		if err != nil || slices.ContainsFunc(of, func(r rules.RuleID) bool { return told[r] }) {
			return found, err
		}
		found = append(found, f)
		if len(of) == 0 {
			return found, nil // the catalog contradicts itself
		}
		for _, r := range of {
			told[r] = true
		}
	}
}

// mend finds the rules that mend each conflict: without which something could be built if the rules
// of the other conflicts were left out.
func (a *analysis) mend(ctx context.Context, found []Finding) error {
	if err := a.relax(ctx); err != nil {
		return err
	}
	for k := range found {
		var others []int // by place in active
		for other := range found {
			for _, r := range rulesOf(found[other].Causes) {
				if other != k {
					others = append(others, a.place(r))
				}
			}
		}
		for _, r := range rulesOf(found[k].Causes) {
			possible, err := a.without(append(others, a.place(r))...).Possible(ctx, rules.True(a.relaxed.Catalog()))
			if err != nil {
				return err
			}
			if possible {
				found[k].Rules = append(found[k].Rules, r)
			}
		}
	}
	return nil
}

// place returns the place of a rule in active.
func (a *analysis) place(r rules.RuleID) int {
	i, _ := slices.BinarySearch(a.active, r)
	return i
}

// firstPlace returns the place of the first rule among causes; if there is none, that of the first
// family or option; and without causes that of the first rule in force.
func (a *analysis) firstPlace(causes []solver.Cause) source.Place {
	switch i := slices.IndexFunc(causes, isRule); {
	case i >= 0:
		return a.set.Rule(causes[i].Rule).Place
	case len(causes) == 0 && len(a.active) > 0:
		return a.set.Rule(a.active[0]).Place
	case len(causes) == 0:
		return source.Place{}
	case causes[0].Kind == solver.CauseFamily:
		return a.cat.Family(causes[0].Family).Place
	}
	return a.cat.Option(causes[0].Option).Place
}

// contradict says that those that are blamed contradict each other.
func contradict(blamed []string) string {
	if len(blamed) == 1 {
		return blamed[0] + " contradicts itself"
	}
	return enumerate(blamed, "and") + " contradict each other"
}

package analysis

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/calendar"
)

// timed are the kinds of findings of which a Timeline says when and where they hold.
var timed = []Kind{Contradiction, DeadOption, IdleRule, RedundantRule, CoreOption, FalseOptional}

// Timeline is [Rules] at a point, and says of what it finds there when and where it holds
// ([Finding.Spans]): at which dates and serial numbers, and in which plants. Rules and options that are
// in force at other points alone are asked about at one of these. So no rule and no option is left out,
// and what is told is told once.
//
// The kinds are those from Contradiction to FalseOptional; other findings are those of the point. The
// costs are those of Rules, of some queries for each finding at each point at which other rules or
// options are in force, and of the rules and options that are not in force at asOf. The errors are those
// of Rules, and it panics as that does. If the budget is exhausted before all points were asked, that is
// an open question, and findings without spans may not hold always.
func Timeline(ctx context.Context, set *rules.Set, asOf config.Point, cfg Config) (*Report, error) {
	source.NeedContext("analysis", ctx)
	return analyse(ctx, "Timeline", set, asOf, cfg, func(ctx context.Context, a *analysis) error {
		t := timeline{analysis: a}
		return a.open(ctx, "other points of the timeline", t.run(ctx))
	})
}

// timeline asks about other points what an analysis of one has found, and what it could not ask.
type timeline struct {
	*analysis
	moments   []*moment
	stretches []config.Effectivity // in order
}

// moment is a point with the stretches that have the same rules and options in force.
type moment struct {
	at        *analysis // nil until the first question
	point     config.Point
	stretches []int // their places, ascending
}

// run asks.
func (t *timeline) run(ctx context.Context) error {
	of := make(map[string]*moment)
	for s := range calendar.New(t.set, calendar.Config{}).Stretches() {
		m := of[s.InForce]
		if m == nil {
			m = &moment{point: s.Point()}
			of[s.InForce] = m
			t.moments = append(t.moments, m)
		}
		m.stretches = append(m.stretches, len(t.stretches))
		t.stretches = append(t.stretches, s.Span())
	}
	if err := t.others(ctx); err != nil {
		return err
	}
	for i := range t.report.Findings {
		if f := &t.report.Findings[i]; slices.Contains(timed, f.Kind) {
			if err := t.spans(ctx, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin makes the analysis of a moment, if there is none.
func (t *timeline) begin(ctx context.Context, m *moment) (*analysis, error) {
	if m.at != nil {
		return m.at, nil
	}
	active, err := t.set.At(m.point)
	if err != nil {
		return nil, err
	}
	a := begin(t.set, active, m.point, t.cfg)
	if err := a.compile(ctx); err != nil {
		return nil, err
	}
	m.at = a
	return a, nil
}

// others asks about the rules and options that are not in force at the point, at the first one at which
// they are and something can be built.
func (t *timeline) others(ctx context.Context) error {
	of, known := newSubjects(t.analysis), newSubjects(t.analysis)
	for _, m := range t.moments {
		active, err := t.set.At(m.point)
		if err != nil {
			return err
		}
		here := newSubjects(begin(t.set, active, m.point, t.cfg))
		if here.equal(of) {
			m.at = t.analysis
		}
		if here.without(known); here.empty() {
			continue
		}
		a, err := t.begin(ctx, m)
		if err != nil {
			return err
		}
		if a.base.Void() {
			continue
		}
		a.only = here
		if a.wants(DeadOption, CoreOption) {
			err = a.decisions(ctx)
		}
		if err == nil && a.wants(RedundantRule, IdleRule) {
			err = a.redundancy(ctx)
		}
		t.report.Findings = append(t.report.Findings, a.report.Findings...)
		if err != nil {
			return err
		}
		known.with(here)
	}
	return nil
}

// spans finds when and where a finding holds: of the points at which something can be built and its rules
// or options are in force. A Contradiction holds where nothing can be built.
func (t *timeline) spans(ctx context.Context, f *Finding) error {
	var where []int
	always := true
	for _, m := range t.moments {
		if f.Kind != Contradiction && !m.has(t.set, f) {
			continue
		}
		a, err := t.begin(ctx, m)
		if err != nil {
			return err
		}
		if f.Kind != Contradiction && a.base.Void() {
			continue
		}
		holds, err := a.holds(ctx, f)
		if err != nil {
			return err
		}
		if holds {
			where = append(where, m.stretches...)
		} else {
			always = false
		}
	}
	if always {
		return nil
	}
	slices.Sort(where)
	all := make([]config.Effectivity, len(where))
	for i, k := range where {
		all[i] = t.stretches[k]
	}
	f.Spans = config.Spans(all, t.cat.Plants())
	return nil
}

// has reports whether what a finding is about is in force.
func (m *moment) has(set *rules.Set, f *Finding) bool {
	in := func(e config.Effectivity) bool {
		covers, err := e.Covers(m.point)
		return covers && err == nil
	}
	return !slices.ContainsFunc(f.Rules, func(r rules.RuleID) bool { return !in(set.Rule(r).Effectivity) }) &&
		!slices.ContainsFunc(f.Options, func(o config.OptionID) bool { return !in(set.Catalog().Option(o).Effectivity) })
}

// holds reports whether a finding of another point holds at this one.
func (a *analysis) holds(ctx context.Context, f *Finding) (bool, error) {
	if f.Kind == RedundantRule {
		if err := a.relax(ctx); err != nil {
			return false, err
		}
		return a.follows(ctx, a.place(f.Rules[0]))
	}
	var never rules.Expr
	switch f.Kind {
	case Contradiction:
		return a.base.Void(), nil
	case DeadOption:
		never = rules.Option(a.cat, f.Options[0])
	case CoreOption:
		never = rules.Not(rules.Option(a.cat, f.Options[0]))
	case IdleRule:
		never = f.Condition
	case FalseOptional:
		never = a.empty(f.Family)
	}
	possible, err := a.base.Possible(ctx, never)
	return !possible, err
}

// subjects are rules and options in force.
type subjects struct {
	rules   []bool // by id
	options []bool
}

// newSubjects returns those of an analysis.
func newSubjects(a *analysis) subjects {
	s := subjects{make([]bool, a.set.NumRules()), make([]bool, a.cat.NumOptions())}
	for _, r := range a.active {
		s.rules[r] = true
	}
	for o := range s.options {
		s.options[o] = a.inForce(config.OptionID(o))
	}
	return s
}

// option and rule report whether one is asked about.
func (s subjects) option(o config.OptionID) bool { return s.options == nil || s.options[o] }

func (s subjects) rule(r rules.RuleID) bool { return s.rules == nil || s.rules[r] }

// without leaves out others, and with adds them.
func (s subjects) without(others subjects) {
	for r, is := range others.rules {
		s.rules[r] = s.rules[r] && !is
	}
	for o, is := range others.options {
		s.options[o] = s.options[o] && !is
	}
}

func (s subjects) with(others subjects) {
	for r, is := range others.rules {
		s.rules[r] = s.rules[r] || is
	}
	for o, is := range others.options {
		s.options[o] = s.options[o] || is
	}
}

func (s subjects) equal(others subjects) bool {
	return slices.Equal(s.rules, others.rules) && slices.Equal(s.options, others.options)
}

func (s subjects) empty() bool {
	return !slices.Contains(s.rules, true) && !slices.Contains(s.options, true)
}

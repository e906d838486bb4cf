package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Config sets limits of an analysis. The zero Config is a full analysis without limits.
type Config struct {
	// Kinds are the kinds of findings to look for; none means all. Contradictions are always
	// looked for.
	Kinds []Kind
	// Searches bounds the work to show that causes are smallest, as [solver.Explaining] does.
	Searches int64
	// Budget is the time after which questions without an answer stay open
	// ([OpenQuestion]); 0 is no limit. Findings found so far are reported.
	Budget time.Duration
	// Compile has the budget of the circuit that counts what each rule removes. With NoCircuit
	// nothing is counted. Progress is called as by [solver.Compile]; Track has no effect.
	Compile solver.Config
}

// errBudget says that Config.Budget is exhausted.
var errBudget = errors.New("the budget of time was exhausted")

// Rules analyses the rules of a set that are in force at a point: it reports findings of each
// [Kind], and the number of configurations that each rule alone removes. A set of which nothing
// can be built is a finding, and no error; then no other kind is looked for.
//
// The answer depends on the set, the point and cfg alone, unless a Config.Budget is exhausted.
//
// Each question is a SAT query, exponential at worst: some for each option and for each rule, and
// some hundred for the causes of each finding. Only the numbers need a circuit: it is that of the
// configurations that break at most one rule, several times as large as that of the rules.
//
// The errors are those of [solver.Compile], when the rules or options depend on a date, serial
// number or plant that asOf does not give, and the context's. Rules panics if the set is nil, or
// one of cfg.Kinds is none.
func Rules(ctx context.Context, set *rules.Set, asOf config.Point, cfg Config) (*Report, error) {
	source.NeedContext("analysis", ctx)
	return analyse(ctx, "Rules", set, asOf, cfg, func(context.Context, *analysis) error { return nil })
}

// analyse analyses the rules at a point, asks more for the function of a name, and puts the findings in order.
func analyse(ctx context.Context, name string, set *rules.Set, asOf config.Point, cfg Config, ask func(context.Context, *analysis) error) (*Report, error) {
	if set == nil {
		panic("analysis: " + name + " needs a set of rules; it is nil")
	}
	for _, k := range cfg.Kinds {
		if k.Meaning() == "" {
			panic(fmt.Sprintf("analysis: %s: kind %d is none", name, k))
		}
	}
	active, err := set.At(asOf)
	if err != nil {
		return nil, err
	}
	a := begin(set, active, asOf, cfg)
	if cfg.Budget > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, cfg.Budget, errBudget)
		defer cancel()
	}
	if err := a.run(ctx); err != nil {
		return nil, err
	}
	if err := ask(ctx, a); err != nil {
		return nil, err
	}
	a.number()
	return a.report, nil
}

// analysis is one while it runs.
type analysis struct {
	cfg    Config
	set    *rules.Set
	cat    *config.Catalog
	active []rules.RuleID // in force, ascending
	report *Report

	base      *solver.Space     // of all rules in force
	tree      *solver.Space     // of the catalog alone
	explainer *solver.Explainer // of base
	relaxed   *solver.Space     // see relax
	redundant []bool            // by place in active: the other rules say the same
	only      subjects          // what is asked about; nil slices mean everything

	decided *config.Selection // what all configurations have and lack
	given   *config.Selection // ... by the catalog alone
	rows    rows              // of base
	trees   rows              // of tree

	all []class // see classes; nil until the first question
	of  []int   // the class of each option; -1 for one that all or no configurations have

	alone  *solver.Conditions // of tree: the rules, by place in active; nil until the first question
	truths []rules.Truth      // its last answers
}

// begin returns an analysis that has asked nothing.
func begin(set *rules.Set, active []rules.RuleID, asOf config.Point, cfg Config) *analysis {
	a := &analysis{
		cfg: cfg, set: set, cat: set.Catalog(), active: active, redundant: make([]bool, len(active)), report: &Report{AsOf: asOf},
	}
	for _, r := range active {
		a.report.Effects = append(a.report.Effects, Effect{Rule: r, rule: set.Rule(r)})
	}
	return a
}

// wants reports whether findings of a kind are looked for.
func (a *analysis) wants(kinds ...Kind) bool {
	return len(a.cfg.Kinds) == 0 || slices.ContainsFunc(kinds, func(k Kind) bool { return slices.Contains(a.cfg.Kinds, k) })
}

// run asks everything. A question for which the budget does not suffice stays open, and so do
// those after it: a question may need what an earlier one has found.
func (a *analysis) run(ctx context.Context) error {
	if err := a.compile(ctx); err != nil {
		return a.open(ctx, "everything", err)
	}
	if err := a.open(ctx, "contradictions", a.contradictions(ctx)); err != nil {
		return err
	}
	for _, step := range []struct {
		question string
		kinds    []Kind // none: always asked
		ask      func(context.Context) error
	}{
		{"dead and core options", []Kind{DeadOption, CoreOption, FalseOptional}, a.decisions},
		{"false-optional families", []Kind{FalseOptional}, a.falseOptional},
		{"redundant and idle rules", []Kind{RedundantRule, IdleRule, LongRule}, a.redundancy},
		{"equivalent options", []Kind{EquivalentOptions}, a.equivalent},
		{"conditions that can be shorter", []Kind{LongRule}, a.long},
		{"rules that together force something", []Kind{Together, Chain}, a.together},
		{"the numbers of configurations that rules remove", nil, a.count},
	} {
		if step.kinds != nil && !a.wants(step.kinds...) {
			continue
		}
		if step.kinds != nil && a.base.Void() {
			a.report.Open = append(a.report.Open, OpenQuestion{Question: step.question, Reason: "nothing can be built"})
			continue
		}
		err := ended(ctx)
		if err == nil {
			err = step.ask(ctx)
		}
		if err := a.open(ctx, step.question, err); err != nil {
			return err
		}
	}
	return nil
}

// ended returns the cause for which a context has ended; nil if it has not.
func ended(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	return context.Cause(ctx)
}

// open notes a question that the budget left open, or returns another error.
func (a *analysis) open(ctx context.Context, question string, err error) error {
	if !errors.Is(err, errBudget) && !(errors.Is(err, context.DeadlineExceeded) && errors.Is(context.Cause(ctx), errBudget)) {
		return err
	}
	a.report.Open = append(a.report.Open, OpenQuestion{Question: question, Reason: errBudget.Error(), Exhausted: true})
	return nil
}

// compile compiles the rules, and the catalog alone.
func (a *analysis) compile(ctx context.Context) (err error) {
	search := solver.Config{NoCircuit: true}
	if a.base, err = solver.Compile(ctx, a.set, a.report.AsOf, search); err != nil {
		return err
	}
	none, err := rules.NewBuilder(a.cat).Build()
	if err != nil {
		return err
	}
	if a.tree, err = solver.Compile(ctx, none, a.report.AsOf, search); err != nil {
		return err
	}
	a.rows, a.trees = newRows(a.base), newRows(a.tree)
	a.explainer, err = a.base.Explainer(ctx)
	return err
}

// finding returns one of a kind about some rules.
func (a *analysis) finding(k Kind, about ...rules.RuleID) Finding {
	f := Finding{Kind: k, Rules: about, Family: config.NoFamily, set: a.set}
	if len(about) > 0 {
		f.Place = a.set.Rule(about[0]).Place
	}
	return f
}

// because gives a finding the causes of an explanation, without the decisions that it is about.
func (f *Finding) because(why solver.Explanation) {
	f.Causes, f.Smallest = demands(why), why.Smallest
}

// demands returns the causes of an explanation but the lines of the order.
func demands(why solver.Explanation) []solver.Cause {
	return slices.DeleteFunc(why.Causes, func(c solver.Cause) bool { return c.Kind == solver.CauseLine })
}

// number puts the findings in order, and gives them their numbers.
func (a *analysis) number() {
	slices.SortStableFunc(a.report.Findings, func(f, g Finding) int { return int(f.Kind) - int(g.Kind) })
	numbers := make(map[Kind]int)
	for i := range a.report.Findings {
		f := &a.report.Findings[i]
		numbers[f.Kind]++
		f.ID = fmt.Sprintf("%s-%d", f.Kind, numbers[f.Kind])
	}
}

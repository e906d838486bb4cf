package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// ruled is the analysis of the rules of a product at a point.
type ruled struct {
	*analysis.Report
	findings []listed
}

// severities are how grave the findings about rules are; others are informations.
var severities = map[analysis.Kind]proof.Severity{
	analysis.Contradiction: proof.Error,
	analysis.DeadOption:    proof.Warning,
	analysis.IdleRule:      proof.Warning,
	analysis.CoreOption:    proof.Warning,
}

// kinds returns the kinds of findings to look for, all if there are none. Those that are left out
// take as long as an audit.
func (q question) kinds() []analysis.Kind {
	quick := []analysis.Kind{analysis.DeadOption, analysis.IdleRule, analysis.RedundantRule, analysis.CoreOption, analysis.FalseOptional}
	switch {
	case q.all:
		return nil
	case q.asJSON || q.asSARIF || q.failOn == proof.Info:
		return append(quick, analysis.EquivalentOptions, analysis.LongRule)
	}
	return quick
}

// rules analyses the rules of a product.
func (q question) rules(ctx context.Context, p *product.Product, orders []config.Order) (*ruled, error) {
	cfg := analysis.Config{Kinds: q.kinds(), Compile: solver.Config{NoCircuit: !q.all}}
	at, err := q.point(ctx, p, orders)
	if err != nil {
		return nil, err
	}
	report, err := analysis.Timeline(ctx, p.Rules, at, cfg)
	if err != nil {
		return nil, asof.Hint(err)
	}
	r := &ruled{Report: report}
	for _, f := range report.Findings {
		r.findings = append(r.findings, listed{
			id: f.ID, kind: f.Kind.String(), meaning: f.Kind.Meaning(), subject: f.Subject(),
			severity: max(severities[f.Kind], proof.Info), place: f.Place, message: f.Message, facts: when(f.Spans), why: func(out *bufio.Writer) { whyRules(out, f) },
		})
	}
	return r, nil
}

// point returns as of when the rules are analysed: the point that is asked for, or that of the
// first order, or else the last one at which something can be built.
func (q question) point(ctx context.Context, p *product.Product, orders []config.Order) (config.Point, error) {
	if q.asOf.Both != (config.Point{}) || len(orders) > 0 {
		return asof.Point(q.asOf.Both, orders, p.Points()), nil
	}
	points := slices.Collect(p.Points())
	for _, at := range slices.Backward(points) {
		space, err := solver.Compile(ctx, p.Rules, at, solver.Config{NoCircuit: true})
		if err != nil || !space.Void() {
			return at, err
		}
	}
	return points[len(points)-1], nil
}

// passes reports whether no finding has a severity or a graver one, and everything that was asked
// has an answer.
func (r *ruled) passes(severity proof.Severity) bool {
	return len(r.unanswered()) == 0 && pass(r.findings, severity)
}

// unanswered returns the questions for which something ran out before the answer.
func (r *ruled) unanswered() (questions []string) {
	for _, open := range r.Open {
		if open.Exhausted {
			questions = append(questions, open.String())
		}
	}
	return questions
}

// print writes the findings, and what each rule removes if all is asked for.
func (r *ruled) print(out *bufio.Writer, q question) {
	printFindings(out, q, r.findings)
	for _, open := range r.Open {
		if open.Exhausted || q.all {
			fmt.Fprintln(out, open)
		}
	}
	if effects := r.told(); q.all && len(effects) > 0 {
		fmt.Fprintf(out, "removed: how many configurations the others allow and each rule alone does not, beside %s\n", words.Of(r.Configurations.String(), "configuration"))
		for _, e := range effects {
			fmt.Fprintf(out, "  %s\n", e)
		}
	}
}

// told returns the effects of rules, if they are known. Where nothing can be built these are those
// of rules that alone are to blame.
func (r *ruled) told() []analysis.Effect {
	switch {
	case r.Configurations == nil:
		return nil
	case r.Configurations.Sign() > 0:
		return r.Effects
	}
	return slices.DeleteFunc(slices.Clone(r.Effects), func(e analysis.Effect) bool { return e.Removed.Sign() == 0 })
}

// sum writes a line that sums up the analysis, unless there are no rules and no findings.
func (r *ruled) sum(out *bufio.Writer) {
	if len(r.Effects)+len(r.findings) == 0 {
		return
	}
	at := ""
	if r.AsOf != (config.Point{}) {
		at = " as of " + r.AsOf.String()
	}
	fmt.Fprintf(out, "%s: %s in force%s\n", verdict(r.findings), words.Number(len(r.Effects), "rule"), at)
}

// whyRules writes the demands from which a finding follows.
func whyRules(out *bufio.Writer, f analysis.Finding) {
	for _, c := range f.Causes {
		fmt.Fprintf(out, "    %s%s\n", c.Place().Prefix(), c)
	}
	for _, c := range f.Consequences {
		fmt.Fprintf(out, "    %s:\n", c)
		for _, cause := range c.Causes {
			fmt.Fprintf(out, "      %s%s\n", cause.Place().Prefix(), cause)
		}
	}
}

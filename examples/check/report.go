package main

import (
	"bufio"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/examples/internal/words"
)

// A report is the audit of a product, and what a baseline says of it.
type report struct {
	*proof.Report
	findings []listed
	remarks  []string // on the baseline
}

// audit audits a product at every point of its timeline.
func (q question) audit(ctx context.Context, dir string, p *product.Product) (*report, error) {
	line := progress.New(q.stderr, filepath.Base(dir))
	defer line.Erase()
	tell := func(at proof.Progress) {
		if at.AllFindings == 0 {
			line.Tell("%d of %d points", at.Points, at.AllPoints)
			return
		}
		line.Tell("%d of %d points, %d of %d findings", at.Points, at.AllPoints, at.Findings, at.AllFindings)
	}
	all, err := proof.AuditTimeline(ctx, p, proof.Config{From: q.from, Why: q.why || q.asJSON, Progress: tell})
	if err != nil {
		return nil, err
	}
	r := &report{Report: all}
	for i := range all.Findings {
		f := &all.Findings[i]
		r.findings = append(r.findings, listed{
			id: f.ID, kind: f.Kind.String(), meaning: f.Kind.Meaning(), subject: subject(f.Subject), severity: f.Severity, place: f.Subject.Place, message: f.Message,
			facts: facts(f), why: func(out *bufio.Writer) { why(out, f) },
		})
	}
	return r, nil
}

// subject names the subject of a finding in a baseline: of a position or an operation, which may have
// several findings of a kind, with the parts and operations.
func subject(s proof.Subject) string {
	switch s.Kind {
	case proof.OfPosition, proof.OfVariant, proof.OfOperation:
	default:
		return s.String()
	}
	return strings.Join(slices.Concat([]string{s.String()}, s.Parts, s.Operations), " ")
}

// passes reports whether no finding that is not accepted has a severity or a graver one, and
// the audit could answer everything.
func (r *report) passes(severity proof.Severity) bool {
	return len(r.unanswered()) == 0 && pass(r.findings, severity)
}

// unanswered returns the questions for which something ran out before the answer.
func (r *report) unanswered() (questions []string) {
	for _, q := range r.Open {
		if q.Outcome == proof.Inconclusive {
			questions = append(questions, q.String()+more(q.Points))
		}
	}
	return questions
}

// orders returns the orders that show findings.
func (r *report) orders() (orders []config.Order) {
	for _, f := range r.Findings {
		if f.Witness != nil {
			orders = append(orders, *f.Witness)
		}
	}
	return orders
}

// maxOptions is how many options of an order stand on a line.
const maxOptions = 12

// shown names the order that shows a finding; it is empty if there is none.
func shown(f *proof.Finding) string {
	switch {
	case f.Witness == nil:
		return ""
	case len(f.Witness.Options) == 0:
		return "order " + f.ID + " without any option"
	case len(f.Witness.Options) > maxOptions:
		return fmt.Sprintf("order %s with %s", f.ID, words.Number(len(f.Witness.Options), "option"))
	}
	return "order " + f.ID + ": " + strings.Join(f.Witness.Options, " ")
}

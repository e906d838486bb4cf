package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
)

// A report is the audit of a product, and what a baseline says of it.
type report struct {
	*proof.Report
	accepted []bool   // of each finding: the baseline accepts it
	remarks  []string // on the baseline
}

// audit audits a product at every point of its timeline.
func (q question) audit(ctx context.Context, p *product.Product) (*report, error) {
	all, err := proof.AuditTimeline(ctx, p, proof.Config{From: q.from, Why: q.why || q.asJSON})
	if err != nil {
		return nil, err
	}
	r := &report{Report: all, accepted: make([]bool, len(all.Findings))}
	for i := range all.Findings {
		r.accepted[i] = q.baseline.accepts(&all.Findings[i], q.today)
	}
	r.remarks = q.baseline.remarks(q.today)
	return r, nil
}

// passes reports whether no finding that is not accepted has a severity or a graver one, and
// the audit could answer everything.
func (r *report) passes(severity proof.Severity) bool {
	for i := range r.Findings {
		if r.Findings[i].Severity >= severity && !r.accepted[i] {
			return false
		}
	}
	for _, q := range r.Open {
		if q.Outcome == proof.Inconclusive {
			return false
		}
	}
	return true
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

package change

import (
	"context"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/proof"
)

// positions collects the faults of the new bill that the old one does not have.
func (s *studies) positions(ctx context.Context) error {
	before, found, err := each(
		func() ([]proof.Finding, error) { return faults(ctx, s.before) },
		func() ([]proof.Finding, error) { return faults(ctx, s.after) },
	)
	if err != nil {
		return err
	}
	known := make(map[string]bool)
	for _, f := range before {
		known[faultKey(f)] = true
	}
	for _, f := range found {
		if !known[faultKey(f)] {
			s.c.Positions = append(s.c.Positions, f)
		}
	}
	return nil
}

// faults returns the positions of a release that lack a part, or have two.
func faults(ctx context.Context, r Release) ([]proof.Finding, error) {
	if r.Product.Structure == nil {
		return nil, nil
	}
	bill := *r.Product
	bill.Line, bill.Mates = nil, nil
	report, err := proof.Audit(ctx, &bill, r.Space, proof.Config{AsOf: r.AsOf, Least: proof.Error})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(report.Findings, func(f proof.Finding) bool { return f.Kind != proof.Gap && f.Kind != proof.Overlap }), nil
}

// faultKey names a fault by kind, path and the parts that match.
func faultKey(f proof.Finding) string {
	return strings.Join(append([]string{f.Kind.String(), f.Subject.Code}, f.Subject.Parts...), "\x00")
}

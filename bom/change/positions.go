package change

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
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
		for _, key := range faultKeys(f) {
			known[key] = true
		}
	}
	for _, f := range found {
		if !slices.ContainsFunc(faultKeys(f), func(key string) bool { return known[key] }) {
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

// faultKeys name a fault by kind, the parts that match, and where it is: the path at which its order shows it, and
// the position in its assembly, which stands at other paths, too.
func faultKeys(f proof.Finding) []string {
	name := func(where ...string) string {
		return strings.Join(slices.Concat([]string{f.Kind.String()}, where, f.Subject.Parts), "\x00")
	}
	keys := []string{name(f.Subject.Code)}
	var e *bom.PositionError
	if errors.As(f.Fault, &e) {
		keys = append(keys, name(e.Assembly, e.Code))
	}
	return keys
}

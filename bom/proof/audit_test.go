package proof_test

import (
	"context"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// audit audits a structure and a line, of which either may be nil, and returns the findings of
// some kinds.
func audit(ctx context.Context, s *bom.Structure, l *line.Line, space *solver.Space, asOf config.Point, kinds ...proof.FindingKind) ([]proof.Finding, error) {
	cfg := proof.Config{AsOf: asOf, Least: proof.Error}
	for _, k := range kinds {
		cfg.Least = min(cfg.Least, k.Severity())
	}
	report, err := proof.Audit(ctx, &product.Product{Catalog: space.Catalog(), Rules: space.Rules(), Structure: s, Line: l}, space, cfg)
	if err != nil {
		return nil, err
	}
	var out []proof.Finding
	for _, f := range report.Findings {
		for _, k := range kinds {
			if f.Kind == k {
				out = append(out, f)
			}
		}
	}
	return out, nil
}

// faults returns the positions that lack a variant, or have two.
func faults(ctx context.Context, s *bom.Structure, space *solver.Space, asOf config.Point) ([]proof.Finding, error) {
	return audit(ctx, s, nil, space, asOf, proof.Gap, proof.Overlap)
}

// calls returns the parts that lack an operation or have two, and cycles.
func calls(ctx context.Context, l *line.Line, space *solver.Space, asOf config.Point) ([]proof.Finding, error) {
	found, err := audit(ctx, l.Structure(), l, space, asOf, proof.Gap, proof.Overlap, proof.Unfitted, proof.Cycle)
	var out []proof.Finding
	for _, f := range found {
		if f.Subject.Kind != proof.OfPosition {
			out = append(out, f)
		}
	}
	return out, err
}

// brief lists findings as "kind code parts".
func brief(findings []proof.Finding) []string {
	var out []string
	for _, f := range findings {
		words := []string{f.Kind.String(), f.Subject.Code}
		out = append(out, strings.Join(append(words, f.Subject.Parts...), " "))
	}
	return out
}

// mismatch returns the error of Explode for a finding.
func mismatch(t require.TestingT, f proof.Finding) *bom.PositionError {
	var e *bom.PositionError
	require.ErrorAs(t, f.Fault, &e)
	return e
}

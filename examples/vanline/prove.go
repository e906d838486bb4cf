package main

import (
	"context"

	"github.com/confspace/confspace/bom/proof"
)

// prove audits bill and line over all orders under the rules of each space, as of the point of
// the first order that asked it, for errors. The program check does it at every point of the
// timeline, for all findings.
func (s *session) prove(ctx context.Context) error {
	seen := make(map[string]bool)
	for i, space := range s.asked {
		if space.Void() || s.product.Structure == nil && s.product.Line == nil {
			continue // its orders report that
		}
		report, err := proof.Audit(ctx, s.product, space, proof.Config{AsOf: s.askedAt[i], Least: proof.Error})
		if err != nil {
			return err
		}
		for _, f := range report.Findings {
			if f.Kind != proof.Dead && !seen[f.Message] {
				seen[f.Message] = true
				s.findings = append(s.findings, f)
			}
		}
	}
	return nil
}

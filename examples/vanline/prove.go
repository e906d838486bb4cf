package main

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom/proof"
)

// prove proves bill and line over all orders under the rules of each space, as of the
// point of the first order that asked it. The program check does it at every point of the timeline.
func (s *session) prove(ctx context.Context) error {
	seen := make(map[string]bool)
	add := func(finding fmt.Stringer) {
		if text := finding.String(); !seen[text] {
			seen[text] = true
			s.findings = append(s.findings, finding)
		}
	}
	for i, space := range s.asked {
		if space.Void() {
			continue // its orders report that
		}
		if p := s.product; p.Structure != nil {
			findings, err := proof.CheckBill(ctx, p.Structure, space, s.askedAt[i])
			if err != nil {
				return err
			}
			for _, f := range findings {
				add(f)
			}
		}
		if p := s.product; p.Line != nil && p.Line.Structure() != nil {
			findings, err := proof.CheckLine(ctx, p.Line, space, s.askedAt[i])
			if err != nil {
				return err
			}
			for _, f := range findings {
				add(f)
			}
		}
	}
	return nil
}

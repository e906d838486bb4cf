package change

import (
	"context"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/proof"
)

// positions collects the faults of the new bill that the old one does not have.
func (s *studies) positions(ctx context.Context) error {
	if s.after.Product.Structure == nil {
		return nil
	}
	found, err := proof.CheckBill(ctx, s.after.Product.Structure, s.after.Space, s.after.Space.AsOf())
	if err != nil || len(found) == 0 {
		return err
	}
	known := make(map[string]bool)
	if old := s.before.Product.Structure; old != nil {
		before, err := proof.CheckBill(ctx, old, s.before.Space, s.before.Space.AsOf())
		if err != nil {
			return err
		}
		for _, f := range before {
			known[faultKey(old, f)] = true
		}
	}
	for _, f := range found {
		if !known[faultKey(s.after.Product.Structure, f)] {
			s.c.Positions = append(s.c.Positions, f)
		}
	}
	return nil
}

// faultKey names a fault by kind, path and the parts that match.
func faultKey(s *bom.Structure, f proof.Finding) string {
	key := []string{f.Kind.String(), f.Mismatch.Path}
	for _, v := range f.Variants {
		key = append(key, s.Variant(v).Part)
	}
	return strings.Join(key, "\x00")
}

package change

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A PositionChange is a fault of the new bill that the old one does not have.
type PositionChange struct {
	// Finding says which position lacks a part, or has two, with an order that shows it.
	Finding proof.Finding
	// Count is how many configurations of the new release meet it, and Share their part of all;
	// nil and 0 where that is not known.
	Count *big.Int
	Share float64
}

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
		known[faultKey(s.before.Product.Structure, f)] = true
	}
	bill := s.after.Product.Structure
	for _, f := range found {
		if known[faultKey(bill, f)] {
			continue
		}
		p := PositionChange{Finding: f}
		p.Count, err = s.after.Space.CountOf(ctx, nil, s.meets(bill, f))
		switch {
		case errors.Is(err, solver.ErrNoCircuit):
			p.Count = nil
		case err != nil:
			return err
		default:
			p.Share = part(p.Count, s.New)
		}
		s.c.Positions = append(s.c.Positions, p)
	}
	return nil
}

// faults returns the faults of the bill of a release.
func faults(ctx context.Context, r Release) ([]proof.Finding, error) {
	if r.Product.Structure == nil {
		return nil, nil
	}
	return proof.CheckBill(ctx, r.Product.Structure, r.Space, r.AsOf)
}

// faultKey names a fault by kind, path and the parts that match.
func faultKey(s *bom.Structure, f proof.Finding) string {
	key := []string{f.Kind.String(), f.Mismatch.Path}
	for _, v := range f.Variants {
		key = append(key, s.Variant(v).Part)
	}
	return strings.Join(key, "\x00")
}

// meets returns the condition that a configuration of the new release meets a fault: Explode
// comes to the position, and finds none of its variants or both.
func (s *studies) meets(bill *bom.Structure, f proof.Finding) rules.Expr {
	above := f.Mismatch.Above
	all := s.reached(bill, above)
	if !f.Mismatch.When.IsZero() {
		all = append(all, f.Mismatch.When)
	}
	for _, id := range bill.ItemsAt(f.Mismatch.Path) {
		item := bill.Item(id)
		switch taken := s.recent.Item(id); {
		case item.Parent != above:
		case len(f.Variants) == 0:
			all = append(all, rules.Not(taken))
		case slices.Contains(f.Variants, item.Variant):
			all = append(all, taken)
		}
	}
	return rules.And(all...)
}

// reached returns the conditions under which Explode comes to the structure of an item: it
// takes that, and at each position on the way that takes one variant no other one.
func (s *studies) reached(bill *bom.Structure, id bom.ItemID) []rules.Expr {
	all := []rules.Expr{rules.True(s.after.Product.Catalog)}
	for ; id != bom.NoItem; id = bill.Item(id).Parent {
		item := bill.Item(id)
		all = append(all, s.recent.Item(id))
		if sel := bill.Position(bill.Variant(item.Variant).Position).Select; sel != bom.One && sel != bom.Optional {
			continue
		}
		for _, other := range bill.ItemsAt(item.Path) {
			if other != id && bill.Item(other).Parent == item.Parent {
				all = append(all, rules.Not(s.recent.Item(other)))
			}
		}
	}
	return all
}

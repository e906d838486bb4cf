package main

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A finding is one thing wrong, at all the points that show it.
type finding struct {
	kind     string
	number   int    // from 1, among those of its kind
	place    string // file:line:column
	mismatch error  // what is wrong, and below its first line why
	witness  config.Order
	first    config.Point
	last     config.Point
	points   int
}

// A report is what was proved, and what is wrong.
type report struct {
	findings  []*finding
	points    int // proved
	void      []config.Point
	positions int
	parts     int

	byKey map[string]*finding
	kinds map[string]int
}

// prove proves bill and line at every point of the product's timeline. A fault
// that several points show is one finding.
func prove(ctx context.Context, p *product.Product, from config.Date) (*report, error) {
	r := &report{byKey: make(map[string]*finding), kinds: make(map[string]int)}
	if p.Structure != nil {
		r.positions, r.parts = p.Structure.NumPositions(), p.Structure.NumParts()
	}
	for point := range p.Points() {
		if point.Date != 0 && point.Date < from {
			continue
		}
		space, err := solver.Compile(ctx, p.Rules, point, solver.Config{NoCircuit: true})
		if err != nil {
			return nil, err
		}
		r.points++
		if space.Void() {
			r.void = append(r.void, point)
			continue
		}
		if err := r.at(ctx, p, space); err != nil {
			return nil, fmt.Errorf("as of %s: %w", point, err)
		}
	}
	return r, r.voidEverywhere(ctx, p)
}

// voidEverywhere is an error if no order can be built at any point.
func (r *report) voidEverywhere(ctx context.Context, p *product.Product) error {
	if r.points == 0 || len(r.void) < r.points {
		return nil
	}
	space, err := solver.Compile(ctx, p.Rules, r.void[0], solver.Config{NoCircuit: true})
	if err != nil {
		return err
	}
	return space.Buildable(ctx)
}

// at proves bill and line at the point of a space.
func (r *report) at(ctx context.Context, p *product.Product, space *solver.Space) error {
	if p.Structure != nil {
		findings, err := proof.CheckBill(ctx, p.Structure, space)
		if err != nil {
			return err
		}
		for _, f := range findings {
			r.add(f.Kind.String(), fmt.Sprint(f.Mismatch.Position, f.Variants), f.Mismatch.Place.String(), f.Mismatch, f.Witness)
		}
	}
	if p.Line != nil && p.Line.Structure() != nil {
		findings, err := proof.CheckLine(ctx, p.Line, space)
		if err != nil {
			return err
		}
		for _, f := range findings {
			if f.Cycle != nil {
				r.add(f.Kind.String(), fmt.Sprint(f.Operations), p.Line.Operation(f.Operations[0]).Place.String(), f.Cycle, f.Witness)
				continue
			}
			r.add(f.Kind.String(), fmt.Sprint(p.Structure.Item(f.Mismatch.Item).Variant, f.Operations), f.Mismatch.Place.String(), f.Mismatch, f.Witness)
		}
	}
	return nil
}

// add adds a finding, or a point to one that is there already: a position that
// stands at several paths has one fault.
func (r *report) add(kind, subject, place string, mismatch error, witness config.Order) {
	key := kind + " " + subject
	if f := r.byKey[key]; f != nil {
		if point := witness.Point(); point != f.last {
			f.last = point
			f.points++
		}
		return
	}
	r.kinds[kind]++
	f := &finding{
		kind: kind, number: r.kinds[kind], place: place, mismatch: mismatch, witness: witness, first: witness.Point(), last: witness.Point(), points: 1,
	}
	f.witness.ID = fmt.Sprintf("%s-%d", kind, f.number)
	r.byKey[key] = f
	r.findings = append(r.findings, f)
}

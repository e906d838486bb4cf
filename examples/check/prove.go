package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

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

// prove proves bill and line at every point of the product's timeline, as many
// points at a time as there are processors. A fault that several points show is
// one finding.
func prove(ctx context.Context, p *product.Product, from config.Date) (*report, error) {
	r := &report{byKey: make(map[string]*finding), kinds: make(map[string]int)}
	if p.Structure != nil {
		r.positions, r.parts = p.Structure.NumPositions(), p.Structure.NumParts()
	}
	var shown []*atPoint
	for point := range p.PointsFrom(from) {
		shown = append(shown, &atPoint{point: point})
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(shown)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(shown)); i = next.Add(1) - 1 {
				shown[i].err = shown[i].prove(ctx, p)
			}
		})
	}
	workers.Wait()
	for _, at := range shown {
		if at.err != nil {
			return nil, at.err
		}
		r.points++
		if at.void {
			r.void = append(r.void, at.point)
		}
		r.collect(p, at)
	}
	return r, r.voidEverywhere(ctx, p)
}

// atPoint is what the proofs at one point show.
type atPoint struct {
	point config.Point
	void  bool // the rules allow nothing, and nothing is proved
	bill  []proof.Finding
	line  []proof.CallFinding
	err   error
}

// prove proves bill and line at the point.
func (at *atPoint) prove(ctx context.Context, p *product.Product) error {
	space, err := solver.Compile(ctx, p.Rules, at.point, solver.Config{NoCircuit: true})
	if err != nil {
		return err
	}
	if at.void = space.Void(); at.void {
		return nil
	}
	if p.Structure != nil {
		at.bill, err = proof.CheckBill(ctx, p.Structure, space)
	}
	if err == nil && p.Line != nil && p.Line.Structure() != nil {
		at.line, err = proof.CheckLine(ctx, p.Line, space)
	}
	if err != nil {
		return fmt.Errorf("as of %s: %w", at.point, err)
	}
	return nil
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

// collect adds what the proofs at one point show.
func (r *report) collect(p *product.Product, at *atPoint) {
	for _, f := range at.bill {
		r.add(f.Kind.String(), fmt.Sprint(f.Mismatch.Position, f.Variants), f.Mismatch.Place.String(), f.Mismatch, f.Witness)
	}
	for _, f := range at.line {
		if f.Cycle != nil {
			r.add(f.Kind.String(), fmt.Sprint(f.Operations), p.Line.Operation(f.Operations[0]).Place.String(), f.Cycle, f.Witness)
			continue
		}
		r.add(f.Kind.String(), fmt.Sprint(p.Structure.Item(f.Mismatch.Item).Variant, f.Operations), f.Mismatch.Place.String(), f.Mismatch, f.Witness)
	}
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

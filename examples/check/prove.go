package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A finding is one thing wrong, at all the points that show it.
type finding struct {
	kind    string
	number  int          // from 1, among those of its kind
	place   string       // file:line:column; may be empty
	fault   error        // what is wrong, and below its first line why
	witness config.Order // an order that shows it; without options if none can
	first   config.Point
	last    config.Point
	points  int // 0: it is one of all points together
}

// A report is what was proved, and what is wrong.
type report struct {
	findings  []*finding
	points    int            // proved
	void      []config.Point // where nothing can be built, before or after what can
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
	byKey := make(map[string]*atPoint)
	for s := range p.Stretches() {
		if !over(s, from) && byKey[s.InForce] == nil {
			byKey[s.InForce] = &atPoint{point: s.Point()}
			shown = append(shown, byKey[s.InForce])
		}
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
		if !at.space.Void() {
			r.points++
		}
		r.collect(p, at)
	}
	if r.points == 0 && len(shown) > 0 {
		return nil, shown[0].space.Buildable(ctx)
	}
	if err := r.collectVoid(ctx, p, from, byKey); err != nil {
		return nil, err
	}
	return r, r.collectDead(ctx, p, shown)
}

// over reports whether a stretch ends before a date.
func over(s config.Stretch, from config.Date) bool { return s.Until != 0 && s.Until <= from }

// collectVoid adds the plants that can build nothing, and the stretches in which one
// can build nothing between others in which it can. Before the first and after the
// last of those a product may well not be sold.
func (r *report) collectVoid(ctx context.Context, p *product.Product, from config.Date, byKey map[string]*atPoint) error {
	type row struct {
		serial uint64
		plant  string
	}
	type stretch struct {
		point config.Point
		at    *atPoint
	}
	var order []row
	rows := make(map[row][]stretch) // by date
	for s := range p.Stretches() {
		if over(s, from) {
			continue
		}
		in := row{s.FromSerial, s.Plant}
		if rows[in] == nil {
			order = append(order, in)
		}
		rows[in] = append(rows[in], stretch{s.Point(), byKey[s.InForce]})
	}
	for _, in := range order {
		sold := func(s stretch) bool { return !s.at.space.Void() }
		first := slices.IndexFunc(rows[in], sold)
		last := len(rows[in])
		for last > 0 && !sold(rows[in][last-1]) {
			last--
		}
		for i, s := range rows[in] {
			if sold(s) {
				continue
			}
			if first >= 0 && (i < first || i >= last) {
				r.void = append(r.void, s.point)
				continue
			}
			var void *solver.VoidError
			if err := s.at.space.Buildable(ctx); !errors.As(err, &void) {
				return err
			}
			place := ""
			if causes := void.Explanation.Causes; len(causes) > 0 {
				place = causes[0].Place().String()
			}
			r.add("void", fmt.Sprint(in.plant, " ", place), place, void, config.Order{}, s.point)
		}
	}
	return nil
}

// collectDead adds the parts that no order takes at any point.
func (r *report) collectDead(ctx context.Context, p *product.Product, shown []*atPoint) error {
	if p.Structure == nil {
		return nil
	}
	coverage := proof.NewCoverage(p.Structure)
	for _, at := range shown {
		if at.space.Void() {
			continue
		}
		if err := coverage.Add(ctx, at.space); err != nil {
			return err
		}
	}
	for _, f := range coverage.Dead() {
		r.add(f.Kind.String(), f.Path, f.Place.String(), f, config.Order{}, config.Point{})
	}
	return nil
}

// atPoint is what the proofs at one point show.
type atPoint struct {
	point config.Point
	space *solver.Space // void: nothing is proved
	bill  []proof.Finding
	line  []proof.CallFinding
	err   error
}

// prove proves bill and line at the point.
func (at *atPoint) prove(ctx context.Context, p *product.Product) (err error) {
	at.space, err = solver.Compile(ctx, p.Rules, at.point, solver.Config{NoCircuit: true})
	if err != nil {
		return err
	}
	if at.space.Void() {
		return nil
	}
	if p.Structure != nil {
		at.bill, err = proof.CheckBill(ctx, p.Structure, at.space, config.Point{})
	}
	if err == nil && p.Line != nil && p.Line.Structure() != nil {
		at.line, err = proof.CheckLine(ctx, p.Line, at.space, config.Point{})
	}
	if err != nil {
		return fmt.Errorf("as of %s: %w", at.point, err)
	}
	return nil
}

// collect adds what the proofs at one point show.
func (r *report) collect(p *product.Product, at *atPoint) {
	for _, f := range at.bill {
		r.add(f.Kind.String(), fmt.Sprint(f.Mismatch.Position, f.Variants), f.Mismatch.Place.String(), f.Mismatch, f.Witness, at.point)
	}
	for _, f := range at.line {
		if f.Cycle != nil {
			r.add(f.Kind.String(), fmt.Sprint(f.Operations), p.Line.Operation(f.Operations[0]).Place.String(), f.Cycle, f.Witness, at.point)
			continue
		}
		r.add(f.Kind.String(), fmt.Sprint(p.Structure.Item(f.Mismatch.Item).Variant, f.Operations), f.Mismatch.Place.String(), f.Mismatch, f.Witness, at.point)
	}
}

// add adds a finding, or a point to one that is there already: a position that
// stands at several paths has one fault. The zero order is no witness, and where the
// product depends on no point the zero point is all of them.
func (r *report) add(kind, subject, place string, fault error, witness config.Order, point config.Point) {
	key := kind + " " + subject
	if f := r.byKey[key]; f != nil {
		if point != f.last {
			f.last = point
			f.points++
		}
		return
	}
	r.kinds[kind]++
	f := &finding{
		kind: kind, number: r.kinds[kind], place: place, fault: fault, witness: witness, first: point, last: point, points: 1,
	}
	f.witness.ID = fmt.Sprintf("%s-%d", kind, f.number)
	r.byKey[key] = f
	r.findings = append(r.findings, f)
}

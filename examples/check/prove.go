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
	"github.com/confspace/confspace/solver/calendar"
)

// A finding is one thing wrong, at all the points that show it.
type finding struct {
	id      string // kind and number: gap-1
	kind    string
	number  int           // from 1, among those of its kind
	place   string        // file:line:column; may be empty
	fault   error         // the fault, with its reasons below the first line
	witness *config.Order // an order that shows it; nil if none can
	first   config.Point
	last    config.Point
	points  int
}

// A report is the result of the proofs of a product.
type report struct {
	findings  []*finding
	points    int            // proved
	void      []config.Point // at which nothing can be built, before or after the points at which something can
	notes     []note         // the same as spans
	positions int
	parts     int

	byKey map[string]*finding
	kinds map[string]int
}

// prove proves bill and line at every point of the product's timeline, as many
// points at a time as there are processors; points with the same rules share a space.
// A fault that several points show is one finding. Beside an error the report has what
// the other points show.
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
	spaces := calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}})
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(shown)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(shown)); i = next.Add(1) - 1 {
				shown[i].err = shown[i].prove(ctx, p, spaces)
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	var failed failures
	for _, at := range shown {
		if at.err != nil {
			failed = append(failed, at)
			continue
		}
		if !at.space.Void() {
			r.points++
		}
		r.collect(p, at)
	}
	if failed != nil {
		return r, failed
	}
	if err := r.collectVoid(ctx, p, from, byKey); err != nil {
		return r, err
	}
	return r, r.collectDead(ctx, p, shown)
}

// over reports whether a stretch ends before a date.
func over(s config.Stretch, from config.Date) bool { return s.Until != 0 && s.Until <= from }

// failures are points whose proofs have an error.
type failures []*atPoint

// Error tells the first.
func (f failures) Error() string {
	return fmt.Sprintf("as of %s%s: %v", f[0].point, more(len(f)), f[0].err)
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
		if err := coverage.Add(ctx, at.space, at.point); err != nil {
			return err
		}
	}
	for _, f := range coverage.Dead() {
		r.add(f.Kind.String(), f.Path, f.Place.String(), f, nil, config.Point{})
	}
	return nil
}

// atPoint is the result of the proofs at one point.
type atPoint struct {
	point config.Point
	space *solver.Space // void: nothing is proved
	bill  []proof.Finding
	line  []proof.CallFinding
	err   error
}

// prove proves bill and line at the point.
func (at *atPoint) prove(ctx context.Context, p *product.Product, spaces *calendar.Calendar) (err error) {
	at.space, err = spaces.At(ctx, at.point)
	if err != nil || at.space.Void() {
		return err
	}
	if p.Structure != nil {
		at.bill, err = proof.CheckBill(ctx, p.Structure, at.space, at.point)
	}
	if err == nil && p.Line != nil && p.Line.Structure() != nil {
		at.line, err = proof.CheckLine(ctx, p.Line, at.space, at.point)
	}
	return err
}

// collect adds the result of the proofs at one point.
func (r *report) collect(p *product.Product, at *atPoint) {
	for _, f := range at.bill {
		r.add(f.Kind.String(), fmt.Sprint(f.Mismatch.Position, f.Variants), f.Mismatch.Place.String(), f.Mismatch, &f.Witness, at.point)
	}
	for _, f := range at.line {
		if f.Cycle != nil {
			r.add(f.Kind.String(), fmt.Sprint(f.Operations), p.Line.Operation(f.Operations[0]).Place.String(), f.Cycle, &f.Witness, at.point)
			continue
		}
		r.add(f.Kind.String(), fmt.Sprint(p.Structure.Item(f.Mismatch.Item).Variant, f.Operations), f.Mismatch.Place.String(), f.Mismatch, &f.Witness, at.point)
	}
}

// add adds a finding, or a point to one that is there already: a position that
// stands at several paths has one fault. Where the product depends on no point the zero
// point is all of them.
func (r *report) add(kind, subject, place string, fault error, witness *config.Order, point config.Point) {
	key := kind + " " + subject
	if f := r.byKey[key]; f != nil {
		if point != f.last {
			f.last = point
			f.points++
		}
		return
	}
	r.kinds[kind]++
	number := r.kinds[kind]
	f := &finding{
		id: fmt.Sprintf("%s-%d", kind, number), kind: kind, number: number,
		place: place, fault: fault, witness: witness, first: point, last: point, points: 1,
	}
	if witness != nil {
		witness.ID = f.id
	}
	r.byKey[key] = f
	r.findings = append(r.findings, f)
}

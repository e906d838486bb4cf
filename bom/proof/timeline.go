package proof

import (
	"context"
	"fmt"
	"math/big"
	"sync"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// AuditTimeline is [Audit] over all dates, serial numbers and plants: at one point of each
// stretch in which different things are in force, see [product.Product.Stretches]. What
// orders meet at several points is one finding, with its spans. A finding about all orders,
// such as a dead part, is one only if it holds at each point at which its subject is in
// force.
//
// A plant that can build nothing, and a time between others that can build nothing, are Void
// findings. Points are checked without circuits; only at points at which findings are
// counted, as few as possible, a circuit is compiled.
//
// The error is the context's, or one that names the point whose checks failed; a product
// that can build nothing at all is a finding. It panics if the product is nil, or has no
// options or rules. The same input gives the same report, without a budget.
func AuditTimeline(ctx context.Context, p *product.Product, cfg Config) (*Report, error) {
	source.NeedContext("proof", ctx)
	needProduct("AuditTimeline", p)
	ctx, cancel := cfg.within(ctx)
	defer cancel()
	a := newAudit(p, cfg)
	t := timeline{audit: a, tracking: make(map[*pass]*solver.Space), spaces: calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}})}
	counters := calendar.New(p.Rules, calendar.Config{Compile: cfg.Compile})
	a.counting = func(ctx context.Context, x *pass) (*solver.Space, error) {
		switch {
		case cfg.Compile.NoCircuit:
			return x.space, nil
		case x.overloads != nil: // the circuit that knows the work can count everything else, too
			return t.loads(ctx, x)
		}
		return counters.At(ctx, x.asOf)
	}
	if err := t.run(ctx); err != nil {
		return nil, err
	}
	return a.report, nil
}

// A timeline is the audit of all points.
type timeline struct {
	*audit
	spaces *calendar.Calendar
	points []*timePoint

	turn     sync.Mutex // guards tracking
	tracking map[*pass]*solver.Space
}

// A timePoint is a point with the stretches that have the same in force.
type timePoint struct {
	point     config.Point
	stretches []config.Stretch
	space     *solver.Space
	pass      *pass // nil where nothing can be built
}

// loads returns a space that knows the work at the stations that orders exceed at the point of a
// pass.
func (t *timeline) loads(ctx context.Context, x *pass) (*solver.Space, error) {
	t.turn.Lock()
	defer t.turn.Unlock()
	if t.tracking[x] == nil {
		compile := t.cfg.Compile
		compile.Track = x.workConditions()
		space, err := solver.Compile(ctx, t.product.Rules, x.asOf, compile)
		if err != nil {
			return nil, err
		}
		t.tracking[x] = space
	}
	return t.tracking[x], nil
}

// run audits all points: those of one space one after the other, since they ask about much
// the same conditions, and several spaces at the same time.
func (t *timeline) run(ctx context.Context) error {
	byKey := make(map[string]*timePoint)
	for s := range t.product.Stretches() {
		if s.Until != 0 && s.Until <= t.cfg.From {
			continue
		}
		at := byKey[s.InForce]
		if at == nil {
			at = &timePoint{point: s.Point()}
			byKey[s.InForce] = at
			t.points = append(t.points, at)
		}
		at.stretches = append(at.stretches, s)
	}
	t.advance(Progress{AllPoints: len(t.points)})
	err := spread(t.cfg.Workers, len(t.points), func(i int) (err error) {
		at := t.points[i]
		at.space, err = t.spaces.At(ctx, at.point)
		return t.failed(ctx, at, err)
	})
	if err != nil {
		return err
	}
	var spaces []*solver.Space
	of := make(map[*solver.Space][]*timePoint)
	for _, at := range t.points {
		if at.space == nil || at.space.Void() {
			continue
		}
		if of[at.space] == nil {
			spaces = append(spaces, at.space)
		}
		of[at.space] = append(of[at.space], at)
	}
	limits := make([]*big.Int, len(spaces))
	for i, space := range spaces {
		if limits[i], err = limitsAt(t.product.Rules, of[space][0].point); err != nil {
			return err
		}
	}
	known := newAnswers(limits...)
	order := known.order()
	err = spread(t.cfg.Workers, len(spaces), func(i int) error {
		a := &asker{of: spaces[order[i]], answers: known, index: order[i]}
		for _, at := range of[a.of] {
			err := t.pass(ctx, at, a)
			if err := t.failed(ctx, at, err); err != nil {
				return err
			}
			t.advance(Progress{Points: 1})
		}
		return nil
	})
	if err != nil {
		return err
	}
	var passes []*pass
	var stretches [][]config.Stretch
	for _, at := range t.points {
		switch {
		case at.pass != nil:
			passes, stretches = append(passes, at.pass), append(stretches, at.stretches)
		case at.space == nil || !at.space.Void():
			t.stays(OpenQuestion{Outcome: Inconclusive, Question: "points of the timeline", Reason: "since " + errBudget.Error()})
			t.partial = true
		}
	}
	if err := t.void(ctx); err != nil {
		return err
	}
	return t.finish(ctx, passes, stretches)
}

// pass audits one point.
func (t *timeline) pass(ctx context.Context, at *timePoint, a *asker) error {
	x, err := newPass(ctx, t.product, a, at.point, t.cfg.Least)
	if err != nil {
		return err
	}
	if err := x.run(ctx); err != nil {
		return err
	}
	at.pass = x
	return nil
}

// failed names the point of an error, unless it is the context's. An exhausted budget is
// no error.
func (t *timeline) failed(ctx context.Context, at *timePoint, err error) error {
	if _, ok := exhausted(ctx, err); ok || err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("as of %s: %w", at.point, err)
}

// spans returns the spans of some stretches, joined.
func (a *audit) spans(stretches []config.Stretch) []config.Effectivity {
	spans := make([]config.Effectivity, len(stretches))
	for i, s := range stretches {
		spans[i] = s.Span()
	}
	return config.Spans(spans, a.product.Catalog.Plants())
}

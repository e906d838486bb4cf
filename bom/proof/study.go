package proof

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Study is a structure and a line over a space, prepared for figures about the parts and
// the work of the orders that the space allows: the worst vehicle of each station
// ([Study.Worst]), the parts and quantities of a partial order ([Study.Outlook],
// [Study.Quantities], [Study.Expected]), and where a part is used ([Study.WhereUsed]).
// [NewStudy] makes it. It is immutable, and any number of goroutines may ask it at once;
// the same question gets the same answer, whatever the number of processors. The methods
// of the zero Study panic.
//
// A vehicle has an item if it has the item above and the item's position and usage hold at
// the study's point. Without a Gap or Overlap these are the items that Explode takes.
// An order that meets a finding, which Explode refuses, counts as if it took all matching
// variants.
type Study struct {
	space      *solver.Space
	asOf       config.Point   // at which items and operations are effective
	structure  *bom.Structure // nil: there are no parts
	line       *line.Line     // nil: there is no work
	items      []rules.Expr   // bom.ItemID -> when a vehicle has it
	operations []rules.Expr   // line.OperationID -> when it is done
	parts      []part         // in document order of their first items
	partOf     map[string]int // part number -> its place in parts

	presences, places func() *solver.Conditions // of parts, then operations; of items
	work, bill        tracking                  // spaces that track operations, and items
}

// part is a part number, phantoms left out.
type part struct {
	number, name string
	unit         config.Unit
	items        []bom.ItemID
	when         rules.Expr // when a vehicle has one of items
}

// NewStudy prepares figures of a structure and of a line, of which either may be nil, as
// of a point. Fields that the point does not give are the space's. The same rules must be
// in force there. O(conditions of all items, each with those above it).
//
// The errors are [solver.ErrVoid] if the space allows nothing, a [*solver.PointMismatch] if
// other rules or options are in force at the point than in the space, that of an
// effectivity that depends on a field that the point does not give, and the context's. It
// panics without a space, without both a structure and a line, if the line is of another
// structure, or if the space is of another catalog.
func NewStudy(ctx context.Context, space *solver.Space, asOf config.Point, structure *bom.Structure, l *line.Line) (*Study, error) {
	source.NeedContext("proof", ctx)
	switch {
	case space == nil:
		panic("proof: NewStudy needs a space; it is nil")
	case structure == nil && l == nil:
		panic("proof: NewStudy needs a structure or a line; both are nil")
	case structure != nil && l != nil && l.Structure() != structure:
		panic("proof: a study of a line that is bound to another structure")
	}
	var cat *config.Catalog
	if structure != nil {
		cat = structure.Catalog()
	} else if space != nil {
		cat = space.Catalog()
	}
	p, err := newProver(ctx, space, asOf, cat)
	if err != nil {
		return nil, err
	}
	s := &Study{space: space, asOf: p.asOf, structure: structure, line: l, partOf: make(map[string]int)}
	var failed []error
	if l != nil {
		failed = s.addOperations(p)
	}
	if structure != nil {
		usage, more := p.usages(structure)
		failed = append(failed, more...)
		s.addItems(usage)
		s.addParts()
	}
	if err := tell.Join(failed); err != nil {
		return nil, err
	}
	s.presences = sync.OnceValue(func() *solver.Conditions {
		when := make([]rules.Expr, 0, len(s.parts)+len(s.operations))
		for i := range s.parts {
			when = append(when, s.parts[i].when)
		}
		return space.Conditions(append(when, s.operations...))
	})
	s.places = sync.OnceValue(func() *solver.Conditions { return space.Conditions(s.items) })
	s.work, s.bill = newTracking(space, s.operations), newTracking(space, s.items)
	return s, nil
}

// addOperations finds out when each operation is done.
func (s *Study) addOperations(p prover) (failed []error) {
	s.operations = make([]rules.Expr, s.line.NumOperations())
	for i := range s.operations {
		o := s.line.Operation(line.OperationID(i))
		var err error
		if s.operations[i], err = p.effective(o.When, o.Effectivity); err != nil {
			failed = append(failed, fmt.Errorf("operation %s%s: %w", o.Code, o.Place.At(), err))
		}
	}
	return failed
}

// addItems finds out when a vehicle has each item.
func (s *Study) addItems(usage []rules.Expr) {
	cat := s.structure.Catalog()
	s.items = make([]rules.Expr, s.structure.NumItems())
	own := make([][]rules.Expr, len(s.items)) // further conditions, from the top down
	for i := range s.items {
		item := s.structure.Item(bom.ItemID(i))
		if item.Parent != bom.NoItem {
			own[i] = with(own[item.Parent])
		}
		never := item.Parent != bom.NoItem && s.items[item.Parent].Op() == rules.OpFalse
		for _, e := range []rules.Expr{item.When, usage[item.Variant]} {
			switch {
			case e.IsZero() || e.Op() == rules.OpTrue:
			case e.Op() == rules.OpFalse:
				never = true
			default:
				own[i] = appendNew(own[i], e)
			}
		}
		switch {
		case never:
			s.items[i] = rules.False(cat)
		case len(own[i]) == 0:
			s.items[i] = rules.True(cat)
		default:
			s.items[i] = rules.And(own[i]...)
		}
	}
}

// appendNew appends a condition unless it is there.
func appendNew(es []rules.Expr, e rules.Expr) []rules.Expr {
	for _, other := range es {
		if other.Equal(e) {
			return es
		}
	}
	return append(es, e)
}

// addParts groups the items by part number.
func (s *Study) addParts() {
	for i := range s.items {
		id := bom.ItemID(i)
		item := s.structure.Item(id)
		if item.Phantom {
			continue
		}
		at, known := s.partOf[item.Part]
		if !known {
			at = len(s.parts)
			s.partOf[item.Part] = at
			s.parts = append(s.parts, part{number: item.Part, name: item.Name, unit: s.structure.Summed(id).Unit})
		}
		s.parts[at].items = append(s.parts[at].items, id)
	}
	for i := range s.parts {
		s.parts[i].when = s.any(s.parts[i].items)
	}
}

// any returns the condition that a vehicle has one of some items.
func (s *Study) any(items []bom.ItemID) rules.Expr {
	var some condition.Numbers
	for _, id := range items {
		switch e := s.items[id]; e.Op() {
		case rules.OpTrue:
			return e
		case rules.OpFalse:
		default:
			some.Of(e)
		}
	}
	if len(some.All()) == 0 {
		return rules.False(s.structure.Catalog())
	}
	return rules.Or(some.All()...)
}

// Item returns the condition in which a vehicle has an item, at the study's point: true for
// always, false for never. It panics if the study is of no structure, or there is no such
// item.
func (s *Study) Item(id bom.ItemID) rules.Expr {
	s.needStructure()
	return s.items[id]
}

// Operation returns the condition in which an operation is done, at the study's point: true
// for always, false for never. It panics if the study is of no line, or there is no such operation.
func (s *Study) Operation(id line.OperationID) rules.Expr {
	s.needLine()
	return s.operations[id]
}

// made panics when there is no study.
func (s *Study) made() {
	if s == nil || s.space == nil {
		panic("proof: no Study: NewStudy makes one")
	}
}

// needLine panics when the study has no line.
func (s *Study) needLine() {
	if s.made(); s.line == nil {
		panic("proof: the study has no line")
	}
}

// needStructure panics when the study has no structure.
func (s *Study) needStructure() {
	if s.made(); s.structure == nil {
		panic("proof: the study has no structure")
	}
}

// view returns the view of a selection; nil means all orders.
func view(space *solver.Space, sel *config.Selection) solver.View {
	if sel == nil {
		return space.View
	}
	return space.Given(sel)
}

// tracking is a space that tracks some conditions, made when it is first needed.
type tracking struct {
	from       *solver.Space
	conditions []rules.Expr
	turn       chan struct{} // holds a value while a goroutine makes the space
	to         *solver.Space
}

func newTracking(from *solver.Space, conditions []rules.Expr) tracking {
	return tracking{from: from, conditions: conditions, turn: make(chan struct{}, 1)}
}

// space returns the space; the error is the context's. If a tracking space does not fit
// the budget, it has no circuit.
func (t *tracking) space(ctx context.Context) (*solver.Space, error) {
	select {
	case t.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { <-t.turn }()
	if t.to == nil {
		to, err := t.from.Tracking(ctx, t.conditions)
		if err != nil {
			return nil, err
		}
		t.to = to
	}
	return t.to, nil
}

// spread runs n tasks, as many at the same time as there are workers; 0 means processors. The error is that of the first task with one.
func spread(workers, n int, do func(i int) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	errs := make([]error, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, workers) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				errs[i] = do(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

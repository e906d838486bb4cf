package fleet

import (
	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// A worker evaluates orders. What it finds is added up when all are done.
type worker struct {
	f        *Fleet
	cfg      Config
	plans    map[stretch]*plan
	groups   map[groupKey]*group
	tallies  map[string]*tally
	outcomes [Unresolved + 1]int
	refused  []Refused // at least the first Config.Refused of them

	batch      *rules.Batch
	taken      []rules.Mask // by item: the orders that take it
	done       []rules.Mask // by operation: the orders that have it
	unresolved rules.Mask
	loads      [rules.Lanes]int64
}

// groupKey names orders that are evaluated together.
type groupKey struct {
	stretch
	bucket string
}

// A group gathers orders until a batch is full.
type group struct {
	plan       *plan
	tally      *tally
	selections []*config.Selection
	orders     []config.Order
	index      []int
}

func (f *Fleet) newWorker(cfg Config) *worker {
	w := &worker{
		f: f, cfg: cfg, plans: make(map[stretch]*plan), groups: make(map[groupKey]*group), tallies: make(map[string]*tally),
		batch: f.conditions.evaluator.NewBatch(), taken: make([]rules.Mask, f.product.Structure.NumItems()),
	}
	if f.product.Line != nil {
		w.done = make([]rules.Mask, f.product.Line.NumOperations())
	}
	return w
}

// refuse notes an order that is not built.
func (w *worker) refuse(index int, outcome Outcome, o config.Order) {
	w.outcomes[outcome]++
	w.tell(Refused{Index: index, Outcome: outcome, Order: o})
}

// tell keeps a refused order if it may be among the first.
func (w *worker) tell(r Refused) {
	if w.cfg.Refused <= 0 {
		return
	}
	if w.refused = append(w.refused, r); len(w.refused) >= 2*w.cfg.Refused+chunk {
		w.refused = earliest(w.refused, w.cfg.Refused)
	}
}

// take sorts some orders into groups, and evaluates those that are full.
func (w *worker) take(some orders) {
	errs := some.errs
	for i, o := range some.all {
		index := some.first + i
		if len(errs) > 0 && errs[0].Index == index {
			w.outcomes[Unreadable]++
			w.tell(errs[0])
			errs = errs[1:]
			continue
		}
		sel, err := o.Bind(w.f.set.Catalog())
		if err != nil || o.Partial {
			w.refuse(index, Malformed, o)
			continue
		}
		key := groupKey{stretch: w.f.stretchOf(o.Point())}
		if w.cfg.Bucket != nil {
			key.bucket = w.cfg.Bucket(o)
		}
		g := w.groups[key]
		if g == nil {
			g = &group{plan: w.planOf(key.stretch, o.Point()), tally: w.tallyOf(key.bucket)}
			w.groups[key] = g
		}
		if g.plan.err != nil {
			w.refuse(index, Malformed, o)
			continue
		}
		g.selections, g.orders, g.index = append(g.selections, sel), append(g.orders, o), append(g.index, index)
		if len(g.selections) == rules.Lanes {
			w.evaluate(g)
		}
	}
}

func (w *worker) planOf(at stretch, p config.Point) *plan {
	x := w.plans[at]
	if x == nil {
		x = w.f.newPlan(p)
		w.plans[at] = x
	}
	return x
}

func (w *worker) tallyOf(bucket string) *tally {
	t := w.tallies[bucket]
	if t == nil {
		t = w.f.newTally()
		w.tallies[bucket] = t
	}
	return t
}

// flush evaluates what is gathered.
func (w *worker) flush() {
	for _, g := range w.groups {
		if len(g.selections) > 0 {
			w.evaluate(g)
		}
	}
}

// evaluate evaluates the orders of a group and empties it.
func (w *worker) evaluate(g *group) {
	w.batch.Reset()
	for _, sel := range g.selections {
		w.batch.Add(sel)
	}
	w.batch.Evaluate()
	all := w.batch.All()
	valid := all
	for _, demand := range w.f.conditions.structure {
		valid = valid.And(w.batch.Holds(demand))
	}
	for _, rule := range g.plan.rules {
		valid = valid.And(w.batch.Holds(rule))
	}
	for _, o := range g.plan.barred {
		valid = valid.Without(w.batch.Option(o))
	}
	w.unresolved = rules.Mask{}
	clear(w.taken)
	w.explode(g.plan, 0, bom.SlotID(w.f.product.Structure.NumSlots()), valid)
	if w.f.product.Line != nil {
		w.route(g.plan, valid)
	}
	built := valid.Without(w.unresolved)
	for lane := range all.Without(valid).Lanes {
		w.refuse(g.index[lane], Invalid, g.orders[lane])
	}
	for lane := range valid.And(w.unresolved).Lanes {
		w.refuse(g.index[lane], Unresolved, g.orders[lane])
	}
	w.outcomes[Built] += built.Count()
	w.count(g.tally, built)
	clear(g.orders)
	g.selections, g.orders, g.index = g.selections[:0], g.orders[:0], g.index[:0]
}

// explode takes the items of the slots of one assembly, for the orders that reach it, and the
// items below them, as [bom.Structure.Explode] does for one order.
func (w *worker) explode(p *plan, first, end bom.SlotID, reached rules.Mask) {
	s, c := w.f.product.Structure, w.f.conditions
	for at := first; at < end; {
		slot := s.Slot(at)
		at = slot.Next
		x := &w.f.layout.positions[slot.Position]
		here := reached.And(w.batch.Holds(c.positions[slot.Position]))
		switch p.positions[slot.Position] {
		case off:
			continue
		case unclear:
			w.unresolved = w.unresolved.Or(here)
			continue
		}
		if here.IsZero() {
			continue
		}
		several := x.sel == bom.All || x.sel == bom.Some
		var once, twice, vague rules.Mask
		id := slot.First
		for v := x.first; v < x.end; v++ {
			m := here.And(w.batch.Holds(c.usages[v]))
			switch p.variants[v] {
			case on:
				twice = twice.Or(once.And(m))
				once = once.Or(m)
				w.taken[id] = m
			case unclear:
				vague = vague.Or(m)
			}
			id = s.Sibling(id)
		}
		w.unresolved = w.unresolved.Or(vague)
		switch x.sel {
		case bom.One:
			w.unresolved = w.unresolved.Or(twice).Or(here.Without(once))
		case bom.Optional:
			w.unresolved = w.unresolved.Or(twice)
		case bom.Some:
			w.unresolved = w.unresolved.Or(here.Without(once))
		}
		id = slot.First
		for v := x.first; v < x.end; v++ {
			m := w.taken[id]
			if !several {
				m = m.Without(twice)
				w.taken[id] = m
			}
			if from, to := s.Below(id); from < to && !m.IsZero() {
				w.explode(p, from, to, m)
			}
			id = s.Sibling(id)
		}
	}
}

// route finds the operations of the orders, and those that [line.Line.Route] refuses.
func (w *worker) route(p *plan, valid rules.Mask) {
	l, c := w.f.product.Line, w.f.conditions
	for o := range w.done {
		m := valid.And(w.batch.Holds(c.whens[o]))
		switch p.operations[o] {
		case off:
			m = rules.Mask{}
		case unclear:
			w.unresolved, m = w.unresolved.Or(m), rules.Mask{}
		}
		w.done[o] = m
	}
	for _, knot := range l.Knots() {
		_, twice := w.having(knot)
		w.unresolved = w.unresolved.Or(twice)
	}
	for _, reversal := range l.Reversals() {
		for _, pair := range reversal.Pairs {
			w.unresolved = w.unresolved.Or(w.done[pair[0]].And(w.done[pair[1]]))
		}
	}
	for _, x := range w.f.layout.consumed {
		taken := w.taken[x.item]
		if taken.IsZero() {
			continue
		}
		once, twice := w.having(x.operations)
		w.unresolved = w.unresolved.Or(taken.Without(once.Without(twice)))
	}
}

// having returns the orders that have one or more of some operations, and two or more.
func (w *worker) having(operations []line.OperationID) (once, twice rules.Mask) {
	for _, o := range operations {
		twice = twice.Or(once.And(w.done[o]))
		once = once.Or(w.done[o])
	}
	return once, twice
}

package fleet

import (
	"math/big"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// layout has what evaluation and figures need of bill and line, in the order in which they need
// it.
type layout struct {
	positions []position // by position
	consumed  []consumed // items that need exactly one of some operations
	parts     [][]bom.ItemID
	calls     [][]bom.ItemID // the items of a call: of one part, delivered to one station
}

type position struct {
	sel        bom.Select
	first, end bom.VariantID
}

type consumed struct {
	item       bom.ItemID
	operations []line.OperationID
}

func newLayout(p *product.Product) *layout {
	s := p.Structure
	x := new(layout)
	for _, at := range s.Positions() {
		x.positions = append(x.positions, position{at.Select, at.First, at.End})
	}
	type call struct{ part, station string }
	parts, calls := map[string]int{}, map[call]int{}
	for item := range s.Items() {
		if item.Phantom {
			continue
		}
		x.parts = gathered(x.parts, parts, item.Part, item.ID)
		if item.CalledWith == item.ID {
			x.calls = gathered(x.calls, calls, call{item.Part, item.Station}, item.ID)
		}
	}
	if p.Line != nil {
		for id := range bom.ItemID(s.NumItems()) {
			if operations := p.Line.Consumers(id); len(operations) > 0 {
				x.consumed = append(x.consumed, consumed{id, operations})
			}
		}
	}
	return x
}

// gathered adds an item to those of its key.
func gathered[K comparable](all [][]bom.ItemID, index map[K]int, key K, id bom.ItemID) [][]bom.ItemID {
	i, ok := index[key]
	if !ok {
		i = len(all)
		index[key] = i
		all = append(all, nil)
	}
	all[i] = append(all[i], id)
	return all
}

// A tally counts the built orders of a bucket.
type tally struct {
	orders     int
	items      []int // by item: the orders that take it
	parts      []int // by part of the layout: the orders that take one of its items
	calls      []int // by call of the layout
	operations []int // by operation: the orders that have it
	overloads  []int // by station
	greatest   []int64
}

func (f *Fleet) newTally() *tally {
	t := &tally{
		items: make([]int, f.product.Structure.NumItems()), parts: make([]int, len(f.layout.parts)), calls: make([]int, len(f.layout.calls)),
	}
	if l := f.product.Line; l != nil {
		t.operations, t.overloads, t.greatest = make([]int, l.NumOperations()), make([]int, l.NumStations()), make([]int64, l.NumStations())
	}
	return t
}

// add adds the figures of another tally.
func (t *tally) add(x *tally) {
	t.orders += x.orders
	for _, sum := range [][2][]int{{t.items, x.items}, {t.parts, x.parts}, {t.calls, x.calls}, {t.operations, x.operations}, {t.overloads, x.overloads}} {
		for i, n := range sum[1] {
			sum[0][i] += n
		}
	}
	for i, n := range x.greatest {
		t.greatest[i] = max(t.greatest[i], n)
	}
}

// count adds the built orders of the batch to a tally.
func (w *worker) count(t *tally, built rules.Mask) {
	t.orders += built.Count()
	for id, m := range w.taken {
		t.items[id] += m.And(built).Count()
	}
	w.any(t.parts, w.f.layout.parts, built)
	w.any(t.calls, w.f.layout.calls, built)
	l := w.f.product.Line
	if l == nil {
		return
	}
	for i, station := range l.Stations() {
		w.loads = [rules.Lanes]int64{}
		for o := station.First; o < station.End; o++ {
			m := w.done[o].And(built)
			t.operations[o] += m.Count()
			duration := w.f.conditions.durations[o]
			for lane := range m.Lanes {
				w.loads[lane] += duration
			}
		}
		for _, load := range w.loads {
			if load > w.f.conditions.capacity[i] {
				t.overloads[i]++
			}
			t.greatest[i] = max(t.greatest[i], load)
		}
	}
}

// any counts the orders that take one of the items of each list.
func (w *worker) any(counts []int, lists [][]bom.ItemID, built rules.Mask) {
	for i, items := range lists {
		var m rules.Mask
		for _, id := range items {
			m = m.Or(w.taken[id])
		}
		counts[i] += m.And(built).Count()
	}
}

// bucket returns the figures that a tally comes to.
func (f *Fleet) bucket(name string, t *tally) Bucket {
	s := f.product.Structure
	b := Bucket{Name: name, Orders: t.orders}
	sum := func(items []bom.ItemID) config.Quantity {
		q := config.Quantity{Unit: s.Summed(items[0]).Unit}
		for _, id := range items {
			q.Amount = q.Amount.Add(s.Summed(id).Amount.Mul(config.NewDecimal(int64(t.items[id]))))
		}
		return q
	}
	for i, items := range f.layout.parts {
		if t.parts[i] > 0 {
			first := s.Item(items[0])
			b.Parts = append(b.Parts, Demand{Part: first.Part, Name: first.Name, Quantity: sum(items), Orders: t.parts[i], Assembly: first.Assembly})
		}
	}
	for i, items := range f.layout.calls {
		if t.calls[i] > 0 {
			first := s.Item(items[0])
			b.Calls = append(b.Calls, Call{Station: first.Station, Part: first.Part, Name: first.Name, Quantity: sum(items), Orders: t.calls[i]})
		}
	}
	l, c := f.product.Line, f.conditions
	if l == nil {
		return b
	}
	for id, station := range l.Stations() {
		work := new(big.Int)
		for o := station.First; o < station.End; o++ {
			work.Add(work, new(big.Int).Mul(big.NewInt(c.durations[o]), big.NewInt(int64(t.operations[o]))))
		}
		b.Stations = append(b.Stations, Load{
			Station: id, Code: station.Code, Workload: c.in(work), Greatest: c.in(big.NewInt(t.greatest[id])), Capacity: l.Capacity(id), Overloads: t.overloads[id],
		})
	}
	return b
}

package line_test

import (
	"errors"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

// The oracle follows the definitions, with fractions and without any table.

type naiveItem struct {
	path  string
	row   *bomtest.Row
	up    *naiveItem
	total *big.Rat
	Level int
}

// station returns where the item is called.
func (i *naiveItem) station() string {
	for ; ; i = i.up {
		if i.row.Station != "" {
			return i.row.Station
		}
	}
}

// call returns the item whose call brings this one: a phantom brings nothing.
func (i *naiveItem) call() *naiveItem {
	if i.row.Station != "" || i.up == nil {
		return i
	}
	above := i.up
	for above.row.Phantom && above.row.Station == "" && above.up != nil {
		above = above.up
	}
	if above.row.Phantom {
		return i
	}
	return above.call()
}

// naiveFault is a position that does not find what it selects.
type naiveFault struct {
	path    string
	matches int
}

var sizes = map[string]*big.Rat{"pcs": bomtest.Rat("1"), "g": bomtest.Rat("1"), "kg": bomtest.Rat("1000"), "t": bomtest.Rat("1000000")}

func within(day, from, until config.Date) bool {
	return (from == 0 || day >= from) && (until == 0 || day < until)
}

func matches(r *bomtest.Row, has map[string]bool, day config.Date) bool {
	return r.Usage.Holds(has) && within(day, r.From, r.Until)
}

// explode takes the items below up, whose amount in the unit of its structure
// is times.
func explode(rows []*bomtest.Row, up *naiveItem, times *big.Rat, has map[string]bool, day config.Date) (items []*naiveItem, faults []naiveFault) {
	var done []string
	for _, head := range rows {
		if slices.Contains(done, head.Position) {
			continue
		}
		done = append(done, head.Position)
		if !head.When.Holds(has) || !within(day, head.PositionFrom, head.PositionUntil) {
			continue
		}
		path, level := head.Position, 1
		if up != nil {
			path, level = up.path+"/"+path, up.Level+1
		}
		var taken []*bomtest.Row
		for _, row := range rows {
			if row.Position == head.Position && matches(row, has, day) {
				taken = append(taken, row)
			}
		}
		least, most := 0, len(rows)
		switch head.Select {
		case bom.One:
			least, most = 1, 1
		case bom.Optional:
			most = 1
		case bom.Some:
			least = 1
		}
		if len(taken) < least || len(taken) > most {
			faults = append(faults, naiveFault{path, len(taken)})
			continue
		}
		for _, row := range taken {
			total := new(big.Rat).Mul(times, new(big.Rat).Quo(bomtest.Rat(row.Quantity), bomtest.Rat(row.Per)))
			item := &naiveItem{path, row, up, total, level}
			items = append(items, item)
			if row.Structure != nil {
				inside := new(big.Rat).Mul(total, new(big.Rat).Quo(sizes[row.Unit], sizes[row.StructUnit]))
				below, wrong := explode(row.Structure, item, inside, has, day)
				items, faults = append(items, below...), append(faults, wrong...)
			}
		}
	}
	return items, faults
}

// comesBefore reports whether b comes before op, directly or through others.
func comesBefore(op, b *bomtest.Op) bool {
	return slices.ContainsFunc(op.After, func(a *bomtest.Op) bool { return a == b || comesBefore(a, b) })
}

// sequence orders a station's operations.
func sequence(p *bomtest.Product, station string, has map[string]bool) []*bomtest.Op {
	var left, out []*bomtest.Op
	for _, op := range p.Ops {
		if op.Station == station && op.When.Holds(has) {
			left = append(left, op)
		}
	}
	for len(left) > 0 {
		next := slices.IndexFunc(left, func(op *bomtest.Op) bool {
			return !slices.ContainsFunc(left, func(b *bomtest.Op) bool { return comesBefore(op, b) })
		})
		out = append(out, left[next])
		left = slices.Delete(left, next, next+1)
	}
	return out
}

func TestExplodeAgreesWithOracle(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 4)
		s, l := p.Read(t)
		number, _ := s.Product()
		require.Equal(t, p.Number, number)
		var x bom.Bill // used again, as a server would
		var r line.Routing
		for range 5 {
			sel, has := p.Selection(t)
			day := bomtest.Day(t)
			items, faults := explode(p.Rows, nil, bomtest.Rat("1"), has, day)
			err := s.ExplodeTo(&x, sel, config.Point{Date: day})
			if len(faults) > 0 {
				requireFaults(t, faults, err)
				require.Zero(t, x.Len(), "no partial result")
				continue
			}
			require.NoError(t, err)
			requireItems(t, s, items, &x)
			requireTotals(t, items, &x)
			requireRouting(t, p, l, &r, sel, has, items, &x)
		}
	})
}

func requireFaults(t *rapid.T, faults []naiveFault, err error) {
	var failed bom.PositionErrors
	require.ErrorAs(t, err, &failed)
	var got []naiveFault
	for _, e := range failed {
		got = append(got, naiveFault{e.Path, e.NumMatches()})
	}
	require.Equal(t, faults, got)
}

func requireItems(t *rapid.T, s *bom.Structure, items []*naiveItem, x *bom.Bill) {
	require.Equal(t, len(items), x.Len())
	ids := x.IDs()
	require.True(t, slices.IsSorted(ids))
	for i, want := range items {
		got := s.Item(ids[i])
		require.Equal(t, want.path, got.Path)
		require.Equal(t, want.row.Part, got.Part)
		require.Equal(t, want.Level, got.Level)
		require.Equal(t, want.row.Phantom, got.Phantom)
		require.Equal(t, want.row.Unit, got.Total.Unit.String())
		require.Zero(t, want.total.Cmp(got.Total.Amount.Rat()), "%s %s: %s", got.Path, got.Part, got.Total)
		require.Equal(t, want.station(), got.Station)
		if want.row.Phantom {
			require.Equal(t, bom.NoItem, got.CalledWith)
		} else {
			require.Equal(t, ids[slices.Index(items, want.call())], got.CalledWith)
		}
	}
}

func requireTotals(t *rapid.T, items []*naiveItem, x *bom.Bill) {
	want := map[string]*big.Rat{}
	for _, item := range items {
		if !item.row.Phantom {
			if want[item.row.Part] == nil {
				want[item.row.Part] = new(big.Rat)
			}
			want[item.row.Part].Add(want[item.row.Part], new(big.Rat).Mul(item.total, sizes[item.row.Unit]))
		}
	}
	totals := x.Flat()
	require.Len(t, totals, len(want))
	for _, got := range totals {
		amount := new(big.Rat).Mul(got.Quantity.Amount.Rat(), sizes[got.Quantity.Unit.String()])
		require.Zero(t, want[got.Part].Cmp(amount), "%s: %s, want %s", got.Part, got.Quantity, want[got.Part])
	}
}

// requireRouting compares the routing of an order.
func requireRouting(t *rapid.T, p *bomtest.Product, l *line.Line, r *line.Routing, sel *config.Selection, has map[string]bool, items []*naiveItem, x *bom.Bill) {
	var sequences [][]*bomtest.Op
	var done []*bomtest.Op
	for _, station := range p.Stations {
		sequences = append(sequences, sequence(p, station, has))
		done = append(done, sequences[len(sequences)-1]...)
	}
	doer := map[*naiveItem]*bomtest.Op{}
	var faults []string
	for _, item := range items {
		if item.row.Phantom {
			continue
		}
		ops, _ := p.Fits(item.path, item.station())
		var found []*bomtest.Op
		for _, op := range ops {
			if slices.Contains(done, op) {
				found = append(found, op)
			}
		}
		switch {
		case len(ops) == 0:
		case len(found) == 1:
			doer[item] = found[0]
		case !standsInOne(p, item):
			faults = append(faults, item.path+" "+item.row.Part)
		}
	}
	err := l.RouteTo(r, x)
	if len(faults) > 0 {
		require.Equal(t, faults, callFaults(err))
		require.Empty(t, r.Visits, "no partial result")
		return
	}
	require.NoError(t, err)
	all := new(big.Rat)
	for i, visit := range r.Visits {
		require.Equal(t, line.StationID(i), visit.Station)
		var got []string
		work := new(big.Rat)
		for _, step := range visit.Steps {
			got = append(got, l.Operation(step.Operation).Code)
			work.Add(work, l.Operation(step.Operation).Duration.Amount.Rat())
		}
		require.Equal(t, bomtest.CodesOf(sequences[i]), got)
		all.Add(all, work)
		require.Zero(t, work.Cmp(visit.Workload.Amount.Rat()))
		require.Equal(t, work.Cmp(big.NewRat(p.Takt, 1)) > 0, visit.Overload)
		var called []bom.ItemID
		consumedBy := map[string][]bom.ItemID{}
		for j, item := range items {
			if item.row.Phantom || item.station() != p.Stations[i] {
				continue
			}
			called = append(called, x.IDs()[j])
			if op := doer[item]; op != nil {
				consumedBy[op.Code] = append(consumedBy[op.Code], x.IDs()[j])
			}
		}
		require.Equal(t, called, slices.Concat([]bom.ItemID(nil), visit.Parts))
		for _, step := range visit.Steps {
			code := l.Operation(step.Operation).Code
			require.Equal(t, consumedBy[code], slices.Concat([]bom.ItemID(nil), step.Parts), code)
			delete(consumedBy, code)
		}
		require.Empty(t, slices.Collect(maps.Keys(consumedBy)))
	}
	require.Zero(t, all.Cmp(r.Workload.Amount.Rat()))
}

// standsInOne reports whether an item stands in a part of the same station that
// the same operations fit: the fault is told of that one.
func standsInOne(p *bomtest.Product, item *naiveItem) bool {
	for at := item; !p.Names(at.path, item.station()); {
		at = at.up
		if !at.row.Phantom && at.station() == item.station() {
			return true
		}
	}
	return false
}

// callFaults lists the parts of the call errors that err joins.
func callFaults(err error) []string {
	var out []string
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	for _, one := range joined.Unwrap() {
		var e *line.CallError
		if errors.As(one, &e) {
			out = append(out, e.Path+" "+e.Part)
		}
	}
	return out
}

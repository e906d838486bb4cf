package bom_test

import (
	"errors"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The oracle follows the definitions, with fractions and without any table.

type naiveItem struct {
	path  string
	row   *randomRow
	up    *naiveItem
	total *big.Rat
	level int
}

// station returns where the item is called.
func (i *naiveItem) station() string {
	for ; ; i = i.up {
		if i.row.station != "" {
			return i.row.station
		}
	}
}

// call returns the item whose call brings this one: a phantom brings nothing.
func (i *naiveItem) call() *naiveItem {
	if i.row.station != "" || i.up == nil {
		return i
	}
	above := i.up
	for above.row.phantom && above.row.station == "" && above.up != nil {
		above = above.up
	}
	if above.row.phantom {
		return i
	}
	return above.call()
}

// naiveFault is a position that does not find what it selects.
type naiveFault struct {
	path    string
	matches int
}

var sizes = map[string]*big.Rat{"pcs": rat("1"), "g": rat("1"), "kg": rat("1000"), "t": rat("1000000")}

func (r *randomRow) matches(has map[string]bool, day config.Date) bool {
	return r.usage.holds(has) && (r.from == 0 || day >= r.from) && (r.until == 0 || day < r.until)
}

// explode takes the items below up, whose amount in the unit of its structure
// is times.
func explode(rows []*randomRow, up *naiveItem, times *big.Rat, has map[string]bool, day config.Date) (items []*naiveItem, faults []naiveFault) {
	var done []string
	for _, head := range rows {
		if slices.Contains(done, head.position) {
			continue
		}
		done = append(done, head.position)
		if !head.when.holds(has) {
			continue
		}
		path, level := head.position, 1
		if up != nil {
			path, level = up.path+"/"+path, up.level+1
		}
		var taken []*randomRow
		for _, row := range rows {
			if row.position == head.position && row.matches(has, day) {
				taken = append(taken, row)
			}
		}
		if head.sel == bom.One && len(taken) != 1 || head.sel == bom.Optional && len(taken) > 1 {
			faults = append(faults, naiveFault{path, len(taken)})
			continue
		}
		for _, row := range taken {
			total := new(big.Rat).Mul(times, new(big.Rat).Quo(rat(row.quantity), rat(row.per)))
			item := &naiveItem{path, row, up, total, level}
			items = append(items, item)
			if row.structure != nil {
				inside := new(big.Rat).Mul(total, new(big.Rat).Quo(sizes[row.unit], sizes[row.structUnit]))
				below, wrong := explode(row.structure, item, inside, has, day)
				items, faults = append(items, below...), append(faults, wrong...)
			}
		}
	}
	return items, faults
}

// comesBefore reports whether b comes before op, directly or through others.
func (op *randomOp) comesBefore(b *randomOp) bool {
	return slices.ContainsFunc(op.after, func(a *randomOp) bool { return a == b || a.comesBefore(b) })
}

// sequence orders a station's operations.
func (p *randomProduct) sequence(station string, has map[string]bool) []*randomOp {
	var left, out []*randomOp
	for _, op := range p.ops {
		if op.station == station && op.when.holds(has) {
			left = append(left, op)
		}
	}
	for len(left) > 0 {
		next := slices.IndexFunc(left, func(op *randomOp) bool {
			return !slices.ContainsFunc(left, op.comesBefore)
		})
		out = append(out, left[next])
		left = slices.Delete(left, next, next+1)
	}
	return out
}

// day draws a date in, before or after the effectivities of random rows.
func day(t *rapid.T) config.Date {
	return rapid.SampledFrom([]config.Date{
		config.NewDate(2026, 2, 28), config.NewDate(2026, 3, 1), config.NewDate(2026, 8, 31), config.NewDate(2026, 9, 1),
	}).Draw(t, "day")
}

// read reads a random product back from the files that it writes.
func (p *randomProduct) read(t *rapid.T) (*bom.Structure, *bom.Line) {
	s, err := bom.ReadStructure(p.cat, textFile(t, "bom.csv", p.csv()))
	require.NoError(t, err, "\n%s", p.csv())
	l, err := bom.ReadLine(s, textFile(t, "line.yaml", p.yaml()))
	require.NoError(t, err, "\n%s\n%s", p.csv(), p.yaml())
	return s, l
}

func TestExplodeAgreesWithOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := generate(t, 4)
		s, l := p.read(t)
		var x bom.Exact // used again, as a server would
		var r bom.Routing
		for range 5 {
			sel, has := p.selection(t)
			day := day(t)
			items, faults := explode(p.rows, nil, rat("1"), has, day)
			err := s.ExplodeTo(&x, sel, config.Point{Date: day})
			if len(faults) > 0 {
				requireFaults(t, faults, err)
				require.Zero(t, x.Len(), "no partial result")
				continue
			}
			require.NoError(t, err)
			requireItems(t, s, items, &x)
			requireTotals(t, items, &x)
			p.requireRouting(t, l, &r, sel, has, items, &x)
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

func requireItems(t *rapid.T, s *bom.Structure, items []*naiveItem, x *bom.Exact) {
	require.Equal(t, len(items), x.Len())
	ids := x.IDs()
	require.True(t, slices.IsSorted(ids))
	for i, want := range items {
		got := s.Item(ids[i])
		require.Equal(t, want.path, got.Path)
		require.Equal(t, want.row.part, got.Part)
		require.Equal(t, want.level, got.Level)
		require.Equal(t, want.row.phantom, got.Phantom)
		require.Equal(t, want.row.unit, got.Total.Unit.String())
		require.Zero(t, want.total.Cmp(got.Total.Amount.Rat()), "%s %s: %s", got.Path, got.Part, got.Total)
		require.Equal(t, want.station(), got.Station)
		if want.row.phantom {
			require.Equal(t, bom.NoItem, got.CalledWith)
		} else {
			require.Equal(t, ids[slices.Index(items, want.call())], got.CalledWith)
		}
	}
}

func requireTotals(t *rapid.T, items []*naiveItem, x *bom.Exact) {
	want := map[string]*big.Rat{}
	for _, item := range items {
		if !item.row.phantom {
			if want[item.row.part] == nil {
				want[item.row.part] = new(big.Rat)
			}
			want[item.row.part].Add(want[item.row.part], new(big.Rat).Mul(item.total, sizes[item.row.unit]))
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
func (p *randomProduct) requireRouting(t *rapid.T, l *bom.Line, r *bom.Routing, sel *config.Selection, has map[string]bool, items []*naiveItem, x *bom.Exact) {
	consumed := map[string][]*randomOp{} // position of level 1 -> operations done
	var sequences [][]*randomOp
	for _, station := range p.stations {
		ops := p.sequence(station, has)
		for _, op := range ops {
			for _, position := range op.parts {
				consumed[position] = append(consumed[position], op)
			}
		}
		sequences = append(sequences, ops)
	}
	named := map[string]bool{}
	for _, op := range p.ops {
		for _, position := range op.parts {
			named[position] = true
		}
	}
	var faults []string
	for _, item := range items {
		if named[item.path] && len(consumed[item.path]) != 1 {
			faults = append(faults, item.path+" "+item.row.part)
		}
	}
	err := l.RouteTo(r, sel, x)
	if len(faults) > 0 {
		require.Equal(t, faults, callFaults(err))
		require.Empty(t, r.Visits, "no partial result")
		return
	}
	require.NoError(t, err)
	all := new(big.Rat)
	for i, visit := range r.Visits {
		require.Equal(t, bom.StationID(i), visit.Station)
		var got []string
		work := new(big.Rat)
		for _, step := range visit.Steps {
			got = append(got, l.Operation(step.Operation).Code)
			work.Add(work, l.Operation(step.Operation).Duration.Amount.Rat())
		}
		require.Equal(t, codesOf(sequences[i]), got)
		all.Add(all, work)
		require.Zero(t, work.Cmp(visit.Workload.Amount.Rat()))
		require.Equal(t, work.Cmp(big.NewRat(p.takt, 1)) > 0, visit.Overload)
		var called []bom.ItemID
		consumedBy := map[string][]bom.ItemID{}
		for j, item := range items {
			if item.row.phantom || item.station() != p.stations[i] {
				continue
			}
			called = append(called, x.IDs()[j])
			if ops := consumed[item.call().path]; len(ops) > 0 {
				consumedBy[ops[0].code] = append(consumedBy[ops[0].code], x.IDs()[j])
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

// callFaults lists the parts of the call errors that err joins.
func callFaults(err error) []string {
	var out []string
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	for _, one := range joined.Unwrap() {
		var e *bom.CallError
		if errors.As(one, &e) {
			out = append(out, e.Path+" "+e.Part)
		}
	}
	return out
}

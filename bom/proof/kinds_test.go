package proof_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
)

// enumerated is a random product with all its orders at one point.
type enumerated struct {
	*product.Product
	asOf  config.Point
	valid []*config.Selection
}

func (e *enumerated) covers(x config.Effectivity) bool {
	ok, err := x.Covers(e.asOf)
	return ok && err == nil
}

func (e *enumerated) holds(x rules.Expr, sel *config.Selection) bool {
	return x.IsZero() || x.Holds(sel)
}

// visit calls at for each slot to which an order comes, with whether its own condition holds, and
// for each item of it that is in force, with whether the order takes it.
func (e *enumerated) visit(sel *config.Selection, first, end bom.SlotID, at func(bom.SlotID, bool), item func(bom.ItemID, bool)) {
	s := e.Structure
	for slot := first; slot < end; slot = s.Slot(slot).Next {
		position := s.Position(s.Slot(slot).Position)
		if !e.covers(position.Effectivity) {
			continue
		}
		here := e.holds(position.When, sel)
		at(slot, here)
		if !here {
			continue
		}
		for id := s.Slot(slot).First; id != bom.NoItem; id = s.Sibling(id) {
			v := s.Variant(s.Item(id).Variant)
			if !e.covers(v.Effectivity) {
				continue
			}
			taken := e.holds(v.Usage, sel)
			item(id, taken)
			if taken {
				below, last := s.Below(id)
				e.visit(sel, below, last, at, item)
			}
		}
	}
}

// tally counts, for each finding by kind and subject, the orders that meet it; -1 is a finding
// about all orders.
type tally map[string]int64

// bill tallies the findings about positions and parts of a product without gaps and overlaps.
func (e *enumerated) bill(t tally) {
	s := e.Structure
	whenAlways, usageAlways := make(map[bom.PositionID]bool), make(map[bom.VariantID]bool)
	see := func(all map[bom.PositionID]bool, id bom.PositionID, holds bool) {
		if was, seen := all[id]; !seen || was {
			all[id] = holds
		}
	}
	taken, numbers := make(map[bom.VariantID]bool), make(map[string]bool)
	for _, sel := range e.valid {
		empty := make(map[bom.VariantID]bool)
		has := make(map[bom.ItemID]bool)
		var assemblies []bom.ItemID
		e.visit(sel, 0, bom.SlotID(s.NumSlots()), func(slot bom.SlotID, holds bool) {
			see(whenAlways, s.Slot(slot).Position, holds)
		}, func(id bom.ItemID, holds bool) {
			item := s.Item(id)
			if was, seen := usageAlways[item.Variant]; !seen || was {
				usageAlways[item.Variant] = holds
			}
			if holds {
				taken[item.Variant], has[id] = true, true
				numbers[item.Part] = numbers[item.Part] || !item.Phantom
				if item.Assembly {
					assemblies = append(assemblies, id)
				}
			}
		})
		for _, id := range assemblies {
			some := false
			for other := range has {
				some = some || s.Item(other).Parent == id
			}
			if !some {
				empty[s.Item(id).Variant] = true
			}
		}
		for v := range empty {
			t[fmt.Sprint("empty ", s.Variant(v).Place)]++
		}
	}
	for id, always := range whenAlways {
		if p := s.Position(id); always && !p.When.IsZero() {
			t[fmt.Sprint("always ", p.Place)] = -1
		}
	}
	for v, always := range usageAlways {
		if x := s.Variant(v); always && !x.Usage.IsZero() {
			t[fmt.Sprint("always ", x.Place)] = -1
		}
	}
	inForce := make(map[bom.ItemID]bool)
	reached := make(map[bom.VariantID]bool)
	for i := range s.NumItems() {
		id := bom.ItemID(i)
		item := s.Item(id)
		v := s.Variant(item.Variant)
		inForce[id] = e.covers(v.Effectivity) && e.covers(s.Position(v.Position).Effectivity) && (item.Parent == bom.NoItem || inForce[item.Parent])
		reached[item.Variant] = reached[item.Variant] || inForce[id]
		if inForce[id] && !item.Phantom && !numbers[item.Part] {
			t[fmt.Sprint("unused ", item.Part)] = -1
		}
	}
	for item := range s.Items() {
		if reached[item.Variant] && !taken[item.Variant] && (item.Parent == bom.NoItem || taken[s.Item(item.Parent).Variant]) {
			t[fmt.Sprint("dead ", " ", item.Part)] = -1
		}
	}
}

// work tallies the findings about operations and stations; those about the parts of an operation
// only if every order routes.
func (e *enumerated) work(t tally, routes bool) {
	l := e.Line
	done := make([]int, l.NumOperations())
	for _, sel := range e.valid {
		for id := range l.Stations() {
			var work config.Decimal
			for o, x := range l.Operations(id) {
				if e.covers(x.Effectivity) && e.holds(x.When, sel) {
					done[o]++
					work = work.Add(x.Duration.Amount)
				}
			}
			if work.Cmp(l.Capacity(id).Amount) > 0 {
				t[fmt.Sprint("overload ", l.Station(id).Code)]++
			}
		}
		if !routes {
			continue
		}
		x, err := e.Structure.Explode(sel, e.asOf)
		if err != nil {
			panic(err)
		}
		r, err := l.Route(x)
		if err != nil {
			panic(err)
		}
		for _, visit := range r.Visits {
			for _, step := range visit.Steps {
				if o := l.Operation(step.Operation); len(o.Parts) > 0 && len(step.Parts) == 0 {
					t[fmt.Sprint("idle ", o.Code)]++
				}
			}
		}
	}
	e.backward(t)
	for i, n := range done {
		o := l.Operation(line.OperationID(i))
		if tools := l.Station(o.Station).Tools; n > 0 && slices.ContainsFunc(o.Needs, func(tool string) bool { return !slices.Contains(tools, tool) }) {
			t[fmt.Sprint("unequipped ", o.Code)] = int64(n)
		}
		switch {
		case !e.covers(o.Effectivity):
		case n == 0:
			t[fmt.Sprint("undone ", o.Code)] = -1
		case n == len(e.valid) && !o.When.IsZero():
			t[fmt.Sprint("always ", o.Place)] = -1
		}
	}
}

// backward tallies the operations that come after one at a later station.
func (e *enumerated) backward(t tally) {
	l := e.Line
	n := l.NumOperations()
	has := func(sel *config.Selection, o int) bool {
		x := l.Operation(line.OperationID(o))
		return e.covers(x.Effectivity) && e.holds(x.When, sel)
	}
	before := make([][]bool, n) // itself and those before it, directly or through others
	for i := range n {
		before[i] = make([]bool, n)
		before[i][i] = true
		for _, p := range l.Operation(line.OperationID(i)).After {
			before[i][p] = true
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				before[i][j] = before[i][j] || before[i][k] && before[k][j]
			}
		}
	}
	station := func(o int) line.StationID { return l.Operation(line.OperationID(o)).Station }
	for a := range n {
		for _, b := range l.Operation(line.OperationID(a)).After {
			if station(int(b)) <= station(a) {
				continue
			}
			for _, sel := range e.valid {
				broken := false
				for p := range n {
					for o := range n {
						broken = broken || before[b][p] && before[o][a] && station(p) > station(o) && has(sel, p) && has(sel, o)
					}
				}
				if broken {
					t[fmt.Sprint("backward ", []string{l.Operation(b).Code, l.Operation(line.OperationID(a)).Code})]++
				}
			}
		}
	}
}

// conditions tallies the options that conditions in force name and no order has.
func (e *enumerated) conditions(t tally) {
	has := make(map[config.OptionID]bool)
	for _, sel := range e.valid {
		for o := range sel.Chosen() {
			has[o] = true
		}
	}
	name := func(x rules.Expr) {
		if !x.IsZero() {
			for _, o := range x.Options() {
				if !has[o] {
					t["barred "+e.Catalog.Code(o)] = -1
				}
			}
		}
	}
	for id, p := range e.Structure.Positions() {
		if !e.covers(p.Effectivity) {
			continue
		}
		name(p.When)
		for _, v := range e.Structure.Variants(id) {
			if e.covers(v.Effectivity) {
				name(v.Usage)
			}
		}
	}
	for i := range e.Line.NumOperations() {
		if o := e.Line.Operation(line.OperationID(i)); e.covers(o.Effectivity) {
			name(o.When)
		}
	}
}

// mating tallies the mates and limits that orders break.
func (e *enumerated) mating(t tally) {
	s := e.Structure
	for _, sel := range e.valid {
		has, quantity := make(map[string]bool), make(map[string]config.Decimal)
		e.visit(sel, 0, bom.SlotID(s.NumSlots()), func(bom.SlotID, bool) {}, func(id bom.ItemID, taken bool) {
			if item := s.Item(id); taken {
				has[item.Part] = true
				if !item.Phantom {
					quantity[item.Part] = quantity[item.Part].Add(s.Summed(id).Amount)
				}
			}
		})
		for _, m := range e.Mates.Spec().Mates {
			if slices.ContainsFunc(m.If, func(p string) bool { return has[p] }) && !slices.ContainsFunc(m.Then, func(p string) bool { return has[p] }) {
				t["mating "+m.ID]++
			}
		}
		for _, l := range e.Mates.Spec().Limits {
			if q := quantity[l.Part]; l.AtMost != nil && q.Cmp(l.AtMost.Amount) > 0 {
				t["limit above "+l.ID]++
			} else if l.AtLeast != nil && q.Cmp(l.AtLeast.Amount) < 0 {
				t["limit below "+l.ID]++
			}
		}
	}
}

// drawTools returns a line with tools and needs.
func drawTools(t *rapid.T, l *line.Line) *line.Line {
	if l == nil || rapid.Bool().Draw(t, "no tools") {
		return l
	}
	spec := l.Spec()
	var known []string
	for i := range spec.Stations {
		tools := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"HOIST", "PRESS", "LASER"}), 0, 2, rapid.ID).Draw(t, "tools")
		spec.Stations[i].Tools = tools
		known = append(known, tools...)
	}
	for i := range spec.Stations {
		for k := range spec.Stations[i].Operations {
			if len(known) > 0 && rapid.IntRange(0, 2).Draw(t, "needs any") == 0 {
				spec.Stations[i].Operations[k].Needs = []string{rapid.SampledFrom(known).Draw(t, "needs")}
			}
		}
	}
	l, err := line.New(l.Structure(), spec)
	require.NoError(t, err)
	return l
}

// drawReversal returns a line in which an operation comes after one at a later station, unless
// that is refused.
func drawReversal(t *rapid.T, l *line.Line) *line.Line {
	if l == nil || rapid.Bool().Draw(t, "forward") {
		return l
	}
	spec := l.Spec()
	var early, late []*line.OperationSpec
	for i := range spec.Stations {
		for k := range spec.Stations[i].Operations {
			if o := &spec.Stations[i].Operations[k]; i == 0 {
				early = append(early, o)
			} else {
				late = append(late, o)
			}
		}
	}
	if len(early) == 0 || len(late) == 0 {
		return l
	}
	o := rapid.SampledFrom(early).Draw(t, "early")
	o.After = append(o.After, rapid.SampledFrom(late).Draw(t, "late").Code)
	if changed, err := line.New(l.Structure(), spec); err == nil {
		return changed
	}
	return l
}

// drawMates draws mates and limits of the parts of a structure.
func drawMates(t *rapid.T, s *bom.Structure) *mates.Mates {
	var numbers, summed []string
	units := make(map[string]config.Unit)
	for id := range bom.ItemID(s.NumItems()) {
		item := s.Item(id)
		numbers = append(numbers, item.Part)
		if !item.Phantom {
			summed = append(summed, item.Part)
			units[item.Part] = s.Summed(id).Unit
		}
	}
	var spec mates.Spec
	parts := rapid.SliceOfN(rapid.SampledFrom(numbers), 1, 2)
	for i := range rapid.IntRange(0, 2).Draw(t, "mates") {
		spec.Mates = append(spec.Mates, mates.Mate{ID: fmt.Sprint("M-", i), If: parts.Draw(t, "if"), Then: parts.Draw(t, "then")})
	}
	for i := range rapid.IntRange(0, min(2, len(summed))).Draw(t, "limits") {
		l := mates.Limit{ID: fmt.Sprint("L-", i), Part: rapid.SampledFrom(summed).Draw(t, "part")}
		bound := config.Quantity{Amount: config.NewDecimal(int64(rapid.IntRange(0, 4).Draw(t, "bound"))), Unit: units[l.Part]}
		switch rapid.IntRange(0, 2).Draw(t, "bounds") {
		case 0:
			l.AtMost = &bound
		case 1:
			l.AtLeast = &bound
		default:
			l.AtLeast, l.AtMost = &bound, &bound
		}
		spec.Limits = append(spec.Limits, l)
	}
	m, err := mates.New(s, spec)
	require.NoError(t, err)
	return m
}

// tallied returns the findings of a report in the same form, and how many are of each kind.
func tallied(r *proof.Report, met map[proof.FindingKind]int) (t tally, routes, explodes bool) {
	t, routes, explodes = make(tally), true, true
	for _, f := range r.Findings {
		met[f.Kind]++
		n := int64(-1)
		if f.Count != nil {
			n = f.Count.Int64()
		}
		switch f.Kind {
		case proof.Gap, proof.Overlap, proof.Cycle:
			routes = false
			explodes = explodes && f.Subject.Kind != proof.OfPosition
		case proof.Dead:
			for _, part := range f.Subject.Parts {
				t[fmt.Sprint("dead ", " ", part)] = n
			}
		case proof.Always, proof.Empty:
			t[fmt.Sprint(f.Kind, " ", f.Subject.Place)] = n
		case proof.Backward:
			routes = false
			t[fmt.Sprint("backward ", f.Subject.Operations)] = n
		case proof.Limit:
			side := "below"
			if strings.Contains(f.Message, " has up to ") {
				side = "above"
			}
			t[fmt.Sprint("limit ", side, " ", f.Subject.Code)] = n
		case proof.Unequipped, proof.Unused, proof.Overload, proof.Idle, proof.Undone, proof.Barred, proof.Mating:
			t[fmt.Sprint(f.Kind, " ", f.Subject.Code)] = n
		}
	}
	return t, routes, explodes
}

// What an audit finds is what enumeration finds, with the same numbers; a finding that orders
// meet has a witness and a condition that say so.
func TestAuditAgreesWithEnumeration(t *testing.T) {
	met := make(map[proof.FindingKind]int)
	property.Check(t, func(t *rapid.T) {
		p, s, l, sp, asOf := drawProduct(t, 3)
		if sp.Void() {
			return
		}
		e := &enumerated{Product: &product.Product{Catalog: p.Catalog, Rules: sp.Rules(), Structure: s, Line: drawReversal(t, drawTools(t, l)), Mates: drawMates(t, s)}, asOf: asOf}
		for sel := range rulestest.Valid(sp.Rules(), asOf) {
			e.valid = append(e.valid, sel)
		}
		one, err := proof.Audit(t.Context(), e.Product, sp, proof.Config{Workers: 1, Why: true})
		require.NoError(t, err)
		if rapid.IntRange(0, 3).Draw(t, "again") == 0 {
			four, err := proof.Audit(t.Context(), e.Product, sp, proof.Config{Workers: 4, Why: true})
			require.NoError(t, err)
			require.Equal(t, one, four)
		}
		for _, q := range one.Open {
			require.Contains(t, q.Reason, "2^63-1 times 1/")
		}
		if len(one.Open) > 0 {
			return // random quantities that no objective holds
		}
		got, routes, explodes := tallied(one, met)
		want := make(tally)
		e.work(want, routes)
		e.conditions(want)
		e.mating(want)
		if explodes {
			e.bill(want)
		}
		for key := range got {
			_, wanted := want[key]
			if !wanted && (!explodes || !routes && key[:4] == "idle") {
				delete(got, key) // what is behind a fault of Explode or Route is not compared
			}
		}
		require.Equal(t, want, got)
		plainest, _, err := sp.Find(t.Context(), rules.True(p.Catalog))
		require.NoError(t, err)
		for _, f := range one.Findings {
			e.witness(t, f, plainest)
		}
	})
	if testing.Short() {
		return // too few products to meet every kind
	}
	for _, kind := range []proof.FindingKind{proof.Mating, proof.Limit, proof.Gap, proof.Overlap, proof.Unfitted, proof.Backward, proof.Unequipped, proof.Dead, proof.Overload, proof.Idle, proof.Undone, proof.Barred, proof.Unused, proof.Always, proof.Redundant} {
		require.Positive(t, met[kind], kind)
	}
}

// witness checks that an order meets a finding with as few options beyond the plainest order
// as any does, and what is said of conditions.
func (e *enumerated) witness(t *rapid.T, f proof.Finding, plainest *config.Selection) {
	if f.Kind == proof.Redundant {
		require.NotZero(t, f.Condition)
		return
	}
	if f.Count == nil || f.Kind == proof.Overload || f.Kind == proof.Limit {
		return
	}
	beyond := func(sel *config.Selection) (n int) {
		for o := range sel.Chosen() {
			if !plainest.IsChosen(o) {
				n++
			}
		}
		return n
	}
	n, least := int64(0), len(e.valid)+e.Catalog.NumOptions()
	for _, sel := range e.valid {
		if f.Condition.Holds(sel) {
			n++
			least = min(least, beyond(sel))
		}
	}
	require.Equal(t, n, f.Count.Int64())
	sel, err := f.Witness.Bind(e.Catalog)
	require.NoError(t, err)
	require.True(t, f.Condition.Holds(sel), "%v", f)
	require.Equal(t, least, beyond(sel), "%v", f)
}

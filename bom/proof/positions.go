package proof

import (
	"context"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// bill asks of each position at each path whether it finds the number of variants that it
// selects, and of each item whether some order takes it.
//
// A position is asked about if its own condition holds, the variants above it are taken, and
// its own effectivity covers the point: an order that never reaches it is not an exception.
// So the end of a position is not a gap; a hole between two of its variants is a gap.
func (x *pass) bill(ctx context.Context) error {
	s := x.structure
	x.sound = make([]bool, s.NumPositions())
	for id, position := range s.Positions() {
		broken, can := x.broken(position)
		if !can {
			x.sound[id] = true
			continue
		}
		x.ask(broken, func(t rules.Truth) { x.sound[id] = t == rules.Violated })
	}
	for i, e := range x.study.items {
		if !x.inForce[i] {
			continue
		}
		v := s.Item(bom.ItemID(i)).Variant
		x.ask(e, func(t rules.Truth) { x.taken[v] = x.taken[v] || t != rules.Violated })
	}
	if err := x.settle(ctx); err != nil {
		return err
	}
	x.slots(0, bom.SlotID(s.NumSlots()), frame{})
	x.parts()
	return nil
}

// broken returns the condition in which a position does not find the number of variants that
// it selects, even if no order comes to it; false if there is none. Positions with equal
// conditions, which are frequent, are one question.
func (x *pass) broken(position bom.Position) (rules.Expr, bool) {
	usage := x.usage[position.First:position.End]
	var e rules.Expr
	switch {
	case position.Select == bom.All || position.Select == bom.Optional && len(usage) == 1:
		return rules.Expr{}, false
	case position.Select == bom.Some:
		e = rules.Not(rules.Or(usage...))
	case position.Select == bom.One:
		e = rules.Not(rules.Between(1, 1, usage...))
	default:
		e = rules.Between(2, rules.Unbounded, usage...)
	}
	if !position.When.IsZero() {
		e = rules.And(position.When, e)
	}
	return e, true
}

// A frame is an assembly that the walk is in.
type frame struct {
	reached []rules.Expr // all hold where orders come to it
	truth   *rules.Truth // of these together; nil if there are none
}

// with returns a frame with further conditions, and asks for its truth.
func (x *pass) with(f frame, more ...rules.Expr) frame {
	in := frame{with(f.reached, more...), new(rules.Truth)}
	x.ask(rules.And(in.reached...), func(t rules.Truth) { *in.truth = t })
	return in
}

// slots asks about the positions of one assembly, and those below them.
func (x *pass) slots(first, end bom.SlotID, above frame) {
	s := x.structure
	for at := first; at < end; at = s.Slot(at).Next {
		slot := s.Slot(at)
		position := s.Position(slot.Position)
		if exists, _ := position.Effectivity.Covers(x.asOf); !exists { // usages has reported the errors
			continue
		}
		path := s.Item(slot.First).Path
		here := above
		if !position.When.IsZero() {
			x.always(x.at(Always, key("position ", slot.Position), Subject{Kind: OfPosition, Code: path, Place: position.Place}), above, position.When, say("position %s", path))
			here = x.with(above, position.When)
		}
		if !x.sound[slot.Position] {
			x.breaks(at, position, here)
		}
		for id := slot.First; id != bom.NoItem; id = s.Sibling(id) {
			x.item(id, position, here, x.sound[slot.Position])
		}
	}
}

// breaks notes the gap of a position at one path, and its overlaps.
func (x *pass) breaks(at bom.SlotID, position bom.Position, here frame) {
	s := x.structure
	id := s.Slot(at).Position
	usage := x.usage[position.First:position.End]
	told := Subject{Kind: OfPosition, Code: s.Item(s.Slot(at).First).Path, Place: position.Place}
	fault := func(sel *config.Selection) error { return s.Mismatch(at, sel, x.asOf) }
	if position.Select == bom.One || position.Select == bom.Some {
		gap := all(s.Catalog(), with(here.reached, none(usage)...))
		x.meets(Gap, key("position ", id), told, nil, gap, fault)
		for item := s.Slot(at).First; item != bom.NoItem; item = s.Sibling(item) {
			x.gaps[item] = gap
		}
	}
	if position.Select != bom.One && position.Select != bom.Optional {
		return
	}
	for i := range usage {
		for j := i + 1; j < len(usage); j++ {
			if usage[i].Op() == rules.OpFalse || usage[j].Op() == rules.OpFalse {
				continue
			}
			a, b := position.First+bom.VariantID(i), position.First+bom.VariantID(j)
			told.Parts = []string{s.Variant(a).Part, s.Variant(b).Part}
			x.meets(Overlap, key("position ", id, " ", a, " ", b), told, nil, rules.And(with(here.reached, usage[i], usage[j])...), fault)
		}
	}
}

// meets notes a finding if some order satisfies a condition. The message is that of the
// fault, if there is one.
func (x *pass) meets(kind FindingKind, subject string, told Subject, message words, when rules.Expr, fault func(*config.Selection) error) {
	if !x.wants(kind) {
		return
	}
	x.ask(when, func(t rules.Truth) {
		if t != rules.Violated {
			m := x.at(kind, subject, told)
			m.message = message
			m.meet(told.Parts, meeting{when, fault})
		}
	})
}

// always asks whether a condition always holds where orders come to a frame.
func (x *pass) always(m *mark, here frame, e rules.Expr, what words) {
	m.message = say("%s: its condition always holds: %s", what, e)
	if len(here.reached) > 0 {
		m.message = say("%s: its condition always holds where orders come to it: %s", what, e)
	}
	x.never(m, rules.And(with(here.reached, rules.Not(e))...), here.truth)
}

// item asks about one variant at one path, and about what stands below it.
func (x *pass) item(id bom.ItemID, position bom.Position, here frame, sound bool) {
	s := x.structure
	item := s.Item(id)
	v := item.Variant
	if x.usage[v].Op() == rules.OpFalse {
		return // not in force
	}
	if !item.Usage.IsZero() {
		told := Subject{Kind: OfVariant, Code: item.Path, Parts: []string{item.Part}, Place: s.Variant(v).Place}
		x.always(x.at(Always, key("variant ", v), told), here, item.Usage, say("position %s, part %s", item.Path, item.Part))
	}
	first, end := s.Below(id)
	if first == end {
		return
	}
	more := []rules.Expr{x.usage[v]}
	for other := position.First; !sound && other < position.End; other++ {
		if other != v && (position.Select == bom.One || position.Select == bom.Optional) {
			more = append(more, rules.Not(x.usage[other])) // Explode stops here if another matches
		}
	}
	below := x.with(here, more...)
	x.slots(first, end, below)
	x.empty(id, first, end, below)
}

// empty notes an assembly or phantom that some order takes with nothing in it, unless that is
// a Gap.
func (x *pass) empty(id bom.ItemID, first, end bom.SlotID, in frame) {
	s := x.structure
	var within []rules.Expr
	for at := first; at < end; at = s.Slot(at).Next {
		when := s.Position(s.Slot(at).Position).When
		for below := s.Slot(at).First; below != bom.NoItem; below = s.Sibling(below) {
			usage := x.usage[s.Item(below).Variant]
			if gap, is := x.gaps[below]; is {
				within = append(within, gap)
			}
			switch {
			case usage.Op() == rules.OpFalse:
			case when.IsZero():
				within = append(within, usage)
			default:
				within = append(within, rules.And(when, usage))
			}
			if when.IsZero() && usage.Op() == rules.OpTrue {
				return
			}
		}
	}
	item := s.Item(id)
	v := s.Variant(item.Variant)
	told := Subject{Kind: OfVariant, Code: item.Path, Parts: []string{item.Part}, Place: v.Place}
	what := "assembly"
	if item.Phantom {
		what = "phantom"
	}
	message := say("%s %s (position %s) is taken with nothing in it", what, item.Part, item.Path)
	x.meets(Empty, key("variant ", item.Variant), told, message, all(s.Catalog(), with(in.reached, none(within)...)), nil)
}

// parts asks of each part number whether some order takes it.
func (x *pass) parts() {
	s := x.structure
	for i := range x.study.parts {
		p := &x.study.parts[i]
		in := false
		for _, id := range p.items {
			in = in || x.inForce[id]
		}
		if !in {
			continue
		}
		item := s.Item(p.items[0])
		told := Subject{Kind: OfPart, Code: p.number, Place: s.Variant(item.Variant).Place}
		m := x.at(Unused, p.number, told)
		m.message = say("part %s: no order takes it", p.number)
		if n := len(p.items); n > 1 {
			m.message = say("part %s: no order takes it, at none of %d places", p.number, n)
		}
		m.condition = p.when
		x.never(m, p.when, nil)
	}
}

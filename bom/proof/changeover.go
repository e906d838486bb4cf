package proof

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// maxApart is how many days two changes within one assembly may be apart to be taken for one that
// was entered with two dates. Later ones are changes of their own.
const maxApart = 31

// An edge is a day, or a serial number, on which a position changes over.
type edge struct {
	date   config.Date
	serial uint64
}

// compare returns which edge is earlier; ok is false for a day and a serial number.
func (e edge) compare(f edge) (order int, ok bool) {
	return cmp.Or(cmp.Compare(e.date, f.date), cmp.Compare(e.serial, f.serial)), (e.date == 0) == (f.date == 0)
}

// String returns the day or the serial number, with its preposition.
func (e edge) String() string {
	if e.date != 0 {
		return "on " + e.date.String()
	}
	return fmt.Sprintf("at serial number %d", e.serial)
}

// A turnover is an edge of a position at which some of its variants end and others begin.
type turnover struct {
	position   bom.PositionID
	at         edge
	olds, news []bom.VariantID
}

// turnovers returns those of a position, by edge. Only variants of which in is true count.
func turnovers(s *bom.Structure, id bom.PositionID, in func(bom.Variant) bool) []turnover {
	var all []turnover
	at := func(e edge) *turnover {
		i := slices.IndexFunc(all, func(t turnover) bool { return t.at == e })
		if i < 0 {
			i = len(all)
			all = append(all, turnover{position: id, at: e})
		}
		return &all[i]
	}
	for v, variant := range s.Variants(id) {
		if !in(variant) {
			continue
		}
		e := variant.Effectivity
		for _, end := range []edge{{date: e.Until}, {serial: e.UntilSerial}} {
			if end != (edge{}) {
				at(end).olds = append(at(end).olds, v)
			}
		}
		for _, begin := range []edge{{date: e.From}, {serial: e.FromSerial}} {
			if begin != (edge{}) {
				at(begin).news = append(at(begin).news, v)
			}
		}
	}
	return slices.DeleteFunc(all, func(t turnover) bool { return t.olds == nil || t.news == nil })
}

// apart yields the pairs of turnovers of two positions of which the first is earlier, unless the
// positions also change over together at one of the two edges.
func apart(first, second []turnover, yield func(earlier, later turnover)) {
	changes := func(all []turnover, at edge) bool {
		return slices.ContainsFunc(all, func(t turnover) bool { return t.at == at })
	}
	for _, t := range first {
		for _, u := range second {
			if order, ok := t.at.compare(u.at); ok && order < 0 && !changes(second, t.at) && !changes(first, u.at) {
				yield(t, u)
			}
		}
	}
}

// changeovers asks whether rows that belong together change on different days, so that an order
// between takes the new variant of one position and the old one of the other. Positions belong
// together if they stand in one assembly or phantom and their days are at most maxApart apart, or
// if the two sides of a mate have the old and the new parts of each.
func (x *pass) changeovers(context.Context) error {
	if !x.wants(Changeover) {
		return nil
	}
	s := x.structure
	of := make([][]turnover, s.NumPositions())
	for id := range s.Positions() {
		of[id] = turnovers(s, id, func(bom.Variant) bool { return true })
	}
	within := make(map[bom.ItemID][]bom.SlotID) // assembly -> its slots that change over
	var assemblies []bom.ItemID
	for at := range bom.SlotID(s.NumSlots()) {
		slot := s.Slot(at)
		if slot.Parent == bom.NoItem || len(of[slot.Position]) == 0 {
			continue
		}
		if within[slot.Parent] == nil {
			assemblies = append(assemblies, slot.Parent)
		}
		within[slot.Parent] = append(within[slot.Parent], at)
	}
	for _, parent := range assemblies {
		for _, a := range within[parent] {
			for _, b := range within[parent] {
				apart(of[s.Slot(a).Position], of[s.Slot(b).Position], func(earlier, later turnover) {
					if earlier.at.date != 0 && int(later.at.date-earlier.at.date) <= maxApart {
						x.changeover(earlier, later, x.slotItems(a, earlier.news), x.slotItems(b, later.olds))
					}
				})
			}
		}
	}
	x.mateChangeovers()
	return nil
}

// mateChangeovers asks about the positions of which the two sides of a mate have the old and the
// new parts.
func (x *pass) mateChangeovers() {
	if x.product.Mates == nil {
		return
	}
	for _, m := range x.product.Mates.Spec().Mates {
		first, second := x.sides(m.If), x.sides(m.Then)
		for _, p := range first {
			for _, q := range second {
				if p[0].position != q[0].position {
					ask := func(earlier, later turnover) {
						x.changeover(earlier, later, x.variantItems(earlier.news), x.variantItems(later.olds))
					}
					apart(p, q, ask)
					apart(q, p, ask)
				}
			}
		}
	}
}

// sides returns the turnovers of each position at which parts of a mate's side follow each other.
func (x *pass) sides(parts []string) (all [][]turnover) {
	s := x.structure
	seen := make(map[bom.PositionID]bool)
	for _, part := range parts {
		for _, item := range s.ItemsOf(part) {
			id := s.Variant(s.Item(item).Variant).Position
			if seen[id] {
				continue
			}
			seen[id] = true
			if t := turnovers(s, id, func(v bom.Variant) bool { return slices.Contains(parts, v.Part) }); len(t) > 0 {
				all = append(all, t)
			}
		}
	}
	return all
}

// slotItems returns the items of some variants at one path.
func (x *pass) slotItems(at bom.SlotID, variants []bom.VariantID) (items []bom.ItemID) {
	for id := x.structure.Slot(at).First; id != bom.NoItem; id = x.structure.Sibling(id) {
		if slices.Contains(variants, x.structure.Item(id).Variant) {
			items = append(items, id)
		}
	}
	return items
}

// variantItems returns the items of some variants at all paths.
func (x *pass) variantItems(variants []bom.VariantID) (items []bom.ItemID) {
	for _, v := range variants {
		for _, id := range x.structure.ItemsOf(x.structure.Variant(v).Part) {
			if x.structure.Item(id).Variant == v {
				items = append(items, id)
			}
		}
	}
	return items
}

// partsOf returns the part numbers of some variants, each once.
func partsOf(s *bom.Structure, variants []bom.VariantID) (parts []string) {
	for _, v := range variants {
		if part := s.Variant(v).Part; !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// changeover notes two turnovers if some order between takes one of the news and one of the olds.
func (x *pass) changeover(earlier, later turnover, news, olds []bom.ItemID) {
	s := x.structure
	begun, left := x.study.any(news), x.study.any(olds)
	if begun.Op() == rules.OpFalse || left.Op() == rules.OpFalse {
		return // the point is not between
	}
	begins, ends := partsOf(s, earlier.news), partsOf(s, later.olds)
	told := Subject{Kind: OfPosition, Code: s.Item(olds[0]).Path, Parts: slices.Concat(begins, ends), Place: s.Variant(later.olds[0]).Place}
	message := say("position %s changes %s, but position %s %s: an order between has %s with %s",
		s.Item(news[0]).Path, earlier.at, told.Code, later.at, strings.Join(begins, " or "), strings.Join(ends, " or "))
	x.meets(Changeover, key("positions ", earlier.position, " ", later.position, " ", earlier.at, " ", later.at), told, message, rules.And(begun, left), nil)
}

package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/rules"
)

// dead notes the variants that were in force at some point and that no order takes at any,
// with all dead variants of a position in one finding. Variants below dead variants alone are
// left out: the dead ones above are their cause.
func (a *audit) dead(passes []*pass) {
	s := a.product.Structure
	if s == nil {
		return
	}
	taken, reached := make([]bool, s.NumVariants()), make([]bool, s.NumVariants())
	for _, x := range passes {
		for v := range x.reached {
			taken[v] = taken[v] || x.taken[v]
			reached[v] = reached[v] || x.reached[v]
		}
	}
	items := make([][]bom.ItemID, s.NumVariants())
	for i := range s.NumItems() {
		v := s.Item(bom.ItemID(i)).Variant
		items[v] = append(items[v], bom.ItemID(i))
	}
	told := make([]bool, s.NumPositions())
	for at := range bom.SlotID(s.NumSlots()) {
		slot := s.Slot(at)
		if told[slot.Position] || slot.Parent != bom.NoItem && !taken[s.Item(slot.Parent).Variant] {
			continue
		}
		told[slot.Position] = true
		d := deadParts{position: s.Position(slot.Position), path: s.Item(slot.First).Path, whole: true}
		d.limited = !d.position.Effectivity.Always()
		for v, variant := range s.Variants(slot.Position) {
			d.whole = d.whole && !taken[v]
			if taken[v] || !reached[v] {
				continue
			}
			d.ids, d.variants, d.items = append(d.ids, v), append(d.variants, variant), append(d.items, items[v]...)
			d.limited = d.limited || !variant.Effectivity.Always()
		}
		if d.variants != nil {
			slices.Sort(d.items)
			d.mark(passes)
		}
	}
}

// deadParts are the variants of one position that no order takes.
type deadParts struct {
	position bom.Position
	path     string
	ids      []bom.VariantID
	variants []bom.Variant // of ids
	items    []bom.ItemID  // of ids, ascending
	whole    bool          // no order takes anything at the position
	limited  bool          // the position or a variant is in force at some points only
}

// mark notes dead variants at each point at which one is in force.
func (d deadParts) mark(passes []*pass) {
	told := Subject{Kind: OfVariant, Code: d.path, Place: d.variants[0].Place}
	if d.whole {
		told.Kind = OfPosition
	}
	for _, v := range d.variants {
		told.Parts = append(told.Parts, v.Part)
	}
	condition := d.condition()
	for _, x := range passes {
		var never []rules.Expr
		for _, i := range d.items {
			if x.inForce[i] {
				never = append(never, x.study.items[i])
			}
		}
		if never != nil {
			m := x.at(Dead, key("position ", d.ids[0]), told)
			m.asked, m.condition, m.message = true, condition, func() string { return d.message(condition) }
			m.never = some(x.structure.Catalog(), never)
		}
	}
}

// condition would have to hold for one of the variants: the condition of the position and
// one of their usages. It is the zero Expr where one is always taken, and is in force only
// while no order takes the part that it stands in.
func (d deadParts) condition() rules.Expr {
	var usages []rules.Expr
	for _, v := range d.variants {
		if !v.Usage.IsZero() {
			usages = append(usages, v.Usage)
		}
	}
	switch {
	case len(usages) < len(d.variants): // one is used always, so the condition of the position never holds
		return d.position.When
	case d.position.When.IsZero():
		return rules.Or(usages...)
	}
	return rules.And(d.position.When, rules.Or(usages...))
}

// message names the dead variants.
func (d deadParts) message(condition rules.Expr) string {
	parts, are, stand := "part "+d.variants[0].Part, "it is", "it stands"
	if len(d.variants) > 1 {
		var numbers []string
		for _, v := range d.variants {
			numbers = append(numbers, v.Part)
		}
		parts, are, stand = "parts "+strings.Join(numbers, ", "), "they are", "they stand"
	}
	dead := fmt.Sprintf("position %s: no order takes %s. ", d.path, parts)
	when := ""
	if d.limited {
		when = "while " + are + " in force, "
	}
	switch within := d.position.Assembly; {
	case within == "":
		return dead + capital(when+"the rules never allow ") + condition.String()
	case condition.IsZero():
		return dead + capital(when+"no order takes part ") + within + ", in which " + stand
	default:
		return dead + capital(when+"where part ") + within + " is taken, " + condition.String() + " never holds"
	}
}

// capital begins a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

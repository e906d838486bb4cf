package proof

import (
	"context"
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Coverage collects which variants of a structure some buildable order takes, over
// all points of one product: a variant that no order takes at one point may be taken at
// another. It is for one goroutine. The zero Coverage has no structure; its methods
// panic.
type Coverage struct {
	structure *bom.Structure
	reached   []bool // VariantID -> in force at the point of a call, and so is the assembly around it
	taken     []bool // VariantID -> taken by an order
}

// NewCoverage begins with no space. It panics if s is nil.
func NewCoverage(s *bom.Structure) *Coverage {
	if s == nil {
		panic("proof: NewCoverage without a structure")
	}
	return &Coverage{structure: s, reached: make([]bool, s.NumVariants()), taken: make([]bool, s.NumVariants())}
}

// of returns the structure.
func (c *Coverage) of() *bom.Structure {
	if c == nil || c.structure == nil {
		panic("proof: a Coverage without a structure; NewCoverage makes one")
	}
	return c.structure
}

// Add asks a space, as of a point, for an order that takes each variant that no order of
// an earlier call takes. One order answers for all variants that it takes. Add asks at
// most once for each item of such a variant. Its errors and panics are those of
// [CheckBill].
func (c *Coverage) Add(ctx context.Context, space *solver.Space, asOf config.Point) error {
	source.NeedContext("proof", ctx)
	p, err := newProver(ctx, space, asOf, c.of().Catalog())
	if err != nil {
		return err
	}
	usage, failed := p.usages(c.structure)
	if err := tell.Join(failed); err != nil {
		return err
	}
	w := coverageWalk{Coverage: c, prover: p, usage: usage}
	return w.slots(0, bom.SlotID(c.structure.NumSlots()), nil)
}

// A coverageWalk is one walk through the unfolded structure.
type coverageWalk struct {
	*Coverage
	prover
	usage []rules.Expr // VariantID -> its condition at the point of the call
}

// slots looks for orders that take the items of one assembly, which is reached if all
// of above hold.
func (w *coverageWalk) slots(first, end bom.SlotID, above []rules.Expr) error {
	s := w.structure
	for at := first; at < end; at = s.Slot(at).Next {
		slot := s.Slot(at)
		position := s.Position(slot.Position)
		if exists, _ := position.Effectivity.Covers(w.asOf); !exists { // usages has reported the errors
			continue
		}
		here := above
		if !position.When.IsZero() {
			here = with(above, position.When)
		}
		for id := slot.First; id != bom.NoItem; id = s.Sibling(id) {
			if err := w.item(id, here); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *coverageWalk) item(id bom.ItemID, here []rules.Expr) error {
	v := w.structure.Item(id).Variant
	if w.usage[v].Op() == rules.OpFalse {
		return nil // not in force
	}
	w.reached[v] = true
	here = with(here, w.usage[v])
	if !w.taken[v] {
		witness, found, err := w.find(here...)
		if err != nil {
			return err
		}
		if !found { // nor are the items below it
			w.reach(w.structure.Below(id))
			return nil
		}
		w.take(0, bom.SlotID(w.structure.NumSlots()), witness)
	}
	first, end := w.structure.Below(id)
	return w.slots(first, end, here)
}

// reach marks the variants in force in one assembly.
func (w *coverageWalk) reach(first, end bom.SlotID) {
	s := w.structure
	for at := first; at < end; at = s.Slot(at).Next {
		for id := s.Slot(at).First; id != bom.NoItem; id = s.Sibling(id) {
			if v := s.Item(id).Variant; w.usage[v].Op() != rules.OpFalse {
				w.reached[v] = true
				w.reach(s.Below(id))
			}
		}
	}
}

// take marks the variants that an order takes.
func (w *coverageWalk) take(first, end bom.SlotID, order *config.Selection) {
	s := w.structure
	for at := first; at < end; at = s.Slot(at).Next {
		slot := s.Slot(at)
		position := s.Position(slot.Position)
		if !position.When.IsZero() && !position.When.Holds(order) {
			continue
		}
		for id := slot.First; id != bom.NoItem; id = s.Sibling(id) {
			v := s.Item(id).Variant
			if !w.usage[v].Holds(order) {
				continue
			}
			w.taken[v] = true
			below, last := s.Below(id)
			w.take(below, last, order)
		}
	}
}

// Dead returns the variants that were in force at some point and that no order of any
// space takes, in document order, with all dead variants of a position in one finding.
// Variants below dead variants alone are left out: the dead ones above are their
// cause.
func (c *Coverage) Dead() []*DeadFinding {
	s := c.of()
	told := make([]bool, s.NumPositions())
	var findings []*DeadFinding
	for at := range bom.SlotID(s.NumSlots()) {
		slot := s.Slot(at)
		if told[slot.Position] || slot.Parent != bom.NoItem && !c.taken[s.Item(slot.Parent).Variant] {
			continue
		}
		told[slot.Position] = true
		position := s.Position(slot.Position)
		f := &DeadFinding{Kind: Dead, Path: s.Item(slot.First).Path, Whole: true, Within: position.Assembly, Place: position.Place, limited: !position.Effectivity.Always()}
		var usages []rules.Expr
		for v, variant := range s.Variants(slot.Position) {
			f.Whole = f.Whole && !c.taken[v]
			if c.taken[v] || !c.reached[v] {
				continue
			}
			if f.Parts = append(f.Parts, variant.Part); len(f.Parts) == 1 {
				f.Place = variant.Place
			}
			f.limited = f.limited || !variant.Effectivity.Always()
			if !variant.Usage.IsZero() {
				usages = append(usages, variant.Usage)
			}
		}
		if f.Parts == nil {
			continue
		}
		switch {
		case len(usages) < len(f.Parts): // one is used always, so the condition of the position never holds
			f.Condition = position.When
		case position.When.IsZero():
			f.Condition = rules.Or(usages...)
		default:
			f.Condition = rules.And(position.When, rules.Or(usages...))
		}
		findings = append(findings, f)
	}
	return findings
}

// A DeadFinding is a position, or variants of one, that no order takes although they
// are in force.
type DeadFinding struct {
	Kind FindingKind // Dead
	// Path is a path of the position; Parts are the part numbers of the variants.
	Path  string
	Parts []string
	// Whole means that no order takes anything at the position.
	Whole bool
	// Within is the part number in whose structure the position stands; empty for the
	// product itself.
	Within string
	// Condition would have to hold for one of the variants: the condition of the position
	// and one of their usages. It is the zero Expr where one is always taken, and is in
	// force only while no order takes the part that it stands in.
	Condition rules.Expr
	// Place is the place of the first of the variants.
	Place source.Place

	limited bool // the position or a variant is in force at some points only
}

// Error names the dead variants and their place.
func (f *DeadFinding) Error() string {
	if f.Path == "" {
		return Dead.String() // the zero DeadFinding
	}
	parts, are, stand := "part "+f.Parts[0], "it is", "it stands"
	if len(f.Parts) > 1 {
		parts, are, stand = "parts "+strings.Join(f.Parts, ", "), "they are", "they stand"
	}
	dead := fmt.Sprintf("%sposition %s: no order takes %s. ", f.Place.Prefix(), f.Path, parts)
	when := ""
	if f.limited {
		when = "while " + are + " in force, "
	}
	switch {
	case f.Within == "":
		return dead + capital(when+"the rules never allow ") + f.Condition.String()
	case f.Condition.IsZero():
		return dead + capital(when+"no order takes part ") + f.Within + ", in which " + stand
	}
	return dead + capital(when+"where part ") + f.Within + " is taken, " + f.Condition.String() + " never holds"
}

// capital begins a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

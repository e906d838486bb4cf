package proof

import (
	"context"
	"encoding/binary"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Finding is a fault of a structure that some buildable order meets.
type Finding struct {
	Kind FindingKind
	// Variants are the two that match; none for a gap.
	Variants []bom.VariantID
	// Witness is a complete, buildable order that meets the fault. Its ID is
	// made of kind and path, and unique among the findings.
	Witness config.Order
	// Mismatch is the error of Explode at the position for the witness.
	Mismatch *bom.PositionError
}

// String returns the kind and the mismatch of the witness.
func (f Finding) String() string {
	if f.Mismatch == nil {
		return f.Kind.String() // the zero Finding
	}
	return f.Kind.String() + ": " + f.Mismatch.Error()
}

// CheckBill proves over all orders that the space allows, as of a point, that each
// position finds the number of variants that it selects, or returns
// every exception: for each position at each path a Gap if some order finds no
// variant, and an Overlap for each pair of variants that some order finds
// together. So an order that the space allows explodes without error if and
// only if it meets no finding. Findings are in document order of the unfolded
// structure; of one position the gap is first, then pairs in variant order.
//
// A position is checked if its own condition holds, the variants above it are
// taken, and its own effectivity covers the point: an order that never reaches
// it is not an exception. So the end of a position is not a gap; a hole
// between two of its variants is a gap.
//
// It asks the space once for each sound position, and a few times more for each other
// one; each question may be exponential in theory. The error is [solver.ErrVoid] if the
// space allows nothing; other errors are the context's, a [*solver.PointMismatch] if
// other rules or options are in force at the point than in the space, and effectivities
// that depend on what the point does not give. Fields that the point does not give are
// those of the space's. CheckBill panics if the space is of another catalog, or an
// argument is nil. The same input gives the same findings and witnesses.
func CheckBill(ctx context.Context, s *bom.Structure, space *solver.Space, asOf config.Point) ([]Finding, error) {
	source.NeedContext("proof", ctx)
	if s == nil {
		panic("proof: CheckBill without a structure")
	}
	p, err := newProver(ctx, space, asOf, s.Catalog())
	if err != nil {
		return nil, err
	}
	usage, failed := p.usages(s)
	if err := tell.Join(failed); err != nil {
		return nil, err
	}
	c := newCheck(p, s, usage)
	if err := c.slots(0, bom.SlotID(s.NumSlots()), nil); err != nil {
		return nil, err
	}
	return c.findings, nil
}

// A check is one walk through the unfolded structure.
type check struct {
	prover
	s        *bom.Structure
	usage    []rules.Expr    // VariantID -> its condition at the space's point
	when     []condition.ID  // PositionID -> its condition
	used     []condition.ID  // VariantID -> its usage, wherever it is effective
	sound    map[string]bool // key of a position -> no order breaks it, at any path
	findings []Finding
}

func newCheck(p prover, s *bom.Structure, usage []rules.Expr) *check {
	c := &check{
		prover: p, s: s, usage: usage, sound: make(map[string]bool),
		when: make([]condition.ID, s.NumPositions()), used: make([]condition.ID, s.NumVariants()),
	}
	var conditions condition.Interner
	for id, position := range s.Positions() {
		c.when[id] = conditions.Add(position.When)
		for v, variant := range s.Variants(id) {
			c.used[v] = conditions.Add(variant.Usage)
		}
	}
	return c
}

// slots checks the positions of one assembly, which is reached if all of
// above hold, and the positions below them.
func (c *check) slots(first, end bom.SlotID, above []rules.Expr) error {
	for at := first; at < end; at = c.s.Slot(at).Next {
		slot := c.s.Slot(at)
		position := c.s.Position(slot.Position)
		if exists, _ := position.Effectivity.Covers(c.asOf); !exists { // usages has reported the errors
			continue
		}
		here := above
		if !position.When.IsZero() {
			here = with(above, position.When)
		}
		overlaps, err := c.slot(at, here)
		if err != nil {
			return err
		}
		id := slot.First
		for v := position.First; v < position.End; v++ {
			below, last := c.s.Below(id)
			if below < last && c.usage[v].Op() != rules.OpFalse {
				if err := c.slots(below, last, c.taken(here, position, v, overlaps)); err != nil {
					return err
				}
			}
			id = c.s.Sibling(id)
		}
	}
	return nil
}

// taken returns the condition under which a variant is taken. If others may
// match too, it is taken only if they do not: otherwise Explode stops at the
// position above.
func (c *check) taken(here []rules.Expr, p bom.Position, v bom.VariantID, overlaps bool) []rules.Expr {
	here = with(here, c.usage[v])
	for other := p.First; overlaps && other < p.End; other++ {
		if other != v {
			here = append(here, rules.Not(c.usage[other]))
		}
	}
	return here
}

// slot checks one position at one path and reports whether variants overlap.
func (c *check) slot(at bom.SlotID, here []rules.Expr) (overlaps bool, err error) {
	id := c.s.Slot(at).Position
	position := c.s.Position(id)
	usage := c.usage[position.First:position.End]
	if sound, err := c.isSound(id, position, usage); err != nil || sound {
		return false, err
	}
	if position.Select == bom.One || position.Select == bom.Some {
		witness, found, err := c.find(with(here, rules.Not(rules.Or(usage...)))...)
		if err != nil {
			return false, err
		}
		if found {
			c.add(at, Gap, nil, witness)
		}
	}
	if position.Select == bom.Some {
		return false, nil
	}
	err = c.pairs(here, usage, func(i, j int, witness *config.Selection) {
		overlaps = true
		c.add(at, Overlap, []bom.VariantID{position.First + bom.VariantID(i), position.First + bom.VariantID(j)}, witness)
	})
	return overlaps, err
}

// isSound reports whether no order breaks a position even if the variants
// above it are not taken: then none does at any path. Positions with the same
// conditions, which are frequent, take one question.
func (c *check) isSound(id bom.PositionID, position bom.Position, usage []rules.Expr) (bool, error) {
	key := c.key(id, position)
	if sound, known := c.sound[key]; known {
		return sound, nil
	}
	var broken rules.Expr
	switch {
	case position.Select == bom.All || position.Select == bom.Optional && len(usage) == 1:
		return true, nil
	case position.Select == bom.Some:
		broken = rules.Not(rules.Or(usage...))
	case position.Select == bom.One:
		broken = rules.Not(rules.Between(1, 1, usage...))
	default:
		broken = rules.Between(2, rules.Unbounded, usage...)
	}
	if !position.When.IsZero() {
		broken = rules.And(position.When, broken)
	}
	found, err := c.space.Possible(c.ctx, broken)
	if err == nil {
		c.sound[key] = !found
	}
	return !found, err
}

// key is a key of the conditions on which the soundness of a position
// depends.
func (c *check) key(id bom.PositionID, position bom.Position) string {
	key := binary.AppendUvarint([]byte{byte(position.Select)}, uint64(c.when[id]))
	for v := position.First; v < position.End; v++ {
		usage := uint64(0) // not effective
		if c.usage[v].Op() != rules.OpFalse {
			usage = uint64(c.used[v]) + 1
		}
		key = binary.AppendUvarint(key, usage)
	}
	return string(key)
}

func (c *check) add(at bom.SlotID, kind FindingKind, variants []bom.VariantID, witness *config.Selection) {
	mismatch := c.s.Mismatch(at, witness, c.asOf)
	c.findings = append(c.findings, Finding{
		Kind: kind, Variants: variants, Witness: c.order(kind, mismatch.Path, witness), Mismatch: mismatch,
	})
}

package bom

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// ErrVoid is the error of checking a structure against rules that allow no
// product: whatever is said of all of none would be true.
var ErrVoid = errors.New("the rules allow no product at all")

// FindingKind says what Check found.
type FindingKind uint8

const (
	// Gap: a buildable order finds no variant where one is due.
	Gap FindingKind = iota
	// Overlap: a buildable order finds two variants where one is due.
	Overlap
)

// String returns "gap" or "overlap".
func (k FindingKind) String() string {
	if k == Overlap {
		return "overlap"
	}
	return "gap"
}

// MarshalText returns String, for JSON and the like.
func (k FindingKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// A Finding is a fault of the structure that some buildable order meets.
type Finding struct {
	Kind FindingKind
	// Variants are the two that match; none for a gap.
	Variants []VariantID
	// Witness is a complete, buildable order that meets the fault. Its ID is
	// empty.
	Witness config.Order
	// Mismatch is what Explode says of the position for the witness.
	Mismatch *PositionError
}

// String returns the mismatch of the witness.
func (f Finding) String() string { return f.Kind.String() + ": " + f.Mismatch.Error() }

// Check proves over all orders that the space allows, as of its own point,
// that each position finds the number of variants that it selects, or returns
// every exception: for each position at each path a Gap if some order finds no
// variant, and an Overlap for each pair of variants that some order finds
// together. So an order that the space allows explodes without error if and
// only if no finding is about it. Findings are in document order of the
// unfolded structure, gaps first, pairs in variant order.
//
// A position is checked where its own condition holds and the variants above
// it are taken, so that an order which never reaches it is no exception.
//
// It asks the space once for each position that is sound, and a few times more
// for each finding; each question may be exponential in theory. The error
// wraps ErrVoid if the space allows nothing; other errors are a cancelled
// context, and effectivities that depend on what the space's point does not
// give. Check panics if the space is of another catalog. Witnesses are
// deterministic.
func (s *Structure) Check(ctx context.Context, space *solver.Space) ([]Finding, error) {
	if space.Catalog() != s.catalog {
		panic("bom: the space and the structure are of two catalogs")
	}
	c := &check{s: s, ctx: ctx, space: space, sound: make([]bool, len(s.positions)), known: make([]bool, len(s.positions))}
	if err := c.prepare(); err != nil {
		return nil, err
	}
	if err := c.slots(0, uint32(len(s.slots)), nil); err != nil {
		return nil, err
	}
	return c.findings, nil
}

// A check is one walk through the unfolded structure.
type check struct {
	s        *Structure
	ctx      context.Context
	space    *solver.Space
	usage    []rules.Expr // VariantID -> its condition; false if it is not effective
	known    []bool       // PositionID -> sound is known
	sound    []bool       // PositionID -> no order at all, at whatever path, breaks it
	findings []Finding
}

// prepare makes sure that there is something to check, and finds the variants
// that are effective at the space's point.
func (c *check) prepare() error {
	cat := c.s.catalog
	if c.space.Void() {
		return ErrVoid
	}
	var failed []error
	c.usage = make([]rules.Expr, len(c.s.variants))
	for i := range c.s.variants {
		v := &c.s.variants[i]
		covers, err := v.Effectivity.Covers(c.space.AsOf())
		if err != nil {
			failed = append(failed, fmt.Errorf("variant %s%s: %w", v.Part, at(v.Pos), err))
		}
		switch {
		case !covers:
			c.usage[i] = rules.False(cat)
		case v.Usage.IsZero():
			c.usage[i] = rules.True(cat)
		default:
			c.usage[i] = v.Usage
		}
	}
	return errors.Join(failed...)
}

// slots checks the positions of one assembly, reached where all of above hold,
// and what is below them.
func (c *check) slots(first, end uint32, above []rules.Expr) error {
	for at := first; at < end; at = c.s.slots[at].next {
		slot := &c.s.slots[at]
		position := &c.s.positions[slot.position]
		here := above[:len(above):len(above)]
		if !position.When.IsZero() {
			here = append(here, position.When)
		}
		before := len(c.findings)
		if err := c.slot(at, here); err != nil {
			return err
		}
		overlaps := before < len(c.findings) && c.findings[len(c.findings)-1].Kind == Overlap
		id := slot.first
		for v := position.First; v < position.End; v++ {
			node := &c.s.nodes[id]
			if node.first < node.end && c.usage[v].Op() != rules.OpFalse {
				if err := c.slots(node.first, node.end, c.taken(here, position, v, overlaps)); err != nil {
					return err
				}
			}
			id = node.sibling
		}
	}
	return nil
}

// taken is what holds where a variant is taken. Where others may match too it
// is taken only if they do not: else Explode stops at the position above.
func (c *check) taken(here []rules.Expr, p *Position, v VariantID, overlaps bool) []rules.Expr {
	here = append(here[:len(here):len(here)], c.usage[v])
	if overlaps {
		for other := p.First; other < p.End; other++ {
			if other != v {
				here = append(here, rules.Not(c.usage[other]))
			}
		}
	}
	return here
}

// slot checks one position at one path.
func (c *check) slot(at uint32, here []rules.Expr) error {
	id := c.s.slots[at].position
	position := &c.s.positions[id]
	if position.Select == All {
		return nil
	}
	usage := c.usage[position.First:position.End]
	sound, err := c.isSound(id, position, usage)
	if err != nil || sound {
		return err
	}
	if position.Select == One {
		gap := append(here[:len(here):len(here)], rules.Not(rules.Or(usage...)))
		if _, err := c.find(at, Gap, nil, gap); err != nil {
			return err
		}
	}
	for i := range usage {
		if err := c.overlaps(at, here, position.First, usage, i); err != nil {
			return err
		}
	}
	return nil
}

// isSound reports whether no order breaks a position even if the conditions
// above it are left out: then none does at any path.
func (c *check) isSound(id PositionID, position *Position, usage []rules.Expr) (bool, error) {
	if c.known[id] {
		return c.sound[id], nil
	}
	var broken rules.Expr
	switch {
	case position.Select == One:
		broken = rules.Not(rules.Between(1, 1, usage...))
	case len(usage) < 2:
		c.known[id], c.sound[id] = true, true
		return true, nil
	default:
		broken = rules.Between(2, rules.Unbounded, usage...)
	}
	if !position.When.IsZero() {
		broken = rules.And(position.When, broken)
	}
	_, found, err := c.space.Find(c.ctx, broken)
	c.known[id], c.sound[id] = true, !found
	return !found, err
}

// overlaps finds the variants after i that match together with it. One answer
// may show several; the search ends when none is left that can.
func (c *check) overlaps(at uint32, here []rules.Expr, first VariantID, usage []rules.Expr, i int) error {
	before := len(c.findings)
	rest := make([]int, 0, len(usage)-i-1)
	for j := i + 1; j < len(usage); j++ {
		rest = append(rest, j)
	}
	both := append(here[:len(here):len(here)], usage[i])
	for len(rest) > 0 {
		others := make([]rules.Expr, len(rest))
		for k, j := range rest {
			others[k] = usage[j]
		}
		witness, found, err := c.space.Find(c.ctx, rules.And(append(both, rules.Or(others...))...))
		if err != nil {
			return err
		}
		if !found {
			break
		}
		open := rest[:0]
		for _, j := range rest {
			if usage[j].Holds(witness) {
				c.add(at, Overlap, []VariantID{first + VariantID(i), first + VariantID(j)}, witness)
				continue
			}
			open = append(open, j)
		}
		rest = open
	}
	slices.SortFunc(c.findings[before:], func(a, b Finding) int { return cmp.Compare(a.Variants[1], b.Variants[1]) })
	return nil
}

// find adds a finding if some order satisfies all of es.
func (c *check) find(at uint32, kind FindingKind, variants []VariantID, es []rules.Expr) (bool, error) {
	witness, found, err := c.space.Find(c.ctx, rules.And(es...))
	if err == nil && found {
		c.add(at, kind, variants, witness)
	}
	return found, err
}

func (c *check) add(at uint32, kind FindingKind, variants []VariantID, witness *config.Selection) {
	asOf := c.space.AsOf()
	order := config.Order{Date: asOf.Date, Serial: asOf.Serial, Plant: asOf.Plant}
	for o := range witness.Chosen() {
		order.Options = append(order.Options, c.s.catalog.Code(o))
	}
	e := explosion{s: c.s, sel: witness, asOf: asOf}
	e.fail(at)
	c.findings = append(c.findings, Finding{
		Kind: kind, Variants: variants, Witness: order, Mismatch: e.failed[0],
	})
}

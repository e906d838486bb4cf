package bom

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// PositionErrors is the error of Explode: every position that an order reaches
// without finding the number of variants that it selects, in document order.
//
// Its JSON is that of [PositionErrors.AppendJSON], examples/schema/errors.schema.json.
type PositionErrors []*PositionError

// Error returns the errors one below the other, of very many the first hundred.
func (es PositionErrors) Error() string { return tell.Errors(es.Unwrap()).Error() }

// Unwrap returns the errors of the single positions, for errors.As.
func (es PositionErrors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

// A PositionError says that at one path an order finds no variant, or more
// than the position selects.
type PositionError struct {
	Position PositionID
	// Code is the position's code, Path the codes from the product down to it,
	// Assembly the part that it belongs to (empty: the product).
	Code, Path, Assembly string
	// Above is the item in whose structure the position stands, or NoItem.
	Above  ItemID
	Select Select
	// When is the position's condition; the zero expression means always.
	When rules.Expr
	// Effectivity is the position's own; it covers AsOf, unless Missing says
	// that this is unknown.
	Effectivity config.Effectivity
	// Candidates are all variants of the position, those that fit best first: those that match,
	// then by how many parts of their condition the order would have to meet otherwise, an
	// effectivity that does not cover the point being one part more; of equal ones in document
	// order.
	Candidates []Candidate
	// Takes are the order's options that a condition names, or that take the
	// place of one it names; Lacks are the named options that the order does
	// not have. Both are in catalog order.
	Takes, Lacks []string
	// AsOf is the point at which effectivities were asked.
	AsOf config.Point
	// Missing names the field that the point does not give though the position, or a
	// variant that would match, depends on it ("date", "serial number", "plant"). Otherwise
	// it is empty.
	Missing string
	// Place is where the position's first row was read.
	Place source.Place
}

// A Candidate is a variant of a position with no match or too many.
type Candidate struct {
	Variant     VariantID          `json:"variant"`
	Part        string             `json:"part"`
	Name        string             `json:"name"`
	Usage       rules.Expr         `json:"usage,omitzero"`
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	// Holds: the usage condition holds; Effective: the effectivity covers the
	// point. A candidate matches if both do.
	Holds     bool         `json:"holds"`
	Effective bool         `json:"effective"`
	Place     source.Place `json:"place,omitzero"`
}

// misses returns how far the candidate is from being taken.
func (c Candidate) misses(sel *config.Selection) int {
	n := condition.Misses(c.Usage, sel)
	if !c.Effective {
		n++
	}
	return n
}

// Matches reports whether the candidate would be taken.
func (c Candidate) Matches() bool { return c.Holds && c.Effective }

// NumMatches returns the number of variants that match: none, or more than
// the position selects, unless Missing says why it is unknown.
func (e *PositionError) NumMatches() int {
	n := 0
	for _, c := range e.Candidates {
		if c.Matches() {
			n++
		}
	}
	return n
}

// Error names the position, its variants with their conditions, and the
// codes of these conditions that the order has and lacks.
func (e *PositionError) Error() string {
	var b strings.Builder
	b.WriteString(e.Place.Prefix())
	if e.Code == "" {
		b.WriteString("a position")
	} else {
		b.WriteString("position " + e.Code)
	}
	if e.Path != e.Code {
		fmt.Fprintf(&b, " (path %s)", e.Path)
	}
	if e.Assembly != "" {
		fmt.Fprintf(&b, " of %s", e.Assembly)
	}
	fmt.Fprintf(&b, ": %s", e.summary())
	for _, c := range e.Candidates {
		fmt.Fprintf(&b, "\n    %s", c)
	}
	if !e.When.IsZero() {
		fmt.Fprintf(&b, "\n    the position exists when %s", e.When)
	}
	if !e.Effectivity.Always() {
		fmt.Fprintf(&b, "\n    the position is effective %s", e.Effectivity)
	}
	tell.WriteFacts(&b, e.Takes, e.Lacks)
	return b.String()
}

func (e *PositionError) summary() string {
	due := e.Select.due()
	_, unclear := e.Effectivity.Covers(e.AsOf)
	switch n := e.NumMatches(); {
	case unclear != nil:
		return "its effectivity depends on the " + e.Missing + ", and the order gives none"
	case e.Missing != "":
		return "the effectivity of a variant depends on the " + e.Missing + ", and the order gives none"
	case n == 0:
		return "no variant matches; " + due
	default:
		return fmt.Sprintf("%d variants match; %s", n, due)
	}
}

// String returns one line: whether it matches, the part, and its condition.
func (c Candidate) String() string {
	note := ""
	if c.Holds && !c.Effective {
		note = ", not at the order's"
	}
	return tell.Contender{
		Taken: c.Matches(), Code: c.Part, Name: c.Name, When: c.Usage, Effectivity: c.Effectivity, Note: note, Place: c.Place,
	}.String()
}

// A failure is a slot that does not find the variants that it selects.
type failure struct {
	slot SlotID
	err  *PositionError
}

// failures returns the failures in document order: those below a variant were
// found before those of its own position.
func (e *explosion) failures() PositionErrors {
	slices.SortFunc(e.failed, func(a, b failure) int { return cmp.Compare(a.slot, b.slot) })
	errs := make(PositionErrors, len(e.failed))
	for i, f := range e.failed {
		errs[i] = f.err
	}
	return errs
}

// fail records a failure of a slot.
func (e *explosion) fail(at SlotID) {
	s := e.s
	slot := &s.slots[at]
	path := s.items[slot.First].Path
	position := &s.positions[slot.Position]
	failed := &PositionError{
		Position: slot.Position, Code: position.Code, Path: path, Assembly: position.Assembly,
		Above: slot.Parent, Select: position.Select, When: position.When, Effectivity: position.Effectivity,
		AsOf: e.asOf, Place: position.Place,
	}
	_, err := position.Effectivity.Covers(e.asOf)
	if point := (*config.PointError)(nil); errors.As(err, &point) {
		failed.Missing = point.Missing
	}
	named := condition.AppendOptions(nil, position.When)
	for id, v := range s.Variants(slot.Position) {
		c := Candidate{
			Variant: id, Part: v.Part, Name: v.Name, Usage: v.Usage, Effectivity: v.Effectivity,
			Holds: s.conditions.Holds(s.usage[id], e.sel), Place: v.Place,
		}
		var err error
		c.Effective, err = v.Effectivity.Covers(e.asOf)
		if point := (*config.PointError)(nil); c.Holds && errors.As(err, &point) && failed.Missing == "" {
			failed.Missing = point.Missing
		}
		failed.Candidates = append(failed.Candidates, c)
		named = condition.AppendOptions(named, v.Usage)
	}
	slices.SortStableFunc(failed.Candidates, func(a, b Candidate) int { return cmp.Compare(a.misses(e.sel), b.misses(e.sel)) })
	failed.Takes, failed.Lacks = tell.Facts(s.catalog, e.sel, named)
	e.failed = append(e.failed, failure{at, failed})
}

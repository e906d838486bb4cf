package bom

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// PositionErrors is the error of Explode: every position that an order reaches
// and that does not find the number of variants it selects, in document order.
type PositionErrors []*PositionError

// Error returns the errors one below the other, of very many the first hundred.
func (es PositionErrors) Error() string { return joined(es.Unwrap()).Error() }

// Unwrap returns the errors of the single positions, for errors.As.
func (es PositionErrors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

// joined is many errors as one, of which errors.As finds each.
type joined []error

// join returns nil if there are no errors.
func join(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return joined(errs)
}

// Error returns the errors one below the other, of very many the first hundred.
func (es joined) Error() string {
	lines := make([]string, min(len(es), source.MaxDefects))
	for i := range lines {
		lines[i] = es[i].Error()
	}
	if rest := len(es) - len(lines); rest > 0 {
		lines = append(lines, fmt.Sprintf("... and %d more", rest))
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single errors.
func (es joined) Unwrap() []error { return es }

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
	// Candidates are all variants of the position in document order.
	Candidates []Candidate
	// Takes and Lacks are what the conditions depend on: Takes are the order's
	// options that a condition names, or that fill the same choice as one it
	// names; Lacks are those named that the order does not have. Both are in
	// catalog order.
	Takes, Lacks []string
	// AsOf is the point at which effectivities were asked.
	AsOf config.Point
	// Missing is what the point does not give though a variant that would
	// match depends on it ("date", "serial number", "plant"); empty if nothing.
	Missing string
	// Pos is where the position's first row was read.
	Pos source.Position
}

// A Candidate is a variant of a position that has no or too many matches.
type Candidate struct {
	Variant     VariantID
	Part, Name  string
	Usage       rules.Expr
	Effectivity config.Effectivity
	// Holds: the usage condition holds; Effective: the effectivity covers the
	// point. A candidate matches if both do.
	Holds, Effective bool
	Pos              source.Position
}

// Matches reports whether the candidate is one that would be taken.
func (c Candidate) Matches() bool { return c.Holds && c.Effective }

// NumMatches returns how many variants match: none, or more than the position
// selects, unless Missing says why that cannot be told.
func (e *PositionError) NumMatches() int {
	n := 0
	for _, c := range e.Candidates {
		if c.Matches() {
			n++
		}
	}
	return n
}

// Error names the position, its variants with their conditions, and what the
// order has and does not have of the codes they depend on.
func (e *PositionError) Error() string {
	var b strings.Builder
	if e.Pos.IsValid() {
		fmt.Fprintf(&b, "%s: ", e.Pos)
	}
	fmt.Fprintf(&b, "position %s", e.Code)
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
	writeFacts(&b, e.Takes, e.Lacks)
	return b.String()
}

func (e *PositionError) summary() string {
	due := "exactly one is due"
	if e.Select == Optional {
		due = "at most one is due"
	}
	switch n := e.NumMatches(); {
	case e.Missing != "":
		return "the effectivity of a variant depends on the " + e.Missing + ", and the order gives none"
	case n == 0:
		return "no variant matches, " + due
	default:
		return fmt.Sprintf("%d variants match, %s", n, due)
	}
}

// String returns one line: whether it matches, the part, and its condition.
func (c Candidate) String() string {
	note := ""
	if c.Holds && !c.Effective {
		note = ", not at the order's"
	}
	return contender(c.Matches(), c.Part, c.Name, c.Usage, c.Effectivity, note, c.Pos)
}

// contender is the line of one of several of which one is due: whether it is
// taken, what it is, when it applies, and where that is written. The note is
// on the effectivity.
func contender(taken bool, code, name string, when rules.Expr, e config.Effectivity, note string, pos source.Position) string {
	mark := "-"
	if taken {
		mark = "+"
	}
	s := mark + " " + code
	if name != "" {
		s += " " + name
	}
	s += ": " + text(when)
	if !e.Always() {
		s += "; effective " + e.String() + note
	}
	if pos.IsValid() {
		s += " (" + pos.String() + ")"
	}
	return s
}

// writeFacts writes the lines of what the order has and lacks.
func writeFacts(b *strings.Builder, takes, lacks []string) {
	if len(takes) > 0 {
		fmt.Fprintf(b, "\n    the order has %s", codes(takes))
	}
	if len(lacks) > 0 {
		fmt.Fprintf(b, "\n    the order does not have %s", codes(lacks))
	}
}

// codes joins codes, and counts those beyond what a reader can take in.
func codes(list []string) string {
	const shown = 20
	if len(list) > shown {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:shown], ", "), len(list)-shown)
	}
	return strings.Join(list, ", ")
}

// A failure is a slot that does not find what it selects.
type failure struct {
	slot uint32
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

// fail records that a slot does not find what it selects.
func (e *explosion) fail(at uint32) {
	s := e.s
	slot := &s.slots[at]
	path := s.items[slot.first].Path
	position := &s.positions[slot.position]
	failed := &PositionError{
		Position: slot.position, Code: position.Code, Path: path, Assembly: position.Assembly,
		Above: slot.parent, Select: position.Select, When: position.When, AsOf: e.asOf, Pos: position.Pos,
	}
	named := appendOptions(nil, position.When)
	for id, v := range s.Variants(slot.position) {
		c := Candidate{
			Variant: id, Part: v.Part, Name: v.Name, Usage: v.Usage, Effectivity: v.Effectivity,
			Holds: s.conditions.holds(s.usage[id], e.sel), Pos: v.Pos,
		}
		var err error
		c.Effective, err = v.Effectivity.Covers(e.asOf)
		if point := (*config.PointError)(nil); c.Holds && errors.As(err, &point) && failed.Missing == "" {
			failed.Missing = point.Missing
		}
		failed.Candidates = append(failed.Candidates, c)
		named = appendOptions(named, v.Usage)
	}
	failed.Takes, failed.Lacks = facts(s.catalog, e.sel, named)
	e.failed = append(e.failed, failure{at, failed})
}

func appendOptions(dst []config.OptionID, e rules.Expr) []config.OptionID {
	if e.IsZero() {
		return dst
	}
	return append(dst, e.Options()...)
}

// facts returns what an order has and lacks of the options that conditions
// name. Where a family takes one option at most, the one it has tells more
// than those it lacks.
func facts(cat *config.Catalog, sel *config.Selection, named []config.OptionID) (takes, lacks []string) {
	slices.Sort(named)
	named = slices.Compact(named)
	var has []config.OptionID
	for _, o := range named {
		if sel.IsChosen(o) {
			has = append(has, o)
			continue
		}
		lacks = append(lacks, cat.Code(o))
		if family := cat.Family(cat.Option(o).Family); family.Select.Max == 1 {
			for _, other := range family.Options {
				if sel.IsChosen(other) {
					has = append(has, other)
				}
			}
		}
	}
	slices.Sort(has)
	for _, o := range slices.Compact(has) {
		takes = append(takes, cat.Code(o))
	}
	return takes, lacks
}

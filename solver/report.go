package solver

import (
	"context"
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// Verdict says whether an order can be built.
type Verdict uint8

// The verdicts.
const (
	Unknown    Verdict = iota // not asked yet
	Valid                     // decides every family and breaks nothing
	Extendable                // partial, and some valid order contains it
	Invalid                   // no valid order contains it
)

var verdictWords = source.Words[Verdict]{What: "a verdict", Texts: []string{"unknown", "valid", "extendable", "invalid"}}

// String returns "unknown", "valid", "extendable" or "invalid".
func (v Verdict) String() string { return verdictWords.String(v) }

// MarshalText returns String; a number that is not one of them is an error.
func (v Verdict) MarshalText() ([]byte, error) { return verdictWords.Append(nil, v) }

// UnmarshalText reads what MarshalText writes.
func (v *Verdict) UnmarshalText(text []byte) error { return verdictWords.Set(v, text) }

// Report says whether an order can be built, and if not, which demands it
// breaks.
//
// Its JSON is that of [Report.AppendJSON], examples/schema/report.schema.json.
type Report struct {
	Verdict Verdict
	// Void says that no order can be built.
	Void bool
	// Broken are the demands that an invalid order breaks: options that are not
	// in force, parents and families in the order of the catalog, then rules in
	// the order of the set. For a complete order these are all its violations.
	//
	// For a partial order they are the demands of the catalog that contradict it
	// by themselves, and the rules that each contradict it together with the
	// catalog (or alone, if the catalog contradicts it already). A partial order
	// can be invalid with an empty Broken, if only several demands together rule
	// it out: ask [Space.Explain].
	Broken []Cause
}

// String returns the verdict, followed by a line for each violation.
func (r Report) String() string {
	var b strings.Builder
	b.WriteString(r.Verdict.String())
	if r.Void {
		b.WriteString("; nothing can be built: the rules contradict each other")
	}
	for _, c := range r.Broken {
		fmt.Fprintf(&b, "\n  %v", c)
	}
	return b.String()
}

// Validate says whether an order can be built. [Space.ValidateSelection]
// describes how, and the cost.
//
// The errors are those of [config.Order.Bind], a [*PointMismatch] when other
// rules are in force at the order's point than at the space's, and the
// context's, which is never reported as a verdict. A date, serial number or
// plant that the order does not give is the space's.
func (s *Space) Validate(ctx context.Context, o config.Order) (Report, error) {
	source.NeedContext("solver", ctx)
	sel, err := o.Bind(s.made().cat)
	if err != nil {
		return Report{}, err
	}
	if err := s.at(o); err != nil {
		return Report{}, err
	}
	return s.ValidateSelection(ctx, sel)
}

// ValidateSelection says whether a selection can be built.
//
// A complete selection is evaluated directly, without a search: O(size of the
// rules). So is a partial one that decides every family; a family is also decided
// when it has its maximum of options. Otherwise a SAT solver searches for a valid
// order that contains the selection and, if there is none, for the broken
// demands, with a query per broken rule. sel is not changed.
func (s *Space) ValidateSelection(ctx context.Context, sel *config.Selection) (Report, error) {
	source.NeedContext("solver", ctx)
	s.made().check("ValidateSelection", sel)
	if ctx.Err() != nil {
		return Report{}, context.Cause(ctx)
	}
	report := Report{Verdict: Valid, Void: s.void}
	decided, ok := s.decide(sel)
	if ok {
		report.Broken = s.structure(nil, decided)
		report.Broken = s.violated(report.Broken, decided)
		if len(report.Broken) == 0 {
			return report, nil
		}
		if sel.Complete() {
			report.Verdict = Invalid
			return report, nil
		}
	}
	extendable, err := s.extendable(ctx, sel)
	if err != nil {
		return Report{}, err
	}
	if extendable {
		report.Verdict = Extendable
		return report, nil
	}
	report.Verdict = Invalid
	report.Broken, err = s.contradicted(ctx, sel)
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// decide returns the selection with the consequences of families alone: it
// rejects the rest of a family that has its maximum, and a family whose
// parent is rejected. It reports whether that decides everything. A complete
// selection is returned as it is.
func (s *Space) decide(sel *config.Selection) (*config.Selection, bool) {
	if sel.Complete() {
		return sel, true
	}
	sel = sel.Clone()
	all := true
	for i := range s.cat.NumFamilies() {
		f := s.cat.Family(config.FamilyID(i))
		chosen, open := s.tally(f, sel)
		if open == 0 {
			continue
		}
		absent := f.Parent != config.NoOption && sel.State(f.Parent) == config.Rejected
		if !absent && (f.Select.Max == config.Unbounded || chosen < f.Select.Max) {
			all = false
			continue
		}
		for _, o := range f.Options {
			if sel.State(o) == config.Open {
				sel.Reject(o)
			}
		}
	}
	return sel, all
}

// tally returns the numbers of chosen and of open options of a family.
func (s *Space) tally(f config.Family, sel *config.Selection) (chosen, open int) {
	for _, o := range f.Options {
		switch sel.State(o) {
		case config.Chosen:
			chosen++
		case config.Open:
			open++
		}
	}
	return chosen, open
}

// structure appends the demands of the catalog that the selection breaks,
// whatever its open options become: each by itself.
func (s *Space) structure(dst []Cause, sel *config.Selection) []Cause {
	if s.whole && !s.has(sel) {
		dst = append(dst, Cause{space: s, Kind: CauseSpace})
	}
	for _, o := range s.inactive {
		if sel.IsChosen(o) {
			dst = append(dst, Cause{space: s, Kind: CauseOption, Option: o})
		}
	}
	for i := range s.cat.NumFamilies() {
		f := s.cat.Family(config.FamilyID(i))
		chosen, open := s.tally(f, sel)
		if chosen > 0 && f.Parent != config.NoOption && sel.State(f.Parent) == config.Rejected {
			for _, o := range f.Options {
				if sel.IsChosen(o) {
					dst = append(dst, Cause{space: s, Kind: CauseParent, Option: o})
				}
			}
		}
		asked := f.Parent == config.NoOption || sel.IsChosen(f.Parent)
		if f.Select.Max != config.Unbounded && chosen > f.Select.Max || asked && chosen+open < f.Select.Min {
			dst = append(dst, Cause{space: s, Kind: CauseFamily, Family: config.FamilyID(i)})
		}
	}
	return dst
}

// violated appends the rules that a complete selection breaks.
func (s *Space) violated(dst []Cause, sel *config.Selection) []Cause {
	for i, e := range s.exprs {
		if !e.Holds(sel) {
			dst = s.rows(dst, i, func(row rules.Expr) bool { return !row.Holds(sel) })
		}
	}
	return dst
}

// rows appends active rule i or, for a table of forbidden combinations, its
// broken rows.
func (s *Space) rows(dst []Cause, i int, broken func(row rules.Expr) bool) []Cause {
	id := s.active[i]
	if t := s.set.Rule(id).Table; t == nil || !t.Forbidden {
		return append(dst, Cause{space: s, Kind: CauseRule, Rule: id})
	}
	row := 0
	for e := range s.exprs[i].Args() {
		if broken(e) {
			dst = append(dst, Cause{space: s, Kind: CauseRow, Rule: id, Row: row})
		}
		row++
	}
	return dst
}

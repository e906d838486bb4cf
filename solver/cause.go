package solver

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// CauseKind is the kind of a [Cause].
type CauseKind uint8

// The kinds of Cause, in the order in which explanations list them.
const (
	CauseLine   CauseKind = iota + 1 // a line of the order
	CauseRule                        // a rule
	CauseRow                         // a row of a table of forbidden combinations
	CauseFamily                      // the number of options that a family takes
	CauseParent                      // an option is offered only with another
	CauseOption                      // an option is not in force
	CauseSpace                       // the whole of a space without rules: a projection, or a circuit
)

// Cause is a demand of an order, a rule or the catalog.
type Cause struct {
	Kind CauseKind
	// Rule is the rule of a CauseRule or CauseRow.
	Rule rules.RuleID
	// Row is the row, from 0, of a CauseRow.
	Row int
	// Family is the family of a CauseFamily.
	Family config.FamilyID
	// Option is the option of a CauseLine, CauseParent or CauseOption.
	Option config.OptionID
	// Chosen says of a CauseLine that the order has the option, otherwise that it
	// lacks it.
	Chosen bool
	// Implied says of a CauseLine that no line names the option: the order is
	// complete, and so lacks every option that it does not name.
	Implied bool

	space *Space
}

// cause returns the Cause of an origin.
func (s *Space) cause(o encode.Origin) Cause {
	c := Cause{space: s, Rule: o.Rule, Row: o.Row, Family: o.Family, Option: o.Option}
	switch o.Kind {
	case encode.Rule:
		c.Kind = CauseRule
	case encode.Row:
		c.Kind = CauseRow
	case encode.Family:
		c.Kind = CauseFamily
	case encode.Parent:
		c.Kind = CauseParent
	case encode.Inactive:
		c.Kind = CauseOption
	case encode.Whole:
		c.Kind = CauseSpace
	}
	return c
}

// origin returns the Origin of a cause that is not a line.
func (c Cause) origin() encode.Origin {
	switch c.Kind {
	case CauseRule:
		return encode.Origin{Kind: encode.Rule, Rule: c.Rule}
	case CauseRow:
		return encode.Origin{Kind: encode.Row, Rule: c.Rule, Row: c.Row}
	case CauseFamily:
		return encode.Origin{Kind: encode.Family, Family: c.Family}
	case CauseParent:
		return encode.Origin{Kind: encode.Parent, Option: c.Option}
	case CauseOption:
		return encode.Origin{Kind: encode.Inactive, Option: c.Option}
	}
	return encode.Origin{Kind: encode.Whole}
}

// line returns the literal of a line.
func (c Cause) line() cnf.Lit {
	if c.Chosen {
		return encode.Option(c.Option)
	}
	return encode.Option(c.Option).Not()
}

func (c Cause) isRule() bool { return c.Kind == CauseRule || c.Kind == CauseRow }

// compare orders causes by kind, then by their numbers.
func (c Cause) compare(d Cause) int {
	return cmp.Or(
		cmp.Compare(c.Kind, d.Kind), compareBool(d.Chosen, c.Chosen), compareBool(c.Implied, d.Implied),
		cmp.Compare(c.Rule, d.Rule), cmp.Compare(c.Row, d.Row),
		cmp.Compare(c.Family, d.Family), cmp.Compare(c.Option, d.Option),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// String returns the demand in one line, in the user's words:
//
//	the order has DIESEL30 (3.0 l diesel)
//	R-ENG-012: DIESEL30 requires AUTO8 (The diesel exceeds the torque limit of the manual gearbox.)
//	T-GBX-001, row 4: not engine DIESEL30 with gearbox MAN6 (Not homologated.)
//	family gearbox takes exactly one option
//	BED_LINER is offered with PICKUP only
//	AUTO8 is not in force on 2026-11-02 (from 2027-01-01)
func (c Cause) String() string {
	s := c.space
	if s == nil {
		return "nothing"
	}
	switch c.Kind {
	case CauseLine:
		switch {
		case c.Chosen:
			return "the order has " + s.option(c.Option)
		case c.Implied:
			return "the order does not name " + s.option(c.Option)
		}
		return "the order is without " + s.option(c.Option)
	case CauseRule:
		r := s.set.Rule(c.Rule)
		if r.Table != nil {
			return withReason(r.ID+": only the listed combinations of "+s.families(r.Table), r.Reason)
		}
		return withReason(r.ID+": "+r.Source, r.Reason)
	case CauseRow:
		r := s.set.Rule(c.Rule)
		return withReason(fmt.Sprintf("%s, row %d: not %s", r.ID, c.Row+1, s.combination(r.Table, c.Row)), r.Reason)
	case CauseFamily:
		return s.familyText(c.Family)
	case CauseParent:
		f := s.cat.Option(c.Option).Family
		return fmt.Sprintf("%s is offered with %s only", s.option(c.Option), s.option(s.cat.Family(f).Parent))
	case CauseOption:
		return fmt.Sprintf("%s is not in force at %v (%v)", s.option(c.Option), s.asOf, s.cat.Option(c.Option).Effectivity)
	case CauseSpace:
		return "the space has no such configuration"
	}
	return "nothing"
}

// withReason appends the reason that a rule gives for itself.
func withReason(text, reason string) string {
	text = strings.Join(strings.Fields(text), " ") // a rule may be written over several lines
	if reason == "" {
		return text
	}
	return text + " (" + strings.Join(strings.Fields(reason), " ") + ")"
}

// option returns an option's code, and its name if it has one.
func (s *Space) option(o config.OptionID) string { return s.cat.Option(o).String() }

// families returns the columns of a table.
func (s *Space) families(t *rules.Table) string {
	codes := make([]string, len(t.Families))
	for i, f := range t.Families {
		codes[i] = s.cat.Family(f).Code
	}
	return strings.Join(codes, ", ")
}

// combination returns the options that a row of a table lists.
func (s *Space) combination(t *rules.Table, row int) string {
	var cells []string
	for i, options := range t.Rows[row].Cells {
		if options == nil {
			continue
		}
		cell := "no " + s.cat.Family(t.Families[i]).Code
		if len(options) > 0 {
			codes := make([]string, len(options))
			for j, o := range options {
				codes[j] = s.cat.Code(o)
			}
			cell = s.cat.Family(t.Families[i]).Code + " " + strings.Join(codes, " or ")
		}
		cells = append(cells, cell)
	}
	if len(cells) == 0 {
		return "anything"
	}
	return strings.Join(cells, " with ")
}

// familyText says how many options a family takes, and when.
func (s *Space) familyText(id config.FamilyID) string {
	f := s.cat.Family(id)
	text := "family " + f.Code
	if f.Name != "" && f.Name != f.Code {
		text += " (" + f.Name + ")"
	}
	lo, hi := f.Select.Min, f.Select.Max
	switch {
	case hi == config.Unbounded && lo == 0:
		text += " takes any options"
	case hi == config.Unbounded:
		text += fmt.Sprintf(" takes at least %s", options(lo))
	case lo == hi:
		text += fmt.Sprintf(" takes exactly %s", options(lo))
	case lo == 0:
		text += fmt.Sprintf(" takes at most %s", options(hi))
	default:
		text += fmt.Sprintf(" takes %d to %s", lo, options(hi))
	}
	if f.Parent == config.NoOption || lo == 0 {
		return text
	}
	text += " where " + s.option(f.Parent) + " is built in"
	if hi != config.Unbounded {
		text += fmt.Sprintf(", and no more than %s where it is not", count(hi))
	}
	return text
}

// count returns "one", "2".
func count(n int) string {
	if n == 1 {
		return "one"
	}
	return strconv.Itoa(n)
}

// options returns "one option", "2 options".
func options(n int) string {
	if n == 1 {
		return "one option"
	}
	return fmt.Sprintf("%d options", n)
}

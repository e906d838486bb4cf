package solver

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// timed lists the rules and options with an effectivity.
type timed struct {
	rules   []rules.RuleID
	options []config.OptionID
}

// bind finds the rules and options in force at the space's point.
func (s *Space) bind() error {
	active, err := s.set.At(s.asOf)
	var lacking lacks
	if err != nil && !errors.As(err, new(*config.PointError)) { // otherwise it is reported below
		return err
	}
	s.active = active
	for _, r := range active {
		s.exprs = append(s.exprs, s.set.Rule(r).Expr)
	}
	for id, r := range s.set.All() {
		if !r.Effectivity.Always() {
			s.timed.rules = append(s.timed.rules, id)
			lacking.covers(r.Effectivity, s.asOf, func() string { return r.Place.Prefix() + "rule " + r.ID })
		}
	}
	for i := range s.cat.NumOptions() {
		option := s.cat.Option(config.OptionID(i))
		if option.Effectivity.Always() {
			continue
		}
		s.timed.options = append(s.timed.options, config.OptionID(i))
		if !lacking.covers(option.Effectivity, s.asOf, func() string { return option.Place.Prefix() + "option " + option.Code }) {
			s.inactive = append(s.inactive, config.OptionID(i))
		}
	}
	return lacking.err()
}

// lacks collects the rules and options that depend on a field that the point does not
// give: one error for each of date, serial number and plant, with the first rule or
// option that depends on it.
type lacks []lack

type lack struct {
	what  *config.PointError
	first string // the first rule or option that depends on it
	more  int
}

// covers reports whether an effectivity covers a point, or notes each field that the
// point lacks.
func (l *lacks) covers(e config.Effectivity, p config.Point, name func() string) bool {
	covers, err := e.Covers(p)
	if err == nil {
		return covers
	}
	for _, field := range []config.Effectivity{
		{From: e.From, Until: e.Until}, {FromSerial: e.FromSerial, UntilSerial: e.UntilSerial}, {Plants: e.Plants},
	} {
		if _, err := field.Covers(p); err != nil {
			l.note(&config.PointError{Effectivity: e, Missing: err.(*config.PointError).Missing}, name)
		}
	}
	return true
}

// note notes a field that a rule or an option needs.
func (l *lacks) note(what *config.PointError, name func() string) {
	i := slices.IndexFunc(*l, func(known lack) bool { return known.what.Missing == what.Missing })
	if i < 0 {
		*l = append(*l, lack{what: what, first: name()})
	} else {
		(*l)[i].more++
	}
}

func (l lacks) err() error {
	errs := make([]error, len(l))
	for i, lack := range l {
		others := ""
		switch {
		case lack.more == 1:
			others = "; so does 1 more rule or option"
		case lack.more > 1:
			others = fmt.Sprintf("; so do %d more rules and options", lack.more)
		}
		errs[i] = fmt.Errorf("%s: %w%s", lack.first, lack.what, others)
	}
	return errors.Join(errs...)
}

// maxPointErrors caps the rules and options that a message names.
const maxPointErrors = 10

// PointMismatch is the error of an order at whose point other rules or options
// are in force than at the space's: the answer would be wrong. Compile a space as
// of the order's point.
type PointMismatch struct {
	Order   string       `json:"order"`          // id; may be empty
	Place   source.Place `json:"place,omitzero"` // where the order stands, if it was read from a file
	Point   config.Point `json:"point"`
	Space   config.Point `json:"space"`             // of the order, completed by the space's, and of the space
	Rules   []string     `json:"rules,omitempty"`   // ids of the rules in force at one of the two only, or in other versions
	Options []string     `json:"options,omitempty"` // codes of the options in force at one of the two only
}

// Error names both points and the rules and options that differ.
func (e *PointMismatch) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s is built at %v, but the space is as of %v, where", label(config.Order{ID: e.Order, Place: e.Place}), e.Point, e.Space)
	if len(e.Rules)+len(e.Options) == 0 {
		b.WriteString(" other rules or options are in force")
	}
	list := func(what string, names []string) {
		if len(names) == 0 {
			return
		}
		more := ""
		if n := len(names) - maxPointErrors; n > 0 {
			names, more = names[:maxPointErrors], fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(&b, " %s %s%s", what, strings.Join(names, ", "), more)
	}
	list("other rules are in force:", e.Rules)
	if len(e.Rules) > 0 && len(e.Options) > 0 {
		b.WriteString(" and")
	}
	list("other options are in force:", e.Options)
	return b.String()
}

// label begins a message with the order's place and id.
func label(o config.Order) string {
	name := "the order"
	if o.ID != "" {
		name = "order " + o.ID
	}
	return o.Place.Prefix() + name
}

// at returns a [*PointMismatch] when other rules or options are in force at the
// order's point. Fields that the order does not give are the space's.
func (s *Space) at(o config.Order) error {
	p := o.Point()
	if p.Date.IsZero() {
		p.Date = s.asOf.Date
	}
	if p.Serial == 0 {
		p.Serial = s.asOf.Serial
	}
	if p.Plant == "" {
		p.Plant = s.asOf.Plant
	}
	if p == s.asOf || len(s.timed.rules)+len(s.timed.options) == 0 {
		return nil
	}
	mismatch := &PointMismatch{Order: o.ID, Place: o.Place, Point: p, Space: s.asOf}
	for _, r := range s.timed.rules {
		covers, err := s.set.Rule(r).Effectivity.Covers(p)
		if err != nil {
			return fmt.Errorf("%s: rule %s: %w", label(o), s.set.Rule(r).ID, err)
		}
		id := s.set.Rule(r).ID
		if _, here := slices.BinarySearch(s.active, r); covers != here && !slices.Contains(mismatch.Rules, id) {
			mismatch.Rules = append(mismatch.Rules, id)
		}
	}
	for _, option := range s.timed.options {
		covers, err := s.cat.Option(option).Effectivity.Covers(p)
		if err != nil {
			return fmt.Errorf("%s: option %s: %w", label(o), s.cat.Code(option), err)
		}
		if _, lacks := slices.BinarySearch(s.inactive, option); covers == lacks {
			mismatch.Options = append(mismatch.Options, s.cat.Code(option))
		}
	}
	if len(mismatch.Rules)+len(mismatch.Options) == 0 {
		return nil
	}
	return mismatch
}

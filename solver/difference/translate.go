package difference

import (
	"fmt"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// maxSpelled bounds how many decisions of a diagram are spelled out, those several times to
// which several ways lead.
const maxSpelled = 1 << 16

// expr returns a condition as one on the other catalog, in which an option that it does
// not have is false.
func (d direction) expr(e rules.Expr) (rules.Expr, error) {
	if e.IsZero() || e.Catalog() != d.from {
		panic("difference: a condition of another catalog than that of the match")
	}
	return d.translate(e)
}

// demand is expr of what a space demands.
func (d direction) demand(c solver.Cause, e rules.Expr) (rules.Expr, error) {
	if e.IsZero() {
		return e, fmt.Errorf("a space without rules cannot be compared: %v", c)
	}
	e, err := d.expr(e)
	if err != nil {
		return e, fmt.Errorf("%v: %w", c, err)
	}
	return e, nil
}

func (d direction) translate(e rules.Expr) (rules.Expr, error) {
	switch e.Op() {
	case rules.OpTrue:
		return rules.True(d.to), nil
	case rules.OpFalse:
		return rules.False(d.to), nil
	case rules.OpOption:
		return d.literal(e.Option()), nil
	case rules.OpLinear:
		return d.linear(e)
	case rules.OpArith:
		s := speller{direction: d, decisions: e.Decisions(), left: maxSpelled}
		out := s.spell(0)
		if s.left < 0 {
			return rules.Expr{}, fmt.Errorf("%v: %w: the comparison of releases spells out %d decisions at most", e, rules.ErrDecisions, maxSpelled)
		}
		return out, nil
	}
	args := make([]rules.Expr, 0, e.NumArgs())
	for arg := range e.Args() {
		a, err := d.translate(arg)
		if err != nil {
			return rules.Expr{}, err
		}
		args = append(args, a)
	}
	return fold(e, args), nil
}

// literal returns the condition that an option of from is chosen.
func (d direction) literal(o config.OptionID) rules.Expr {
	if to := d.option[o]; to != config.NoOption {
		return rules.Option(d.to, to)
	}
	return rules.False(d.to)
}

// linear drops the terms of options that are never chosen.
func (d direction) linear(e rules.Expr) (rules.Expr, error) {
	terms, rel, bound := e.Linear()
	kept := terms[:0]
	for _, t := range terms {
		if to := d.option[t.Option]; to != config.NoOption {
			kept = append(kept, rules.Term{Option: to, Coef: t.Coef})
		}
	}
	return rules.Linear(d.to, kept, rel, bound)
}

// fold returns what e says of other arguments, with those left out that always or never hold.
func fold(e rules.Expr, args []rules.Expr) rules.Expr {
	cat := args[0].Catalog()
	is := func(op rules.Op) func(rules.Expr) bool { return func(a rules.Expr) bool { return a.Op() == op } }
	always, never := is(rules.OpTrue), is(rules.OpFalse)
	switch e.Op() {
	case rules.OpNot:
		return not(args[0])
	case rules.OpAnd:
		if slices.ContainsFunc(args, never) {
			return rules.False(cat)
		}
		if args = slices.DeleteFunc(args, always); len(args) == 0 {
			return rules.True(cat)
		}
		return rules.And(args...)
	case rules.OpOr:
		if slices.ContainsFunc(args, always) {
			return rules.True(cat)
		}
		if args = slices.DeleteFunc(args, never); len(args) == 0 {
			return rules.False(cat)
		}
		return rules.Or(args...)
	case rules.OpImplies:
		switch {
		case never(args[0]) || always(args[1]):
			return rules.True(cat)
		case always(args[0]):
			return args[1]
		case never(args[1]):
			return not(args[0])
		}
		return rules.Implies(args[0], args[1])
	case rules.OpIff:
		for i, a := range args {
			switch other := args[1-i]; {
			case always(a):
				return other
			case never(a):
				return not(other)
			}
		}
		return rules.Iff(args[0], args[1])
	}
	lo, hi := e.Bounds()
	return between(lo, hi, args)
}

// not returns the opposite of a condition.
func not(e rules.Expr) rules.Expr {
	switch e.Op() {
	case rules.OpTrue:
		return rules.False(e.Catalog())
	case rules.OpFalse:
		return rules.True(e.Catalog())
	}
	return rules.Not(e)
}

// between is rules.Between of conditions of which some always or never hold. An option that
// is left of two of them counts twice, which no rule may say in so many words.
func between(lo, hi int, args []rules.Expr) rules.Expr {
	cat := args[0].Catalog()
	open := args[:0]
	listed := make(map[config.OptionID]bool)
	for _, a := range args {
		if o := a.Option(); o != config.NoOption {
			if listed[o] {
				a = rules.And(a, rules.True(cat))
			}
			listed[o] = true
		}
		switch a.Op() {
		case rules.OpTrue:
			lo--
			if hi != rules.Unbounded {
				if hi--; hi < 0 {
					return rules.False(cat)
				}
			}
		case rules.OpFalse:
		default:
			open = append(open, a)
		}
	}
	if hi >= len(open) {
		hi = rules.Unbounded
	}
	switch lo = max(lo, 0); {
	case lo > len(open):
		return rules.False(cat)
	case lo == 0 && hi == rules.Unbounded:
		return rules.True(cat)
	}
	return rules.Between(lo, hi, open...)
}

// speller spells out a decision diagram, whose arithmetic may have other values in the other
// catalog.
type speller struct {
	direction
	decisions []rules.Decision
	left      int // decisions that may still be spelled
}

func (s *speller) spell(way int) rules.Expr {
	switch {
	case way == rules.DecidedTrue:
		return rules.True(s.to)
	case way == rules.DecidedFalse:
		return rules.False(s.to)
	}
	d := s.decisions[way]
	if s.option[d.Option] == config.NoOption {
		return s.spell(d.Rejected)
	}
	if s.left--; s.left < 0 {
		return rules.False(s.to)
	}
	option := s.literal(d.Option)
	return rules.Or(rules.And(option, s.spell(d.Chosen)), rules.And(rules.Not(option), s.spell(d.Rejected)))
}

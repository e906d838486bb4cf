package difference

import (
	"fmt"

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
	switch e.Op() {
	case rules.OpNot:
		return rules.Not(args[0]), nil
	case rules.OpAnd:
		return rules.And(args...), nil
	case rules.OpOr:
		return rules.Or(args...), nil
	case rules.OpImplies:
		return rules.Implies(args[0], args[1]), nil
	case rules.OpIff:
		return rules.Iff(args[0], args[1]), nil
	}
	lo, hi := e.Bounds()
	return rules.Between(lo, hi, args...), nil
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

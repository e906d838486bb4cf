package solver

import (
	"context"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Reduce returns a condition that holds in the same configurations of the view as e, and
// from which no part can be left out: no part can be replaced by true or false. So BEV &
// BATT75 becomes BATT75 if that is offered only with BEV. The arguments of not, and, or,
// implications, equivalences and cardinalities are parts; a weighted sum or other arithmetic
// is one part. The largest part is left out first, and of equal ones the last. A condition
// that always holds, also because there are no configurations, becomes True, and one that
// never holds becomes False.
//
// It takes at most two SAT queries for each part of e, and again for each part that is left: none
// where a configuration that an earlier one found shows that the part matters. A query may be
// exponential. The error is the context's. It panics when e is of another catalog.
func (v View) Reduce(ctx context.Context, e rules.Expr) (rules.Expr, error) {
	source.NeedContext("solver", ctx)
	v.made().checkCondition(e)
	constants := [2]rules.Expr{rules.True(e.Catalog()), rules.False(e.Catalog())}
	if any, err := v.Possible(ctx, constants[0]); err != nil || !any {
		return constants[0], err
	}
	q := v.space.search()
	defer v.space.release(q)
	d := difference{search: q, given: v.appendLines(nil)}
	e = without(e, -1, rules.Expr{})
	for changed := true; changed; {
		changed = false
	parts:
		for part := 0; part < numParts(e); part++ {
			for _, constant := range constants {
				shorter := without(e, part, constant)
				if shorter.Equal(e) {
					continue // it is this constant
				}
				differs, err := d.differ(ctx, e, shorter)
				if err != nil {
					return rules.Expr{}, err
				}
				if !differs {
					e, changed = shorter, true
					part--
					continue parts
				}
			}
		}
	}
	return e, nil
}

// A difference is a search for configurations in which two conditions differ, which it keeps.
type difference struct {
	*search
	given   []cnf.Lit // that hold in each configuration
	configs []*config.Selection
}

// differ reports whether two conditions differ in some configuration.
func (d *difference) differ(ctx context.Context, e, f rules.Expr) (bool, error) {
	for _, sel := range d.configs {
		if e.Holds(sel) != f.Holds(sel) {
			return true, nil
		}
	}
	same := d.encoder.Literal(rules.Iff(e, f)) // its gates are mostly those of the conditions before
	if always, constant := encode.Constant(same); constant {
		return !always, nil
	}
	found, err := d.solve(ctx, append(slices.Clip(d.given), same.Not())...)
	if found {
		sel := d.space.cat.NewSelection()
		for o := range config.OptionID(sel.Len()) {
			if d.Value(encode.Option(o)) {
				sel.Choose(o)
			} else {
				sel.Reject(o)
			}
		}
		d.configs = append(d.configs, sel)
	}
	return found, err
}

// Reducible reports for each condition whether [View.Reduce] returns another one. It takes one run of
// [Conditions] over all parts of all conditions, far less than to reduce each of them. It
// reports false for every condition when the view has no configurations. The error is the
// context's. It panics when a condition is of another catalog.
func (v View) Reducible(ctx context.Context, conditions []rules.Expr) ([]bool, error) {
	source.NeedContext("solver", ctx)
	s := v.made()
	reducible := make([]bool, len(conditions))
	var differs []rules.Expr
	var of []int // the condition of each
	for i, e := range conditions {
		s.checkCondition(e)
		for shorter := range Shorter(e) {
			differs, of = append(differs, rules.Not(rules.Iff(e, shorter))), append(of, i)
		}
	}
	truths, possible, err := s.Conditions(differs).Truths(ctx, v, nil)
	if err != nil || !possible {
		return make([]bool, len(conditions)), err
	}
	for i, truth := range truths {
		if truth == rules.Violated {
			reducible[of[i]] = true
		}
	}
	return reducible, nil
}

// Shorter yields the conditions that e becomes in one step of [View.Reduce]: e without constants and
// double negations, if it has some, and then that with one of its parts replaced by true or false.
// To replace all of it yields True and False. O(Size) for each. It panics if e is zero.
func Shorter(e rules.Expr) iter.Seq[rules.Expr] {
	constants := [...]rules.Expr{rules.True(e.Catalog()), rules.False(e.Catalog())}
	return func(yield func(rules.Expr) bool) {
		plain := without(e, -1, rules.Expr{})
		if !plain.Equal(e) && !yield(plain) {
			return
		}
		for part := range numParts(plain) {
			for _, constant := range constants {
				if shorter := without(plain, part, constant); !shorter.Equal(plain) && !yield(shorter) {
					return
				}
			}
		}
	}
}

// numParts returns the number of parts of a condition, itself included.
func numParts(e rules.Expr) int {
	n := 1
	for arg := range e.Args() {
		n += numParts(arg)
	}
	return n
}

// without returns a condition with a constant in place of one part, simplified. Parts are
// numbered from 0: a condition, then its arguments, the last first.
func without(e rules.Expr, part int, constant rules.Expr) rules.Expr {
	if part == 0 {
		return constant
	}
	args := make([]rules.Expr, 0, e.NumArgs())
	for arg := range e.Args() {
		args = append(args, arg)
	}
	next := part - 1
	for i := len(args) - 1; i >= 0; i-- {
		n := numParts(args[i])
		inside := -1
		if next >= 0 && next < n {
			inside = next
		}
		args[i] = without(args[i], inside, constant)
		next -= n
	}
	return fold(e, args)
}

// fold returns e with other arguments, which may be constants.
func fold(e rules.Expr, args []rules.Expr) rules.Expr {
	cat := e.Catalog()
	is := func(x rules.Expr, op rules.Op) bool { return x.Op() == op }
	switch e.Op() {
	case rules.OpNot:
		switch {
		case is(args[0], rules.OpTrue):
			return rules.False(cat)
		case is(args[0], rules.OpFalse):
			return rules.True(cat)
		case is(args[0], rules.OpNot):
			return args[0].Arg(0)
		}
		return rules.Not(args[0])
	case rules.OpAnd:
		return junction(args, rules.OpTrue, rules.OpFalse, rules.And)
	case rules.OpOr:
		return junction(args, rules.OpFalse, rules.OpTrue, rules.Or)
	case rules.OpImplies:
		switch {
		case is(args[0], rules.OpTrue):
			return args[1]
		case is(args[0], rules.OpFalse), is(args[1], rules.OpTrue):
			return rules.True(cat)
		case is(args[1], rules.OpFalse):
			return fold(rules.Not(args[0]), args[:1])
		}
		return rules.Implies(args[0], args[1])
	case rules.OpIff:
		for i := range args {
			switch {
			case is(args[i], rules.OpTrue):
				return args[1-i]
			case is(args[i], rules.OpFalse):
				return fold(rules.Not(args[1-i]), args[1-i:2-i])
			}
		}
		return rules.Iff(args[0], args[1])
	case rules.OpBetween:
		return between(e, args)
	}
	return e
}

// junction returns the conjunction or disjunction of args: without neutral arguments, or
// the one argument that decides it alone. If all are neutral, one stays.
func junction(args []rules.Expr, neutral, decides rules.Op, join func(...rules.Expr) rules.Expr) rules.Expr {
	rest := args[:0:0]
	for _, arg := range args {
		switch arg.Op() {
		case neutral:
		case decides:
			return arg
		default:
			rest = append(rest, arg)
		}
	}
	if len(rest) == 0 {
		return args[0]
	}
	return join(rest...)
}

// between returns an OpBetween with other arguments.
func between(e rules.Expr, args []rules.Expr) rules.Expr {
	lo, hi := e.Bounds()
	if hi == rules.Unbounded {
		hi = len(args)
	}
	rest := args[:0:0]
	for _, arg := range args {
		switch arg.Op() {
		case rules.OpTrue:
			lo--
			hi--
		case rules.OpFalse:
		default:
			rest = append(rest, arg)
		}
	}
	switch {
	case hi < 0 || lo > len(rest):
		return rules.False(e.Catalog())
	case lo <= 0 && hi >= len(rest):
		return rules.True(e.Catalog())
	case lo == len(rest):
		return rules.And(rest...)
	case lo == 1 && hi >= len(rest):
		return rules.Or(rest...)
	case hi == 0:
		none := rules.Or(rest...)
		return fold(rules.Not(none), []rules.Expr{none})
	case hi >= len(rest):
		return rules.Between(lo, rules.Unbounded, rest...)
	}
	return rules.Between(max(lo, 0), hi, rest...)
}

package rules

import (
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
)

// Op returns the operator of e.
func (e Expr) Op() Op {
	if len(e.code) == 0 {
		return OpNone
	}
	return e.code[0].op
}

// NumArgs returns the number of arguments; 0 for a constant, an option, OpLinear
// and OpArith. O(1), but O(n) for OpBetween of n arguments.
func (e Expr) NumArgs() int {
	switch e.Op() {
	case OpNot, OpAnd, OpOr, OpImplies, OpIff:
		return int(e.code[0].v)
	case OpBetween:
		n := 0
		for range e.Args() {
			n++
		}
		return n
	}
	return 0
}

// Args returns the arguments in order. They share the memory of e.
func (e Expr) Args() iter.Seq[Expr] {
	return func(yield func(Expr) bool) {
		if e.Op() < OpNot || e.Op() > OpBetween {
			return
		}
		for rest := e.code[1:]; len(rest) > 0; rest = rest[rest[0].n:] {
			if !yield(Expr{e.cat, rest[:rest[0].n:rest[0].n]}) {
				return
			}
		}
	}
}

// Arg returns argument i, from 0. It skips those before it: use Args to see
// all. It panics if there is none.
func (e Expr) Arg(i int) Expr {
	for a := range e.Args() {
		if i == 0 {
			return a
		}
		i--
	}
	panic("rules: argument out of range")
}

// Option returns the option of an OpOption, otherwise [config.NoOption].
func (e Expr) Option() config.OptionID {
	if e.Op() != OpOption {
		return config.NoOption
	}
	return config.OptionID(e.code[0].v)
}

// Bounds returns how many arguments of an OpBetween must hold; hi may be
// [Unbounded]. Both are 0 for other operators.
func (e Expr) Bounds() (lo, hi int) {
	if e.Op() != OpBetween {
		return 0, 0
	}
	return e.code[0].bounds()
}

func (c cell) bounds() (lo, hi int) { return int(c.v >> 32), int(int32(uint32(c.v))) }

// Options returns the options that e mentions, ascending and each once. The
// slice is the caller's.
func (e Expr) Options() []config.OptionID {
	var out []config.OptionID
	for _, c := range e.code {
		switch c.op {
		case OpOption:
			out = append(out, config.OptionID(c.v))
		case opTerm, opDecision:
			out = append(out, config.OptionID(c.n))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Size returns the number of operators, options, terms and decisions of e. It
// measures the cost of evaluation.
func (e Expr) Size() int { return len(e.code) }

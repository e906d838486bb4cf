package rules

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Holds reports whether e holds when only the chosen options of sel are built
// in: open options count as rejected. Arithmetic is exact; a comparison with a
// division by zero or the average of nothing does not hold. O(Size) at most; no
// allocation. It panics if sel is nil or of another catalog.
func (e Expr) Holds(sel *config.Selection) bool {
	if sel == nil {
		panic("rules: Holds needs a selection; it is nil")
	}
	if sel.Catalog() != e.cat {
		panic("rules: a selection of another catalog than the condition's")
	}
	return holds(e.code, 0, sel)
}

// holds evaluates the subexpression at c[at]. An index is faster than a slice from
// there on.
func holds(c []cell, at int, sel *config.Selection) bool {
	head := &c[at]
	end := at + int(head.n)
	switch head.op {
	case OpOption:
		return sel.IsChosen(config.OptionID(head.v))
	case OpNot:
		return !holds(c, at+1, sel)
	case OpAnd:
		for i := at + 1; i < end; i += int(c[i].n) {
			if !holds(c, i, sel) {
				return false
			}
		}
		return true
	case OpOr:
		for i := at + 1; i < end; i += int(c[i].n) {
			if holds(c, i, sel) {
				return true
			}
		}
		return false
	case OpImplies:
		return !holds(c, at+1, sel) || holds(c, at+1+int(c[at+1].n), sel)
	case OpIff:
		return holds(c, at+1, sel) == holds(c, at+1+int(c[at+1].n), sel)
	case OpBetween:
		lo, hi := head.bounds()
		n := 0
		for i := at + 1; i < end; i += int(c[i].n) {
			if holds(c, i, sel) {
				n++
			}
		}
		return n >= lo && (hi == Unbounded || n <= hi)
	case OpLinear:
		sum := int64(0)
		for _, t := range c[at+1 : end] {
			if sel.IsChosen(config.OptionID(t.n)) {
				sum += t.v
			}
		}
		return head.rel.holds(sum, head.v)
	case OpArith:
		return decide(c[at:], sel)
	case OpTrue:
		return true
	case OpFalse:
		return false
	}
	panic("rules: not an operator: " + head.op.String())
}

func (r Relation) holds(sum, bound int64) bool {
	switch r {
	case AtMost:
		return sum <= bound
	case AtLeast:
		return sum >= bound
	}
	return sum == bound
}

// Truth is the truth value of a condition under a partial selection.
type Truth uint8

// The values of a Truth. The zero Truth is Undecided.
const (
	Undecided Truth = iota // open options matter, or may matter
	Satisfied              // holds, whatever becomes of the open options
	Violated               // does not hold, whatever becomes of the open options
)

var truthWords = source.Words[Truth]{What: "a truth value", Texts: []string{"undecided", "satisfied", "violated"}}

// String returns "undecided", "satisfied" or "violated".
func (t Truth) String() string { return truthWords.String(t) }

// MarshalText returns String; a number that is not one of them is an error.
func (t Truth) MarshalText() ([]byte, error) { return truthWords.Append(nil, t) }

// UnmarshalText reads what MarshalText writes.
func (t *Truth) UnmarshalText(text []byte) error { return truthWords.Set(t, text) }

// not returns the truth of the negation.
func (t Truth) not() Truth { return [...]Truth{Undecided, Violated, Satisfied}[t] }

// truthOf returns Satisfied or Violated.
func truthOf(b bool) Truth {
	if b {
		return Satisfied
	}
	return Violated
}

// Truth returns the truth value of e under a partial selection, in the
// three-valued logic of Kleene: open options are undecided. Satisfied and
// Violated are certain, and on a complete selection agree with Holds. Undecided
// is not: "a | !a" is undecided while a is open. A weighted sum is decided by the
// least and the largest value that it can still take, an OpArith by all ways that
// are still open. O(Size); allocates only for an OpArith of more than a thousand
// decisions.
func (e Expr) Truth(sel *config.Selection) Truth { return truth(e.code, sel) }

// truth evaluates the subexpression at the start of c.
func truth(c []cell, sel *config.Selection) Truth {
	end := int(c[0].n)
	switch c[0].op {
	case OpTrue:
		return Satisfied
	case OpFalse:
		return Violated
	case OpOption:
		return Truth(sel.State(config.OptionID(c[0].v))) // open, chosen, rejected
	case OpNot:
		return truth(c[1:], sel).not()
	case OpAnd:
		return truthOfAll(c[:end], sel, Violated)
	case OpOr:
		return truthOfAll(c[:end], sel, Satisfied)
	case OpImplies:
		a, b := truth(c[1:], sel).not(), truth(c[1+c[1].n:], sel)
		switch {
		case a == Satisfied || b == Satisfied:
			return Satisfied
		case a == Undecided || b == Undecided:
			return Undecided
		}
		return Violated
	case OpIff:
		a, b := truth(c[1:], sel), truth(c[1+c[1].n:], sel)
		if a == Undecided || b == Undecided {
			return Undecided
		}
		return truthOf(a == b)
	case OpBetween:
		return truthOfBetween(c[:end], sel)
	case OpLinear:
		return truthOfLinear(c[:end], sel)
	case OpArith:
		return truthOfArith(c, sel)
	}
	panic("rules: evaluation of the zero Expr")
}

// truthOfAll returns decisive as soon as one argument has that value, the
// opposite if all arguments have the opposite value, otherwise Undecided.
func truthOfAll(c []cell, sel *config.Selection, decisive Truth) Truth {
	result := decisive.not()
	for i := 1; i < len(c); i += int(c[i].n) {
		switch truth(c[i:], sel) {
		case decisive:
			return decisive
		case Undecided:
			result = Undecided
		}
	}
	return result
}

// truthOfBetween counts the arguments that hold, and those that may.
func truthOfBetween(c []cell, sel *config.Selection) Truth {
	lo, hi := c[0].bounds()
	sure, possible := 0, 0
	for i := 1; i < len(c); i += int(c[i].n) {
		switch truth(c[i:], sel) {
		case Satisfied:
			sure++
			possible++
		case Undecided:
			possible++
		}
	}
	switch {
	case possible < lo || hi != Unbounded && sure > hi:
		return Violated
	case sure >= lo && (hi == Unbounded || possible <= hi):
		return Satisfied
	}
	return Undecided
}

// truthOfLinear compares the range of the sum with the bound. An exact bound
// within the range is undecided even if no choice of terms meets it.
func truthOfLinear(c []cell, sel *config.Selection) Truth {
	least, most := int64(0), int64(0)
	for _, t := range c[1:] {
		switch sel.State(config.OptionID(t.n)) {
		case config.Chosen:
			least += t.v
			most += t.v
		case config.Open:
			least += min(t.v, 0)
			most += max(t.v, 0)
		}
	}
	rel, bound := c[0].rel, c[0].v
	switch {
	case least == most:
		return truthOf(rel.holds(least, bound))
	case rel == AtMost && most <= bound, rel == AtLeast && least >= bound:
		return Satisfied
	case rel != AtLeast && least > bound, rel != AtMost && most < bound:
		return Violated
	}
	return Undecided
}

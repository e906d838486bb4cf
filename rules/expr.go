package rules

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Op is the operator of an [Expr].
type Op uint8

// The operators of bound expressions.
const (
	OpNone    Op = iota // the zero Expr
	OpTrue              // always holds
	OpFalse             // never holds
	OpOption            // an option is chosen
	OpNot               // the argument does not hold
	OpAnd               // all arguments hold
	OpOr                // an argument holds
	OpImplies           // the second argument holds if the first does
	OpIff               // both arguments hold or none does
	OpBetween           // at least lo and at most hi arguments hold
	OpLinear            // a weighted sum of options compares to a bound
	OpArith             // a comparison that no weighted sum expresses, as a decision diagram

	opTerm     // within OpLinear: an option and its coefficient
	opDecision // within OpArith: an option and where to go
	opText     // within OpArith: up to eight bytes of its text
)

var opWords = source.Words[Op]{What: "an operator", Texts: []string{
	"none", "true", "false", "option", "not", "and", "or", "implies", "iff", "between", "linear", "arith", "term", "decision", "text",
}}

// String returns the name of the operator, such as "and".
func (op Op) String() string { return opWords.String(op) }

// MarshalText returns String; a number that is not one of them is an error.
func (op Op) MarshalText() ([]byte, error) { return opWords.Append(nil, op) }

// UnmarshalText reads what MarshalText writes.
func (op *Op) UnmarshalText(text []byte) error { return opWords.Set(op, text) }

// cell is a piece of an expression. An expression is a run of cells in prefix
// order: an operator, then its arguments. So a part of an expression is a part
// of the slice, and evaluation reads memory from front to back.
//
//	op          rel       n            v
//	OpOption    -         1            option
//	OpNot ...   -         cells        number of arguments
//	OpBetween   -         cells        lo<<32 | uint32(hi)
//	OpLinear    relation  cells        bound; terms follow
//	opTerm      -         option       coefficient
//	OpArith     -         cells        number of decisions; decisions, then text follow
//	opDecision  -         option       rejected<<32 | uint32(chosen)
//	opText      -         bytes        the bytes, first lowest
type cell struct {
	op  Op
	rel Relation
	n   uint32 // operators: cells of the whole subexpression
	v   int64
}

// Expr is a condition on the options of one catalog: a rule, a usage, the
// condition of an operation. It is an immutable value, cheap to copy and safe
// for concurrent use. The zero Expr is not a condition; its methods other than
// IsZero and Op panic.
//
// Constructors keep the structure that they are given: nothing is simplified,
// so that what was written can be shown. Conditions of different catalogs do
// not mix: that panics.
type Expr struct {
	cat  *config.Catalog
	code []cell
}

// Unbounded is the upper bound of a [Between] that has no limit.
const Unbounded = -1

// True returns the condition that always holds.
func True(cat *config.Catalog) Expr { return Expr{cat, []cell{{op: OpTrue, n: 1}}} }

// False returns the condition that never holds.
func False(cat *config.Catalog) Expr { return Expr{cat, []cell{{op: OpFalse, n: 1}}} }

// Option returns the condition that an option is chosen. It panics if the
// catalog has no such option.
func Option(cat *config.Catalog, o config.OptionID) Expr {
	if cat == nil {
		panic("rules: Option needs a catalog; it is nil")
	}
	if int(o) >= cat.NumOptions() {
		panic(fmt.Sprintf("rules: option %d of a catalog of %d", o, cat.NumOptions()))
	}
	return Expr{cat, []cell{{op: OpOption, n: 1, v: int64(o)}}}
}

// Not returns the condition that e does not hold. It panics if e is zero.
func Not(e Expr) Expr { return join(OpNot, 1, e) }

// And returns the condition that all of es hold. And of one condition is
// that condition. Without one it panics, since it has no catalog.
func And(es ...Expr) Expr { return several(OpAnd, es) }

// Or returns the condition that at least one of es holds. Or of one condition
// is that condition. Without one it panics.
func Or(es ...Expr) Expr { return several(OpOr, es) }

// Implies returns the condition that b holds if a does. It panics if one is zero.
func Implies(a, b Expr) Expr { return join(OpImplies, 2, a, b) }

// Iff returns the condition that both a and b hold, or neither. It panics if one is
// zero.
func Iff(a, b Expr) Expr { return join(OpIff, 2, a, b) }

// Between returns the condition that at least lo and at most hi of es hold; a
// condition that is listed twice counts twice. hi may be [Unbounded]. It panics
// if es is empty, lo is negative, or hi is less than lo.
func Between(lo, hi int, es ...Expr) Expr {
	if lo < 0 || lo > math.MaxInt32 || hi > math.MaxInt32 || hi != Unbounded && hi < lo {
		panic(fmt.Sprintf("rules: between %d and %d conditions", lo, hi))
	}
	return join(OpBetween, packBounds(lo, hi), es...)
}

func packBounds(lo, hi int) int64 { return int64(lo)<<32 | int64(uint32(int32(hi))) }

// several joins es; a single one stays as it is.
func several(op Op, es []Expr) Expr {
	if len(es) == 1 {
		return es[0]
	}
	return join(op, int64(len(es)), es...)
}

// join returns the operator before the cells of its arguments.
func join(op Op, v int64, es ...Expr) Expr {
	if len(es) == 0 {
		panic("rules: " + op.String() + " of nothing")
	}
	size := 1
	for _, e := range es {
		if e.cat == nil || e.cat != es[0].cat {
			panic("rules: " + op.String() + " of conditions that do not have one catalog")
		}
		size += len(e.code)
	}
	code := make([]cell, 1, size)
	code[0] = cell{op: op, n: uint32(size), v: v}
	for _, e := range es {
		code = append(code, e.code...)
	}
	return Expr{es[0].cat, code}
}

// IsZero reports whether e is the zero Expr, which is not a condition.
func (e Expr) IsZero() bool { return e.cat == nil }

// Catalog returns the catalog that e is bound to.
func (e Expr) Catalog() *config.Catalog { return e.cat }

// Hash returns a number that is the same for equal conditions of one catalog, see [Expr.Equal], and
// seldom for others: a key under which to look for an equal condition. It is the same in every
// process. O(size), without the text.
func (e Expr) Hash() uint64 {
	h := uint64(len(e.code))
	for _, c := range e.code {
		for _, x := range [2]uint64{uint64(c.op)<<40 | uint64(c.rel)<<32 | uint64(c.n), uint64(c.v)} {
			hi, lo := bits.Mul64(h^x, 0x9e3779b97f4a7c15)
			h = hi ^ lo
		}
	}
	return h
}

// Equal reports whether e and f have the same catalog and the same structure.
// Conditions may differ and yet hold for the same selections.
func (e Expr) Equal(f Expr) bool { return e.cat == f.cat && slices.Equal(e.code, f.code) }

// Rebind returns e as a condition on another catalog, in which the options that e names have the
// same ids and codes: one that extends the catalog of e, or that it extends. Arithmetic keeps its
// text, which names the attributes of the catalog that it was bound to. O(Size). It panics if
// the catalog is nil or lacks an option.
func (e Expr) Rebind(cat *config.Catalog) Expr {
	if cat == nil {
		panic("rules: Rebind needs a catalog; it is nil")
	}
	for _, o := range e.Options() {
		if int(o) >= cat.NumOptions() || cat.Code(o) != e.cat.Code(o) {
			panic(fmt.Sprintf("rules: Rebind: the catalog does not have option %d, %s", o, e.cat.Code(o)))
		}
	}
	return Expr{cat, e.code}
}

package cnf

import "strconv"

// Var is a propositional variable, numbered from 1. Zero is not a variable.
type Var uint32

// Lit is a literal: a variable or its negation. The literal of variable v is
// 2v, its negation 2v+1, so that a table by literal is a slice of 2(n+1)
// entries and negation flips one bit. Zero and one are not literals.
type Lit uint32

// MaxVar is the largest variable whose literals a Lit can hold.
const MaxVar Var = 1<<31 - 1

// Pos returns the literal that holds when v is true.
func Pos(v Var) Lit { return Lit(v) << 1 }

// Neg returns the literal that holds when v is false.
func Neg(v Var) Lit { return Lit(v)<<1 | 1 }

// Var returns the variable of l.
func (l Lit) Var() Var { return Var(l >> 1) }

// Not returns the negation of l.
func (l Lit) Not() Lit { return l ^ 1 }

// Sign reports whether l is a negated variable.
func (l Lit) Sign() bool { return l&1 != 0 }

// FromDimacs returns the literal that DIMACS writes as n: n for variable n,
// -n for its negation. It panics when n is 0, which in DIMACS ends a clause,
// or beyond MaxVar.
func FromDimacs(n int) Lit {
	switch {
	case n > 0 && n <= int(MaxVar):
		return Pos(Var(n))
	case n < 0 && n >= -int(MaxVar): // -n may be negative
		return Neg(Var(-n))
	}
	panic("cnf: no literal has DIMACS number " + strconv.Itoa(n))
}

// Dimacs returns l as DIMACS writes it.
func (l Lit) Dimacs() int {
	if l.Sign() {
		return -int(l.Var())
	}
	return int(l.Var())
}

// String returns l as DIMACS writes it.
func (l Lit) String() string { return strconv.Itoa(l.Dimacs()) }

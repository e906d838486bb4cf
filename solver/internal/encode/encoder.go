package encode

import (
	"math"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Encoder turns conditions on the options of one catalog into literals and
// clauses. The auxiliaries that it makes are functions of the options, defined
// in its sink; equal parts of conditions are made once.
//
// An Encoder belongs to one goroutine.
type Encoder struct {
	g          *gates
	cat        *config.Catalog
	standalone bool
	relaxed    bool
	weakened   bool // some sum is weaker than it was meant
	maxSubsets int
	maxDiagram int
	maxAlone   int
	poll       *poll // nil: no context ends its work
}

// NewEncoder returns an encoder that relies on the families of the catalog: the
// definitions of its auxiliaries hold in every configuration that obeys the
// cardinalities and the tree, and may contradict others.
func NewEncoder(cat *config.Catalog, sink Sink) *Encoder {
	return &Encoder{g: newGates(sink), cat: cat, maxSubsets: maxSubsets, maxDiagram: maxDiagram, maxAlone: maxAlone}
}

// NewStandaloneEncoder returns an encoder that does not rely on the families: see
// [Options.Standalone].
func NewStandaloneEncoder(cat *config.Catalog, sink Sink) *Encoder {
	e := NewEncoder(cat, sink)
	e.standalone = true
	return e
}

// Option returns the literal for "o is chosen".
func Option(o config.OptionID) cnf.Lit { return cnf.Pos(cnf.Var(o) + 1) }

// OptionOf is the inverse of Option, for the variable of a literal.
func OptionOf(l cnf.Lit) config.OptionID { return config.OptionID(l.Var() - 1) }

// parent returns the literal for "family f is asked for".
func (e *Encoder) parent(f config.FamilyID) cnf.Lit {
	if p := e.cat.Family(f).Parent; p != config.NoOption {
		return Option(p)
	}
	return yes
}

// Literal returns a literal that is equivalent to x in every configuration, or a
// constant, see [Constant].
func (e *Encoder) Literal(x rules.Expr) cnf.Lit {
	switch x.Op() {
	case rules.OpTrue:
		return yes
	case rules.OpFalse:
		return no
	case rules.OpOption:
		return Option(x.Option())
	case rules.OpNot:
		return e.Literal(x.Arg(0)).Not()
	case rules.OpAnd:
		return e.g.and(e.literals(x))
	case rules.OpOr:
		return e.g.or(e.literals(x))
	case rules.OpImplies:
		args := e.literals(x)
		return e.g.or([]cnf.Lit{args[0].Not(), args[1]})
	case rules.OpIff:
		args := e.literals(x)
		return e.g.iff(args[0], args[1])
	case rules.OpBetween:
		lo, hi := x.Bounds()
		return e.count(e.literals(x), lo, hi)
	case rules.OpLinear:
		return e.all(e.linear(x))
	case rules.OpArith:
		return e.function(e.arithmetic(x))
	}
	panic("encode: " + x.Op().String() + " is not a condition")
}

// literals returns a literal for each argument of x.
func (e *Encoder) literals(x rules.Expr) []cnf.Lit {
	var lits []cnf.Lit
	for arg := range x.Args() {
		lits = append(lits, e.Literal(arg))
	}
	return lits
}

// count returns a literal for "lo to hi of lits hold"; hi may be
// rules.Unbounded.
func (e *Encoder) count(lits []cnf.Lit, lo, hi int) cnf.Lit {
	terms := make([]term, len(lits))
	for i, l := range lits {
		terms[i] = term{l, 1}
	}
	least, most := int64(lo), int64(hi)
	if lo <= 0 {
		least = math.MinInt64
	}
	if hi == rules.Unbounded || hi >= len(lits) {
		most = math.MaxInt64
	}
	if least == 1 && most == math.MaxInt64 {
		return e.g.or(slices.Clone(lits))
	}
	return e.all(e.between(terms, least, most))
}

// linear returns functions whose conjunction is an OpLinear.
func (e *Encoder) linear(x rules.Expr) []function {
	weights, relation, bound := x.Linear()
	terms := make([]term, len(weights))
	for i, w := range weights {
		terms[i] = term{Option(w.Option), w.Coef}
	}
	switch relation {
	case rules.AtMost:
		return e.between(terms, math.MinInt64, bound)
	case rules.AtLeast:
		return e.between(terms, bound, math.MaxInt64)
	}
	return e.between(terms, bound, bound)
}

package rules

import (
	"errors"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Relation says how a weighted sum compares to its bound.
type Relation uint8

// The relations of an OpLinear.
const (
	AtMost  Relation = iota // <=
	AtLeast                 // >=
	Exactly                 // ==
)

var relationWords = source.Words[Relation]{What: "a relation", Texts: []string{"<=", ">=", "=="}}

// String returns the relation as it is written: <=, >= or ==.
func (r Relation) String() string { return relationWords.String(r) }

// MarshalText returns String; a number that is not one of them is an error.
func (r Relation) MarshalText() ([]byte, error) { return relationWords.Append(nil, r) }

// UnmarshalText reads what MarshalText writes.
func (r *Relation) UnmarshalText(text []byte) error { return relationWords.Set(r, text) }

// Term is an option and the amount that it adds to a weighted sum when it
// is chosen.
type Term struct {
	Option config.OptionID `json:"option"`
	Coef   int64           `json:"coef"`
}

// MaxMagnitude is the largest sum of the absolute values of all coefficients
// and the bound of an OpLinear: partial sums never overflow an int64, whatever
// their order.
const MaxMagnitude = 1 << 62

// ErrMagnitude is the error of a comparison whose exact numbers are too large.
var ErrMagnitude = errors.New("the comparison needs whole numbers beyond 2^62 to be exact")

// Linear returns the condition that the sum of the coefficients of the chosen
// options is at most, at least or exactly bound. It comes in normal form: one
// term per option, ascending, no coefficient 0, the first one positive, all
// divided by their greatest common divisor. A condition that always or never
// holds becomes [True] or [False]; a condition that one option decides becomes
// an OpOption or its OpNot. The error is [ErrMagnitude]. It panics if an option
// is not in the catalog.
func Linear(cat *config.Catalog, terms []Term, rel Relation, bound int64) (Expr, error) {
	sum := make([]weight, len(terms))
	for i, t := range terms {
		Option(cat, t.Option) // panics if there is none
		sum[i] = weight{t.Option, big.NewInt(t.Coef)}
	}
	return normalLinear(cat, mergeWeights(sum), rel, big.NewInt(bound))
}

// Linear returns the parts of an OpLinear. The terms are the caller's.
func (e Expr) Linear() (terms []Term, rel Relation, bound int64) {
	if e.Op() != OpLinear {
		return nil, AtMost, 0
	}
	terms = make([]Term, len(e.code)-1)
	for i, c := range e.code[1:] {
		terms[i] = Term{config.OptionID(c.n), c.v}
	}
	return terms, e.code[0].rel, e.code[0].v
}

// weight is a term before it is known to fit a machine word.
type weight struct {
	option config.OptionID
	coef   *big.Int
}

// mergeWeights sorts ws by option, adds up what belongs together and drops
// zeros. It changes the coefficients of ws.
func mergeWeights(ws []weight) []weight {
	slices.SortStableFunc(ws, func(a, b weight) int { return int(int64(a.option) - int64(b.option)) })
	out := ws[:0]
	for _, w := range ws {
		if n := len(out); n > 0 && out[n-1].option == w.option {
			out[n-1].coef.Add(out[n-1].coef, w.coef)
			continue
		}
		out = append(out, w)
	}
	return slices.DeleteFunc(out, func(w weight) bool { return w.coef.Sign() == 0 })
}

// normalLinear returns sum rel bound in normal form; sum is merged, and both
// are used up.
func normalLinear(cat *config.Catalog, sum []weight, rel Relation, bound *big.Int) (Expr, error) {
	if e, ok := constantLinear(cat, sum, rel, bound); ok {
		return e, nil
	}
	divisor := new(big.Int)
	for _, w := range sum {
		divisor.GCD(nil, nil, divisor, new(big.Int).Abs(w.coef))
	}
	if sum[0].coef.Sign() < 0 {
		divisor.Neg(divisor)
		rel = [...]Relation{AtMost: AtLeast, AtLeast: AtMost, Exactly: Exactly}[rel]
	}
	for _, w := range sum {
		w.coef.Quo(w.coef, divisor)
	}
	if !divideBound(bound, divisor, rel) {
		return False(cat), nil
	}
	if len(sum) == 1 { // 0 or 1 compares to a bound between: one of the two holds
		e := Option(cat, sum[0].option)
		if rel == AtMost || rel == Exactly && bound.Sign() == 0 {
			e = Not(e)
		}
		return e, nil
	}
	magnitude := new(big.Int).Abs(bound)
	for _, w := range sum {
		magnitude.Add(magnitude, new(big.Int).Abs(w.coef))
	}
	if magnitude.Cmp(big.NewInt(MaxMagnitude)) > 0 {
		return Expr{}, ErrMagnitude
	}
	code := make([]cell, 1, len(sum)+1)
	code[0] = cell{op: OpLinear, rel: rel, n: uint32(len(sum) + 1), v: bound.Int64()}
	for _, w := range sum {
		code = append(code, cell{op: opTerm, n: uint32(w.option), v: w.coef.Int64()})
	}
	return Expr{cat, code}, nil
}

// constantLinear returns True or False if the range of the sum decides.
func constantLinear(cat *config.Catalog, sum []weight, rel Relation, bound *big.Int) (Expr, bool) {
	least, most := new(big.Int), new(big.Int)
	for _, w := range sum {
		if w.coef.Sign() < 0 {
			least.Add(least, w.coef)
		} else {
			most.Add(most, w.coef)
		}
	}
	below, above := most.Cmp(bound), least.Cmp(bound) // <0: always below the bound, >0: always above
	switch {
	case rel == AtMost && below <= 0, rel == AtLeast && above >= 0, rel == Exactly && below == 0 && above == 0:
		return True(cat), true
	case rel == AtMost && above > 0, rel == AtLeast && below < 0, rel == Exactly && (below < 0 || above > 0):
		return False(cat), true
	}
	return Expr{}, false
}

// divideBound divides the bound by the divisor of all coefficients, rounded to
// where the sum can lie. It reports false if an exact bound cannot be met.
func divideBound(bound, divisor *big.Int, rel Relation) bool {
	if divisor.Sign() < 0 {
		bound.Neg(bound)
		divisor = new(big.Int).Neg(divisor)
	}
	rest := new(big.Int)
	bound.DivMod(bound, divisor, rest) // rounds down
	switch {
	case rest.Sign() == 0:
	case rel == AtLeast:
		bound.Add(bound, big.NewInt(1))
	case rel == Exactly:
		return false
	}
	return true
}

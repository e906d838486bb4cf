package rules

import (
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
)

// form is a linear form: a constant plus a weighted sum of options. It is
// immutable; terms are sorted by option, each once, none with weight 0.
type form struct {
	terms    []formTerm
	constant *big.Rat
}

type formTerm struct {
	option config.OptionID
	weight *big.Rat
}

// newForm sorts and merges terms, which it uses up.
func newForm(constant *big.Rat, terms []formTerm) form {
	slices.SortStableFunc(terms, func(a, b formTerm) int { return int(int64(a.option) - int64(b.option)) })
	out := terms[:0]
	for _, t := range terms {
		if n := len(out); n > 0 && out[n-1].option == t.option {
			out[n-1].weight = new(big.Rat).Add(out[n-1].weight, t.weight)
			continue
		}
		out = append(out, t)
	}
	out = slices.DeleteFunc(out, func(t formTerm) bool { return t.weight.Sign() == 0 })
	return form{out, constant}
}

// addForms returns the sum of fs. O(n log n) in their terms.
func addForms(fs ...form) form {
	constant := new(big.Rat)
	var terms []formTerm
	for _, f := range fs {
		constant.Add(constant, f.constant)
		terms = append(terms, f.terms...)
	}
	return newForm(constant, terms)
}

// scale returns f times r.
func (f form) scale(r *big.Rat) form {
	terms := make([]formTerm, len(f.terms))
	for i, t := range f.terms {
		terms[i] = formTerm{t.option, new(big.Rat).Mul(t.weight, r)}
	}
	return newForm(new(big.Rat).Mul(f.constant, r), terms)
}

// isConstant reports whether no option matters.
func (f form) isConstant() bool { return len(f.terms) == 0 }

// single returns the one option that f and g together depend on; NoOption if
// they depend on none, false if on several.
func single(f, g form) (config.OptionID, bool) {
	o := config.NoOption
	for _, terms := range [][]formTerm{f.terms, g.terms} {
		for _, t := range terms {
			if o != config.NoOption && o != t.option {
				return 0, false
			}
			o = t.option
		}
	}
	return o, true
}

// at returns the value of f, which depends on one option at most, with that
// option rejected (0) or chosen (1).
func (f form) at(chosen int) *big.Rat {
	if chosen == 0 || len(f.terms) == 0 {
		return f.constant
	}
	return new(big.Rat).Add(f.constant, f.terms[0].weight)
}

// interpolate returns the form of one option with the given two values: any
// function of one option is linear.
func interpolate(o config.OptionID, rejected, chosen *big.Rat) form {
	step := new(big.Rat).Sub(chosen, rejected)
	if o == config.NoOption || step.Sign() == 0 {
		return form{nil, rejected}
	}
	return form{[]formTerm{{o, step}}, rejected}
}

// integers returns f times the least positive number that makes all of it
// whole, and that number.
func (f form) integers() (sum []weight, constant, factor *big.Int) {
	factor = new(big.Int).Set(f.constant.Denom())
	gcd := new(big.Int)
	for _, t := range f.terms {
		d := t.weight.Denom()
		gcd.GCD(nil, nil, factor, d)
		factor.Mul(factor, new(big.Int).Quo(d, gcd))
	}
	whole := func(r *big.Rat) *big.Int {
		v := new(big.Int).Quo(factor, r.Denom())
		return v.Mul(v, r.Num())
	}
	for _, t := range f.terms {
		sum = append(sum, weight{t.option, whole(t.weight)})
	}
	return sum, whole(f.constant), factor
}

package encode

import (
	"slices"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

const (
	// maxSpread is the greatest number of clauses of a disjunction of
	// conjunctions; beyond it an auxiliary names one of the conjunctions.
	// Clauses over options alone propagate and compile best; beyond some
	// dozens the auxiliary wins.
	maxSpread = 24
	// maxSubsets is the greatest number of clauses of a cardinality without
	// auxiliaries: at most one of 64 has 2,016.
	maxSubsets = 2_016
)

// form is a conjunction of disjunctions of literals.
type form [][]cnf.Lit

// assert gives emit clauses whose conjunction is x, or not x when it is
// negated: none for a condition that always holds, an empty one for one that
// never does.
func (e *Encoder) assert(x rules.Expr, negated bool, emit func(clause []cnf.Lit)) {
	switch op := x.Op(); {
	case op == rules.OpNot:
		e.assert(x.Arg(0), !negated, emit)
	case op == rules.OpAnd && !negated, op == rules.OpOr && negated:
		for arg := range x.Args() {
			e.assert(arg, negated, emit)
		}
	case op == rules.OpImplies && negated:
		e.assert(x.Arg(0), false, emit)
		e.assert(x.Arg(1), true, emit)
	default:
		for _, clause := range e.form(x, negated) {
			emit(clause)
		}
	}
}

// form returns clauses for x, or for not x when it is negated, without
// auxiliaries if the clauses are few.
func (e *Encoder) form(x rules.Expr, negated bool) form {
	switch op := x.Op(); op {
	case rules.OpNot:
		return e.form(x.Arg(0), !negated)
	case rules.OpAnd, rules.OpOr:
		var parts []form
		for arg := range x.Args() {
			parts = append(parts, e.form(arg, negated))
		}
		if (op == rules.OpAnd) != negated {
			return slices.Concat(parts...)
		}
		return e.disjoin(parts)
	case rules.OpImplies:
		if negated {
			return slices.Concat(e.form(x.Arg(0), false), e.form(x.Arg(1), true))
		}
		return e.disjoin([]form{e.form(x.Arg(0), true), e.form(x.Arg(1), false)})
	case rules.OpIff:
		a, b := e.side(x.Arg(0)), e.side(x.Arg(1))
		return slices.Concat(
			e.disjoin([]form{a(true), b(negated)}),
			e.disjoin([]form{a(false), b(!negated)}))
	case rules.OpBetween:
		lo, hi := x.Bounds()
		return e.countForm(e.literals(x), lo, hi, negated)
	case rules.OpLinear:
		if e.relaxed {
			return e.relaxedForm(x, negated)
		}
		return e.functionForm(e.linear(x), negated)
	case rules.OpArith:
		return e.functionForm([]function{e.arithmetic(x)}, negated)
	}
	return unit(e.Literal(x), negated)
}

// side returns the forms of a side of an equivalence, which needs both x and not
// x. Equivalences in it are named by an auxiliary: else a chain of them would
// double at each.
func (e *Encoder) side(x rules.Expr) func(negated bool) form {
	if hasIff(x) {
		l := e.Literal(x)
		return func(negated bool) form { return unit(l, negated) }
	}
	return func(negated bool) form { return e.form(x, negated) }
}

// hasIff reports whether there is an equivalence in x.
func hasIff(x rules.Expr) bool {
	switch x.Op() {
	case rules.OpIff:
		return true
	case rules.OpNot, rules.OpAnd, rules.OpOr, rules.OpImplies, rules.OpBetween:
		for arg := range x.Args() {
			if hasIff(arg) {
				return true
			}
		}
	}
	return false
}

// unit returns the form of one literal.
func unit(l cnf.Lit, negated bool) form {
	if negated {
		l = l.Not()
	}
	switch l {
	case yes:
		return form{}
	case no:
		return form{{}}
	}
	return form{{l}}
}

// disjoin returns the disjunction of forms, by distribution. While that has
// more than maxSpread clauses the largest form is named by an auxiliary.
func (e *Encoder) disjoin(parts []form) form {
	for spread(parts) > maxSpread {
		largest := 0
		for i, p := range parts {
			if len(p) > len(parts[largest]) {
				largest = i
			}
		}
		if len(parts[largest]) < 2 {
			break
		}
		parts[largest] = unit(e.name(parts[largest]), false)
	}
	// Parts of one clause go into each product at once: there may be thousands.
	product, beside := form{{}}, []cnf.Lit(nil)
	for _, p := range parts {
		if len(p) == 1 {
			beside = append(beside, p[0]...)
			continue
		}
		var next form
		for _, a := range product {
			for _, b := range p {
				next = append(next, slices.Concat(a, b))
			}
		}
		product = next
	}
	kept := product[:0]
	for _, clause := range product {
		if clause, ok := simplified(append(clause, beside...)); ok {
			kept = append(kept, clause)
		}
	}
	return kept
}

// spread returns the number of clauses of a disjunction, or one more than
// maxSpread when there are more.
func spread(parts []form) int {
	n := 1
	for _, p := range parts {
		if n *= len(p); n > maxSpread {
			return maxSpread + 1
		}
	}
	return n
}

// name returns a literal for a form.
func (e *Encoder) name(f form) cnf.Lit {
	all := make([]cnf.Lit, len(f))
	for i, clause := range f {
		all[i] = e.g.or(clause)
	}
	return e.g.and(all)
}

// countForm returns clauses for "lo to hi of lits hold", or its negation: over
// the literals themselves when there are few enough subsets to forbid.
func (e *Encoder) countForm(lits []cnf.Lit, lo, hi int, negated bool) form {
	n := len(lits)
	if hi == rules.Unbounded || hi > n {
		hi = n
	}
	if lo > n {
		return unit(no, negated)
	}
	if negated {
		// Only one side of "fewer than lo" and "more than hi" is a cardinality.
		switch {
		case lo <= 0:
			lo, hi, negated = hi+1, n, false
		case hi >= n:
			lo, hi, negated = 0, lo-1, false
		}
	}
	exclusive := hi == 1 && lo <= 1 // families of thousands of options have this form
	if negated || !exclusive && e.subsets(n, n-lo+1)+e.subsets(n, hi+1) > e.maxSubsets {
		return unit(e.count(lits, lo, hi), negated)
	}
	var f form
	add := func(clause []cnf.Lit) {
		if c, ok := simplified(clause); ok {
			f = append(f, c)
		}
	}
	if lo > 0 { // any n-lo+1 of them hold one that holds
		eachSubset(lits, n-lo+1, add)
	}
	if hi < n { // any hi+1 of them hold one that does not
		for exclusive && e.subsets(len(lits), 2) > e.maxSubsets {
			lits = e.groups(lits, add)
		}
		negative := make([]cnf.Lit, len(lits))
		for i, l := range lits {
			negative[i] = l.Not()
		}
		eachSubset(negative, hi+1, add)
	}
	return f
}

// groups adds that at most one literal of each group holds, and returns for each
// group a literal for "one does". This is the commander encoding (Klieber and
// Kwon, "Efficient CNF encoding for selecting 1 from N objects", 2007), with
// commanders that are defined in both directions. A group is half as large as
// what is forbidden in pairs.
func (e *Encoder) groups(lits []cnf.Lit, add func(clause []cnf.Lit)) []cnf.Lit {
	size := 4
	for e.subsets(size+2, 2) <= e.maxSubsets {
		size += 2
	}
	var some []cnf.Lit
	for group := range slices.Chunk(lits, size/2) {
		for i, a := range group {
			for _, b := range group[:i] {
				add([]cnf.Lit{a.Not(), b.Not()})
			}
		}
		some = append(some, e.g.or(slices.Clone(group)))
	}
	return some
}

// simplified returns the clause without repetitions and constants, and reports
// false when it always holds.
func simplified(clause []cnf.Lit) ([]cnf.Lit, bool) {
	clause = slices.Clone(clause)
	slices.Sort(clause)
	out := clause[:0]
	for _, l := range clause {
		switch {
		case l == yes:
			return nil, false
		case l == no || len(out) > 0 && out[len(out)-1] == l:
		case len(out) > 0 && out[len(out)-1] == l.Not():
			return nil, false
		default:
			out = append(out, l)
		}
	}
	return out, true
}

// subsets returns how many subsets of size k a set of n has, or more than
// e.maxSubsets when there are more.
func (e *Encoder) subsets(n, k int) int {
	if k < 0 || k > n {
		return 0
	}
	count := 1
	for i := range min(k, n-k) {
		if count = count * (n - i) / (i + 1); count > e.maxSubsets {
			return e.maxSubsets + 1
		}
	}
	return count
}

// eachSubset yields the subsets of size k of lits in lexicographic order of
// place; the slice is used again. A size below 0 or above the number of lits
// has none; k = 0 has the empty one.
func eachSubset(lits []cnf.Lit, k int, yield func([]cnf.Lit)) {
	if k < 0 || k > len(lits) {
		return
	}
	chosen := make([]cnf.Lit, 0, k)
	var extend func(from int)
	extend = func(from int) {
		if len(chosen) == k {
			yield(chosen)
			return
		}
		for i := from; i <= len(lits)-(k-len(chosen)); i++ {
			chosen = append(chosen, lits[i])
			extend(i + 1)
			chosen = chosen[:len(chosen)-1]
		}
	}
	extend(0)
}

// Assumptions returns literals whose conjunction is x, made with few
// auxiliaries. It reports false when x can never hold.
func (e *Encoder) Assumptions(x rules.Expr) ([]cnf.Lit, bool) {
	var lits []cnf.Lit
	possible := true
	e.assert(x, false, func(clause []cnf.Lit) {
		switch l := e.g.or(clause); l {
		case yes:
		case no:
			possible = false
		default:
			lits = append(lits, l)
		}
	})
	return lits, possible
}

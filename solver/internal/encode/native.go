package encode

import (
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// natively adds a sum to the formula, terms at most bound. Its encoding are the
// clauses that emit makes with an encoder of its own: it shares no auxiliary.
func (w *writer) natively(terms []term, bound int64, emit func(e *Encoder)) {
	merged, shift := merge(terms)
	sum, room := make([]cnf.Term, len(merged)), bound-shift
	for i, t := range merged {
		if sum[i] = (cnf.Term{Lit: t.lit, Coef: t.coef}); t.coef < 0 { // c·x is c + |c|·!x
			sum[i] = cnf.Term{Lit: t.lit.Not(), Coef: -t.coef}
			room -= t.coef
		}
	}
	own, from := *w.Encoder, w.Formula.NumClauses()
	own.g = newGates(w.Encoding)
	emit(&own)
	w.Formula.AddSum(sum, room, from)
}

// nativeFamily adds one bound of a family's cardinality as a sum if that takes
// too many clauses without auxiliaries, and reports whether it did.
func (w *writer) nativeFamily(f config.FamilyID, lits []cnf.Lit, most bool, emit func(e *Encoder)) bool {
	family := w.cat.Family(f)
	n, bound := len(lits), family.Select.Max
	size := bound + 1
	if !most {
		bound = family.Select.Min
		size = n - bound + 1
	}
	if w.standalone || bound < 1 || bound == 1 && !most || bound == rules.Unbounded || w.subsets(n, size) <= w.maxSubsets {
		return false
	}
	terms := make([]term, n, n+1)
	for i, l := range lits {
		if terms[i] = (term{l, 1}); !most {
			terms[i].lit = l.Not()
		}
	}
	if most {
		w.natively(terms, int64(bound), emit)
	} else { // when the parent holds, at most n-bound options do not hold
		w.natively(append(terms, term{w.parent(f), int64(bound)}), int64(n), emit)
	}
	return true
}

// maxGates is the largest diagram of a weighted sum, in spans, that becomes gates: a
// larger one makes a harder search than the sum itself.
const maxGates = 3_000

// nativeRule adds a rule that is a single weighted sum as sums if its diagram
// is too large, and reports whether it did.
func (w *writer) nativeRule(x rules.Expr) bool {
	if w.standalone || x.Op() != rules.OpLinear {
		return false
	}
	weights, relation, bound := x.Linear()
	terms := make([]term, len(weights))
	for i, c := range weights {
		terms[i] = term{Option(c.Option), c.Coef}
	}
	merged, shift := merge(terms)
	layers := w.layers(merged)
	byWeight(layers)
	if _, small := newSums(layers, min(w.maxDiagram, maxGates), w.poll).build(0, bound-shift); small {
		return false
	}
	add := func(terms []term, bound int64) {
		w.natively(terms, bound, func(e *Encoder) {
			merged, shift := merge(terms)
			for _, clause := range unit(e.function(e.atMost(merged, bound-shift)), false) {
				w.emit(clause)
			}
		})
	}
	if relation != rules.AtLeast {
		add(terms, bound)
	}
	if relation != rules.AtMost {
		below := slices.Clone(terms)
		for i := range below {
			below[i].coef = -below[i].coef
		}
		add(below, -bound)
	}
	return true
}

package encode

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxAlone is the largest diagram, in spans, of a sum over single options before
// one over families takes its place, see [Options].Relaxed.
const maxAlone = 20_000

// relaxedForm returns clauses that an OpLinear, or its negation, implies. They
// imply it if no family has more options than it may.
func (e *Encoder) relaxedForm(x rules.Expr, negated bool) form {
	weights, relation, bound := x.Linear()
	if relation == rules.Exactly && negated {
		return e.functionForm(e.linear(x), true)
	}
	above, below := make([]term, len(weights)), make([]term, len(weights))
	for i, w := range weights {
		above[i] = term{Option(w.Option), w.Coef}
		below[i] = term{Option(w.Option), -w.Coef}
	}
	var fs []function
	switch { // every side of a relation becomes an upper bound
	case relation == rules.AtMost && negated:
		fs = append(fs, e.relaxedAtMost(below, -bound-1))
	case relation == rules.AtLeast && negated:
		fs = append(fs, e.relaxedAtMost(above, bound-1))
	default:
		if relation != rules.AtLeast {
			fs = append(fs, e.relaxedAtMost(above, bound))
		}
		if relation != rules.AtMost {
			fs = append(fs, e.relaxedAtMost(below, -bound))
		}
	}
	return e.functionForm(fs, false)
}

// relaxedAtMost returns "the terms sum to at most bound" or a weaker condition, in
// which only the heaviest chosen positive term of each family counts, and all
// negative terms. The true sum is never less than that.
func (e *Encoder) relaxedAtMost(terms []term, bound int64) function {
	layers := e.layers(terms)
	byWeight(layers)
	d := newSums(layers, min(e.maxDiagram, e.maxAlone), e.poll)
	if s, ok := d.build(0, bound); ok {
		d.chain()
		return function{diagram: d.diagram, root: s.node}
	}
	d = newSums(e.heaviest(terms), e.maxDiagram, e.poll)
	if s, ok := d.build(0, bound); ok {
		d.chain()
		e.weakened = true
		return function{lit: d.literal(e.g, s.node)}
	}
	return e.atMost(terms, bound)
}

// heaviest groups the positive terms by families that take at most one option,
// the heaviest first: that one counts.
func (e *Encoder) heaviest(terms []term) []layer {
	var layers []layer
	of := map[config.FamilyID]int{}
	for _, t := range terms {
		f := e.cat.Option(OptionOf(t.lit)).Family
		at, ok := of[f]
		if !ok || t.coef < 0 || e.cat.Family(f).Select.Max != 1 {
			at = len(layers)
			layers = append(layers, layer{ranked: true})
			if t.coef > 0 {
				of[f] = at
			}
		}
		layers[at].choices = append(layers[at].choices, t)
	}
	for i, l := range layers {
		slices.SortStableFunc(l.choices, func(a, b term) int { return cmp.Compare(b.coef, a.coef) })
		some := make([]cnf.Lit, len(l.choices))
		for j, c := range l.choices {
			some[j] = c.lit
		}
		layers[i].some = e.g.or(some)
	}
	byWeight(layers)
	return layers
}

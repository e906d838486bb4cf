package encode

import (
	"math"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxDiagram is the largest number of nodes that a weighted sum may have as a
// decision diagram; larger ones are added in binary. Rules such as a mass limit
// over forty families take some thousands; a hundred thousand clauses for one
// rule are what a search or a compilation still takes in its stride.
const maxDiagram = 20_000

// between returns a literal for "the sum of the terms is lo..hi". An end at
// math.MinInt64 or math.MaxInt64 is open.
func (e *Encoder) between(terms []term, lo, hi int64) cnf.Lit {
	terms, shift := merge(terms)
	within := yes
	if hi != math.MaxInt64 {
		within = e.atMost(terms, hi-shift)
	}
	if lo != math.MinInt64 {
		below := e.atMost(terms, lo-shift-1)
		within = e.g.and([]cnf.Lit{within, below.Not()})
	}
	return within
}

// merge returns the sum with one term per variable, none of a negated literal
// or with coefficient 0, ascending, and what it is too small by.
func merge(terms []term) (merged []term, shift int64) {
	terms = slices.Clone(terms)
	for i, t := range terms {
		switch {
		case t.lit == yes:
			shift += t.coef
			terms[i].coef = 0
		case t.lit == no:
			terms[i].coef = 0
		case t.lit.Sign(): // c·!x is c - c·x
			shift += t.coef
			terms[i] = term{t.lit.Not(), -t.coef}
		}
	}
	slices.SortFunc(terms, func(a, b term) int { return int(int64(a.lit) - int64(b.lit)) })
	for _, t := range terms {
		if n := len(merged); n > 0 && merged[n-1].lit == t.lit {
			merged[n-1].coef += t.coef
		} else {
			merged = append(merged, t)
		}
	}
	return slices.DeleteFunc(merged, func(t term) bool { return t.coef == 0 }), shift
}

// atMost returns a literal for "the merged terms sum to at most bound".
func (e *Encoder) atMost(terms []term, bound int64) cnf.Lit {
	layers := e.layers(terms)
	if e.maxDiagram > 0 {
		d := newDiagram(layers, e.maxDiagram)
		if s, ok := d.build(0, bound); ok {
			return d.literal(e.g, s.node)
		}
	}
	positive := slices.Clone(terms)
	for i, t := range positive {
		if t.coef < 0 { // c·x is c + |c|·!x
			positive[i] = term{t.lit.Not(), -t.coef}
			bound -= t.coef
		}
	}
	return e.g.sumAtMost(positive, bound)
}

// layers groups terms into decisions: one for all the options of a family of
// which at most one holds, unless rules are encoded to stand alone, and one for
// any other literal.
func (e *Encoder) layers(terms []term) []layer {
	var layers []layer
	of := map[config.FamilyID]int{}
	for _, t := range terms {
		f := e.exclusive(t.lit)
		at, ok := of[f]
		if !ok || f == config.NoFamily {
			at = len(layers)
			of[f] = at
			layers = append(layers, layer{})
		}
		layers[at].choices = append(layers[at].choices, t)
	}
	for i, l := range layers {
		layers[i] = e.complete(l)
	}
	byWeight(layers)
	return layers
}

// exclusive returns the family of an option of which at most one holds, in so
// far as the encoder may rely on it.
func (e *Encoder) exclusive(l cnf.Lit) config.FamilyID {
	if e.standalone || int(l.Var()) > e.cat.NumOptions() {
		return config.NoFamily
	}
	f := e.cat.Option(optionOf(l)).Family
	if e.cat.Family(f).Select.Max != 1 {
		return config.NoFamily
	}
	return f
}

// complete sets when some choice of the layer holds. A family that takes one
// option whenever its parent holds needs no auxiliary for that.
func (e *Encoder) complete(l layer) layer {
	first := l.choices[0].lit
	f := e.exclusive(first)
	if f == config.NoFamily {
		l.some = first
		return l
	}
	family := e.cat.Family(f)
	if family.Select.Min == 1 {
		coef := make(map[cnf.Lit]int64, len(l.choices))
		for _, c := range l.choices {
			coef[c.lit] = c.coef
		}
		l.choices = nil
		for _, o := range family.Options {
			l.choices = append(l.choices, term{Option(o), coef[Option(o)]})
		}
		l.some = e.parent(f)
		return l
	}
	some := make([]cnf.Lit, len(l.choices))
	for i, c := range l.choices {
		some[i] = c.lit
	}
	l.some = e.g.or(some)
	return l
}

package encode

import (
	"math"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxDiagram is the greatest number of nodes of a weighted sum's decision
// diagram; larger sums are added in binary. A mass limit over forty families
// takes some thousands; searches and compilations can still take a hundred
// thousand clauses for one rule.
const maxDiagram = 20_000

// term is a literal that counts coef when it holds. Magnitudes sum to at most
// rules.MaxMagnitude, so that nothing below overflows.
type term struct {
	lit  cnf.Lit
	coef int64
}

// function is a node of a diagram or, without one, a literal; or its negation.
type function struct {
	*diagram
	root    int32
	lit     cnf.Lit
	negated bool
}

// literal returns a literal for f.
func (e *Encoder) function(f function) cnf.Lit {
	l := f.lit
	if f.diagram != nil {
		l = f.diagram.literal(e.g, f.root)
	}
	if f.negated {
		return l.Not()
	}
	return l
}

// all returns a literal for the conjunction of functions.
func (e *Encoder) all(fs []function) cnf.Lit {
	lits := make([]cnf.Lit, len(fs))
	for i, f := range fs {
		lits[i] = e.function(f)
	}
	return e.g.and(lits)
}

// functionForm returns clauses for the conjunction of functions, or its negation.
func (e *Encoder) functionForm(fs []function, negated bool) form {
	if negated && len(fs) != 1 {
		return unit(e.all(fs), true)
	}
	var out form
	for _, f := range fs {
		f.negated = f.negated != negated
		end := int32(0)
		if f.negated {
			end = 1
		}
		clauses, few := form(nil), false
		if f.diagram != nil {
			clauses, few = f.clauses(f.root, end)
		}
		if !few {
			clauses = unit(e.function(f), false)
		}
		out = append(out, clauses...)
	}
	return out
}

// between returns functions whose conjunction is "the sum of the terms is
// lo..hi". An end at math.MinInt64 or math.MaxInt64 is open.
func (e *Encoder) between(terms []term, lo, hi int64) []function {
	terms, shift := merge(terms)
	var fs []function
	if hi != math.MaxInt64 {
		fs = append(fs, e.atMost(terms, hi-shift))
	}
	if lo != math.MinInt64 {
		below := e.atMost(terms, lo-shift-1)
		below.negated = true
		fs = append(fs, below)
	}
	return fs
}

// merge returns the sum with one term per variable, ascending, without
// negated literals and zero coefficients, and the constant to add to it.
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

// atMost returns "the merged terms sum to at most bound".
func (e *Encoder) atMost(terms []term, bound int64) function {
	if e.maxDiagram > 0 {
		layers := e.layers(terms)
		byWeight(layers)
		d := newSums(layers, e.maxDiagram, e.poll)
		if s, ok := d.build(0, bound); ok {
			d.chain()
			return function{diagram: d.diagram, root: s.node}
		}
	}
	positive := slices.Clone(terms)
	for i, t := range positive {
		if t.coef < 0 { // c·x is c + |c|·!x
			positive[i] = term{t.lit.Not(), -t.coef}
			bound -= t.coef
		}
	}
	return function{lit: e.g.sumAtMost(positive, bound)}
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
	return layers
}

// exclusive returns the family of an option if at most one of its options
// holds and the encoder may rely on that.
func (e *Encoder) exclusive(l cnf.Lit) config.FamilyID {
	if e.standalone || int(l.Var()) > e.cat.NumOptions() {
		return config.NoFamily
	}
	f := e.cat.Option(OptionOf(l)).Family
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

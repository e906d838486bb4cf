package fit

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A coordinate is what an exponent stands for: a sum of factor · term, whose mean is 0 at the targets. The
// pivot has the factor 1 and is in no other coordinate, so that its exponent is that of a target for the
// pivot alone. The exponents of features would be up to 1 over a share, where one counts nearly the same
// as another.
type coordinate struct {
	pivot   term
	terms   []term
	factors []float64
}

// mean returns the mean of a coordinate, given the shares of the terms.
func (c *coordinate) mean(shares []float64) float64 {
	sum := 0.0
	for k, t := range c.terms {
		sum += float64(c.factors[k] * shares[t])
	}
	return sum
}

// goal returns the share that the pivot needs beside the other terms. As these change, too, it is not far away.
func (c *coordinate) goal(shares []float64) float64 {
	sum, fixed := 0.0, true
	for k, t := range c.terms {
		if t != c.pivot {
			sum -= float64(c.factors[k] * shares[t])
			fixed = fixed && t == always
		}
	}
	if share := shares[c.pivot]; !fixed {
		sum = min(max(sum, share/10), 1-(1-share)/10)
	}
	return min(max(sum, leastShare), 1-0x1p-53)
}

// coordinates returns coordinates that are all 0 where some features are: the rows that Gauss and
// Jordan make of those of the features. What is a sum of other terms, if only in the mix of some logs, is none of
// its own: so it does not matter how rare the configurations are in which it is none. It also returns features of
// which a row would have to be 0, and never is: no mix like that one meets their targets.
func (m *model) coordinates(ctx context.Context, use []int, logs, at []float64) (out []coordinate, odd [][]int, err error) {
	s, err := m.span(ctx, use, logs, at)
	if err != nil {
		return nil, nil, err
	}
	var rows []*row
	for k, i := range use {
		f := &m.features[i]
		r := &row{sum: make([]float64, len(s.terms)), size: make([]float64, len(s.terms)), of: make([]bool, len(use))}
		r.of[k] = true
		r.add(1, s.sums[f.met])
		r.add(-f.aim, s.sums[f.given])
		for _, other := range rows {
			r.eliminate(other)
		}
		if !r.turn() {
			if r.sum[0] != 0 {
				odd = append(odd, r.features(use))
			}
			continue
		}
		for _, other := range rows {
			other.eliminate(r)
		}
		rows = append(rows, r)
	}
	out = make([]coordinate, len(rows))
	for k, r := range rows {
		out[k].pivot = s.terms[r.pivot]
		for v, x := range r.sum {
			if x != 0 {
				out[k].terms, out[k].factors = append(out[k].terms, s.terms[v]), append(out[k].factors, x)
			}
		}
	}
	return out, odd, nil
}

// A row is a sum of factors of terms. What a factor was made of has the size.
type row struct {
	sum, size []float64
	pivot     int
	of        []bool // by place in use: the features of which it is made
}

// features returns the features of which the row is made.
func (r *row) features(use []int) []int {
	var out []int
	for k, i := range use {
		if r.of[k] {
			out = append(out, i)
		}
	}
	return out
}

// cancelled is the part of its size below which a factor is no more than the rounding of shares. That of what always
// holds decides whether there is a mix, so that a program shall look at it.
func cancelled(v int) float64 {
	if v == 0 {
		return 1e-10
	}
	return 1e-9
}

// add adds a multiple of a sum.
func (r *row) add(by float64, sum []float64) {
	for v, x := range sum {
		x *= by
		r.sum[v] += x
		if r.size[v] += math.Abs(x); math.Abs(r.sum[v]) <= cancelled(v)*r.size[v] {
			r.sum[v] = 0
		}
	}
}

// eliminate adds the multiple of another row that leaves nothing of its pivot.
func (r *row) eliminate(other *row) {
	if by := r.sum[other.pivot]; by != 0 {
		r.add(-by, other.sum)
		r.sum[other.pivot] = 0
		for k, part := range other.of {
			r.of[k] = r.of[k] || part
		}
	}
}

// turn gives the row a pivot: the term of the greatest factor. It reports false if there is none.
func (r *row) turn() bool {
	most := 0.0
	for v, x := range r.sum[1:] {
		if math.Abs(x) > most {
			r.pivot, most = v+1, math.Abs(x)
		}
	}
	if most == 0 {
		return false
	}
	by := r.sum[r.pivot]
	for v := range r.sum {
		r.sum[v] /= by
		r.size[v] /= math.Abs(by)
	}
	return true
}

// A span is terms, the first of which always holds, of which other terms are sums.
type span struct {
	terms []term
	sums  map[term][]float64 // by term: factors of terms
}

// include makes a term one of the span.
func (s *span) include(t term) {
	s.note(t, append(make([]float64, len(s.terms)), 1))
	s.terms = append(s.terms, t)
}

// note notes a term as a sum, and so its opposite.
func (s *span) note(t term, sum []float64) {
	opposite := make([]float64, len(sum))
	for v, x := range sum {
		opposite[v] = -x
	}
	opposite[0]++
	s.sums[t], s.sums[t^1] = sum, opposite
}

// span returns a span of the terms of some features. If a feature has a Given, no term of it is the sum of
// others in the mix of some logs, whose shares are at. Otherwise that is not needed: each coordinate
// has one term anyway.
func (m *model) span(ctx context.Context, use []int, logs, at []float64) (*span, error) {
	var terms []term
	conditional := false
	add := func(t term) {
		if t > never && !slices.Contains(terms, t) && !slices.Contains(terms, t^1) {
			terms = append(terms, t)
		}
	}
	for _, i := range use {
		add(m.features[i].met)
		conditional = conditional || m.features[i].given != always
	}
	for _, i := range use {
		add(m.features[i].given)
	}
	s := &span{[]term{always}, map[term][]float64{always: {1}, never: {0}}}
	if !conditional {
		for _, t := range terms {
			s.include(t)
		}
		return s, nil
	}
	joint, err := m.pairs(ctx, logs, at, terms)
	if err != nil {
		return nil, err
	}
	correlations, scale := mat.NewSymDense(len(terms), nil), make([]float64, len(terms))
	for k, t := range terms {
		scale[k] = math.Sqrt(max(at[t]*at[t^1], minVariance))
		for l, u := range terms[:k+1] {
			correlations.SetSym(k, l, (joint[t][u]-float64(at[t]*at[u]))/(scale[k]*scale[l]))
		}
	}
	apart, root := independents(correlations)
	for _, k := range apart {
		s.include(terms[k])
	}
	for k, t := range terms {
		if _, known := s.sums[t]; known {
			continue
		}
		sum := []float64{at[t]}
		if len(apart) > 0 {
			factors := mat.NewVecDense(len(apart), nil)
			for v, l := range apart {
				factors.SetVec(v, correlations.At(k, l))
			}
			_ = root.SolveVecTo(factors, factors) // its error is a warning
			for v, l := range apart {
				sum = append(sum, whole(factors.AtVec(v)*scale[k]/scale[l]))
				sum[0] -= float64(sum[v+1] * at[terms[l]])
			}
		}
		sum[0] = whole(sum[0])
		s.note(t, sum)
	}
	return s, nil
}

// whole returns the whole number that a factor is but for its rounding, or else the factor.
func whole(x float64) float64 {
	if y := math.Round(x); math.Abs(x-y) < 1e-4 {
		return y
	}
	return x
}

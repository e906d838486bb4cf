package query

import (
	"math/big"
	"math/rand/v2"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Sampler draws models over the options at random. It holds the circuit as a
// program that runs from the root down: at an Or it tosses for a child; at an
// And it sets the true options, tosses the open ones, and goes on with the
// children. Certain steps, and every Or with one child left, are already
// resolved.
//
// It belongs to one goroutine.
type Sampler struct {
	ms       *Models
	assign   circuit.Assignment
	weighted bool
	empty    bool
	start    step
	ors      []toss
	nodes    []circuit.Node // by toss: the node that it stands for
	ands     []block        // and one more, so that ands[i+1] exists
	facts    []run          // options that are true
	coins    []run          // open options, even
	biased   []coin         // open options, weighted
	kids     []step
	stack    []step
}

// step refers to ors[s/2] when it is even, to ands[s/2] when odd.
type step uint32

// toss is an Or: hi when 64 random bits are below the threshold, lo when they
// are above. When they equal it, more bits are needed, see settle.
type toss struct {
	threshold uint64
	hi, lo    step
}

// block is an And: where its runs, coins and children begin in the sampler's;
// they end where the next one's begin.
type block struct{ facts, coins, biased, kids uint32 }

// run is some options within one word of a model.
type run struct {
	word uint32
	mask uint64
}

// coin is an open option and how it is tossed.
type coin struct {
	threshold uint64
	option    cnf.Var
}

// Sampler returns a sampler of the models that agree with assign, all equally
// likely, without rounding. It takes one count and one pass over its result.
func (ms *Models) Sampler(assign circuit.Assignment) *Sampler {
	a := &assembly{Sampler: &Sampler{ms: ms, assign: assign}}
	defer a.unbind()
	ms.c.NodeCounts(assign, func(counts []big.Int) {
		var sum, z big.Int
		a.possible = func(n circuit.Node) bool { return counts[n].Sign() != 0 }
		a.threshold = func(hi, lo circuit.Node) uint64 {
			sum.Add(&counts[hi], &counts[lo])
			z.Lsh(&counts[hi], 64)
			return z.Quo(&z, &sum).Uint64()
		}
		a.assemble()
	})
	return a.Sampler
}

// WeightedSampler returns a sampler of the models that agree with assign,
// each with a probability proportional to its weight, the product of its
// literals'. Weights are as in [circuit.Circuit.Measure].
//
// The arithmetic is that of float64, without bounds on exponents: the error of
// a toss is at most twice that of Measure, plus 2^-64. A model of weight 0 is
// never drawn.
func (ms *Models) WeightedSampler(weights []float64, assign circuit.Assignment) *Sampler {
	a := &assembly{Sampler: &Sampler{ms: ms, assign: assign, weighted: true}, weights: weights}
	defer a.unbind()
	ms.c.NodeMeasures(weights, assign, func(measures []circuit.Wide) {
		a.possible = func(n circuit.Node) bool { return !measures[n].IsZero() }
		a.threshold = func(hi, lo circuit.Node) uint64 { return fraction(measures[hi], measures[lo]) }
		a.assemble()
	})
	return a.Sampler
}

// Sample sets m to a random model and reports whether there is any. It depends
// on the circuit and on what r yields, and takes time linear in the visited
// Ands, those of the model. It does not allocate.
func (s *Sampler) Sample(m circuit.Model, r *rand.Rand) bool {
	clear(m)
	if s.empty {
		return false
	}
	s.stack = append(s.stack[:0], s.start)
	for len(s.stack) > 0 {
		at := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		for at&1 == 0 {
			or := &s.ors[at/2]
			switch u := r.Uint64(); {
			case u < or.threshold:
				at = or.hi
			case u > or.threshold || !s.settle(s.nodes[at/2], r):
				at = or.lo
			default:
				at = or.hi
			}
		}
		from, to := &s.ands[at/2], &s.ands[at/2+1]
		for _, f := range s.facts[from.facts:to.facts] {
			m[f.word] |= f.mask
		}
		for _, c := range s.coins[from.coins:to.coins] {
			m[c.word] |= c.mask & r.Uint64()
		}
		for _, c := range s.biased[from.biased:to.biased] {
			if r.Uint64() < c.threshold {
				m.Set(cnf.Pos(c.option))
			}
		}
		s.stack = append(s.stack, s.kids[from.kids:to.kids]...)
	}
	return true
}

// settle goes on with a toss whose first 64 bits equal the threshold, and
// reports whether it is the first child. With p the share of that child, the
// bits say whether a number drawn from [0, 1) is below p: they are compared
// with those of p, word by word, until they differ. This happens once in 2^64
// tosses, so the counts are not kept but made again.
func (s *Sampler) settle(n circuit.Node, r *rand.Rand) bool {
	if s.weighted {
		return false // p is not known to so many bits
	}
	var rest, sum, word big.Int
	s.ms.c.NodeCounts(s.assign, func(counts []big.Int) {
		kids := s.ms.arena.Children(n)
		rest.Set(&counts[kids[0]])
		sum.Add(&rest, &counts[kids[1]])
	})
	rest.Rem(rest.Lsh(&rest, 64), &sum) // of the word that equalled
	for rest.Sign() != 0 {
		word.QuoRem(rest.Lsh(&rest, 64), &sum, &rest)
		if u := r.Uint64(); u != word.Uint64() {
			return u < word.Uint64()
		}
	}
	return false
}

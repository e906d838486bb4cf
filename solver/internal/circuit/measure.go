package circuit

import (
	"context"
	"math/big"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// measuring is the semiring of weighted counts, as reals of any magnitude, and
// their flow as a share of the root's value.
type measuring struct {
	assign  Assignment
	weights []float64 // by literal; nil: all 1
	up      []Wide    // by node
	down    []float64 // by node
}

// Measure sets z to the weighted number of models that agree with assign: the
// sum over them of the product of their literals' weights, and returns z, whose
// precision becomes that of a float64. The weights are indexed by literal,
// finite and not negative; nil makes them all 1. Those of auxiliaries should be
// 1.
//
// One pass of Fold; no allocation when z is reused. The relative error is at
// most 4·NumVars()·2^-53 and a little: there is no subtraction, so errors only
// add up, and the sums and products of one model have at most four roundings
// for each variable (its weight, its factor, its decision's sum, and its open
// node's).
func (c *Circuit) Measure(z *big.Float, weights []float64, assign Assignment) *big.Float {
	s := c.measuring(weights, assign)
	defer c.pool.reals.Put(s)
	total := s.up[c.arena.Root]
	z.SetPrec(mantissa + 1).SetFloat64(total.frac)
	if total.frac == 0 {
		return z
	}
	return z.SetMantExp(z, int(total.exp))
}

// Shares computes for every literal the share of the weighted number of models,
// see Measure, that contain it: 0 to 1. The result is indexed by literal,
// dst[l]; dst[0] is 1, or 0 when the number is zero, as are all shares then;
// dst[1] is 0. It uses the memory of dst if that suffices, and belongs to the
// caller.
//
// One pass up and one down; no allocation when dst is reused. The relative error is at
// most (12·NumVars() + NumEdges())·2^-53 and a little: beside the errors of values,
// which enter twice, a flow has one rounding for each step and each parent on the way.
// A share below 1e-280 may be less exact, or 0, because of the range of float64.
func (c *Circuit) Shares(dst []float64, weights []float64, assign Assignment) []float64 {
	dst = sized(dst, 2*c.arena.Vars+2)
	s := c.measuring(weights, assign)
	defer c.pool.reals.Put(s)
	s.down = Descend(c, s, s.up, s.down)
	copy(dst, s.down)
	dst[0], dst[1] = 0, 0
	s.Source(&dst[0], &s.up[c.arena.Root])
	return dst
}

// NodeMeasures calls use with the weighted number of models of each node, see
// Measure, by node. They are scratch of the circuit: use may read them until it
// returns. One pass of Fold.
func (c *Circuit) NodeMeasures(weights []float64, assign Assignment, use func(measures []Wide)) {
	s := c.measuring(weights, assign)
	defer c.pool.reals.Put(s)
	use(s.up)
}

// measuring returns scratch with the measure of every node. The caller puts it back.
func (c *Circuit) measuring(weights []float64, assign Assignment) *measuring {
	s := borrow[measuring](&c.pool.reals)
	s.assign, s.weights = assign, weights
	s.up = Fold(c, s, s.up)
	return s
}

func (s *measuring) Zero(z *Wide)      { *z = Wide{0, wideZero} }
func (s *measuring) One(z *Wide)       { *z = Wide{1, 0} }
func (s *measuring) Sum(z, x, y *Wide) { *z = x.Add(*y) }

func (s *measuring) Lit(z *Wide, l cnf.Lit) {
	switch {
	case s.assign.Forbids(l):
		s.Zero(z)
	case s.weights == nil:
		s.One(z)
	default:
		*z = Widen(s.weights[l])
	}
}

// maxFactors is the number of fractions below 2 that a float64 can multiply
// without overflow.
const maxFactors = 1000

func (s *measuring) Product(z *Wide, values []Wide, children []Node) {
	product := Wide{1, 0}
	for len(children) > maxFactors {
		product = product.times(values, children[:maxFactors])
		children = children[maxFactors:]
	}
	*z = product.times(values, children)
}

// times returns x times the children's values.
func (x Wide) times(values []Wide, children []Node) Wide {
	for _, child := range children {
		y := &values[child]
		x.frac *= y.frac
		x.exp += y.exp
	}
	return normal(x.frac, x.exp)
}

func (s *measuring) Reset(down []float64) { clear(down) }

func (s *measuring) Source(d *float64, z *Wide) {
	if z.frac != 0 {
		*d = 1
	}
}

func (s *measuring) Pass(down []float64, d *float64, children []Node) {
	flow := *d
	if flow == 0 {
		return
	}
	for _, child := range children {
		down[child] += flow
	}
}

func (s *measuring) Split(hi, lo, d *float64, z, x, y *Wide) {
	if *d == 0 {
		return
	}
	// The conversions prevent a fused multiply-add, which would round
	// differently on some processors.
	*hi += float64(*d * x.Ratio(*z))
	*lo += float64(*d * y.Ratio(*z))
}

// log2 returns the binary logarithm of the number of all models, rounded down,
// or one more where rounding made the number a power of two; large and
// negative when there is none.
func (c *Circuit) log2() int64 {
	c.pool.sized.Do(func() {
		whole := c.Within(context.Background()) // the result is kept, so it must be complete
		s := whole.measuring(nil, nil)
		defer c.pool.reals.Put(s)
		c.pool.log2 = s.up[c.arena.Root].exp
	})
	return c.pool.log2
}

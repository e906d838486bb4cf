package fit

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A descent looks for the mix of a model that meets its targets: the minimum of the logarithm of
// the total weight, a smooth convex function of the exponents theta. Its gradient is the means of the coordinates,
// one query of the circuit; its Hessian is their covariance, a query for each term. So it takes
// the Hessian seldom, and corrects its inverse from gradients (BFGS) in between. A step is
// measured by the slope alone: near the minimum values of the function differ by less than their
// rounding, and gradients do not.
type descent struct {
	*model
	use         []int     // features
	odd         [][]int   // some of them: mixes like the start do not meet all of their targets
	start       []float64 // by atom: logs of weights, to which exponents of coordinates add
	coordinates []coordinate
	theta       []float64 // by coordinate, as all that follows
	gradient    []float64
	inverse     *mat.SymDense
	logs        []float64 // by atom: of the weights
	at          []float64 // shares of terms

	step, force, change, bend *mat.VecDense
	nextTheta, nextGradient   []float64 // at the trial
	nextLogs, next            []float64
}

// Tolerance is the greatest difference between a target and the share that a mix has.
const Tolerance = 1e-9

const (
	// maxProbes bounds the queries of one step.
	maxProbes = 40
	// polish is how often the covariance is taken at each step, once the mix meets the targets, for the sake of rare
	// options.
	polish = 6
	// curvature is the part of the slope at the beginning of a step that may be left at its end.
	curvature = 0.9
)

// newDescent begins at the mix of some logs.
func newDescent(ctx context.Context, m *model, use []int, logs []float64) (*descent, error) {
	at, err := m.measure(ctx, nil, logs)
	if err != nil {
		return nil, err
	}
	coordinates, odd, err := m.coordinates(ctx, use, logs, at)
	if err != nil {
		return nil, err
	}
	n := len(coordinates)
	d := &descent{model: m, use: use, odd: odd, coordinates: coordinates, start: logs}
	for _, v := range []*[]float64{&d.theta, &d.gradient, &d.nextTheta, &d.nextGradient} {
		*v = make([]float64, n)
	}
	d.logs, d.nextLogs = make([]float64, len(m.atoms)), make([]float64, len(m.atoms))
	if n > 0 {
		d.inverse = mat.NewSymDense(n, nil)
		for _, v := range []**mat.VecDense{&d.step, &d.force, &d.change, &d.bend} {
			*v = mat.NewVecDense(n, nil)
		}
	}
	return d, nil
}

// coarse is how far shares of a mix may be from aims, which may be as far from targets.
func coarse(*feature) float64 { return Tolerance / 2 }

// fine is how far they shall be, so that the tolerance does not hide rare options. Some cannot be, as
// targets are rounded.
func fine(f *feature) float64 { return min(Tolerance/4, f.share/1024) }

// met reports whether no share is further than most from its target.
func (d *descent) met(most func(f *feature) float64) bool {
	for _, i := range d.use {
		f := &d.features[i]
		if !(math.Abs(f.mean(d.at)) <= most(f)*d.at[f.given]) {
			return false
		}
	}
	return true
}

// solved reports whether all coordinates are 0, but for their rounding.
func (d *descent) solved() bool {
	for k := range d.coordinates {
		if !(math.Abs(d.gradient[k]) <= 1e-12*d.at[d.coordinates[k].pivot]) {
			return false
		}
	}
	return true
}

// look measures the mix of a theta: its logs, shares and gradient.
func (d *descent) look(ctx context.Context, theta, logs, at, gradient []float64) ([]float64, error) {
	clear(logs)
	copy(logs, d.start)
	for k := range d.coordinates {
		c := &d.coordinates[k]
		for j, t := range c.terms {
			log := float64(c.factors[j] * theta[k])
			if t.opposite() {
				log = -log
			}
			logs[t.atom()] += log
		}
	}
	logs[0] = 0 // that of all configurations has no influence
	at, err := d.measure(ctx, at, logs)
	if err != nil {
		return nil, err
	}
	for k := range d.coordinates {
		gradient[k] = d.coordinates[k].mean(at)
	}
	return at, nil
}

// run goes on from the start until the mix meets the targets, or for some refreshes of the covariance, each
// after some steps. It reports whether it does.
func (d *descent) run(ctx context.Context, refreshes, steps int) (met bool, err error) {
	clear(d.theta)
	if d.at, err = d.look(ctx, d.theta, d.logs, d.at, d.gradient); err != nil {
		return false, err
	}
	if len(d.coordinates) == 0 {
		return d.met(coarse), nil
	}
	d.spread()
	for fresh := false; ; fresh = true {
		for left := steps; left > 0 && !d.met(fine); left-- {
			moved, err := d.advance(ctx)
			if err != nil {
				return false, err
			}
			if !moved && fresh && left == steps {
				return d.met(coarse), nil
			}
			if !moved {
				break // the inverse is of no more use
			}
		}
		if d.met(fine) {
			return true, nil
		}
		if d.solved() {
			return d.met(coarse), nil
		}
		if refreshes--; refreshes < 0 {
			if steps == 1 || !d.met(coarse) {
				return d.met(coarse), nil
			}
			refreshes, steps = polish, 1
		}
		if err := d.covary(ctx); err != nil {
			return false, err
		}
	}
}

// spread sets the inverse to that of coordinates that are independent of each other.
func (d *descent) spread() {
	d.inverse.Zero()
	for k := range d.coordinates {
		goal := d.coordinates[k].goal(d.at)
		d.inverse.SetSym(k, k, 1/max(goal*(1-goal), minVariance))
	}
}

// minVariance stands for the variance of a coordinate that hardly any configuration has.
const minVariance = 1e-200

// covary sets the inverse to that of the covariance of the coordinates.
func (d *descent) covary(ctx context.Context) error {
	var terms []term
	for k := range d.coordinates {
		terms = append(terms, d.coordinates[k].terms...)
	}
	together, err := d.pairs(ctx, d.logs, d.at, terms)
	if err != nil {
		return err
	}
	n := len(d.coordinates)
	cov, scale := mat.NewSymDense(n, nil), make([]float64, n)
	for k := range n {
		c := &d.coordinates[k]
		mixed := make([]float64, len(d.at)) // by term: the mean of the coordinate times it
		for j, t := range c.terms {
			floats.AddScaled(mixed, c.factors[j], together[t])
		}
		for l := range k + 1 {
			cov.SetSym(k, l, d.coordinates[l].mean(mixed)-float64(d.gradient[k]*d.gradient[l]))
		}
		scale[k] = math.Sqrt(max(cov.At(k, k), minVariance))
	}
	for k := range n {
		for l := range k + 1 {
			cov.SetSym(k, l, cov.At(k, l)/(scale[k]*scale[l]))
		}
	}
	d.invert(cov)
	for k := range n {
		for l := range k + 1 {
			d.inverse.SetSym(k, l, d.inverse.At(k, l)/(scale[k]*scale[l]))
		}
	}
	return nil
}

// independent is the least part of the variance of a coordinate that others do not explain. One with
// less of its own follows them.
const independent = 1e-12

// invert sets the inverse to that of correlations, between as many coordinates as are independent of each
// other. The exponents of others stay where they are.
func (d *descent) invert(correlations *mat.SymDense) {
	d.inverse.Zero()
	some, root := independents(correlations)
	if len(some) == 0 {
		return
	}
	var inverse mat.SymDense
	_ = root.InverseTo(&inverse) // its error is a warning: the inverse is a guess in any case
	for k, i := range some {
		for l, j := range some[:k+1] {
			d.inverse.SetSym(i, j, inverse.At(k, l))
		}
	}
}

// independents returns the places of as many quantities as are independent of each other, and the root of their
// correlations.
func independents(correlations *mat.SymDense) ([]int, *mat.Cholesky) {
	var pivoted mat.PivotedCholesky
	pivoted.Factorize(correlations, independent)
	some := pivoted.ColumnPivots(nil)[:pivoted.Rank()]
	if len(some) == 0 {
		return nil, nil
	}
	slices.Sort(some)
	part := mat.NewSymDense(len(some), nil)
	for k, i := range some {
		for l, j := range some[:k+1] {
			part.SetSym(k, l, correlations.At(i, j))
		}
	}
	var root mat.Cholesky
	for ridge := independent / 100; !root.Factorize(part); ridge *= 10 {
		for k := range some {
			part.SetSym(k, k, 1+ridge)
		}
	}
	return some, &root
}

// pairs returns for some terms the shares of the configurations in which each holds together with each term, in the
// mix of some logs, whose shares are at.
func (m *model) pairs(ctx context.Context, logs, at []float64, terms []term) ([][]float64, error) {
	weights := m.weigh(logs)
	joint := make([][]float64, len(at))
	joint[always] = at
	for _, t := range terms {
		if joint[t] != nil {
			continue
		}
		w, was := m.forbid(t ^ 1)
		row, err := m.ask(ctx, nil, weights)
		*w = was
		if err != nil {
			return nil, err
		}
		floats.Scale(at[t], row)
		joint[t] = row
	}
	return joint, nil
}

// advance takes a step in the metric of the inverse, as far as the slope goes down well. It reports
// false if there is no such step.
func (d *descent) advance(ctx context.Context) (bool, error) {
	slope := d.aim()
	if !(slope < 0) {
		return false, nil
	}
	most := d.reach()
	length, low, high := min(1, most), 0.0, math.Inf(1)
	for range maxProbes {
		for k, x := range d.theta {
			d.nextTheta[k] = x + float64(length*d.step.AtVec(k))
		}
		var err error
		if d.next, err = d.look(ctx, d.nextTheta, d.nextLogs, d.next, d.nextGradient); err != nil {
			return false, err
		}
		left := floats.Dot(d.nextGradient, d.step.RawVector().Data)
		switch {
		case left > -curvature*slope || d.next[0] == 0:
			high = length
			length = (low + high) / 2
		case left < curvature*slope && length < most && math.IsInf(high, 1):
			low = length
			length = min(3*low, most)
		default:
			d.correct(length)
			return true, nil
		}
	}
	return false, nil
}

// aim sets the step to that against the gradient, in the metric of the inverse, and returns the slope.
func (d *descent) aim() float64 {
	for k, x := range d.gradient {
		d.force.SetVec(k, -x)
	}
	d.step.MulVec(d.inverse, d.force)
	return -mat.Dot(d.step, d.force)
}

// reach returns the greatest length of a step: no pivot should overshoot its goal by much, were it the only
// one. Further away the covariance says little.
func (d *descent) reach() float64 {
	length := math.Inf(1)
	for k := range d.coordinates {
		c := &d.coordinates[k]
		share := min(max(d.at[c.pivot], math.SmallestNonzeroFloat64), 1-0x1p-53)
		way, step := logit(c.goal(d.at))-logit(share), d.step.AtVec(k)
		if math.Signbit(way) != math.Signbit(step) {
			way = 0
		}
		length = min(length, (math.Abs(way)+1)/math.Abs(step))
	}
	return length
}

func logit(x float64) float64 { return math.Log(x / (1 - x)) }

// correct moves to the trial, and corrects the inverse so that it explains how the gradient changed.
func (d *descent) correct(length float64) {
	d.change.ScaleVec(length, d.step)
	for k, x := range d.nextGradient {
		d.bend.SetVec(k, x-d.gradient[k])
	}
	d.theta, d.nextTheta = d.nextTheta, d.theta
	d.gradient, d.nextGradient = d.nextGradient, d.gradient
	d.logs, d.nextLogs = d.nextLogs, d.logs
	d.at, d.next = d.next, d.at
	turn := mat.Dot(d.change, d.bend)
	if !(turn > 0) {
		return
	}
	d.force.MulVec(d.inverse, d.bend)
	d.inverse.SymRankOne(d.inverse, (1+mat.Dot(d.bend, d.force)/turn)/turn, d.change)
	d.inverse.RankTwo(d.inverse, -1/turn, d.change, d.force)
}

// suspects returns the features in use, those first that the weights favour or avoid most.
func (d *descent) suspects() []int {
	out := slices.Clone(d.use)
	slices.SortStableFunc(out, func(i, j int) int { return cmp.Compare(d.favour(j), d.favour(i)) })
	return out
}

// favour returns how much the weights favour or avoid what a feature counts.
func (d *descent) favour(i int) float64 {
	f := &d.features[i]
	return max(math.Abs(d.logs[f.met.atom()]), math.Abs(d.logs[f.given.atom()]))
}

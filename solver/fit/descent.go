package fit

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A descent looks for the mix of a model that meets its targets: the minimum of the logarithm of
// the total weight, a smooth convex function of theta. Its gradient is the means of the features,
// one query of the circuit; its Hessian is their covariance, a query for each atom. So it takes
// the Hessian seldom, and corrects its inverse from gradients (BFGS) in between. A step is
// measured by the slope alone: near the minimum values of the function differ by less than their
// rounding, and gradients do not.
type descent struct {
	*model
	use      []int // features
	theta    []float64
	gradient []float64     // by feature, as is theta; those that are not in use stay 0
	at       []float64     // shares of atoms
	inverse  *mat.SymDense // by place in use

	step, trial, change, bend *mat.VecDense // by place in use
	next                      []float64     // shares of atoms at the trial
	nextTheta, nextGradient   []float64
}

// Tolerance is the greatest difference between a target and the share that a mix has.
const Tolerance = 1e-9

const (
	// refresh is after how many steps the covariance is taken again.
	refresh = 25
	// firstRefresh is after how many it is taken first: far from the minimum it is soon wrong.
	firstRefresh = 30
	// maxProbes bounds the queries of one step.
	maxProbes = 40
	// curvature is the part of the slope at the beginning of a step that may be left at its end.
	curvature = 0.9
)

// newDescent begins at the mix in which all configurations have the same share.
func newDescent(m *model, use []int) *descent {
	n, all := len(use), len(m.features)
	d := &descent{model: m, use: use}
	d.theta, d.gradient = make([]float64, all), make([]float64, all)
	d.nextTheta, d.nextGradient = make([]float64, all), make([]float64, all)
	if n > 0 {
		d.inverse = mat.NewSymDense(n, nil)
		for _, v := range []**mat.VecDense{&d.step, &d.trial, &d.change, &d.bend} {
			*v = mat.NewVecDense(n, nil)
		}
	}
	return d
}

// met reports whether the mix meets the targets.
func (d *descent) met() bool {
	for _, i := range d.use {
		f := &d.features[i]
		if f.vague(d.at) || !(math.Abs(d.gradient[i]) <= Tolerance/4*f.given.value(d.at)) {
			return false
		}
	}
	return true
}

// begin measures the mix of theta.
func (d *descent) begin(ctx context.Context) (err error) {
	if d.at, err = d.measure(ctx, d.at, d.theta); err != nil {
		return err
	}
	for _, i := range d.use {
		d.gradient[i] = d.features[i].mean(d.at)
	}
	return nil
}

// run goes on until the mix meets the targets, or for some refreshes of the covariance. It reports
// whether it does.
func (d *descent) run(ctx context.Context, refreshes int) (bool, error) {
	if err := d.begin(ctx); err != nil {
		return false, err
	}
	d.spread()
	for steps, limit := 0, firstRefresh; !d.met(); steps++ {
		if steps == limit {
			if refreshes--; refreshes < 0 {
				return false, nil
			}
			if err := d.covary(ctx); err != nil {
				return false, err
			}
			steps, limit = 0, refresh
		}
		moved, err := d.advance(ctx)
		if err != nil {
			return false, err
		}
		if !moved {
			steps = limit - 1 // the inverse is of no more use
		}
	}
	return true, nil
}

// spread sets the inverse to that of features that are independent of each other.
func (d *descent) spread() {
	if d.inverse == nil {
		return
	}
	d.inverse.Zero()
	for k, i := range d.use {
		f := &d.features[i]
		given := f.given.value(d.at)
		d.inverse.SetSym(k, k, 1/max(given*f.share*(1-f.share), minVariance))
	}
}

// minVariance stands for the variance of a feature that hardly any configuration has.
const minVariance = 1e-30

// covary sets the inverse to that of the covariance of the features.
func (d *descent) covary(ctx context.Context) error {
	together, err := d.pairs(ctx)
	if err != nil {
		return err
	}
	n := len(d.use)
	cov, scale := mat.NewSymDense(n, nil), make([]float64, n)
	for k, i := range d.use {
		f := &d.features[i]
		for l, j := range d.use[:k+1] {
			g := &d.features[j]
			both := together(f.met, g.met) - float64(g.share*together(f.met, g.given)) -
				float64(f.share*together(f.given, g.met)) + float64(f.share*g.share*together(f.given, g.given))
			cov.SetSym(k, l, both-float64(d.gradient[i]*d.gradient[j]))
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

// independent is the least part of the variance of a feature that others do not explain. A feature with
// less of its own follows them.
const independent = 1e-12

// invert sets the inverse to that of correlations, between as many features as are independent of each
// other. The exponents of others stay where they are.
func (d *descent) invert(correlations *mat.SymDense) {
	d.inverse.Zero()
	var pivoted mat.PivotedCholesky
	pivoted.Factorize(correlations, independent)
	some := pivoted.ColumnPivots(nil)[:pivoted.Rank()]
	if len(some) == 0 {
		return
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
	var inverse mat.SymDense
	_ = root.InverseTo(&inverse) // its error is a warning: the inverse is a guess in any case
	for k, i := range some {
		for l, j := range some[:k+1] {
			d.inverse.SetSym(i, j, inverse.At(k, l))
		}
	}
}

// pairs returns the share of the configurations in which both of two terms hold.
func (d *descent) pairs(ctx context.Context) (func(s, t term) float64, error) {
	weights, _ := d.weigh(d.theta)
	joint := make([][]float64, len(d.atoms))
	joint[0] = append([]float64(nil), d.at...)
	for a := 1; a < len(d.atoms); a++ {
		if d.at[a] == 0 {
			joint[a] = make([]float64, len(d.atoms))
			continue
		}
		w := &weights[d.atoms[a].place]
		rejected := w.Rejected
		w.Rejected = 0
		row, err := d.ask(ctx, nil, weights)
		w.Rejected = rejected
		if err != nil {
			return nil, err
		}
		floats.Scale(d.at[a], row)
		joint[a] = row
	}
	return func(s, t term) float64 {
		share := t.value(joint[s.atom])
		if s.opposite {
			share = t.value(joint[0]) - share
		}
		return share
	}, nil
}

// advance takes a step along the gradient in the metric of the inverse, as far as the slope
// goes down well. It reports false if there is no such step.
func (d *descent) advance(ctx context.Context) (bool, error) {
	for k, i := range d.use {
		d.trial.SetVec(k, -d.gradient[i])
	}
	d.step.MulVec(d.inverse, d.trial)
	slope := -mat.Dot(d.step, d.trial)
	if !(slope < 0) {
		return false, nil
	}
	length, low, high := d.reach(), 0.0, math.Inf(1)
	for range maxProbes {
		copy(d.nextTheta, d.theta)
		for k, i := range d.use {
			d.nextTheta[i] += length * d.step.AtVec(k)
		}
		var err error
		if d.next, err = d.measure(ctx, d.next, d.nextTheta); err != nil {
			return false, err
		}
		left := 0.0
		for k, i := range d.use {
			d.nextGradient[i] = d.features[i].mean(d.next)
			left += float64(d.nextGradient[i] * d.step.AtVec(k))
		}
		if math.Abs(left) <= -curvature*slope && d.next[0] > 0 {
			d.correct(length)
			return true, nil
		}
		if left > 0 || d.next[0] == 0 {
			high = length
		} else {
			low = length
		}
		if length = (low + high) / 2; math.IsInf(high, 1) {
			length = 3 * low
		}
		if length*mat.Norm(d.step, math.Inf(1)) > maxLog {
			return false, nil
		}
	}
	return false, nil
}

// reach returns the length of the first probe of a step. The whole step is right close to the minimum;
// far from it no share should overshoot its target by much, were it the only one.
func (d *descent) reach() float64 {
	length := 1.0
	for k, i := range d.use {
		f := &d.features[i]
		given := f.given.value(d.at)
		share := min(max(f.met.value(d.at)/given, math.SmallestNonzeroFloat64), 1-0x1p-53)
		most := math.Abs(logit(f.share)-logit(share)) + 1
		length = min(length, most/math.Abs(d.step.AtVec(k)))
	}
	return length
}

func logit(x float64) float64 { return math.Log(x / (1 - x)) }

// correct moves to the trial, and corrects the inverse so that it explains how the gradient changed.
func (d *descent) correct(length float64) {
	d.change.ScaleVec(length, d.step)
	for k, i := range d.use {
		d.bend.SetVec(k, d.nextGradient[i]-d.gradient[i])
	}
	d.theta, d.nextTheta = d.nextTheta, d.theta
	d.gradient, d.nextGradient = d.nextGradient, d.gradient
	d.at, d.next = d.next, d.at
	turn := mat.Dot(d.change, d.bend)
	if !(turn > 0) {
		return
	}
	d.trial.MulVec(d.inverse, d.bend)
	d.inverse.SymRankOne(d.inverse, (1+mat.Dot(d.bend, d.trial)/turn)/turn, d.change)
	d.inverse.RankTwo(d.inverse, -1/turn, d.change, d.trial)
}

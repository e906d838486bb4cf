package fit

import (
	"context"
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// ErrUndecided is the error of targets of which neither a mix nor a conflict was found, since they
// are too close to impossible for the precision of floats. Round them.
var ErrUndecided = errors.New("fit: the targets are too close to impossible to decide whether a mix meets them")

// A polytope is the means of some features that mixes have: all points between those of the
// configurations, which are far too many to list. The dearest configuration under a price of each
// atom is the furthest in a direction: so linear programs over the polytope get the columns that
// they need one by one (Gilmore and Gomory, 1961), and what they prove is proved for all
// configurations.
type polytope struct {
	*model
	use    []int
	lp     *program
	points [][]float64 // by column: shares of the atoms; nil for the way
	goal   []float64   // by atom: prices of which the program maximises the sum; nil at first
	per    term        // the sum of the amounts of the points that meet it is 1
}

// way is the column of the way from the targets back to the start.
const way = 1

// approach goes from the mix of the weights of a theta towards the targets, and beyond them by a part
// of the way, as far as mixes can. It returns the part of the way to the targets that is left,
// and factors of the features that prove it: in every configuration the sum of factor · feature is at most
// -left, while it is 0 at the targets. If left is negative some mix is beyond the targets, and
// there may be ones further on.
func (m *model) approach(ctx context.Context, use []int, theta []float64, beyond float64) (p *polytope, left float64, factors []float64, err error) {
	start, err := m.measure(ctx, nil, theta)
	if err != nil {
		return nil, 0, nil, err
	}
	n := len(use)
	p = &polytope{model: m, use: use, points: [][]float64{start, nil}}
	from := p.column(start)
	back, right, furthest := make([]float64, n+1), make([]float64, n+1), 0
	for k := range n {
		back[k], right[k] = -from[k], -beyond*from[k]
		if math.Abs(from[k]) > math.Abs(from[furthest]) {
			furthest = k
		}
	}
	right[n] = 1
	p.lp = newProgram(right)
	p.lp.force(n, p.lp.add(from, 0))
	p.lp.add(back, 1) // its amount is 1 at the start, and beyond at the targets
	if n == 0 || math.Abs(from[furthest]) < tiny {
		return p, -beyond, nil, nil
	}
	p.lp.force(furthest, way)
	for range maxColumns(n) {
		if left = p.lp.cost() - beyond; left <= min(tiny, -beyond/2) {
			return p, left, nil, nil
		}
		better, err := p.improve(ctx)
		if err != nil {
			return nil, 0, nil, err
		}
		if !better {
			return p, left, p.lp.duals()[:n], nil
		}
	}
	return nil, 0, nil, ErrUndecided
}

// maxColumns bounds the columns of a program of some features. Mostly there are a few for each.
func maxColumns(features int) int { return 1000 + 50*features }

// most returns the greatest sum of the amounts of points that meet a term, times sign, in mixes that are
// at the targets: a share among those that meet per. The polytope must have approached them.
func (p *polytope) most(ctx context.Context, t term, sign float64) (float64, error) {
	p.goal = make([]float64, len(p.atoms))
	price(p.goal, t, sign)
	p.lp.fixed = way
	for c, point := range p.points {
		if c != way {
			p.lp.costs[c] = -p.worth(point)
		}
	}
	p.lp.costs[way] = 0
	for range maxColumns(len(p.use)) {
		better, err := p.improve(ctx)
		if err != nil {
			return 0, err
		}
		if !better {
			return -p.lp.cost(), nil
		}
	}
	return 0, ErrUndecided
}

// among makes shares those among the configurations that meet a term, of which the mix must have some.
func (p *polytope) among(t term) {
	p.per = t
	last := len(p.use)
	for c, point := range p.points {
		if c != way {
			p.lp.columns[c][last] = t.value(point)
		}
	}
	p.lp.make()
}

// worth returns the value of a point by the goal.
func (p *polytope) worth(point []float64) float64 { return floats.Dot(p.goal, point) }

// column returns the means of the features at a point, and the share of those that count.
func (p *polytope) column(point []float64) []float64 {
	column := make([]float64, len(p.use)+1)
	for k, i := range p.use {
		column[k] = p.features[i].mean(point)
	}
	column[len(p.use)] = p.per.value(point)
	return column
}

// improve brings the best configuration into the basis. It reports false if none lowers the cost.
func (p *polytope) improve(ctx context.Context) (bool, error) {
	duals := p.lp.duals()
	prices := make([]float64, len(p.atoms))
	copy(prices, p.goal)
	for k, i := range p.use {
		f := &p.features[i]
		price(prices, f.met, duals[k])
		price(prices, f.given, -float64(f.share*duals[k]))
	}
	price(prices, p.per, duals[len(p.use)])
	point, err := p.dearest(ctx, prices)
	if err != nil {
		return false, err
	}
	column, cost := p.column(point), 0.0
	if p.goal != nil {
		cost = -p.worth(point)
	}
	if floats.Dot(duals, column)-cost <= tiny*max(floats.Norm(duals, math.Inf(1)), 1) {
		return false, nil
	}
	p.points = append(p.points, point)
	return p.lp.enter(p.lp.add(column, cost)), nil
}

// price adds the price of a term to those of the atoms. The first is that of all configurations.
func price(prices []float64, t term, x float64) {
	if t.opposite {
		prices[0] += x
		x = -x
	}
	prices[t.atom] += x
}

// unit is the greatest price in whole units: prices are rounded to them.
const unit = 1e12

// dearest returns the configuration with the greatest sum of the prices of its atoms, as a point. It
// avoids what never holds.
func (m *model) dearest(ctx context.Context, prices []float64) ([]float64, error) {
	most := 0.0
	for _, x := range prices[1:] {
		most = max(most, math.Abs(x))
	}
	exact := make([]config.Decimal, len(prices))
	for a := range prices {
		if a > 0 && most > 0 {
			exact[a] = config.NewDecimal(int64(math.Round(prices[a] / most * unit)))
		}
	}
	// More than all prices together.
	penalty := config.NewDecimal(int64(2*len(prices)) * unit)
	for _, t := range m.never { // that of the first counts for none
		if t.opposite {
			exact[t.atom] = exact[t.atom].Add(penalty)
		} else {
			exact[t.atom] = exact[t.atom].Sub(penalty)
		}
	}
	objective, err := m.objective(exact)
	if err != nil {
		return nil, err
	}
	best, ok, err := m.space.Dearest(ctx, objective)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, solver.ErrVoid
	}
	point := make([]float64, len(m.atoms))
	for a, x := range m.atoms {
		if x.condition.Holds(best.Selection) {
			point[a] = 1
		}
	}
	return point, nil
}

// objective returns the sum of exact prices of atoms; that of the first is left out.
func (m *model) objective(prices []config.Decimal) (*solver.Objective, error) {
	cat := m.space.Catalog()
	costs := solver.Costs{Chosen: make([]config.Decimal, cat.NumOptions())}
	for a, x := range m.atoms {
		switch {
		case a == 0 || prices[a].IsZero():
		case x.condition.Op() == rules.OpOption:
			costs.Chosen[x.place] = prices[a]
		default:
			costs.Track, costs.Tracked = append(costs.Track, x.condition), append(costs.Tracked, prices[a])
		}
	}
	return solver.NewObjective(cat, costs, config.None)
}

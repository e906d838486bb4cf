package fit

import (
	"context"
	"math/big"
	"slices"
)

// A polytope is the mixes of configurations, which are far too many to list, as a linear program: find
// amounts of configurations such that those of one term, of, add up to 1, and each feature adds up to 0,
// but for slack, of which there shall be as little as possible. It gets the configurations that it needs one
// by one (Gilmore and Gomory, 1961): the dearest ones at what a unit of each row saves. So what it
// proves is proved for all configurations.
//
// A way is the amount of a Given. Besides these and the right side all numbers are 0 and 1, whatever
// the shares:
//
//	                configurations   way of H   slack     right
//	feature k     | [met k holds]    -share k   1   -1  | share k if its Given is of, else 0
//	Given H       | [H holds]        -1                 | 0
//	of            | [of holds]                          | 1
type polytope struct {
	*model
	use    []int
	terms  []term // by row
	lp     *program
	points []point        // by column, from the first on that is a configuration
	known  int            // columns that are none
	places map[string]int // point -> column
	over   *big.Int       // no configuration lowers the cost by more, times det: 0, but for rounding
	goal   term           // what configurations cost, as often as cost says; none at first
	cost   int64
}

// A point says of a configuration, by term, whether it holds.
type point []byte

// approach returns the polytope of some features with the least slack; nil if no configuration has of.
func (m *model) approach(ctx context.Context, use []int, of term) (*polytope, error) {
	prices := make([]*big.Int, 2*len(m.atoms))
	prices[of] = big.NewInt(1)
	start, _, err := m.dearest(ctx, prices)
	if err != nil || start[of] == 0 {
		return nil, err
	}
	p := &polytope{model: m, use: use, places: make(map[string]int)}
	p.lay(of)
	// The basis at first: the configuration, the ways of its Givens, and slack.
	last := p.lp.last()
	p.lp.force(last-1, p.column(start))
	for r := len(use); r < last-1; r++ {
		p.lp.force(r, r-len(use))
	}
	for k := range use {
		slack := p.known - 2*len(use) + 2*k
		if p.lp.table[k][last].Sign() < 0 {
			slack++
		}
		p.lp.force(k, slack)
	}
	p.lp.price()
	return p, p.optimise(ctx)
}

// lay makes the program, without configurations.
func (p *polytope) lay(of term) {
	var givens []term // of the rows after those of features; of is the last
	for _, i := range p.use {
		f := &p.features[i]
		p.terms = append(p.terms, f.met)
		if f.given != of && !slices.Contains(givens, f.given) {
			givens = append(givens, f.given)
		}
	}
	givens = append(givens, of)
	p.terms = append(p.terms, givens...)
	right := make([]*big.Int, len(p.terms))
	for r := range right {
		right[r] = new(big.Int)
	}
	var ways []column
	for h, given := range givens {
		unit := big.NewInt(1) // in which the shares are whole
		for _, i := range p.use {
			if f := &p.features[i]; f.given == given {
				unit = multiple(unit, f.exact.Denom())
			}
		}
		way := column{entries: []entry{{len(p.use) + h, new(big.Int).Neg(unit)}}}
		for k, i := range p.use {
			if f := &p.features[i]; f.given == given && !f.bound() {
				share := new(big.Int).Mul(f.exact.Num(), unit)
				way.entries = append(way.entries, entry{k, share.Neg(share.Quo(share, f.exact.Denom()))})
			}
		}
		if given != of {
			ways = append(ways, way)
			continue
		}
		for _, e := range way.entries { // its way is 1
			right[e.row].Neg(e.value)
		}
	}
	p.lp = newProgram(right)
	for _, way := range ways {
		p.lp.add(way)
	}
	for k, i := range p.use {
		cost := int64(1)
		if p.features[i].bound() {
			cost = strict
		}
		for _, sign := range []int64{1, -1} {
			p.lp.add(column{entries: []entry{{k, big.NewInt(sign)}}, cost: cost, slack: true})
		}
	}
	p.known = len(p.lp.columns)
}

// strict is the cost of slack of targets of 0 and 1, which are no roundings: other slack comes first.
const strict = 1000

// multiple returns the least common multiple of positive numbers.
func multiple(x, y *big.Int) *big.Int {
	z := new(big.Int).GCD(nil, nil, x, y)
	return z.Mul(x, z.Quo(y, z))
}

// column returns the column of a configuration, which is added if it is not known.
func (p *polytope) column(x point) int {
	if c, ok := p.places[string(x)]; ok {
		return c
	}
	c := column{cost: p.cost * int64(x[p.goal])}
	for r, t := range p.terms {
		if x[t] == 1 {
			c.entries = append(c.entries, entry{r, unity})
		}
	}
	p.points = append(p.points, x)
	p.places[string(x)] = p.lp.add(c)
	return p.places[string(x)]
}

var unity = big.NewInt(1)

// optimise brings columns into the basis until none lowers the cost.
func (p *polytope) optimise(ctx context.Context) error {
	for p.over = new(big.Int); ; {
		better, err := p.improve(ctx)
		if err != nil || !better {
			return err
		}
	}
}

// improve brings a column into the basis. It reports false if none lowers the cost.
func (p *polytope) improve(ctx context.Context) (bool, error) {
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	end := p.known
	if p.lp.stalled {
		end = len(p.lp.columns)
	}
	if c, ok := p.lp.better(end); ok {
		p.lp.enter(c)
		return true, nil
	}
	prices := p.prices()
	x, most, err := p.dearest(ctx, prices)
	if err != nil {
		return false, err
	}
	if c := p.column(x); p.lp.reduced(new(big.Int), p.lp.columns[c]).Sign() < 0 {
		p.lp.enter(c)
		return true, nil
	}
	p.over = most
	return false, nil
}

// prices returns what a configuration lowers the cost by, as prices of terms, times det.
func (p *polytope) prices() []*big.Int {
	prices := make([]*big.Int, 2*len(p.atoms))
	add := func(t term, x *big.Int) {
		if prices[t] == nil {
			prices[t] = new(big.Int)
		}
		prices[t].Sub(prices[t], x)
	}
	for r, t := range p.terms {
		add(t, &p.lp.table[p.lp.last()][r])
	}
	add(p.goal, new(big.Int).Mul(&p.lp.det, big.NewInt(p.cost)))
	return prices
}

// exact reports whether no configuration lowers the cost, not even by less than a rounding.
func (p *polytope) exact() bool { return p.over.Sign() <= 0 }

// amount returns the amount of the configurations with a term, times det.
func (p *polytope) amount(t term) *big.Int {
	sum := new(big.Int)
	for r, c := range p.lp.basis {
		if c >= p.known && p.points[c-p.known][t] == 1 {
			sum.Add(sum, &p.lp.table[r][p.lp.last()])
		}
	}
	return sum
}

// permitted is the part of Tolerance, one half, that targets may lose by rounding: mixes that are as close meet
// them.
var permitted = big.NewInt(2e9)

// apart reports whether the mix misses a target by more than rounding explains.
func (p *polytope) apart() bool {
	for r, c := range p.lp.basis {
		if column := p.lp.columns[c]; column.slack {
			f := &p.features[p.use[column.entries[0].row]]
			slack := &p.lp.table[r][p.lp.last()]
			if f.bound() && slack.Sign() > 0 || new(big.Int).Mul(slack, permitted).Cmp(p.amount(f.given)) > 0 {
				return true
			}
		}
	}
	return false
}

// settle sets the aims of features to the shares of the mix.
func (p *polytope) settle() {
	for _, i := range p.use {
		f := &p.features[i]
		if given := p.amount(f.given); given.Sign() > 0 {
			f.aim, _ = new(big.Rat).SetFrac(p.amount(f.met), given).Float64()
		}
	}
}

// extremes returns the least and the greatest amount of configurations with a term, where those of of are 1,
// while features are as close to 0 as they are.
func (p *polytope) extremes(ctx context.Context, t term) (least, greatest *big.Rat, err error) {
	p.lp.hold()
	p.goal = t
	for _, p.cost = range []int64{1, -1} {
		for c := range p.points {
			p.lp.columns[p.known+c].cost = p.cost * int64(p.points[c][t])
		}
		for c := range p.known {
			p.lp.columns[c].cost = 0
		}
		p.lp.price()
		if err := p.optimise(ctx); err != nil {
			return nil, nil, err
		}
		if p.cost > 0 {
			least = p.lp.cost()
		} else {
			greatest = p.lp.cost()
		}
	}
	return least, greatest.Neg(greatest), nil
}

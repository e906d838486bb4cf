package fit

import (
	"context"
	"math"
	"math/big"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Conflict is targets that no mix of configurations meets together. It is minimal: without any one
// of them some mix meets the others.
type Conflict struct {
	// Targets are in the order of Find.
	Targets []Target
	// Factors are by target, and prove it: in every configuration, and so in every mix, the
	// sum over the targets of
	//
	//	factor · (condition − share · given)
	//
	// is at most -Gap, where a condition counts 1 if it holds, and 0 if not. The targets ask that the
	// sum is 0 in the mix.
	Factors []config.Decimal
	// Gap is exact, and greater than 0; or 0 if mixes meet the targets that have no
	// configuration with Without, a Given. Then the sum is below 0 in each that has it, and at most 0 in
	// others, but for the rounding of factors that are not whole.
	Gap     config.Decimal
	Without rules.Expr
	// Possible are by target: the shares that mixes have which meet the other targets.
	Possible []Interval
	// Greatest is the greatest sum of factor · share that mixes have, exactly; the targets ask
	// for more. It is nil unless all targets have the same Given.
	Greatest *config.Decimal
	// Causes are the rules and families because of which the sum is not greater, if there is one,
	// and its conditions are options.
	Causes []solver.Cause
}

// An Interval is from the least to the greatest share that mixes have, 0 to 1.
type Interval struct {
	Least    float64 `json:"least"`
	Greatest float64 `json:"greatest"`
}

// A clash is features that no mix has all at 0, with the factors that prove it. If void is
// a feature, mixes have, but none with its Given.
type clash struct {
	use     []int
	factors []float64
	void    int
}

// nowhere is the void of a clash that no mix meets.
const nowhere = -1

// least returns a clash of some features that is none without any one of them; nil if there is none.
func (m *model) least(ctx context.Context, use []int) (*clash, error) {
	c, err := m.clash(ctx, use)
	for k := 0; err == nil && c != nil && k < len(c.use); {
		var fewer *clash
		fewer, err = m.clash(ctx, slices.Delete(slices.Clone(c.use), k, k+1))
		if fewer == nil {
			k++ // needed, and so it remains when others go
		} else {
			c = fewer
		}
	}
	return c, err
}

// clash returns those of some features that prove that no mix has all at 0, or none with the Given
// of a live one; nil if some mix has.
func (m *model) clash(ctx context.Context, use []int) (*clash, error) {
	p, left, factors, err := m.approach(ctx, use, make([]float64, len(m.features)), 0)
	if err != nil {
		return nil, err
	}
	c := &clash{void: nowhere}
	if left <= tolerated(factors) {
		if c.void, err = p.void(ctx); err != nil || c.void == nowhere {
			return nil, err
		}
		factors = p.lp.duals()[:len(use)]
	}
	c.use, c.factors = weighty(use, factors, c.void)
	return c, nil
}

// weighty returns the features with factors that are more than rounding, and one that is kept in any case.
func weighty(use []int, factors []float64, keep int) (some []int, of []float64) {
	most := floats.Norm(factors, math.Inf(1))
	for k, x := range factors {
		switch {
		case math.Abs(x) > 1e-7*most:
			some, of = append(some, use[k]), append(of, x)
		case use[k] == keep:
			some, of = append(some, use[k]), append(of, 0)
		}
	}
	return some, of
}

// void returns a live feature whose Given no mix has that is at the targets, or nowhere.
func (p *polytope) void(ctx context.Context) (int, error) {
	for _, i := range p.use {
		f := &p.features[i]
		if !p.live[i] || f.given.atom == 0 {
			continue
		}
		if share, err := p.most(ctx, f.given, 1); err != nil || share < tiny {
			return i, err
		}
	}
	return nowhere, nil
}

// conflict returns a clash as a conflict.
func (m *model) conflict(ctx context.Context, targets []Target, clash *clash) (Conflict, error) {
	c := Conflict{}
	if clash.void != nowhere {
		c.Without = targets[clash.void].Given
	}
	for k, i := range clash.use {
		c.Targets = append(c.Targets, targets[i])
		others := slices.Delete(slices.Clone(clash.use), k, k+1)
		possible, err := m.interval(ctx, others, m.features[i])
		if err != nil {
			return Conflict{}, err
		}
		c.Possible = append(c.Possible, possible)
	}
	for _, c.Factors = range [][]config.Decimal{whole(clash.factors), nearest(clash.factors)} {
		proved, err := m.prove(ctx, &c, clash)
		if err != nil {
			return Conflict{}, err
		}
		if proved {
			return c, m.explain(ctx, &c, clash)
		}
	}
	if clash.void == nowhere {
		return Conflict{}, ErrUndecided
	}
	return c, m.explain(ctx, &c, clash)
}

// prove reports whether the factors of a conflict prove it, and sets the gap.
func (m *model) prove(ctx context.Context, c *Conflict, clash *clash) (bool, error) {
	prices := m.prices(c.Targets, clash.use, c.Factors)
	gap, err := m.gap(ctx, prices)
	if err != nil {
		return false, err
	}
	if clash.void == nowhere {
		c.Gap = gap
		return gap.Sign() > 0, nil
	}
	within, err := m.within(ctx, prices, m.features[clash.void].given, c.Factors)
	return gap.Sign() >= 0 && within.Sign() < 0, err
}

// within returns the greatest sum of prices of atoms in a configuration that meets a term, of which there
// are some. The prices are those of some factors.
func (m *model) within(ctx context.Context, prices []config.Decimal, t term, factors []config.Decimal) (config.Decimal, error) {
	// Configurations with the term become dearer than all others: no sum is beyond this.
	more := one
	for _, x := range factors {
		more = more.Add(config.NewRat(new(big.Rat).Abs(x.Rat())).Mul(config.NewDecimal(4)))
	}
	prices = slices.Clone(prices)
	add(prices, t, more)
	gap, err := m.gap(ctx, prices)
	return gap.Neg().Sub(more), err
}

// explain finds the greatest sum of shares, if the targets of the conflict have the same Given, and its
// causes.
func (m *model) explain(ctx context.Context, c *Conflict, clash *clash) error {
	given := m.features[clash.use[0]].given
	prices := make([]config.Decimal, len(m.atoms))
	whole, options := true, true
	var terms []rules.Term
	for k, i := range clash.use {
		f := &m.features[i]
		if f.given != given {
			return nil
		}
		add(prices, f.met, c.Factors[k])
		condition := c.Targets[k].Condition
		whole, options = whole && c.Factors[k].IsWhole(), options && condition.Op() == rules.OpOption
		if whole && options {
			terms = append(terms, rules.Term{Option: condition.Option(), Coef: c.Factors[k].Rat().Num().Int64()})
		}
	}
	greatest, err := m.within(ctx, prices, given, c.Factors)
	if err != nil {
		return err
	}
	c.Greatest = &greatest
	if !whole || !options {
		return nil
	}
	more, err := rules.Linear(m.space.Catalog(), terms, rules.AtLeast, greatest.Rat().Num().Int64()+1)
	if err != nil {
		return err
	}
	if !c.Targets[0].Given.IsZero() {
		more = rules.And(c.Targets[0].Given, more)
	}
	why, err := m.space.ExplainCondition(ctx, more)
	c.Causes = why.Causes
	return err
}

// interval returns the shares of a target in mixes that have other features at 0; zero if none of
// these has its Given.
func (m *model) interval(ctx context.Context, others []int, f feature) (Interval, error) {
	p, _, _, err := m.approach(ctx, others, make([]float64, len(m.features)), 0)
	if err != nil {
		return Interval{}, err
	}
	if f.given.atom != 0 {
		if share, err := p.most(ctx, f.given, 1); err != nil || share < tiny {
			return Interval{}, err
		}
		p.among(f.given)
	}
	greatest, err := p.most(ctx, f.met, 1)
	if err != nil {
		return Interval{}, err
	}
	least, err := p.most(ctx, f.met, -1)
	if err != nil {
		return Interval{}, err
	}
	return Interval{min(max(-least, 0), 1), min(max(greatest, 0), 1)}, nil
}

// maxFactor is the greatest whole factor.
const maxFactor = 60

// whole returns the factors as small whole numbers, if they are multiples of one number.
func whole(factors []float64) []config.Decimal {
	least := math.Inf(1)
	for _, x := range factors {
		if x != 0 {
			least = min(least, math.Abs(x))
		}
	}
	for n := 1.0; n <= maxFactor; n++ {
		out := make([]config.Decimal, len(factors))
		close := true
		for k, x := range factors {
			x *= n / least
			r := math.Round(x)
			close = close && math.Abs(x-r) < 1e-4 && math.Abs(r) <= maxFactor
			out[k] = config.NewDecimal(int64(r))
		}
		if close {
			return out
		}
	}
	return nearest(factors)
}

// nearest returns the factors with nine digits, the greatest amount as 1.
func nearest(factors []float64) []config.Decimal {
	out := make([]config.Decimal, len(factors))
	most := floats.Norm(factors, math.Inf(1))
	for k, x := range factors {
		out[k] = config.NewRat(big.NewRat(int64(math.Round(x/most*1e9)), 1e9))
	}
	return out
}

// gap returns the exact least distance below 0 of the sum of prices of atoms in a
// configuration; it is negative if the sum can be positive.
func (m *model) gap(ctx context.Context, prices []config.Decimal) (config.Decimal, error) {
	objective, err := m.objective(prices)
	if err != nil {
		return config.Decimal{}, err
	}
	_, greatest, _, err := m.space.Bounds(ctx, objective)
	if err != nil {
		return config.Decimal{}, err
	}
	return greatest.Amount.Add(prices[0]).Neg(), nil
}

// prices returns the sum of factor · feature as exact prices of atoms, of some targets and their features.
func (m *model) prices(targets []Target, use []int, factors []config.Decimal) []config.Decimal {
	prices := make([]config.Decimal, len(m.atoms))
	for k, i := range use {
		add(prices, m.features[i].met, factors[k])
		add(prices, m.features[i].given, factors[k].Mul(targets[k].Share).Neg())
	}
	return prices
}

// add adds the exact price of a term to those of the atoms. The first is that of all configurations.
func add(prices []config.Decimal, t term, x config.Decimal) {
	if t.opposite {
		prices[0] = prices[0].Add(x)
		x = x.Neg()
	}
	prices[t.atom] = prices[t.atom].Add(x)
}

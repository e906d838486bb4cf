package fit

import (
	"context"
	"math/big"
	"slices"

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
	// is at most -Gap, exactly, where a condition counts 1 if it holds, and 0 if not. The targets ask that the
	// sum is 0 in the mix. Factors are whole, and have no common divisor.
	Factors []config.Decimal
	// Gap is greater than 0; or 0 if mixes meet the targets that have no configuration with Without, a
	// Given. Then the sum is below 0 in each that has it, and at most 0 in others.
	Gap     config.Decimal
	Without rules.Expr
	// Possible are by target: the shares that mixes have which meet the other targets.
	Possible []Interval
	// Greatest is the greatest sum of factor · share that mixes have; the targets ask for more. It is nil
	// unless all targets have the same Given, and if numbers are too long.
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

// A clash is features that no mix has all at 0, with factors that prove it: in each configuration the sum of
// factor · feature is at most -gap if of holds, and at most 0 otherwise. It is the Given of a feature void, or always
// holds: then void is nowhere.
type clash struct {
	use     []int
	factors []*big.Int
	gap     *big.Rat
	tight   bool // some configuration with of has the sum -gap
	void    int
}

// nowhere is the void of a clash that no mix meets.
const nowhere = -1

// least returns a clash of some features that is none without any one of them; nil if there is none. Clashes
// that rounding explains count if exactly is set.
func (m *model) least(ctx context.Context, use []int, exactly bool) (*clash, error) {
	c, err := m.clash(ctx, use, exactly)
	for k := 0; err == nil && c != nil && k < len(c.use); {
		var fewer *clash
		fewer, err = m.clash(ctx, slices.Delete(slices.Clone(c.use), k, k+1), exactly)
		if fewer == nil {
			k++ // needed, and so it remains when others go
		} else {
			c = fewer
		}
	}
	return c, err
}

// clash returns those of some features that prove that no mix has all at 0, or none with the Given
// of a live one; nil if some mix has, but for the rounding of targets.
func (m *model) clash(ctx context.Context, use []int, exactly bool) (*clash, error) {
	p, err := m.approach(ctx, use, always)
	if err != nil || p == nil {
		return nil, err
	}
	if p.lp.cost().Sign() > 0 {
		if exactly || p.apart() {
			if c := p.proof(nowhere); c.gap.Sign() > 0 {
				return c, nil
			}
		}
		p.settle()
		return nil, nil
	}
	having := []*polytope{p} // mixes at the targets
	for _, i := range use {
		given := m.features[i].given
		if !m.live[i] || slices.ContainsFunc(having, func(p *polytope) bool { return p.amount(given).Sign() > 0 }) {
			continue
		}
		p, err := m.approach(ctx, use, given)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		if p.apart() || exactly && p.lp.cost().Sign() > 0 {
			c := p.proof(i)
			if p.exact() {
				return c, nil
			}
			if len(c.use) < len(use) { // whose numbers are shorter
				return m.clash(ctx, c.use, exactly)
			}
		}
		having = append(having, p)
	}
	return nil, nil
}

// proof returns the clash of the features because of which there is slack. If it is of a Given, that of a feature void,
// or of an option, the polytope must be exact.
func (p *polytope) proof(void int) *clash {
	c := &clash{void: void, tight: p.exact()}
	savings := p.lp.table[p.lp.last()]
	divisor := new(big.Int)
	for k, i := range p.use {
		if x := &savings[k]; x.Sign() != 0 || i == void {
			c.use, c.factors = append(c.use, i), append(c.factors, new(big.Int).Neg(x))
			divisor.GCD(nil, nil, divisor, new(big.Int).Abs(x))
		}
	}
	for _, x := range c.factors {
		x.Quo(x, divisor)
	}
	c.gap = p.lp.cost()
	c.gap.Mul(c.gap, new(big.Rat).SetInt(&p.lp.det))
	if !p.exact() {
		c.gap.Sub(c.gap, new(big.Rat).SetInt(p.over))
	}
	c.gap.Quo(c.gap, new(big.Rat).SetInt(divisor))
	return c
}

// conflict returns a clash as a conflict.
func (m *model) conflict(ctx context.Context, targets []Target, clash *clash) (Conflict, error) {
	c := Conflict{}
	gap := config.NewRat(clash.gap)
	if clash.void == nowhere {
		c.Gap = gap
	} else {
		c.Without = targets[clash.void].Given
	}
	asked, alike := config.Decimal{}, true
	for k, i := range clash.use {
		f := &m.features[i]
		c.Targets = append(c.Targets, targets[i])
		factor := config.NewRat(new(big.Rat).SetInt(clash.factors[k]))
		if f.opposite {
			factor = factor.Neg()
		}
		c.Factors = append(c.Factors, factor)
		asked, alike = asked.Add(factor.Mul(targets[i].Share)), alike && f.given == m.features[clash.use[0]].given
		possible, err := m.interval(ctx, slices.Delete(slices.Clone(clash.use), k, k+1), f)
		if err != nil {
			return Conflict{}, err
		}
		c.Possible = append(c.Possible, possible)
	}
	if !alike || !clash.tight {
		return c, nil
	}
	greatest := asked.Sub(gap)
	c.Greatest = &greatest
	return c, m.explain(ctx, &c)
}

// explain finds the causes because of which a sum of shares of options is not greater.
func (m *model) explain(ctx context.Context, c *Conflict) error {
	var terms []rules.Term
	for k, t := range c.Targets {
		factor := c.Factors[k].Rat().Num()
		if t.Condition.Op() != rules.OpOption || !factor.IsInt64() {
			return nil
		}
		terms = append(terms, rules.Term{Option: t.Condition.Option(), Coef: factor.Int64()})
	}
	bound := new(big.Int).Add(c.Greatest.Rat().Num(), unity) // some configuration has it, and so it is whole
	if !bound.IsInt64() {
		return nil
	}
	more, err := rules.Linear(m.space.Catalog(), terms, rules.AtLeast, bound.Int64())
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
func (m *model) interval(ctx context.Context, others []int, f *feature) (Interval, error) {
	p, err := m.approach(ctx, others, f.given)
	if err != nil || p == nil || p.apart() {
		return Interval{}, err
	}
	least, greatest, err := p.extremes(ctx, f.met)
	if err != nil {
		return Interval{}, err
	}
	if f.opposite {
		least, greatest = greatest.Sub(one.Rat(), greatest), least.Sub(one.Rat(), least)
	}
	var x Interval
	x.Least, _ = least.Float64()
	x.Greatest, _ = greatest.Float64()
	return x, nil
}

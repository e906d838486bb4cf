package fleet

import (
	"cmp"
	"errors"
	"math/big"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// ErrDurations is the error of a line whose durations, as whole numbers of one unit, add up to
// more than 64 bits hold.
var ErrDurations = errors.New("the durations of the line are too fine to be added up in 64 bits")

// conditions numbers the conditions of a product for its evaluator. All plans share it.
type conditions struct {
	evaluator *rules.Evaluator
	structure []int   // demands of the catalog's tree and families
	rules     []int   // by rule
	positions []int   // by position: its condition, or always
	usages    []int   // by variant
	whens     []int   // by operation
	durations []int64 // by operation, in ticks
	capacity  []int64 // by station, in ticks
	tick      config.Quantity
}

// number puts the conditions of a product into one evaluator.
func number(p *product.Product, set *rules.Set) (*conditions, error) {
	cat := set.Catalog()
	var all []rules.Expr
	add := func(e rules.Expr) int {
		if e.IsZero() {
			e = rules.True(cat)
		}
		all = append(all, e)
		return len(all) - 1
	}
	c := new(conditions)
	for f := range config.FamilyID(cat.NumFamilies()) {
		family := cat.Family(f)
		options := make([]rules.Expr, len(family.Options))
		for i, o := range family.Options {
			options[i] = rules.Option(cat, o)
		}
		demand := rules.Between(family.Select.Min, family.Select.Max, options...)
		if family.Parent != config.NoOption {
			parent := rules.Option(cat, family.Parent)
			c.structure = append(c.structure, add(rules.Implies(rules.Or(options...), parent)))
			demand = rules.Implies(parent, demand)
		}
		c.structure = append(c.structure, add(demand))
	}
	for _, r := range set.All() {
		c.rules = append(c.rules, add(r.Expr))
	}
	for _, position := range p.Structure.Positions() {
		c.positions = append(c.positions, add(position.When))
		for v := position.First; v < position.End; v++ {
			c.usages = append(c.usages, add(p.Structure.Variant(v).Usage))
		}
	}
	if p.Line != nil {
		for o := range line.OperationID(p.Line.NumOperations()) {
			c.whens = append(c.whens, add(p.Line.Operation(o).When))
		}
		if err := c.time(p.Line); err != nil {
			return nil, err
		}
	}
	c.evaluator = rules.NewEvaluator(cat, all)
	return c, nil
}

// time brings durations and capacities to whole numbers of a tick.
func (c *conditions) time(l *line.Line) error {
	if l.NumStations() == 0 {
		return nil
	}
	unit := l.Capacity(0).Unit
	amounts := make([]*big.Rat, 0, l.NumOperations()+l.NumStations())
	for o := range line.OperationID(l.NumOperations()) {
		d, err := l.Operation(o).Duration.In(unit)
		if err != nil {
			return err
		}
		amounts = append(amounts, d.Amount.Rat())
	}
	for s := range line.StationID(l.NumStations()) {
		amounts = append(amounts, l.Capacity(s).Amount.Rat())
	}
	scale := big.NewInt(1)
	for _, a := range amounts {
		d := a.Denom()
		scale.Mul(scale, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, scale, d)))
	}
	ticks, sum := make([]int64, len(amounts)), new(big.Int)
	for i, a := range amounts {
		n := new(big.Int).Quo(new(big.Int).Mul(a.Num(), scale), a.Denom())
		if sum.Add(sum, n); !sum.IsInt64() {
			return ErrDurations
		}
		ticks[i] = n.Int64()
	}
	c.durations, c.capacity = ticks[:l.NumOperations()], ticks[l.NumOperations():]
	c.tick = config.Quantity{Amount: config.NewRat(new(big.Rat).SetFrac(big.NewInt(1), scale)), Unit: unit}
	return nil
}

// in returns so many ticks.
func (c *conditions) in(ticks *big.Int) config.Quantity {
	return c.tick.Mul(config.NewRat(new(big.Rat).SetInt(ticks)))
}

// force says whether something is in force at a point.
type force uint8

const (
	off     force = iota
	on            // in force
	unclear       // the point does not say
)

// A plan has what is in force in one stretch of dates, serial numbers and plants.
type plan struct {
	err        error // of each order: the point does not say which rules and options are in force
	rules      []int // conditions of the rules in force
	barred     []config.OptionID
	positions  []force // by position
	variants   []force // by variant
	operations []force // by operation
}

// newPlan returns the plan of a point.
func (f *Fleet) newPlan(p config.Point) *plan {
	cat, set, s, l := f.set.Catalog(), f.set, f.product.Structure, f.product.Line
	x := new(plan)
	ask := func(e config.Effectivity) force {
		switch covers, err := e.Covers(p); {
		case err != nil:
			return unclear
		case covers:
			return on
		}
		return off
	}
	must := func(e config.Effectivity) bool {
		covers, err := e.Covers(p)
		x.err = cmp.Or(x.err, err)
		return covers
	}
	x.err = cat.CheckPlant(p.Plant)
	for o := range config.OptionID(cat.NumOptions()) {
		if !must(cat.Option(o).Effectivity) {
			x.barred = append(x.barred, o)
		}
	}
	for id, r := range set.All() {
		if must(r.Effectivity) {
			x.rules = append(x.rules, f.conditions.rules[id])
		}
	}
	for _, position := range s.Positions() {
		x.positions = append(x.positions, ask(position.Effectivity))
	}
	for v := range bom.VariantID(s.NumVariants()) {
		x.variants = append(x.variants, ask(s.Variant(v).Effectivity))
	}
	if l != nil {
		for o := range line.OperationID(l.NumOperations()) {
			x.operations = append(x.operations, ask(l.Operation(o).Effectivity))
		}
	}
	return x
}

// A stretch is the place of a point among the dates and serial numbers at which something
// changes, with its plant.
type stretch struct {
	date, serial int // see config.Segment; -1 if it is not given
	plant        string
}

// stretchOf returns the stretch of a point: all points of one have the same plan.
func (f *Fleet) stretchOf(p config.Point) stretch {
	at := stretch{-1, -1, p.Plant}
	if p.Date != 0 {
		at.date = config.Segment(f.dates, p.Date)
	}
	if p.Serial != 0 {
		at.serial = config.Segment(f.serials, p.Serial)
	}
	return at
}

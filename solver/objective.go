package solver

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Costs are the costs that a configuration has for each option that it has, each
// option that it lacks, and each condition that holds in it. They may be negative.
// A nil slice means no costs.
type Costs struct {
	Chosen   []config.Decimal `json:"chosen,omitempty"`   // by option: of each configuration that has it
	Rejected []config.Decimal `json:"rejected,omitempty"` // by option: of each that lacks it
	Tracked  []config.Decimal `json:"tracked,omitempty"`  // by place in Track: of each in which the condition holds
	// Track are the conditions of Tracked, any conditions on the catalog. Queries that count
	// configurations by value need a space that tracks those with a cost, such as that of
	// [Space.Tracking]; [View.Cheapest], [View.Dearest] and [View.ByCost] search without one.
	Track []rules.Expr `json:"track,omitempty"`
}

// Objective is an exact linear function of a configuration: the sum of a
// number for each option that it has or lacks, such as a price or mass, and for
// each condition that holds in it, such as the usage of a part. It is
// immutable and safe for concurrent use. [NewObjective] and [AttributeObjective]
// make it; the methods of the zero Objective panic.
type Objective struct {
	cat      *config.Catalog
	unit     config.Unit
	step     config.Decimal // every cost is a multiple of it
	chosen   []int64        // by variable, see query.Models.ByCost: multiples of step, like the others
	rejected []int64        // by variable, or nil
	tracked  []int64        // by place in track
	track    []rules.Expr
}

// AttributeObjective returns the sum of a numeric attribute of the catalog over the
// options that a configuration has. An option that has no value of it adds nothing.
// The errors are that of an unknown attribute and those of [NewObjective]. It
// panics when cat is nil.
func AttributeObjective(cat *config.Catalog, name string) (*Objective, error) {
	if cat == nil {
		panic("solver: AttributeObjective needs a catalog; it is nil")
	}
	a, ok := cat.LookupAttribute(name)
	if !ok {
		hint := ""
		if nearest, ok := source.Nearest(name, cat.AttributeNames()); ok {
			hint = fmt.Sprintf("; did you mean %s?", nearest)
		}
		return nil, fmt.Errorf("no attribute %q%s", name, hint)
	}
	chosen := make([]config.Decimal, cat.NumOptions())
	for o := range chosen {
		chosen[o], _ = cat.Value(config.OptionID(o), a)
	}
	return NewObjective(cat, Costs{Chosen: chosen}, cat.Attribute(a).Unit)
}

// NewObjective returns the sum of costs, in a unit. They are kept as multiples of their
// greatest common divisor. The error is that of absolute values that add up to more than
// 2^63-1 of these: so no sum can overflow. It panics when cat is nil, when the number of
// costs differs from that of the options or conditions, and when a condition is of
// another catalog.
func NewObjective(cat *config.Catalog, costs Costs, unit config.Unit) (*Objective, error) {
	if cat == nil {
		panic("solver: NewObjective needs a catalog; it is nil")
	}
	for _, e := range costs.Track {
		if e.Catalog() != cat {
			panic("solver: condition of another catalog")
		}
	}
	step, steps := costs.step()
	obj := &Objective{cat: cat, unit: unit, step: step, track: slices.Clone(costs.Track)}
	s := scale{steps: steps, step: step}
	n := cat.NumOptions()
	code := func(i int) string { return "option " + cat.Code(config.OptionID(i)) }
	obj.chosen = s.whole(make([]int64, 1, n+1), n, costs.Chosen, code)
	if costs.Rejected != nil {
		obj.rejected = s.whole(make([]int64, 1, n+1), n, costs.Rejected, code)
	}
	obj.tracked = s.whole(nil, len(costs.Track), costs.Tracked, func(i int) string {
		return fmt.Sprintf("tracked condition %d", i)
	})
	if s.err != nil {
		return nil, s.err
	}
	return obj, nil
}

// step returns the greatest common divisor of all costs, 1 if all are 0, and its
// inverse.
func (c *Costs) step() (step, inverse config.Decimal) {
	all := new(big.Rat) // greatest so far
	gcd := new(big.Int)
	for _, costs := range [][]config.Decimal{c.Chosen, c.Rejected, c.Tracked} {
		for _, x := range costs {
			if x.IsZero() {
				continue
			}
			r := x.Rat()
			lcm := new(big.Int).Mul(all.Denom(), r.Denom())
			lcm.Quo(lcm, gcd.GCD(nil, nil, all.Denom(), r.Denom()))
			p := new(big.Int).Mul(all.Num(), new(big.Int).Quo(lcm, all.Denom()))
			q := r.Num().Mul(r.Num(), new(big.Int).Quo(lcm, r.Denom()))
			all.SetFrac(gcd.GCD(nil, nil, p, q.Abs(q)), lcm)
		}
	}
	if all.Sign() == 0 {
		all.SetInt64(1)
	}
	return config.NewRat(all), config.NewRat(new(big.Rat).Inv(all))
}

// scale makes integers of costs.
type scale struct {
	steps, step config.Decimal
	sum         big.Int // of the amounts so far
	err         error
}

// whole appends n costs, or n zeros if there are none, as multiples of the step.
// It notes the name of the first cost with which the sum is too large.
func (s *scale) whole(dst []int64, n int, costs []config.Decimal, name func(i int) string) []int64 {
	if costs == nil {
		return append(dst, make([]int64, n)...)
	}
	if len(costs) != n {
		panic(fmt.Sprintf("solver: %d costs for %d options or tracked conditions", len(costs), n))
	}
	for i, x := range costs {
		if x.IsZero() {
			dst = append(dst, 0)
			continue
		}
		cost := x.Mul(s.steps).Rat().Num()
		s.sum.Add(&s.sum, new(big.Int).Abs(cost))
		if !s.sum.IsInt64() && s.err == nil {
			s.err = fmt.Errorf("%s: the costs so far add up to more than 2^63-1 times %v: round them, or give them in a larger unit", name(i), s.step)
		}
		dst = append(dst, cost.Int64())
	}
	return dst
}

// made panics when the objective is nil or zero.
func (o *Objective) made() *Objective {
	if o == nil || o.cat == nil {
		panic("solver: no Objective: NewObjective and AttributeObjective make one")
	}
	return o
}

// check panics when there is no objective, or one that does not suit the space: a mistake
// of who called the function of the name.
func (o *Objective) check(name string, s *Space) {
	if o == nil {
		panic("solver: " + name + " needs an objective; it is nil")
	}
	if o.made().cat != s.cat {
		panic("solver: objective of another catalog")
	}
}

// known returns a literal of the space for each condition of the objective with a
// cost, and 0 for the others. The error wraps [ErrUntracked].
func (o *Objective) known(s *Space) ([]cnf.Lit, error) {
	if len(o.track) == 0 {
		return nil, nil
	}
	lits := make([]cnf.Lit, len(o.track))
	for i, e := range o.track {
		if o.tracked[i] == 0 {
			continue
		}
		l, ok := s.literal(e)
		if !ok {
			return nil, fmt.Errorf("%w: %s", ErrUntracked, e)
		}
		lits[i] = l
	}
	return lits, nil
}

// Unit returns the unit of the objective's values.
func (o *Objective) Unit() config.Unit { return o.made().unit }

// Conditions returns the conditions with a cost, for [Space.Tracking]. The slice is the
// caller's.
func (o *Objective) Conditions() []rules.Expr {
	var conditions []rules.Expr
	for i, e := range o.made().track {
		if o.tracked[i] != 0 {
			conditions = append(conditions, e)
		}
	}
	return conditions
}

// Value returns the value of a configuration. For a selection with open options it is
// the sum over the decided ones: the options that it chooses, those that it rejects,
// and the conditions that it satisfies ([rules.Expr.Truth]). O(options and size of the
// conditions). It panics when sel is nil or of another catalog.
func (o *Objective) Value(sel *config.Selection) config.Quantity {
	if sel == nil {
		panic("solver: Value needs a selection; it is nil")
	}
	if o.made().cat != sel.Catalog() {
		panic("solver: a selection of another catalog than the objective's")
	}
	sum := int64(0)
	for option := range sel.Chosen() {
		sum += o.chosen[encode.Option(option).Var()]
	}
	if o.rejected != nil {
		for option := range sel.Rejected() {
			sum += o.rejected[encode.Option(option).Var()]
		}
	}
	for i, e := range o.track {
		if o.tracked[i] != 0 && e.Truth(sel) == rules.Satisfied {
			sum += o.tracked[i]
		}
	}
	return o.quantity(sum)
}

// Negated returns the objective with the opposite costs: the dearest
// configuration becomes the cheapest.
func (o *Objective) Negated() *Objective {
	n := *o.made()
	for _, costs := range []*[]int64{&n.chosen, &n.rejected, &n.tracked} {
		*costs = slices.Clone(*costs)
		for i := range *costs {
			(*costs)[i] = -(*costs)[i]
		}
	}
	return &n
}

// quantity returns a sum of costs in the objective's unit.
func (o *Objective) quantity(sum int64) config.Quantity {
	return config.Quantity{Amount: config.NewDecimal(sum).Mul(o.step), Unit: o.unit}
}

// costing returns an objective in the form of the circuit: costs of true variables,
// and the rest, a cost of every configuration. The cost of a variable is its cost
// when true less its cost when false, and the latter is part of the rest. Amounts
// only cancel, so the bound of their sum bounds each of these. The error wraps
// [ErrUntracked].
func (q *question) costing(o *Objective) (costs []int64, base int64, err error) {
	conditions, err := o.known(q.space)
	if err != nil {
		return nil, 0, err
	}
	if o.rejected == nil && len(conditions) == 0 {
		return o.chosen, 0, nil
	}
	q.costs = sized(q.costs, q.circuit.NumVars()+1)
	clear(q.costs[copy(q.costs, o.chosen):])
	for v, cost := range o.rejected {
		q.costs[v] -= cost
		base += cost
	}
	for i, l := range conditions {
		cost := o.tracked[i]
		switch holds, constant := encode.Constant(l); {
		case holds:
			base += cost
		case constant:
		case l.Sign():
			q.costs[l.Var()] -= cost
			base += cost
		default:
			q.costs[l.Var()] += cost
		}
	}
	return q.costs, base, nil
}

package proof

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// mating asks of each mate whether an order takes one part without the others.
func (x *pass) mating(context.Context) error {
	if x.product.Mates == nil || !x.wants(Mating) {
		return nil
	}
	for i, m := range x.product.Mates.Spec().Mates {
		told := Subject{Kind: OfMate, Code: m.ID, Parts: m.Then, Place: m.Place}
		message := say("mate %s: an order takes %s and none of %s", m.ID, strings.Join(m.If, " or "), strings.Join(m.Then, ", "))
		x.meets(Mating, key("mate ", i), told, message, rules.And(x.anyOf(m.If), rules.Not(x.anyOf(m.Then))), nil)
	}
	return nil
}

// limits asks of each limit whether an order exceeds it.
func (x *pass) limits(ctx context.Context) error {
	if x.product.Mates == nil || !x.wants(Limit) {
		return nil
	}
	for i, l := range x.product.Mates.Spec().Limits {
		if err := x.limit(ctx, i, l); err != nil {
			return err
		}
	}
	return nil
}

// anyOf returns the condition in which an order takes one of some parts.
func (x *pass) anyOf(parts []string) rules.Expr {
	var when []rules.Expr
	for _, part := range parts {
		when = append(when, x.study.any(x.structure.ItemsOf(part)))
	}
	return some(x.structure.Catalog(), when)
}

// sum returns what a limit bounds.
func (x *pass) sum(l mates.Limit) (*solver.Objective, error) {
	if l.Part != "" {
		return x.study.Quantity(l.Part)
	}
	v, _ := x.product.Mates.Value(l.Sum) // New has checked it
	return x.study.Bill(func(part string) config.Decimal { return v.Parts[part] }, v.Unit)
}

// limit notes a limit that some order exceeds.
func (x *pass) limit(ctx context.Context, i int, l mates.Limit) error {
	sum, err := x.sum(l)
	if err != nil { // it is more than an objective holds
		x.open = append(x.open, OpenQuestion{Inconclusive, "limit " + l.ID, "since " + err.Error(), 1})
		return nil
	}
	told := Subject{Kind: OfLimit, Code: l.ID, Place: l.Place}
	if l.Part != "" {
		told.Parts = []string{l.Part}
	}
	for _, above := range []bool{true, false} {
		if passes, err := x.passes(ctx, sum, l, above); err != nil {
			return err
		} else if passes {
			m := x.at(Limit, key("limit ", i, " ", above), told)
			m.message = say("limit %s: an order exceeds it", l.ID)
			m.excess, m.bound, m.above = sum, l, above
		}
	}
	return nil
}

// passes reports whether some order has more of a sum than the upper bound of a limit, or less than
// the lower one.
func (x *pass) passes(ctx context.Context, sum *solver.Objective, l mates.Limit, above bool) (bool, error) {
	switch {
	case above && l.AtMost != nil:
		return x.space.Exceeds(ctx, sum, *l.AtMost)
	case !above && l.AtLeast != nil:
		return x.space.Exceeds(ctx, sum.Negated(), config.Quantity{Amount: l.AtLeast.Amount.Neg(), Unit: l.AtLeast.Unit})
	}
	return false, nil
}

// excess finds the order that exceeds a limit most, above or below, and counts those that do.
func (d *details) excess(ctx context.Context, r *result) (OpenQuestion, error) {
	sum, l := r.mark.excess, r.mark.bound
	extreme, bound, sign := r.at.space.Cheapest, l.AtLeast, -1
	if r.mark.above {
		extreme, bound, sign = r.at.space.Dearest, l.AtMost, 1
	}
	worst, _, err := extreme(ctx, sum)
	if err != nil {
		return OpenQuestion{}, err
	}
	order := r.at.order("", worst.Selection)
	r.finding.Witness = &order
	format := "limit %s: an order has no more than %s of %s%s, at least %s"
	if r.mark.above {
		format = "limit %s: an order has up to %s of %s%s, at most %s"
	}
	r.finding.Message = fmt.Sprintf(format, l.ID, worst.Cost, l.Part, l.Sum, bound)
	space, err := d.counting(ctx, r.at)
	if err != nil {
		return OpenQuestion{}, err
	}
	if space.HasCircuit() {
		if space, err = space.Tracking(ctx, sum.Conditions()); err != nil {
			return OpenQuestion{}, err
		}
	}
	values, err := space.Distribution(ctx, sum, nil)
	if errors.Is(err, solver.ErrNoCircuit) || errors.Is(err, solver.ErrBudget) {
		return uncounted(err), nil
	}
	if err != nil {
		return OpenQuestion{}, err
	}
	r.finding.Count = new(big.Int)
	for _, o := range values.Outcomes {
		order, err := o.Value.Cmp(*bound)
		if err != nil {
			return OpenQuestion{}, err
		}
		if order == sign {
			r.finding.Count.Add(r.finding.Count, o.Count)
			r.finding.Share += o.Share
		}
	}
	return OpenQuestion{}, nil
}

package difference

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Cause is why configurations of one release are none of the other one: an option that the
// other release does not have, or something that it demands.
type Cause struct {
	// Option is the option that the other release does not have, or config.NoOption.
	Option config.OptionID
	// Demand is what the other release demands; the zero Cause beside an Option.
	Demand solver.Cause
	// Condition holds in the configurations that are lost or gained by this cause. It is on
	// the catalog of the release that has them. Of a demand it holds in others as well, those with
	// an option that the other release does not have.
	Condition rules.Expr
	// Count is how many configurations have the option, or have no such option and break the
	// demand, and Share their part of all that are lost or gained; nil and 0 where that is not
	// known.
	Count *big.Int
	Share float64

	code  string      // of Option
	met   rules.Expr  // the opposite of Condition
	among solver.View // the configurations of which those are lost or gained by it that satisfy Condition
}

// String says what the other release does not have or demands, in a line of the user's words:
//
//	it has no DIESEL30
//	R-ENG-012: DIESEL30 requires AUTO8 (The diesel exceeds the torque limit of the manual gearbox.)
func (c Cause) String() string {
	if c.code != "" {
		return "it has no " + c.code
	}
	return c.Demand.String()
}

// look is a look at the configurations of one release from the other one.
type look struct {
	space, other *solver.Space
	out, in      direction // from space to other, and back
}

// part returns the configurations of the space that are none of the other one, without
// counts. It reports whether all are.
func (l look) part(ctx context.Context) (Part, bool, error) {
	p := Part{space: l.space}
	var all bool
	var err error
	if p.Causes, all, err = l.causes(ctx); err != nil {
		return Part{}, false, err
	}
	conditions := []rules.Expr{rules.False(l.space.Catalog())}
	for _, c := range p.Causes {
		conditions = append(conditions, c.Condition)
	}
	p.condition = rules.Or(conditions...)
	return p, all, nil
}

// causes returns why configurations of the space are none of the other one, in the order of
// its catalog and of the demands of the other one. It reports whether none is one.
func (l look) causes(ctx context.Context) (causes []Cause, never bool, err error) {
	cat := l.space.Catalog()
	lacking := l.out.lacking()
	options := make([]rules.Expr, len(lacking))
	for i, o := range lacking {
		options[i] = rules.Option(cat, o)
	}
	truths, possible, err := l.space.Conditions(options).Truths(ctx, l.space.View, nil)
	if err != nil || !possible {
		return nil, true, err
	}
	for i, truth := range truths {
		if truth != rules.Violated {
			causes = append(causes, Cause{Option: lacking[i], Condition: options[i], met: rules.Not(options[i]), code: cat.Code(lacking[i]), among: l.space.View})
		}
	}
	var demands []solver.Cause
	var conditions []rules.Expr
	for demand, e := range l.other.Demands() {
		met, err := l.in.demand(demand, e)
		if err != nil {
			return nil, false, err
		}
		demands, conditions = append(demands, demand), append(conditions, met)
	}
	rest := l.space.Given(l.out.without())
	truths, possible, err = l.space.Conditions(conditions).Truths(ctx, rest, truths)
	if err != nil || !possible {
		return causes, true, err
	}
	for i, truth := range truths {
		if truth != rules.Satisfied {
			causes = append(causes, Cause{Option: config.NoOption, Demand: demands[i], Condition: rules.Not(conditions[i]), met: conditions[i], among: rest})
			never = never || truth == rules.Violated
		}
	}
	return causes, never, nil
}

// count counts the configurations of each cause, and puts those of most first. A count that
// would pass the budget of the space stays unknown, and comes last.
func (l look) count(ctx context.Context, p *Part) error {
	counts, err := l.space.Counts(ctx, nil)
	if err != nil {
		return err
	}
	for i := range p.Causes {
		c := &p.Causes[i]
		if c.Option != config.NoOption {
			c.Count = &counts[c.Option]
		} else if c.Count, err = c.among.CountOf(ctx, nil, c.Condition); errors.Is(err, solver.ErrBudget) {
			c.Count = nil
			continue
		} else if err != nil {
			return err
		}
		c.Share = share(c.Count, p.Count)
	}
	slices.SortStableFunc(p.Causes, func(a, b Cause) int {
		switch {
		case a.Count == nil && b.Count == nil:
			return 0
		case a.Count == nil:
			return 1
		case b.Count == nil:
			return -1
		}
		return b.Count.Cmp(a.Count)
	})
	return nil
}

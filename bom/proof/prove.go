package proof

import (
	"cmp"
	"context"
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A prover asks one space, as of one point.
type prover struct {
	space *solver.Space
	asOf  config.Point // at which parts and operations are effective
}

// newProver checks that the space is not void. Fields that asOf does not give are the
// space's; the rules and options of the space must be in force there.
func newProver(ctx context.Context, space *solver.Space, asOf config.Point, cat *config.Catalog) (prover, error) {
	if space.Catalog() != cat {
		panic("proof: the space and the structure are of two catalogs")
	}
	if space.Void() {
		return prover{}, solver.ErrVoid
	}
	if err := context.Cause(ctx); err != nil {
		return prover{}, err
	}
	at := config.Order{Partial: true, Date: asOf.Date, Serial: asOf.Serial, Plant: asOf.Plant}
	if _, err := space.Validate(ctx, at); err != nil {
		return prover{}, err
	}
	own := space.AsOf()
	asOf = config.Point{Date: cmp.Or(asOf.Date, own.Date), Serial: cmp.Or(asOf.Serial, own.Serial), Plant: cmp.Or(asOf.Plant, own.Plant)}
	return prover{space, asOf}, nil
}

// order returns a selection as an order at the point of the proof.
func (p prover) order(id string, sel *config.Selection) config.Order {
	order := p.space.Catalog().Order(sel)
	order.ID, order.Date, order.Serial, order.Plant = id, p.asOf.Date, p.asOf.Serial, p.asOf.Plant
	return order
}

// effective returns a condition as it stands at the point of the proof: false where
// the effectivity does not cover it.
func (p prover) effective(e rules.Expr, when config.Effectivity) (rules.Expr, error) {
	covers, err := when.Covers(p.asOf)
	switch cat := p.space.Catalog(); {
	case err != nil:
		return rules.Expr{}, err
	case !covers:
		return rules.False(cat), nil
	case e.IsZero():
		return rules.True(cat), nil
	}
	return e, nil
}

// usages returns the conditions of a structure's variants at the point of the proof,
// false for all of a position that does not exist there, and an error for each
// effectivity that depends on what the point does not give.
func (p prover) usages(s *bom.Structure) (_ []rules.Expr, failed []error) {
	usages := make([]rules.Expr, s.NumVariants())
	for id, position := range s.Positions() {
		exists, err := position.Effectivity.Covers(p.asOf)
		if err != nil {
			failed = append(failed, fmt.Errorf("position %s%s: %w", position.Code, position.Place.At(), err))
		}
		for i, v := range s.Variants(id) {
			if !exists {
				usages[i] = rules.False(p.space.Catalog())
				continue
			}
			usage, err := p.effective(v.Usage, v.Effectivity)
			if err != nil {
				failed = append(failed, fmt.Errorf("variant %s%s: %w", v.Part, v.Place.At(), err))
			}
			usages[i] = usage
		}
	}
	return usages, failed
}

// with appends to a copy.
func with(es []rules.Expr, more ...rules.Expr) []rules.Expr {
	return append(es[:len(es):len(es)], more...)
}

// all returns the condition that all of some hold.
func all(cat *config.Catalog, es []rules.Expr) rules.Expr {
	switch len(es) {
	case 0:
		return rules.True(cat)
	case 1:
		return es[0]
	}
	return rules.And(es...)
}

// some returns the condition that one of some holds.
func some(cat *config.Catalog, es []rules.Expr) rules.Expr {
	switch len(es) {
	case 0:
		return rules.False(cat)
	case 1:
		return es[0]
	}
	return rules.Or(es...)
}

// none returns conditions that all hold if none of some does.
func none(es []rules.Expr) []rules.Expr {
	out := make([]rules.Expr, 0, len(es))
	for _, e := range es {
		if e.Op() != rules.OpFalse {
			out = append(out, rules.Not(e))
		}
	}
	return out
}

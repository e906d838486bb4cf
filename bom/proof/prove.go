package proof

import (
	"cmp"
	"context"
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// FindingKind is the kind of a finding.
type FindingKind uint8

const (
	// Gap: a buildable order finds no variant or operation but needs one.
	Gap FindingKind = iota + 1
	// Overlap: a buildable order finds two variants or operations but needs
	// one.
	Overlap
	// Unfitted: a buildable order takes a part that no operation fits and that
	// does not ride along.
	Unfitted
	// Cycle: a buildable order has operations each of which comes before the
	// next, the last before the first.
	Cycle
	// Dead: no buildable order takes a part that is in force.
	Dead
)

var kindWords = source.Words[FindingKind]{What: "a kind of finding", Texts: []string{
	"none", Gap: "gap", Overlap: "overlap", Unfitted: "unfitted", Cycle: "cycle", Dead: "dead",
}}

// String returns "gap", "overlap", "unfitted", "cycle" or "dead"; zero is "none".
func (k FindingKind) String() string { return kindWords.String(k) }

// MarshalText returns String; a number that is not one of them is an error.
func (k FindingKind) MarshalText() ([]byte, error) { return kindWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *FindingKind) UnmarshalText(text []byte) error { return kindWords.Set(k, text) }

// A prover asks one space for witnesses.
type prover struct {
	ctx   context.Context
	space *solver.Space
	asOf  config.Point   // at which parts and operations are effective
	ids   map[string]int // id of a witness -> the number of findings that asked for it
}

// newProver checks that the space is not void. Fields that asOf does not give are the
// space's; the rules and options of the space must be in force there.
func newProver(ctx context.Context, space *solver.Space, asOf config.Point, cat *config.Catalog) (prover, error) {
	if space == nil {
		panic("proof: a proof without a space")
	}
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
	return prover{ctx, space, asOf, make(map[string]int)}, nil
}

// find returns an order in which all of es hold.
func (p prover) find(es ...rules.Expr) (*config.Selection, bool, error) {
	return p.space.Find(p.ctx, rules.And(es...))
}

// pairs calls found for each two of the conditions that hold together in some
// order in which all of here hold, in their order. One answer may show several
// pairs; the search goes on until none is left that can.
func (p prover) pairs(here, conditions []rules.Expr, found func(i, j int, witness *config.Selection)) error {
	for i := range conditions {
		witnesses := make([]*config.Selection, len(conditions))
		open := make([]int, 0, len(conditions))
		for j := i + 1; j < len(conditions); j++ {
			open = append(open, j)
		}
		for len(open) > 0 {
			others := make([]rules.Expr, len(open))
			for k, j := range open {
				others[k] = conditions[j]
			}
			witness, some, err := p.find(with(here, conditions[i], rules.Or(others...))...)
			if err != nil {
				return err
			}
			if !some {
				break
			}
			rest := open[:0]
			for _, j := range open {
				if conditions[j].Holds(witness) {
					witnesses[j] = witness
				} else {
					rest = append(rest, j)
				}
			}
			open = rest
		}
		for j, witness := range witnesses {
			if witness != nil {
				found(i, j, witness)
			}
		}
	}
	return nil
}

// maxWitnessID leaves room for a number within the limit of an order's ID.
const maxWitnessID = config.MaxCode - 12

// order returns a witness as an order at the point of the proof. Its ID names the
// finding, such as gap-10/20, and is unique within one proof; if the path does not
// fit an ID, the witness only has a number.
func (p prover) order(kind FindingKind, place string, witness *config.Selection) config.Order {
	id := kind.String() + "-" + place
	if len(id) > maxWitnessID {
		id = kind.String()
	}
	p.ids[id]++
	for n := p.ids[id]; n > 1; n++ {
		numbered := fmt.Sprintf("%s-%d", id, n)
		if p.ids[numbered] == 0 {
			p.ids[id], p.ids[numbered] = n, 1
			id = numbered
			break
		}
	}
	order := p.space.Catalog().Order(witness)
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

package change

import (
	"context"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A PartChange is a part that is newly needed or freed, or of which kept configurations take
// another quantity.
type PartChange struct {
	Part, Name string
	// Old and New are the least and the greatest quantity that orders of each release take; nil
	// if the release does not have the part.
	Old, New *proof.Interval
	// Kept is how many kept configurations take another quantity.
	Kept Share
	// Differs reports whether some does. Then Least and Greatest are by how much more the new
	// release takes of it in kept configurations, below 0 if it is less; in the unit of the
	// new release, or else of the old one.
	Differs         bool
	Least, Greatest config.Quantity
}

// Needed reports whether orders of the new release take the part and none of the old one did.
func (p *PartChange) Needed() bool { return taken(p.New) && !taken(p.Old) }

// Freed reports whether orders of the old release took the part and none of the new one does.
func (p *PartChange) Freed() bool { return taken(p.Old) && !taken(p.New) }

func taken(x *proof.Interval) bool { return x != nil && x.Greatest.Amount.Sign() > 0 }

// ledgers compares what kept configurations take in both releases.
func (s *studies) ledgers(ctx context.Context) error {
	s.bill, s.routing = newLedger(s.Both()), newLedger(s.Both())
	if s.Both() == nil {
		return nil
	}
	if err := s.enter(s.recent, s.after.Product, 1, same); err != nil {
		return err
	}
	if err := s.enter(s.old, s.before.Product, -1, s.Match.Forward); err != nil {
		return err
	}
	if err := s.bill.settle(ctx); err != nil {
		return err
	}
	return s.routing.settle(ctx)
}

func same(e rules.Expr) (rules.Expr, error) { return e, nil }

// enter adds what one release takes, times sign, to the ledgers; on translates its conditions.
func (s *studies) enter(study *proof.Study, p *product.Product, sign int64, on func(rules.Expr) (rules.Expr, error)) error {
	times := config.NewDecimal(sign)
	if p.Structure != nil {
		for item := range p.Structure.Items() {
			if item.Phantom {
				continue
			}
			when, err := on(study.Item(item.ID))
			if err != nil {
				return err
			}
			key, amount := s.key(p.Structure, item)
			s.bill.entry(key).add(when, amount.Mul(times))
			if item.Station != "" {
				s.routing.entry("part\x00"+item.Station+"\x00"+key).add(when, amount.Mul(times))
			}
		}
	}
	if p.Line == nil {
		return nil
	}
	for id := range line.OperationID(p.Line.NumOperations()) {
		o := p.Line.Operation(id)
		when, err := on(study.Operation(id))
		if err != nil {
			return err
		}
		duration, err := o.Duration.In(seconds)
		if err != nil {
			return err
		}
		key := "operation\x00" + p.Line.Station(o.Station).Code + "\x00" + o.Code + "\x00" + duration.Amount.String()
		s.routing.entry(key).add(when, times)
	}
	return nil
}

var seconds, _ = config.ParseUnit("s")

// key returns what names the part of an item in ledgers, and the item's amount. Where the
// releases count a part in units that do not convert, it is two things.
func (s *studies) key(structure *bom.Structure, item bom.Item) (string, config.Decimal) {
	q := structure.Summed(item.ID)
	unit, ok := s.units[item.Part]
	if !ok {
		s.units[item.Part], unit = q.Unit, q.Unit
	}
	in, err := q.In(unit)
	if err != nil {
		return item.Part + otherUnit, q.Amount
	}
	return item.Part, in.Amount
}

// otherUnit ends the key of a part in the unit of the old release.
const otherUnit = "\x00old"

// parts collects what changes of each part.
func (s *studies) parts(ctx context.Context) error {
	before, after, err := each(
		func() ([]proof.Interval, error) { return quantities(ctx, s.old, s.before.Product) },
		func() ([]proof.Interval, error) { return quantities(ctx, s.recent, s.after.Product) },
	)
	if err != nil {
		return err
	}
	of := make(map[string]*PartChange)
	var order []*PartChange
	part := func(x *proof.Interval) *PartChange {
		p, ok := of[x.Part]
		if !ok {
			p = &PartChange{Part: x.Part, Name: x.Name}
			of[x.Part] = p
			order = append(order, p)
		}
		return p
	}
	for i := range after {
		part(&after[i]).New = &after[i]
	}
	for i := range before {
		part(&before[i]).Old = &before[i]
	}
	counts := make(map[string]Share)
	for _, p := range order {
		if err := s.keptPart(ctx, p, counts); err != nil {
			return err
		}
		if p.Differs || p.Needed() || p.Freed() {
			s.c.Parts = append(s.c.Parts, *p)
		}
	}
	return nil
}

// quantities returns the intervals of all parts of a release.
func quantities(ctx context.Context, study *proof.Study, p *product.Product) ([]proof.Interval, error) {
	if p.Structure == nil {
		return nil, nil
	}
	all, _, err := study.Quantities(ctx, nil)
	return all, err
}

// keptPart fills in what kept configurations take more of a part. counts are those of
// conditions, by text.
func (s *studies) keptPart(ctx context.Context, p *PartChange, counts map[string]Share) error {
	if s.Kept.Count != nil {
		p.Kept.Count = new(big.Int)
	}
	if s.Both() == nil {
		return nil
	}
	cat := s.Both().Catalog()
	var costs solver.Costs
	var sum config.Decimal
	differs, clear := rules.False(cat), true
	if e, ok := s.bill.known[p.Part]; ok {
		for _, t := range e.terms {
			costs.Track, costs.Tracked = append(costs.Track, t.when), append(costs.Tracked, t.amount)
		}
		differs, sum, clear = e.differs, e.sum, !e.unclear
	}
	if e, ok := s.bill.known[p.Part+otherUnit]; ok {
		differs, clear = rules.Or(differs, e.differs), clear && !e.unclear
	}
	var err error
	if p.Differs, err = s.Both().Possible(ctx, differs); err != nil || !p.Differs {
		return err
	}
	more, err := solver.NewObjective(cat, costs, s.units[p.Part])
	if err != nil {
		return fmt.Errorf("part %s: %w", p.Part, err)
	}
	if p.Least, p.Greatest, _, err = s.Both().Bounds(ctx, more); err != nil {
		return err
	}
	p.Least.Amount, p.Greatest.Amount = p.Least.Amount.Add(sum), p.Greatest.Amount.Add(sum)
	if p.Kept = (Share{}); !clear {
		return nil
	}
	key := condition.Key(differs)
	known, ok := counts[key]
	if !ok {
		if known, err = s.share(ctx, []rules.Expr{differs}); err != nil {
			return err
		}
		counts[key] = known
	}
	p.Kept = known
	return nil
}

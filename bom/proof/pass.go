package proof

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// A pass is the audit of one point.
type pass struct {
	prover
	marks
	*asker
	product   *product.Product
	least     Severity
	structure *bom.Structure // nil: there is no bill
	line      *line.Line     // nil: there is no line
	study     *Study         // nil without both
	usage     []rules.Expr   // bom.VariantID -> its condition at the point
	sound     []bool         // bom.PositionID -> no order breaks it, at any path

	gaps    map[bom.ItemID]rules.Expr // in which an order comes to the item's position and finds no variant
	inForce []bool                    // bom.ItemID -> it and the assembly around it are
	taken   []bool                    // bom.VariantID -> some order takes it
	reached []bool                    // bom.VariantID -> an item of it is in force

	possible  []bool           // line.OperationID -> some order has it
	overloads []line.StationID // whose capacity some order exceeds

	said      []*stated // the conditions in force
	open      []OpenQuestion
	unsettled bool // the budget did not suffice for all that is asked together
}

// newPass prepares the audit of a point.
func newPass(ctx context.Context, p *product.Product, a *asker, asOf config.Point, least Severity) (*pass, error) {
	prover, err := newProver(ctx, a.of, asOf, p.Catalog)
	if err != nil {
		return nil, err
	}
	x := &pass{gaps: make(map[bom.ItemID]rules.Expr), prover: prover, asker: a, least: least, product: p, structure: p.Structure, line: p.Line}
	if x.structure == nil && x.line == nil {
		return x, nil
	}
	if x.study, err = NewStudy(ctx, a.of, asOf, x.structure, x.line); err != nil {
		return nil, err
	}
	if x.structure == nil {
		return x, nil
	}
	var failed []error
	if x.usage, failed = prover.usages(x.structure); failed != nil {
		return nil, tell.Join(failed)
	}
	x.findInForce()
	return x, nil
}

// findInForce finds the items that are in force.
func (x *pass) findInForce() {
	s := x.structure
	x.inForce = make([]bool, s.NumItems())
	x.reached, x.taken = make([]bool, s.NumVariants()), make([]bool, s.NumVariants())
	for i := range x.inForce {
		item := s.Item(bom.ItemID(i))
		x.inForce[i] = x.usage[item.Variant].Op() != rules.OpFalse && (item.Parent == bom.NoItem || x.inForce[item.Parent])
		x.reached[item.Variant] = x.reached[item.Variant] || x.inForce[i]
	}
}

// A step is a part of a pass.
type step struct {
	question string
	lack     string // the product's, with which there is nothing to ask
	there    bool   // whether it does not lack that
	ask      func(context.Context) error
	then     func(context.Context) error // after the answers; nil for nothing
}

// run asks everything, and most of it together. A question for which the budget does not suffice
// stays open.
func (x *pass) run(ctx context.Context) error {
	var asked []step
	stays := func(s step, err error) error {
		why, ok := exhausted(ctx, err)
		if !ok {
			return err
		}
		x.open = append(x.open, OpenQuestion{Inconclusive, s.question, why, 1})
		return nil
	}
	for _, s := range []step{
		{"positions and parts", "no bill", x.structure != nil, x.bill, nil},
		{"stations and operations", "no line", x.line != nil, x.work, x.stations},
		{"mates and limits", "no bill", x.structure != nil || x.product.Mates == nil, x.mating, x.limits},
		{"change-overs", "no bill", x.structure != nil, x.changeovers, nil},
		{"parts at their stations", "no bill or no line", x.structure != nil && x.line != nil, x.calls, nil},
		{"conditions", "no bill and no line", x.study != nil, x.conditions, nil},
	} {
		if !s.there {
			x.open = append(x.open, OpenQuestion{NotChecked, s.question, "since the product has " + s.lack, 1})
		} else if err := s.ask(ctx); err == nil {
			asked = append(asked, s)
		} else if err := stays(s, err); err != nil {
			return err
		} else {
			x.unsettled = true
		}
	}
	failed := x.settle(ctx)
	x.unsettled = x.unsettled || failed != nil
	for _, s := range asked {
		err := failed
		if err == nil && s.then != nil {
			err = s.then(ctx)
		}
		if err != nil {
			if err := stays(s, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// wants reports whether findings of a kind are looked for.
func (x *pass) wants(k FindingKind) bool { return k.Severity() >= x.least }

// never notes a finding about all orders, unless some order satisfies a condition. It is not
// asked where another condition, if there is one, holds in no order.
func (x *pass) never(m *mark, e rules.Expr, given *rules.Truth) {
	if !x.wants(m.kind) {
		return
	}
	x.ask(e, func(t rules.Truth) {
		if given != nil && *given == rules.Violated {
			return
		}
		if m.asked = true; t != rules.Violated {
			m.refuted = true
		} else if m.never.IsZero() {
			m.never = e
		}
	})
}

// key makes the key of a subject.
func key(ids ...any) string { return fmt.Sprint(ids...) }

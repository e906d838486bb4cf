package proof

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A CallFinding is a part that some buildable order calls at a station where
// operations consume its position, and of which it has none or two.
type CallFinding struct {
	Kind FindingKind
	// Operations are the two that consume the part; none for a gap.
	Operations []line.OperationID
	// Witness is a complete, buildable order that meets the fault. Its ID is
	// empty.
	Witness config.Order
	// Mismatch is what Route says of the part for the witness.
	Mismatch *line.CallError
}

// String returns the kind and the mismatch of the witness.
func (f CallFinding) String() string { return f.Kind.String() + ": " + f.Mismatch.Error() }

// CheckLine proves over all orders that the space allows, as of its own point,
// that each part whose position is consumed finds exactly one operation that
// does, or returns every exception: for each such item a Gap if some order
// that takes it has no operation for it, and an Overlap for each pair of
// operations that some order has both. Where CheckBill finds nothing, an
// order that the space allows routes without error if and only if it meets no
// finding. Findings are in document order of the unfolded structure; of one
// item the gap is first, then pairs in document order of the line.
//
// It asks the space once for each item that is sound. Errors, panics and
// determinism are those of CheckBill.
func CheckLine(ctx context.Context, l *line.Line, space *solver.Space) ([]CallFinding, error) {
	s := l.Structure()
	p, err := newProver(ctx, space, s.Catalog())
	if err != nil {
		return nil, err
	}
	c := lineCheck{prover: p, l: l, when: make([]rules.Expr, l.NumOperations())}
	var failed, more []error
	for i := range l.NumOperations() {
		o := l.Operation(line.OperationID(i))
		if c.when[i], err = p.effective(o.When, o.Effectivity); err != nil {
			failed = append(failed, fmt.Errorf("operation %s%s: %w", o.Code, tell.At(o.Pos), err))
		}
	}
	c.usage, more = p.usages(s)
	if err := tell.Join(append(failed, more...)); err != nil {
		return nil, err
	}
	for i := range s.NumItems() {
		id := bom.ItemID(i)
		if who := l.Consumers(id); len(who) > 0 {
			if err := c.item(id, who); err != nil {
				return nil, err
			}
		}
	}
	return c.findings, nil
}

// A lineCheck is one run of CheckLine.
type lineCheck struct {
	prover
	l        *line.Line
	when     []rules.Expr // line.OperationID -> its condition at the space's point
	usage    []rules.Expr // bom.VariantID -> its condition at the space's point
	findings []CallFinding
}

// item checks the operations that consume one item.
func (c *lineCheck) item(id bom.ItemID, operations []line.OperationID) error {
	when := make([]rules.Expr, len(operations))
	for i, o := range operations {
		when[i] = c.when[o]
	}
	if len(when) == 1 && when[0].Op() == rules.OpTrue {
		return nil
	}
	here := c.taken(id)
	if _, broken, err := c.find(with(here, rules.Not(rules.Between(1, 1, when...)))...); err != nil || !broken {
		return err
	}
	witness, gap, err := c.find(with(here, rules.Not(rules.Or(when...)))...)
	if err != nil {
		return err
	}
	if gap {
		c.add(id, Gap, nil, witness)
	}
	return c.pairs(here, when, func(i, j int, witness *config.Selection) {
		c.add(id, Overlap, []line.OperationID{operations[i], operations[j]}, witness)
	})
}

// taken is what holds where an item is taken, if no position finds two
// variants where it selects one.
func (c *lineCheck) taken(id bom.ItemID) []rules.Expr {
	s := c.l.Structure()
	var here []rules.Expr
	for id != bom.NoItem {
		item := s.Item(id)
		here = append(here, c.usage[item.Variant])
		if !item.When.IsZero() {
			here = append(here, item.When)
		}
		id = item.Parent
	}
	return here
}

func (c *lineCheck) add(id bom.ItemID, kind FindingKind, operations []line.OperationID, witness *config.Selection) {
	c.findings = append(c.findings, CallFinding{
		Kind: kind, Operations: operations, Witness: c.order(witness), Mismatch: c.l.Mismatch(id, witness, c.space.AsOf()),
	})
}

package proof

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A CallFinding is a fault of a line that some buildable order meets: a part
// that is delivered to a station whose operations consume its position, and
// of these it has none or two; a part that no operation fits; or operations
// that come before each other.
type CallFinding struct {
	Kind FindingKind
	// Operations are the two that consume the part, or the cycle, in the order
	// of line.CycleError; none for a gap and a part that no operation fits.
	Operations []line.OperationID
	// Witness is a complete, buildable order that meets the fault. Its ID is
	// made of kind and path, and unique among the findings.
	Witness config.Order
	// Mismatch is the error of Route for the part and the witness; nil for a
	// cycle. For a part that no operation fits, where Route has no error, it
	// names the part and its place.
	Mismatch *line.CallError
	// Cycle is the error of Route for the operations of a cycle; otherwise
	// nil.
	Cycle *line.CycleError
}

// String returns the kind and the fault of the witness.
func (f CallFinding) String() string {
	if fault := f.fault(); fault != nil {
		return f.Kind.String() + ": " + fault.Error()
	}
	return f.Kind.String() // the zero CallFinding
}

// fault returns the error of the witness; nil for the zero CallFinding.
func (f CallFinding) fault() error {
	switch {
	case f.Cycle != nil:
		return f.Cycle
	case f.Mismatch != nil:
		return f.Mismatch
	}
	return nil
}

// CheckLine proves over all orders that the space allows, as of a point, that each part is fitted
// and that the operations have an order, or returns every exception. For each item whose position
// is consumed, that is a Gap if some order takes it without an operation for it, and an Overlap for
// each pair of its operations that some order has. An item is Unfitted if some order takes it, no
// operation of its station names it or an assembly or phantom around it, and it does not ride along
// there; of several variants of one position the finding has the first that an order takes. There
// is a Cycle for each of line.Knots of which some order has two operations.
//
// Where CheckBill finds nothing, an order that the space allows routes without
// error if and only if it meets no finding but Unfitted. Cycles come first, in
// document order of the line, then the others in that of the unfolded structure;
// of one item the gap is first, then pairs in document order of the line.
//
// It asks the space once for each item that is fitted, and once for each
// condition under which unfitted ones are taken. It panics if the line has no
// structure; errors, panics and determinism are otherwise those of CheckBill.
func CheckLine(ctx context.Context, l *line.Line, space *solver.Space, asOf config.Point) ([]CallFinding, error) {
	source.NeedContext("proof", ctx)
	if l == nil || l.Structure() == nil {
		panic("proof: CheckLine without a line that is bound to a structure")
	}
	s := l.Structure()
	p, err := newProver(ctx, space, asOf, s.Catalog())
	if err != nil {
		return nil, err
	}
	c := lineCheck{prover: p, l: l, when: make([]rules.Expr, l.NumOperations())}
	var failed, more []error
	for i := range l.NumOperations() {
		o := l.Operation(line.OperationID(i))
		if c.when[i], err = p.effective(o.When, o.Effectivity); err != nil {
			failed = append(failed, fmt.Errorf("operation %s%s: %w", o.Code, o.Place.At(), err))
		}
	}
	c.usage, more = p.usages(s)
	if err := tell.Join(append(failed, more...)); err != nil {
		return nil, err
	}
	for _, knot := range l.Knots() {
		if err := c.knot(knot); err != nil {
			return nil, err
		}
	}
	c.takers = make(map[string]*config.Selection)
	reported := make(map[string]bool)
	for i := range s.NumItems() {
		id := bom.ItemID(i)
		if who := l.Consumers(id); len(who) > 0 {
			err = c.item(id, who)
		} else if l.Unfitted(id) {
			err = c.unfitted(id, reported)
		}
		if err != nil {
			return nil, err
		}
	}
	return c.findings, nil
}

// A lineCheck is one run of CheckLine.
type lineCheck struct {
	prover
	l        *line.Line
	when     []rules.Expr                 // line.OperationID -> its condition at the space's point
	usage    []rules.Expr                 // bom.VariantID -> its condition at the space's point
	takers   map[string]*config.Selection // conditions under which an item is taken, as a key -> an order, nil if there is none
	findings []CallFinding
}

// knot checks operations that come before each other.
func (c *lineCheck) knot(knot []line.OperationID) error {
	when := make([]rules.Expr, len(knot))
	for i, o := range knot {
		when[i] = c.when[o]
	}
	witness, found, err := c.find(rules.Between(2, rules.Unbounded, when...))
	if err != nil || !found {
		return err
	}
	var done []line.OperationID
	for i, o := range knot {
		if when[i].Holds(witness) {
			done = append(done, o)
		}
	}
	e := c.l.Tangle(knot, done)
	c.findings = append(c.findings, CallFinding{
		Kind: Cycle, Operations: e.Operations, Witness: c.order(Cycle, e.Codes[0], witness), Cycle: e,
	})
	return nil
}

// unfitted reports a part that no operation fits, if some order takes it: one
// for each position that is delivered to one station.
func (c *lineCheck) unfitted(id bom.ItemID, reported map[string]bool) error {
	item := c.l.Structure().Item(id)
	place := item.Path + "\x00" + item.Station
	if reported[place] {
		return nil
	}
	here := c.taken(id)
	key := conjunction(here)
	witness, asked := c.takers[key]
	if !asked {
		var err error
		if witness, _, err = c.find(here...); err != nil {
			return err
		}
		c.takers[key] = witness
	}
	if witness != nil {
		reported[place] = true
		c.add(id, Unfitted, nil, witness)
	}
	return nil
}

// conjunction is a key of conditions that hold together.
func conjunction(es []rules.Expr) string {
	texts := make([]string, 0, len(es))
	for _, e := range es {
		if e.Op() != rules.OpTrue {
			texts = append(texts, e.String())
		}
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), "\x00")
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

// taken returns the condition under which an item is taken, if no position
// finds two variants but selects one.
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
	mismatch := c.l.Mismatch(id, witness, c.asOf)
	c.findings = append(c.findings, CallFinding{
		Kind: kind, Operations: operations, Witness: c.order(kind, mismatch.Path, witness), Mismatch: mismatch,
	})
}

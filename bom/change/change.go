package change

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// A Release is one version of a product, with a space of its rules.
type Release struct {
	Product *product.Product `json:"-"`
	Space   *solver.Space    `json:"-"`
	// AsOf is the point at which parts and operations are effective. Fields that are not given
	// are those of the space's point. The same rules must be in force there.
	AsOf config.Point `json:"as_of"`
}

// A Change is what a new release of a product changes for its orders. It is an answer, and
// the caller's.
type Change struct {
	// Configurations are those that the release gains, loses and keeps.
	Configurations *difference.Difference
	// Bills are the kept configurations that take another quantity of some part. Routings are
	// those with another operation, or one at another station or of another duration, or with
	// another quantity of a part at some station. Affected are those of either kind.
	Bills, Routings, Affected Share
	// Parts are those that are newly needed or freed, and those of which some kept configuration
	// takes another quantity: in document order of the new bill, then of the old one.
	Parts []PartChange
	// Positions are those that lack a part, or have two, in some order of the new release, and
	// did not in the old one.
	Positions []proof.Finding
	// Stations are those at which some order of the new release exceeds the capacity and none
	// of the old one does, in line order.
	Stations []StationChange
}

// A Share is how many kept configurations something is true of, and their part of all that
// are kept; nil and 0 where that is not known, as no circuit knows it within its budget.
type Share struct {
	Count *big.Int
	Share float64
}

// Compare says what a new release changes. A release may lack a bill or a line, which then
// has no part or no station. The configurations are compared by [difference.Compare], as cfg
// says.
//
// A configuration takes an item as in a [proof.Study]: what meets a fault of the bill counts
// as if all variants that match were taken.
//
// The errors are those of difference.Compare, proof.NewStudy and proof.Audit, so that a
// release that can build nothing is one, solver.ErrVoid; and that the space of a release is
// of other rules. It panics if a product or a space is nil.
func Compare(ctx context.Context, before, after Release, cfg difference.Config) (*Change, error) {
	source.NeedContext("change", ctx)
	if err := errors.Join(before.check("Compare", "old"), after.check("Compare", "new")); err != nil {
		return nil, err
	}
	d, err := difference.Compare(ctx, before.Space, after.Space, cfg)
	if err != nil {
		return nil, err
	}
	s := &studies{Difference: d, c: &Change{Configurations: d}, before: before, after: after, units: make(map[string]config.Unit)}
	if s.old, s.recent, err = each(
		func() (*proof.Study, error) { return before.study(ctx) },
		func() (*proof.Study, error) { return after.study(ctx) },
	); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{s.ledgers, s.affected, s.parts, s.positions, s.stations} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return s.c, nil
}

// check returns an error unless the space is of the release's rules.
func (r Release) check(name, which string) error {
	if r.Product == nil || r.Product.Rules == nil || r.Space == nil {
		panic("change: " + name + " needs a product, its rules and a space of the " + which + " release; one is nil")
	}
	if r.Space.Catalog() != r.Product.Catalog || !r.Space.Rules().Equal(r.Product.Rules) {
		return fmt.Errorf("the space of the %s release is of other rules than its product", which)
	}
	return nil
}

// study returns a study of what the release has; nil if it has neither a bill nor a line.
func (r Release) study(ctx context.Context) (*proof.Study, error) {
	if r.Product.Structure == nil && r.Product.Line == nil {
		return nil, nil
	}
	return proof.NewStudy(ctx, r.Space, r.AsOf, r.Product.Structure, r.Product.Line)
}

// studies are two releases on the way to a Change.
type studies struct {
	*difference.Difference
	c             *Change
	before, after Release
	old, recent   *proof.Study // nil without a bill and a line

	bill, routing *ledger
	units         map[string]config.Unit // of parts in ledgers
}

// each asks both releases at once. The error is that of the old one, if it has one.
func each[T any](old, recent func() (T, error)) (before, after T, err error) {
	var wg sync.WaitGroup
	var failed error
	wg.Go(func() { before, err = old() })
	after, failed = recent()
	wg.Wait()
	if err == nil {
		err = failed
	}
	return before, after, err
}

// affected counts the kept configurations whose bill or routing changes.
func (s *studies) affected(ctx context.Context) error {
	for _, figure := range []struct {
		ledgers []*ledger
		of      *Share
	}{{[]*ledger{s.bill}, &s.c.Bills}, {[]*ledger{s.routing}, &s.c.Routings}, {[]*ledger{s.bill, s.routing}, &s.c.Affected}} {
		var all []rules.Expr
		clear := true
		for _, l := range figure.ledgers {
			conditions, known := l.changed()
			all, clear = append(all, conditions...), clear && known
		}
		if !clear {
			continue
		}
		var err error
		if *figure.of, err = s.share(ctx, all); err != nil {
			return err
		}
	}
	return nil
}

// share counts the kept configurations in which one of some conditions holds.
func (s *studies) share(ctx context.Context, conditions []rules.Expr) (Share, error) {
	all := s.Kept.Count
	switch {
	case all == nil:
		return Share{}, nil
	case len(conditions) == 0 || all.Sign() == 0:
		return Share{Count: new(big.Int)}, nil
	}
	n, err := s.Both().CountOf(ctx, nil, rules.Or(conditions...))
	if errors.Is(err, solver.ErrNoCircuit) {
		return Share{}, nil
	}
	if err != nil {
		return Share{}, err
	}
	return Share{n, part(n, all)}, nil
}

// part returns which part of all n are.
func part(n, all *big.Int) float64 {
	share, _ := new(big.Rat).SetFrac(n, all).Float64()
	return share
}

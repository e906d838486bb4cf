package fit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// ErrUndecided is the error of targets of which neither a mix nor a conflict was found, since they
// are too close to impossible for the precision of floats. Round them.
var ErrUndecided = errors.New("fit: the targets are too close to impossible to decide whether a mix meets them")

// Find returns the mix of greatest entropy that meets targets: among all mixes that do, it prefers
// nothing that the targets do not ask for. If no mix meets the targets it returns the conflicts
// among them, and no mix. Two shares of one condition are a conflict, too, as are shares of a family that add up
// to more than 1; of those, [Read] says where they stand.
//
// The space must have a circuit. If a target names more than an option, it must track the
// condition; Find compiles a space that does, see [solver.Space.Tracking], and [Mix.Space] returns it.
//
// It takes some hundred queries of the circuit ([solver.View.ConditionShares]); their number grows with
// that of the targets. The result does not depend on the number of processors; its digits beyond [Tolerance] may
// depend on their kind, since they round exponentials differently.
//
// The errors are [source.Defects] of targets without a condition, with a share below 0 or above 1, or
// of a Given that no configuration has; one that wraps [solver.ErrNoCircuit]; [solver.ErrVoid] if nothing can be built;
// ErrUndecided; and the context's. It panics if the space is nil, or a condition is of another catalog.
func Find(ctx context.Context, space *solver.Space, targets []Target) (*Mix, []Conflict, error) {
	source.NeedContext("fit", ctx)
	if space == nil {
		panic("fit: Find needs a space; it is nil")
	}
	if err := check(space, targets); err != nil {
		return nil, nil, err
	}
	m, err := newModel(ctx, space, targets)
	if err != nil {
		return nil, nil, err
	}
	return m.find(ctx, slices.Clone(targets))
}

// check returns the faults of targets by themselves.
func check(space *solver.Space, targets []Target) error {
	var list source.List
	for i, t := range targets {
		for _, e := range []rules.Expr{t.Condition, t.Given} {
			if !e.IsZero() && e.Catalog() != space.Catalog() {
				panic("fit: a target of another catalog than the space's")
			}
		}
		if fault := t.check(); fault != "" {
			list.Add(source.Defect{Place: t.Place, Msg: fmt.Sprintf("%s %s", t.subject(i), fault)})
		}
	}
	return list.Err()
}

package proof

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Use holds the places of a part, and the condition and the number of
// vehicles that have it.
type Use struct {
	Part, Name string
	// Items are the places of the part, in document order.
	Items []bom.Item
	// When is the condition under which a vehicle has the part, over all paths, as short
	// as the rules allow, see [solver.View.Reduce].
	When rules.Expr
	// Count is the number of configurations that have the part, and Share their share of
	// all; nil and 0 if the space has no circuit, or the condition does not fit its budget.
	Count *big.Int
	Share float64
}

// WhereUsed returns where a part, which may be a phantom, is used. It takes SAT queries for the condition and one
// [solver.View.CountOf]. The errors are that of an unknown part and the context's. It panics if the study has no
// structure.
func (s *Study) WhereUsed(ctx context.Context, number string) (*Use, error) {
	source.NeedContext("proof", ctx)
	s.needStructure()
	items := s.structure.ItemsOf(number)
	if items == nil {
		_, err := s.part(number)
		return nil, err
	}
	use := &Use{Part: number, Name: s.structure.Item(items[0]).Name}
	for _, id := range items {
		use.Items = append(use.Items, s.structure.Item(id))
	}
	var err error
	if use.When, err = s.space.Reduce(ctx, s.any(items)); err != nil {
		return nil, err
	}
	count, err := s.space.CountOf(ctx, nil, use.When)
	if errors.Is(err, solver.ErrNoCircuit) {
		return use, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := s.space.Count(ctx, nil)
	if err != nil {
		return nil, err
	}
	use.Count = count
	use.Share, _ = new(big.Rat).SetFrac(count, all).Float64()
	return use, nil
}

// Dependents are the parts and operations whose conditions name some options.
type Dependents struct {
	Parts      []string `json:"parts"`      // numbers, in the order of [Outlook].Parts
	Operations []string `json:"operations"` // codes, in document order
}

// DependOn returns the parts and operations whose conditions name one of some options: for
// a part that is the condition under which a vehicle has it, with the conditions of its
// position and of all assemblies around it. Each part and operation comes once.
// O(conditions). It panics for an option that the catalog does not have.
func (s *Study) DependOn(options ...config.OptionID) Dependents {
	s.made()
	named := make([]bool, s.space.Catalog().NumOptions())
	for _, o := range options {
		named[o] = true
	}
	depends := func(e rules.Expr) bool {
		return slices.ContainsFunc(e.Options(), func(o config.OptionID) bool { return named[o] })
	}
	var out Dependents
	for i := range s.parts {
		if depends(s.parts[i].when) {
			out.Parts = append(out.Parts, s.parts[i].number)
		}
	}
	for i, e := range s.operations {
		if depends(e) {
			out.Operations = append(out.Operations, s.line.Operation(line.OperationID(i)).Code)
		}
	}
	return out
}

// DependOnRule returns the parts and operations whose conditions name an option that a rule
// names: a change of the rule may concern them. It panics for a rule that the rules of the
// space do not have.
func (s *Study) DependOnRule(id rules.RuleID) Dependents {
	s.made()
	return s.DependOn(s.space.Rules().Rule(id).Expr.Options()...)
}

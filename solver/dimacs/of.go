package dimacs

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Of returns the rules that are in force at a point of time, with the catalog, as
// a formula: option o is variable o+1 and bears its code, auxiliaries follow
// without a name. These are functions of the options, so that any tool that
// counts the models over all variables counts the configurations.
//
// The errors are those of [rules.Set.At], and that of too many variables. Of
// panics if set is nil.
func Of(set *rules.Set, asOf config.Point) (*Formula, error) {
	if set == nil {
		panic("dimacs: Of needs a set of rules; it is nil")
	}
	active, err := set.At(asOf)
	if err != nil {
		return nil, err
	}
	cat := set.Catalog()
	var inactive []config.OptionID
	for i := range cat.NumOptions() {
		o := config.OptionID(i)
		covers, err := cat.Option(o).Effectivity.Covers(asOf)
		if err != nil {
			return nil, fmt.Errorf("option %s: %w", cat.Code(o), err)
		}
		if !covers {
			inactive = append(inactive, o)
		}
	}
	e, err := encode.Encode(context.Background(), set, active, inactive, encode.Options{})
	if err != nil {
		return nil, err
	}
	if e.Formula.Vars() > MaxVars {
		return nil, fmt.Errorf("the rules need %d variables, a formula has at most %d", e.Formula.Vars(), MaxVars)
	}
	f := New(e.Formula.Vars())
	for i := range cat.NumOptions() {
		f.SetName(i+1, cat.Code(config.OptionID(i)))
	}
	var clause []int32
	for i := range e.Formula.NumClauses() {
		clause = clause[:0]
		for _, l := range e.Formula.Clause(i) {
			clause = append(clause, int32(l.Dimacs()))
		}
		f.Add(clause...)
	}
	return f, nil
}

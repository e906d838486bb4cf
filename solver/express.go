package solver

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// CountOf sets z to the number of configurations in which e holds and that agree
// with sel, as in [Space.Count], and returns z; a nil z is made. e is any
// condition on the catalog of the space: a usage, a sum, a cardinality,
// arithmetic.
//
// It is exact, in one of two ways. Mostly the condition comes down to few cases:
// disjoint partial selections under which it holds, or fails. Each case takes
// one Count, up to 256 of them. A condition of more cases is compiled
// together with the rules into a circuit for this one question, within the
// budget of the space, which is exponential at worst.
//
// The errors are the context's, and one that wraps [ErrNoCircuit] when the space
// has no circuit or the one with the condition does not fit the budget; then it
// wraps [ErrBudget], too. It panics when e is of another catalog.
func (s *Space) CountOf(ctx context.Context, z *big.Int, e rules.Expr, sel *config.Selection) (*big.Int, error) {
	if e.Catalog() != s.cat {
		panic("solver: condition of another catalog")
	}
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	if sel == nil {
		sel = s.cat.NewSelection()
	}
	s.check(sel)
	if z == nil {
		z = new(big.Int)
	}
	if cases, ok := split(e, sel); ok {
		return s.countCases(ctx, z, cases, sel)
	}
	return s.countCompiled(ctx, z, e, sel)
}

// countCases sums the counts of cases, or subtracts them from all.
func (s *Space) countCases(ctx context.Context, z *big.Int, c cases, sel *config.Selection) (*big.Int, error) {
	sum := new(big.Int)
	for _, part := range c.parts {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		sum.Add(sum, s.circuit.Count(z, s.assignment(part)))
	}
	if !c.holds {
		sum.Sub(s.circuit.Count(z, s.assignment(sel)), sum)
	}
	return z.Set(sum), nil
}

// conjunction is a formula that takes the definitions of an encoder.
type conjunction struct{ *cnf.Formula }

// Define adds a clause.
func (c conjunction) Define(lits ...cnf.Lit) { c.AddClause(lits...) }

// countCompiled compiles the rules, e and sel and counts that.
func (s *Space) countCompiled(ctx context.Context, z *big.Int, e rules.Expr, sel *config.Selection) (*big.Int, error) {
	base := s.encoding.Formula
	f := conjunction{cnf.NewFormula(base.Options(), base.Vars())}
	for i := range base.NumClauses() {
		f.AddClause(base.Clause(i)...)
	}
	lits, possible := encode.NewEncoder(s.cat, f).Assumptions(e)
	if !possible {
		return z.SetUint64(0), nil
	}
	for _, l := range appendLines(lits, sel) {
		f.AddClause(l)
	}
	c, _, err := s.budget.compile(ctx, f.Formula, nil)
	switch {
	case errors.Is(err, ErrBudget):
		return nil, fmt.Errorf("%w of the condition: %w", ErrNoCircuit, err)
	case err != nil:
		return nil, err
	}
	return c.Count(z, nil), nil
}

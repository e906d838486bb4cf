package solver

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/encode"

	"github.com/confspace/confspace/config/source"
)

// CountOf sets z to the number of configurations in which e holds, and returns z; a
// nil z is made. e is any
// condition on the catalog of the space: a usage, a sum, a cardinality,
// arithmetic.
//
// It is exact, in one of two ways. Most conditions have few cases: disjoint
// partial selections under which they hold, or fail. Each case takes one Count,
// up to 256 of them. A condition with more cases is compiled with the rules into
// a circuit for this one question, within the budget of the space: exponential
// at worst.
//
// The errors are the context's, and one that wraps [ErrNoCircuit] when the space
// has no circuit, or the circuit with the condition does not fit the budget;
// then it wraps [ErrBudget], too. It panics when e is of another catalog.
func (v View) CountOf(ctx context.Context, z *big.Int, e rules.Expr) (n *big.Int, err error) {
	source.NeedContext("solver", ctx)
	v.made().checkCondition(e)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	sel := v.sel
	if sel == nil {
		sel = v.space.cat.NewSelection()
	}
	if z == nil {
		z = new(big.Int)
	}
	if cases, ok := split(e, sel); ok {
		return q.countCases(z, cases), nil
	}
	return v.countCompiled(ctx, z, e)
}

// countCases sums the counts of cases, or subtracts them from all.
func (q *question) countCases(z *big.Int, c cases) *big.Int {
	sum := new(big.Int)
	var assign circuit.Assignment
	for _, part := range c.parts {
		assign = q.space.assign(assign, part)
		sum.Add(sum, q.circuit.Count(z, assign))
	}
	if !c.holds {
		sum.Sub(q.circuit.Count(z, q.assign), sum)
	}
	return z.Set(sum)
}

// conjunction is a formula to which an encoder adds definitions.
type conjunction struct{ *cnf.Formula }

// Define adds a clause.
func (c conjunction) Define(lits ...cnf.Lit) { c.AddClause(lits...) }

// countCompiled compiles the rules, e and the view's selection, and counts. It may
// unwind when ctx ends, see [question.end].
func (v View) countCompiled(ctx context.Context, z *big.Int, e rules.Expr) (*big.Int, error) {
	s := v.made()
	base := s.encoding.Formula
	f := conjunction{cnf.NewFormula(base.Options(), base.Vars())}
	f.Append(base, 0)
	lits, possible := encode.NewEncoder(s.cat, f).Assumptions(e)
	if !possible {
		return z.SetUint64(0), nil
	}
	for _, l := range v.appendLines(lits) {
		f.AddClause(l)
	}
	c, _, err := s.budget.run(ctx, f.Formula, nil, compile.Compile)
	switch {
	case errors.Is(err, ErrBudget):
		return nil, fmt.Errorf("%w of the condition: %w", ErrNoCircuit, err)
	case err != nil:
		return nil, err
	}
	bound := c.Within(ctx)
	return bound.Count(z, nil), nil
}

package solver

import (
	"context"
	"iter"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// RelaxSums makes explanations relax every sum, not only the large ones.
func (s *Space) RelaxSums() { s.apart.MaxAlone = -1 }

// CountCompiled is CountOf by compiling the condition, whatever it is.
func (v View) CountCompiled(ctx context.Context, z *big.Int, e rules.Expr) (*big.Int, error) {
	source.NeedContext("solver", ctx)
	return v.countCompiled(ctx, z, e)
}

// SearchCheapest is Cheapest by the SAT solver, also where the circuit could.
func (v View) SearchCheapest(ctx context.Context, obj *Objective) (Costed, bool, error) {
	source.NeedContext("solver", ctx)
	obj.check("Cheapest", v.made())
	var best Costed
	found := false
	err := v.searchByCost(ctx, obj, func(c Costed, _ error) bool {
		best, found = c, true
		return false
	})
	return best, found, err
}

// Exclusive returns sets of conditions, by their places, of which at most one holds.
func Exclusive(cat *config.Catalog, conditions []rules.Expr) (sets [][]int) {
	x := exclusives{cat: cat, of: make(map[config.FamilyID][]claim)}
	for i, e := range conditions {
		x.add(cnf.Lit(i), e)
	}
	for _, lits := range x.sets() {
		var set []int
		for _, l := range lits {
			set = append(set, int(l))
		}
		sets = append(sets, set)
	}
	return sets
}

// Cases returns into how many counts CountOf splits a condition, or false.
func Cases(e rules.Expr, sel *config.Selection) (int, bool) {
	c, ok := split(e, sel)
	return len(c.parts), ok
}

// WithCircuitOf returns the space with another's circuit.
func (s *Space) WithCircuitOf(other *Space) *Space {
	if other == nil {
		panic("no other space")
	}
	of := &Space{set: s.set, cat: s.cat, active: s.active, inactive: s.inactive, tracked: s.tracked, encoding: s.encoding}
	of.View = View{space: of}
	of.setCircuit(other.circuit)
	return of
}

// RelaxationsBy is Relaxations by comparing sets, or core by core.
func (e *Explainer) RelaxationsBy(ctx context.Context, sel *config.Selection, weigh func(Cause) int64, compare bool) iter.Seq2[Relaxation, error] {
	source.NeedContext("solver", ctx)
	e.made().check("RelaxationsBy", sel)
	if compare {
		return e.Relaxations(ctx, sel, weigh)
	}
	return func(yield func(Relaxation, error) bool) {
		e, _ := e.precise(ctx)
		lits, costs := e.weighed(sel, weigh)
		e.searchRelaxations(ctx, lits, costs, nil, yield)
	}
}

// Misled is how the searches core by core end when the solvers that verify their answers disagree: for
// repairs at once, for relaxations after the first one.
func (e *Explainer) Misled(ctx context.Context, sel *config.Selection) (repairs, relaxations error) {
	source.NeedContext("solver", ctx)
	e.made().check("Misled", sel)
	e.space.searches.New = func() any {
		q := e.space.newSearch()
		q.AddClause()
		return q
	}
	lits, costs := e.weighed(sel, nil)
	ones := make([]int64, len(lits))
	for i := range ones {
		ones[i] = 1
	}
	e.space.searchRepairs(ctx, sel, ones, nil, func(_ Repair, err error) bool {
		repairs = err
		return false
	})
	e, _ = e.precise(ctx)
	e.searchRelaxations(ctx, lits, costs, nil, func(_ Relaxation, err error) bool {
		lits[0], relaxations = lits[0].Not(), err
		return err == nil
	})
	return repairs, relaxations
}

package solver

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/blame"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/optimum"
)

// Relaxation is a set of demands, mostly rules, without which some configuration agrees with a
// selection. If any of them was kept, none would.
//
// Its JSON is that of [Relaxation.AppendJSON], examples/schema/relaxation.schema.json.
type Relaxation struct {
	Causes []Cause // rules, then demands of the catalog
	Cost   int64   // the sum of their weights
}

// Relaxations yields the ways to allow a selection by relaxing or withdrawing rules, in order of cost:
// for an owner of rules who wants a vehicle to be possible, or to know why a rule base allows nothing.
// A selection that some configuration agrees with yields one without rules. No relaxation contains
// another. There may be exponentially many: break off where you want.
//
// Argument weigh says what a rule, a row or a demand of the catalog costs, such as much for legal rules;
// 0 keeps it, whatever happens. Nil is 1 for each rule and each row, and 0 for the catalog.
//
// That none costs less is proved as by [Explainer.Repairs], and a second solver has verified each. It
// needs no circuit, and is exponential at worst. An error comes with no relaxation and ends the
// sequence. It is the context's. Nothing is yielded if what is kept contradicts the selection by itself.
// Relaxations panics when sel is nil or of another catalog, and unless weights are 0 or more and add up
// to less than 2^62. The Explainer must not be asked anything else while the sequence runs.
func (e *Explainer) Relaxations(ctx context.Context, sel *config.Selection, weigh func(c Cause) int64) iter.Seq2[Relaxation, error] {
	source.NeedContext("solver", ctx)
	e.made().check("Explainer.Relaxations", sel)
	lits, costs := e.weighed(sel, weigh)
	return func(yield func(Relaxation, error) bool) {
		e, err := e.precise(ctx)
		if err != nil {
			yield(Relaxation{}, err)
			return
		}
		var before []blame.Repair
		for found, err := range e.engine.Repairs(ctx, lits, costs) {
			if errors.Is(err, blame.ErrBranches) {
				e.searchRelaxations(ctx, lits, costs, before, yield)
				return
			}
			if err == nil {
				err = e.allowed(ctx, lits, found.Items)
			}
			if err != nil {
				yield(Relaxation{}, cause(ctx, err))
				return
			}
			if !yield(Relaxation{e.listed(found.Items, nil), found.Cost}, nil) {
				return
			}
			before = append(before, found)
		}
	}
}

// weighed returns the decisions of a selection, and weights by demand and then by decision: 0 for what is
// kept.
func (e *Explainer) weighed(sel *config.Selection, weigh func(c Cause) int64) (lits []cnf.Lit, costs []int64) {
	lits = appendLines(nil, sel)
	costs = make([]int64, len(e.causes)+len(lits))
	left := int64(maxWeights)
	for i, c := range e.causes {
		switch {
		case weigh != nil:
			costs[i] = weigh(c)
		case c.isRule():
			costs[i] = 1
		}
		if costs[i] < 0 || costs[i] > left {
			panic(fmt.Sprintf("solver: %v has weight %d; weights must be 0 or more, and less than 2^62 together", c, costs[i]))
		}
		left -= costs[i]
	}
	return lits, costs
}

// allowed returns an error unless a fresh solver finds a configuration with some lines and without some
// demands, and none with any one of them again.
func (e *Explainer) allowed(ctx context.Context, lits []cnf.Lit, without []int) error {
	q := newConflict(e.space, e.encoding)
	for kept := range len(without) + 1 { // one of them, in the end none
		assumed := slices.Clone(lits)
		for i, c := range e.causes {
			if at, out := slices.BinarySearch(without, i); !out || at == kept {
				assumed = append(assumed, q.literal(c))
			}
		}
		if fine, err := q.Solve(ctx, assumed...); err != nil || fine != (kept == len(without)) {
			return errors.Join(err, errUnverified)
		}
	}
	return nil
}

// searchRelaxations yields the relaxations that contain none of those before, core by core, where the
// conflicts are too many and too wide to be hit by comparing sets.
func (e *Explainer) searchRelaxations(ctx context.Context, lits []cnf.Lit, costs []int64, before []blame.Repair, yield func(Relaxation, error) bool) {
	q := newConflict(e.space, e.encoding)
	hard, soft := slices.Clone(lits), []int(nil)
	var wishes []optimum.Cost
	for i, c := range e.causes {
		if costs[i] == 0 {
			hard = append(hard, q.literal(c))
			continue
		}
		soft = append(soft, i)
		wishes = append(wishes, optimum.Cost{Lit: q.literal(c).Not(), Weight: costs[i]})
	}
	for {
		for _, r := range before { // some demand is kept of those
			clause := make([]cnf.Lit, len(r.Items))
			for k, i := range r.Items {
				clause[k] = q.literal(e.causes[i])
			}
			q.AddClause(clause...)
		}
		best, found, err := optimum.Least(ctx, q, hard, wishes, nil)
		var out []int
		if err == nil && found {
			out, err = e.relaxed(ctx, q, best.Under, soft)
		}
		if err == nil && found {
			err = e.allowed(ctx, lits, out)
		}
		if err != nil {
			yield(Relaxation{}, cause(ctx, err))
			return
		}
		if !found || !yield(Relaxation{e.listed(out, nil), best.Cost}, nil) {
			return
		}
		before = []blame.Repair{{Items: out}}
	}
}

// relaxed returns which soft demands do not hold, when as many as possible of the first ones do, after a
// search that satisfied some literals.
func (e *Explainer) relaxed(ctx context.Context, q *conflict, under []cnf.Lit, soft []int) (out []int, err error) {
	kept := slices.Clone(under)
	holds := make([]bool, len(soft))
	remember := func() {
		for k, i := range soft {
			holds[k] = q.Value(q.literal(e.causes[i]))
		}
	}
	remember()
	for k, i := range soft {
		l := q.literal(e.causes[i])
		if !holds[k] {
			fine, err := q.Solve(ctx, append(kept, l)...)
			if err != nil {
				return nil, err
			}
			if !fine {
				out = append(out, i)
				continue
			}
			remember()
		}
		kept = append(kept, l)
	}
	return out, nil
}

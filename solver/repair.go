package solver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/blame"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/optimum"
)

// Repair is a change of a selection that no configuration agrees with, so that one does. If any of
// the changed options were left as it was, none would.
type Repair struct {
	Changed   []config.OptionID `json:"changed"`   // ascending: chosen before and rejected now, or the other way round
	Cost      int64             `json:"cost"`      // the sum of their weights
	Selection *config.Selection `json:"selection"` // the changed selection; the caller's
}

// Repairs yields the repairs of a selection in order of cost: first the nearest selection that a
// configuration agrees with. A selection that needs no repair yields one without changes. Weights
// say by option what it costs to change a decision on it, such as more for an engine than for a
// paint; nil is 1 each. No repair contains another, so each is a different way out. There may be
// exponentially many: break off where you want.
//
// That no repair costs less is proved: each search for one shows conflicts that every repair has to
// change something of, and the cheapest change of all these is tried next. A second solver has
// verified the changed selection. It needs no circuit, and is exponential at worst; orders of a
// car line with a few faults take some milliseconds.
//
// An error comes with no repair and ends the sequence. It is the context's. Nothing is yielded
// if no order can be built. Repairs panics when sel is nil or of another catalog, and unless
// weights are as many as options, 1 or more, and add up to less than 2^62. The Explainer must not
// be asked anything else while the sequence runs.
func (e *Explainer) Repairs(ctx context.Context, sel *config.Selection, weights []int64) iter.Seq2[Repair, error] {
	source.NeedContext("solver", ctx)
	e.made().check("Explainer.Repairs", sel)
	e.checkWeights(weights)
	return func(yield func(Repair, error) bool) {
		if e.space.void {
			return
		}
		lines, lits := e.lines(sel)
		costs := make([]int64, len(lines))
		for i, c := range lines {
			if costs[i] = 1; weights != nil {
				costs[i] = weights[c.Option]
			}
		}
		var before []Repair
		for found, err := range e.engine.Repairs(ctx, lits, costs) {
			if errors.Is(err, blame.ErrBranches) {
				e.space.searchRepairs(ctx, sel, costs, before, yield)
				return
			}
			if err != nil {
				yield(Repair{}, cause(ctx, err))
				return
			}
			changed := make([]config.OptionID, len(found.Lines))
			for k, i := range found.Lines {
				changed[k] = lines[i].Option
			}
			r := repaired(sel, changed, found.Cost)
			if fine, err := e.space.extendable(ctx, r.Selection); err != nil || !fine {
				yield(Repair{}, cmp.Or(err, errUnverified))
				return
			}
			if !yield(r, nil) {
				return
			}
			before = append(before, r)
		}
	}
}

// repaired returns the repair that changes some decisions of a selection.
func repaired(sel *config.Selection, changed []config.OptionID, cost int64) Repair {
	r := Repair{Changed: slices.Sorted(slices.Values(changed)), Cost: cost, Selection: sel.Clone()}
	for _, o := range changed {
		if sel.IsChosen(o) {
			r.Selection.Reject(o)
		} else {
			r.Selection.Choose(o)
		}
	}
	return r
}

// searchRepairs yields the repairs that contain none of those before, core by core, where the
// conflicts are too many and too wide to be hit by comparing sets: as in families of which an order
// has two options, or none. costs are by line, the chosen options first.
func (s *Space) searchRepairs(ctx context.Context, sel *config.Selection, costs []int64, before []Repair, yield func(Repair, error) bool) {
	q := s.newSearch()
	wishes := make([]optimum.Cost, len(costs))
	for i, l := range appendLines(nil, sel) {
		wishes[i] = optimum.Cost{Lit: l.Not(), Weight: costs[i]}
	}
	for {
		for _, r := range before { // some change is another
			clause := make([]cnf.Lit, len(r.Changed))
			for k, o := range r.Changed {
				if clause[k] = encode.Option(o); !sel.IsChosen(o) {
					clause[k] = clause[k].Not()
				}
			}
			q.AddClause(clause...)
		}
		best, found, err := optimum.Least(ctx, q, nil, wishes, nil)
		if err != nil || !found {
			if err != nil {
				yield(Repair{}, cause(ctx, err))
			}
			return
		}
		nearest, err := q.first(ctx, best.Under)
		if err != nil {
			yield(Repair{}, err)
			return
		}
		var changed []config.OptionID
		for o := range config.OptionID(sel.Len()) {
			if sel.State(o) != config.Open && sel.State(o) != nearest.State(o) {
				changed = append(changed, o)
			}
		}
		r := repaired(sel, changed, best.Cost)
		if !yield(r, nil) {
			return
		}
		before = []Repair{r}
	}
}

// checkWeights panics unless weights suit the catalog.
func (e *Explainer) checkWeights(weights []int64) {
	if weights == nil {
		return
	}
	cat := e.space.cat
	if len(weights) != cat.NumOptions() {
		panic(fmt.Sprintf("solver: %d weights for %d options", len(weights), cat.NumOptions()))
	}
	left := int64(1<<62 - 1)
	for o, w := range weights {
		if w < 1 || w > left {
			panic(fmt.Sprintf("solver: option %s has weight %d; weights must be 1 or more, and less than 2^62 together", cat.Code(config.OptionID(o)), w))
		}
		left -= w
	}
}

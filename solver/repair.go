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
//
// Its JSON is that of [Repair.AppendJSON], examples/schema/repair.schema.json.
type Repair struct {
	Changed   []config.OptionID // ascending: chosen before and rejected now, or the other way round
	Cost      int64             // the sum of their weights
	Selection *config.Selection // the changed selection; the caller's
}

// Repairing says what it costs to change a decision on an option. The zero value is useful: 1 each.
type Repairing struct {
	// Families are weights by family, for each option of it: such as more for the engine than for the
	// paint. 0 means 1; nil is 1 each.
	Families []int64 `json:"families,omitempty"`
	// Options are weights by option, in place of that of the family. 0 means that of the family, and so
	// does nil.
	Options []int64 `json:"options,omitempty"`
}

// Weights returns the weight of each option of a catalog. It panics if cat is nil, and unless weights
// are as many as families and as options, 0 or more, and add up to less than 2^62.
func (r Repairing) Weights(cat *config.Catalog) []int64 {
	if cat == nil {
		panic("solver: Weights needs a catalog; it is nil")
	}
	if r.Families != nil && len(r.Families) != cat.NumFamilies() || r.Options != nil && len(r.Options) != cat.NumOptions() {
		panic(fmt.Sprintf("solver: %d weights for %d families, and %d for %d options", len(r.Families), cat.NumFamilies(), len(r.Options), cat.NumOptions()))
	}
	weights := make([]int64, cat.NumOptions())
	left := int64(maxWeights)
	for o := range weights {
		w := int64(0)
		if r.Options != nil {
			w = r.Options[o]
		}
		if w == 0 && r.Families != nil {
			w = r.Families[cat.Option(config.OptionID(o)).Family]
		}
		if w = cmp.Or(w, 1); w < 0 || w > left {
			panic(fmt.Sprintf("solver: option %s has weight %d; weights must be positive, and less than 2^62 together", cat.Code(config.OptionID(o)), w))
		}
		weights[o] = w
		left -= w
	}
	return weights
}

// maxWeights is the greatest sum of weights.
const maxWeights = 1<<62 - 1

// Repairs yields the repairs of a selection in order of cost: first the nearest selection that a
// configuration agrees with. A selection that needs no repair yields one without changes. No repair
// contains another, so each is a different way out. There may be exponentially many: break off where
// you want.
//
// The options that a repair changes are also the lines to drop: without them a configuration agrees
// with the others, and with any one of them again none does. So a partial order of the options that a
// customer named, bound as such, yields the fewest lines to drop.
//
// That no repair costs less is proved: each search for one shows conflicts that every repair has to
// change something of, and the cheapest change of all these is tried next. A second solver has
// verified the changed selection. It needs no circuit, and is exponential at worst; orders of a
// car line with a few faults take some milliseconds.
//
// An error comes with no repair and ends the sequence. It is the context's. Nothing is yielded
// if no order can be built. Repairs panics when sel is nil or of another catalog, and as
// [Repairing.Weights] does. The Explainer must not be asked anything else while the sequence runs.
func (e *Explainer) Repairs(ctx context.Context, sel *config.Selection, how Repairing) iter.Seq2[Repair, error] {
	source.NeedContext("solver", ctx)
	e.made().check("Explainer.Repairs", sel)
	weights := how.Weights(e.space.cat)
	return func(yield func(Repair, error) bool) {
		if e.space.void {
			return
		}
		lines, lits := e.lines(sel, sel.Catalog().NewSelection())
		costs := make([]int64, len(e.causes)+len(lines))
		for i, c := range lines {
			costs[len(e.causes)+i] = weights[c.Option]
		}
		var before []Repair
		for found, err := range e.engine.Repairs(ctx, lits, costs) {
			if errors.Is(err, blame.ErrBranches) {
				e.space.searchRepairs(ctx, sel, costs[len(e.causes):], before, yield)
				return
			}
			if err != nil {
				yield(Repair{}, cause(ctx, err))
				return
			}
			changed := make([]config.OptionID, len(found.Items))
			for k, i := range found.Items {
				changed[k] = lines[i-len(e.causes)].Option
			}
			r, err := e.space.repaired(ctx, sel, changed, found.Cost)
			if err != nil {
				yield(Repair{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
			before = append(before, r)
		}
	}
}

// repaired returns the repair that changes some decisions of a selection, and an error unless another
// solver finds a configuration that agrees with it.
func (s *Space) repaired(ctx context.Context, sel *config.Selection, changed []config.OptionID, cost int64) (Repair, error) {
	r := Repair{Changed: slices.Sorted(slices.Values(changed)), Cost: cost, Selection: sel.Clone()}
	for _, o := range changed {
		if sel.IsChosen(o) {
			r.Selection.Reject(o)
		} else {
			r.Selection.Choose(o)
		}
	}
	if fine, err := s.extendable(ctx, r.Selection); err != nil || !fine {
		return Repair{}, cmp.Or(err, errUnverified)
	}
	return r, nil
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
	bar := func(r Repair) { // some change is another
		clause := make([]cnf.Lit, len(r.Changed))
		for k, o := range r.Changed {
			if clause[k] = encode.Option(o); !sel.IsChosen(o) {
				clause[k] = clause[k].Not()
			}
		}
		q.AddClause(clause...)
	}
	for _, r := range before {
		bar(r)
	}
	for {
		best, found, err := optimum.Least(ctx, q, nil, wishes, nil)
		if err == nil && !found {
			return
		}
		for err == nil && found { // those of equal cost
			var nearest *config.Selection
			if nearest, err = q.first(ctx, best.Under); err != nil {
				break
			}
			var changed []config.OptionID
			for o := range config.OptionID(sel.Len()) {
				if sel.State(o) != config.Open && sel.State(o) != nearest.State(o) {
					changed = append(changed, o)
				}
			}
			var r Repair
			if r, err = s.repaired(ctx, sel, changed, best.Cost); err != nil {
				break
			}
			if !yield(r, nil) {
				return
			}
			bar(r)
			found, err = q.solve(ctx, best.Under...)
		}
		if err != nil {
			yield(Repair{}, cause(ctx, err))
			return
		}
	}
}

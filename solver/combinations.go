package solver

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Combinations returns the combinations of options of some families that occur in
// configurations, each once: an option per family, or [config.NoOption] for a
// family without a chosen option. The sales models of a line are such
// combinations: body, engine, gearbox, market. They come in the order of the
// catalog, that of the first family slowest, and NoOption after a family's
// options.
//
// Each slice is the caller's. An error ends the sequence: that of a family that can
// have more than one option, or that of the context. At most one SAT query per
// combination and option of a family that follows, and one for the view's selection.
// It needs no circuit, and panics when a family is unknown.
func (v View) Combinations(ctx context.Context, families ...config.FamilyID) iter.Seq2[[]config.OptionID, error] {
	source.NeedContext("solver", ctx)
	s := v.made()
	return func(yield func([]config.OptionID, error) bool) {
		for _, f := range families {
			if family := s.cat.Family(f); family.Select.Max != 1 && len(family.Options) > 1 {
				yield(nil, fmt.Errorf("family %s can have several options at once (%v)", family.Code, family.Select))
				return
			}
		}
		if ctx.Err() != nil {
			yield(nil, context.Cause(ctx))
			return
		}
		if s.void {
			return
		}
		q := s.search()
		defer s.release(q)
		c := combiner{q, ctx, families, make([]config.OptionID, len(families)), yield}
		if v.sel == nil { // a configuration is known to exist
			c.extend(0, nil)
			return
		}
		lits := v.appendLines(nil)
		switch possible, err := q.solve(ctx, lits...); {
		case err != nil:
			yield(nil, err)
		case possible:
			c.extend(0, lits)
		}
	}
}

// combiner extends a combination family by family.
type combiner struct {
	*search
	ctx      context.Context
	families []config.FamilyID
	chosen   []config.OptionID
	yield    func([]config.OptionID, error) bool
}

// extend yields the combinations that begin with the first n options chosen, for
// which lits are the assumptions and a configuration exists. It reports whether
// to go on.
func (c *combiner) extend(n int, lits []cnf.Lit) bool {
	if n == len(c.families) {
		return c.yield(slices.Clone(c.chosen), nil)
	}
	options := c.space.cat.Family(c.families[n]).Options
	for i := range len(options) + 1 {
		next := lits[:len(lits):len(lits)]
		if i < len(options) {
			c.chosen[n] = options[i]
			next = append(next, encode.Option(options[i]))
		} else {
			c.chosen[n] = config.NoOption
			for _, o := range options {
				next = append(next, encode.Option(o).Not())
			}
		}
		possible, err := c.solve(c.ctx, next...)
		if err != nil {
			c.yield(nil, err)
			return false
		}
		if possible && !c.extend(n+1, next) {
			return false
		}
	}
	return true
}

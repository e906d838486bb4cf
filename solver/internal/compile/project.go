package compile

import (
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// Project returns the circuit of what the options of f can be: of each assignment of
// them that some model of f extends, once, whatever the auxiliaries are. These need be no
// functions of the options, and the circuit has none of them.
//
// The search is that of [Compile] with another order: options first, those nearest to
// the centre of the decomposition before others. A component without options is
// True when it has a model, which a satisfiability check shows, and is
// remembered like any other. (Lagniez and Marquis, "A recursive algorithm for projected
// model counting", 2019.)
//
// Errors, determinism and cost are those of [Compile], but that the width in question is
// that with the options at the centre.
func Project(ctx context.Context, f *cnf.Formula, opt Options) (*circuit.Circuit, Stats, error) {
	if err := ctx.Err(); err != nil {
		return nil, Stats{}, fmt.Errorf("compile: %w", err)
	}
	s := newSearch(ctx, f, opt)
	s.build = circuit.NewBuilder(f.Options(), f.Options())
	return s.finish(s.run(func(ctx context.Context, f *cnf.Formula, implied int) (*simplify.Result, *modules, error) {
		r, err := simplify.Simplify(ctx, f, simplify.Options{MaxImplied: implied})
		return r, eachItself(f, f.Options()), err
	}))
}

// projected reports whether the circuit is one of the options alone.
func (s *search) projected() bool { return s.build.NumVars() < s.formula.Vars() }

// first moves the options to the front of the order, and returns how many there are.
// Equal literals are represented by an option when one is among them: so an auxiliary in
// the order stands for none.
func (o *order) first(options int) int {
	places := make([]int, len(o.vars))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int {
		return compareBool(int(o.vars[a]) > options, int(o.vars[b]) > options)
	})
	vars, depth := make([]cnf.Var, len(places)), make([]int32, len(places))
	asked, below := 0, int32(0) // below: more than the depth of any option
	for i, k := range places {
		vars[i], depth[i] = o.vars[k], o.depth[k]
		if int(vars[i]) <= options {
			asked, below = i+1, depth[i]+1
		} else {
			depth[i] += below
		}
	}
	o.vars, o.depth = vars, depth
	return asked
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// extend returns True if component c, which has no options and is not remembered, has a
// model, and else False. What its decision implies is undone, as siblings are yet to be
// searched as they were split.
func (s *search) extend(c component) circuit.Node {
	s.stats.Decisions++
	level, v := s.sat.Level(), cnf.Var(s.least(c))
	for sign := range cnf.Lit(2) {
		if s.err != nil {
			break
		}
		s.sat.Push(cnf.Pos(v) ^ sign)
		ok := s.feasible(c, true)
		s.sat.Pop(level)
		if ok {
			s.cache.store(s.cache.key, s.cache.hash, circuit.True)
			return circuit.True
		}
	}
	return circuit.False
}

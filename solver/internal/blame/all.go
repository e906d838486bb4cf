package blame

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Clash is a minimal conflict, items that cannot hold together, or a minimal correction, items
// without which all others can.
type Clash struct {
	Items      []int // ascending
	Correction bool
}

// All yields all minimal conflicts and all minimal corrections among the demands and some lines,
// each once, as they are found; none if all can hold. r shuffles the order in which they are
// looked for; nil leaves it that of the items. An error ends the sequence.
//
// Each set of items either contains a minimal conflict or is within the complement of a minimal
// correction. A second solver keeps a map of the sets of which this is not known yet: each seed
// from it, made as large as the map allows, leads to a new conflict or correction (Liffiton,
// Previti, Malik, Marques-Silva, "Fast, flexible MUS enumeration", Constraints 2016). Demands that
// took part in no conflict yet are in every seed.
func (e *Engine) All(ctx context.Context, lines []cnf.Lit, r *rand.Rand) iter.Seq2[Clash, error] {
	return func(yield func(Clash, error) bool) {
		e.begin(lines, nil, nil)
		m := newMap(len(e.lits), r)
		for {
			seed, left, err := m.seed(ctx, e.hot)
			if err != nil {
				yield(Clash{}, err)
				return
			}
			if !left {
				return
			}
			clash, err := e.lead(ctx, seed)
			if err != nil {
				yield(Clash{}, err)
				return
			}
			if clash.Items == nil && clash.Correction { // all items can hold
				return
			}
			m.close(clash)
			if !yield(clash, nil) {
				return
			}
		}
	}
}

// lead returns the clash to which a seed leads, a largest set that the map leaves open.
func (e *Engine) lead(ctx context.Context, seed []int) (Clash, error) {
	fine, err := e.together(ctx, seed)
	if err != nil {
		return Clash{}, err
	}
	if fine {
		out, err := e.grow(ctx)
		return Clash{out, true}, err
	}
	e.heat(e.core)
	conflict, err := e.shrink(ctx, slices.Clone(e.core))
	return Clash{Items: conflict}, err
}

// clashMap is the map: an assignment is a set of items, and its clauses exclude the sets that
// contain a known conflict or are within the complement of a known correction.
type clashMap struct {
	solver    *cdcl.Solver
	order     []cnf.Var // in which items are taken
	conflicts [][]int
	full      bool // nothing is left
}

func newMap(items int, r *rand.Rand) *clashMap {
	m := &clashMap{solver: cdcl.New(items)}
	for i := range items {
		m.order = append(m.order, cnf.Var(i+1))
	}
	if r != nil {
		r.Shuffle(items, func(i, j int) { m.order[i], m.order[j] = m.order[j], m.order[i] })
	}
	return m
}

// seed returns a largest set of hot items that the map leaves open, ascending. It reports false if
// none is left.
func (m *clashMap) seed(ctx context.Context, hot []bool) (items []int, left bool, err error) {
	if m.full {
		return nil, false, nil
	}
	var vars []cnf.Var
	for _, v := range m.order {
		if hot[v-1] {
			if m.solver.Value(cnf.Pos(v)) == 0 { // the phase of others is their value
				m.solver.Prefer(cnf.Pos(v))
			}
			vars = append(vars, v)
		}
	}
	if left, err = m.solver.Feasible(ctx, vars); err != nil || !left {
		return nil, false, err
	}
	var out []cnf.Var
	for _, v := range vars {
		if m.solver.Phase(cnf.Pos(v)) > 0 {
			items = append(items, int(v)-1)
		} else {
			out = append(out, v)
		}
	}
	slices.Sort(items)
	for _, v := range out {
		i := int(v) - 1
		at, _ := slices.BinarySearch(items, i)
		larger := slices.Insert(slices.Clone(items), at, i)
		if !slices.ContainsFunc(m.conflicts, func(c []int) bool { return within(c, larger) }) {
			items = larger
		}
	}
	return items, true, nil
}

// close excludes the sets of which a clash tells.
func (m *clashMap) close(c Clash) {
	clause := make([]cnf.Lit, len(c.Items))
	for k, i := range c.Items {
		clause[k] = cnf.Pos(cnf.Var(i + 1))
		if !c.Correction {
			clause[k] = clause[k].Not()
		}
	}
	if !c.Correction {
		m.conflicts = append(m.conflicts, c.Items)
	}
	m.full = !m.solver.AddClause(clause...)
}

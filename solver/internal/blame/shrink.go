package blame

import (
	"cmp"
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// shrink returns a minimal part of a conflict. It tries to leave out the items of the highest rank
// first, of equal ones demands before lines, and of these the last. The searches are among the
// clauses of the conflict alone.
func (e *Engine) shrink(ctx context.Context, conflict []int) ([]int, error) {
	part := e.part(conflict)
	order := slices.Clone(conflict)
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(e.rank(b), e.rank(a)), cmp.Compare(e.cost(b), e.cost(a)), cmp.Compare(b, a))
	})
	left := make([]int, len(conflict)) // as items of the part
	for i := range left {
		left[i] = i
	}
	for _, item := range order {
		i, _ := slices.BinarySearch(conflict, item)
		at, found := slices.BinarySearch(left, i)
		if !found {
			continue // a core has left it out
		}
		fine, err := part.together(ctx, slices.Delete(slices.Clone(left), at, at+1))
		if err != nil {
			return nil, err
		}
		if !fine {
			left = slices.Clone(part.core)
		}
	}
	for k, i := range left {
		left[k] = conflict[i]
	}
	return left, nil
}

// part returns an engine of some items alone, ascending: each is the item of its place. Their
// variables are numbered anew.
func (e *Engine) part(items []int) *Engine {
	p := parting{engine: e, number: make(map[cnf.Var]cnf.Var)}
	demands, _ := slices.BinarySearch(items, e.problem.Demands)
	for k, d := range items[:demands] {
		for _, c := range e.clausesOf(d) {
			p.take(c, k)
		}
	}
	var lines []cnf.Lit
	for _, i := range items[demands:] {
		lines = append(lines, p.literal(e.lits[i]))
	}
	for len(p.waiting) > 0 { // what defines an auxiliary may mention others
		v := p.waiting[0]
		p.waiting = p.waiting[1:]
		for _, c := range e.definitionsOf(v) {
			p.take(c, -1)
		}
	}
	f := cnf.NewFormula(p.vars, p.vars)
	for _, c := range p.clauses {
		f.AddClause(c...)
	}
	part := New(Problem{f, demands, func(i int) (int, bool) { return p.of[i], p.of[i] >= 0 }})
	part.begin(lines, nil, nil)
	for i := range part.lits {
		part.heat([]int{i})
	}
	return part
}

// parting makes the formula of a part.
type parting struct {
	engine  *Engine
	number  map[cnf.Var]cnf.Var
	vars    int
	clauses [][]cnf.Lit
	of      []int
	taken   map[int32]bool
	waiting []cnf.Var // auxiliaries whose definitions are to be taken
}

// take takes a clause, once.
func (p *parting) take(clause int32, demand int) {
	if p.taken[clause] {
		return
	}
	if p.taken == nil {
		p.taken = make(map[int32]bool)
	}
	p.taken[clause] = true
	var lits []cnf.Lit
	for _, l := range p.engine.problem.Formula.Clause(int(clause)) {
		lits = append(lits, p.literal(l))
	}
	p.clauses, p.of = append(p.clauses, lits), append(p.of, demand)
}

// literal returns a literal of the part.
func (p *parting) literal(l cnf.Lit) cnf.Lit {
	v, known := p.number[l.Var()]
	if !known {
		p.vars++
		v = cnf.Var(p.vars)
		p.number[l.Var()] = v
		if int(l.Var()) > p.engine.problem.Formula.Options() {
			p.waiting = append(p.waiting, l.Var())
		}
	}
	return cnf.Pos(v) ^ l&1
}

// index lists the clauses of each demand, and those that define or use each auxiliary.
type index struct {
	demand     [][]int32
	definition map[cnf.Var][]int32
	options    [][]cnf.Var // of each demand, see Engine.options; nil if they have not been asked for
}

func (e *Engine) indexed() *index {
	if e.index != nil {
		return e.index
	}
	x := &index{demand: make([][]int32, e.problem.Demands), definition: make(map[cnf.Var][]int32), options: make([][]cnf.Var, e.problem.Demands)}
	f := e.problem.Formula
	for i := range f.NumClauses() {
		if d, ok := e.problem.Of(i); ok {
			x.demand[d] = append(x.demand[d], int32(i))
			continue
		}
		for _, l := range f.Clause(i) {
			if int(l.Var()) > f.Options() {
				x.definition[l.Var()] = append(x.definition[l.Var()], int32(i))
			}
		}
	}
	e.index = x
	return x
}

// clausesOf returns the clauses of a demand.
func (e *Engine) clausesOf(demand int) []int32 { return e.indexed().demand[demand] }

// definitionsOf returns the definitions that mention an auxiliary.
func (e *Engine) definitionsOf(v cnf.Var) []int32 { return e.indexed().definition[v] }

package compile

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// bottomUp returns the order for clauses that are mostly the decision diagram
// of one sum, and nil for others.
//
// The nodes of a diagram are auxiliaries that an encoder numbers from the bottom
// layer to the top. So the options are decided from the bottom up, by the lowest
// auxiliary that they share a clause with, and auxiliaries last of all. Then the
// options decided so far, those of the layers below some layer, decide every
// node there, and only the nodes of that layer matter for the rest of the
// search. They imply each other, so a layer of n nodes has n+1 states, and there
// are about as many decisions as edges of the diagram. From the top down, the
// decisions leave nodes open that the chosen way does not meet; they stay
// connected and remember the choices. Decisions for a mass limit over 12
// families of 6 options, with 1,010 nodes left to search:
//
//	tree decomposition, any variable     379,510
//	options from the top down            114,021
//	options from the bottom up             4,798
//
// One over 24 families, with 9,262 nodes, takes 44,532. No decomposition is
// made, which would take longer than the search.
func bottomUp(vars int, clauses [][]cnf.Lit, options int) *order {
	rank := make([]cnf.Var, vars+1) // 0 when in no clause
	for _, c := range clauses {
		first := cnf.MaxVar // of the auxiliaries in c
		for _, l := range c {
			if v := l.Var(); int(v) > options {
				first = min(first, v)
			}
		}
		for _, l := range c {
			v := l.Var()
			switch {
			case int(v) > options:
				rank[v] = cnf.MaxVar
			case rank[v] == 0 || rank[v] > first:
				rank[v] = first
			}
		}
	}
	o := &order{width: -1}
	for v, r := range rank {
		if r != 0 {
			o.vars = append(o.vars, cnf.Var(v))
		}
	}
	if float64(largestDiagram(vars, clauses, options)) <= diagramShare*float64(len(o.vars)) {
		return nil
	}
	slices.SortStableFunc(o.vars, func(a, b cnf.Var) int { return cmp.Compare(rank[a], rank[b]) })
	// Options of one rank are those of a layer. Auxiliaries come one by one.
	o.depth = make([]int32, len(o.vars))
	for i := 1; i < len(o.vars); i++ {
		o.depth[i] = o.depth[i-1]
		if rank[o.vars[i]] != rank[o.vars[i-1]] || int(o.vars[i]) > options {
			o.depth[i]++
		}
	}
	return o
}

// diagramShare is the share of the variables that the largest diagram must have
// for the order to be bottom-up. It is two thirds and more in sums over 8 and 12
// families of six options with as many exclusions, which take 35 % and 85 % fewer
// decisions; but 56 % in the example line, which takes twice as many. The limit
// between them is an observation, not a law: a sum with 89 nodes, two thirds of
// all variables, takes 1,261 decisions instead of 455.
const diagramShare = 0.6

// largestDiagram returns the size of the largest set of auxiliaries that clauses
// connect.
func largestDiagram(vars int, clauses [][]cnf.Lit, options int) int {
	up, size := make([]cnf.Var, vars+1), make([]int, vars+1)
	root := func(v cnf.Var) cnf.Var {
		for up[v] != v {
			up[v] = up[up[v]]
			v = up[v]
		}
		return v
	}
	most := 0
	for _, c := range clauses {
		last := cnf.Var(0)
		for _, l := range c {
			v := l.Var()
			if int(v) <= options {
				continue
			}
			if up[v] == 0 {
				up[v], size[v] = v, 1
			}
			v = root(v)
			if last != 0 && v != last {
				if size[v] < size[last] {
					v, last = last, v
				}
				up[last] = v
				size[v] += size[last]
			}
			last = v
			most = max(most, size[v])
		}
	}
	return most
}

package compile

import (
	"math"
	"math/rand/v2"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/decomp"
)

// guide returns for each variable of p how early it should be decided, by its
// place in a tree decomposition of the primal graph, and the width of that;
// -1 and nil when none was made (Korhonen and Järvisalo, "Integrating tree
// decompositions into decision heuristics of propositional model counters",
// 2021).
func guide(p *problem, rounds int) ([]float64, int) {
	var place []int // by variable: vertex, or -1
	g, place := p.primal()
	if g == nil {
		return nil, -1
	}
	r := rand.New(rand.NewPCG(uint64(g.Len()), 1))
	var best *decomp.Tree
	for range rounds {
		limit := g.Len()
		if best != nil {
			limit = best.Width() - 1
		}
		order := decomp.MinFill(g, r, limit)
		if order != nil {
			best = decomp.FromOrder(g, order)
		}
	}
	depths := best.Depths()
	deepest := int32(1)
	for _, d := range depths {
		deepest = max(deepest, d)
	}
	score := make([]float64, p.vars+1)
	n, w := float64(g.Len()), float64(max(best.Width(), 1))
	weight := min(1e7, 100*math.Exp(n/w)/n)
	for v := range score {
		if place[v] >= 0 {
			score[v] = weight * (1 - float64(depths[place[v]])/float64(deepest))
		}
	}
	return score, best.Width()
}

// primal returns the graph of variables that share a clause, and each
// variable's vertex in it, -1 for those in no clause. It returns nil when
// there are too many.
func (p *problem) primal() (*decomp.Graph, []int) {
	place := make([]int, p.vars+1)
	for v := range place {
		place[v] = -1
	}
	n := 0
	see := func(v cnf.Var) {
		if place[v] < 0 {
			place[v] = n
			n++
		}
	}
	for v := cnf.Var(1); int(v) <= p.vars; v++ {
		for _, w := range p.neighbours(v) {
			see(v)
			see(w)
		}
	}
	for _, l := range p.lits {
		see(l.Var())
	}
	if n == 0 || n > maxVertices {
		return nil, place
	}
	g := decomp.NewGraph(n)
	for v := cnf.Var(1); int(v) <= p.vars; v++ {
		for _, w := range p.neighbours(v) {
			g.Connect(place[v], place[w])
		}
	}
	for c := range p.numLong() {
		lits := p.clause(uint32(c))
		for i, a := range lits {
			for _, b := range lits[:i] {
				g.Connect(place[a.Var()], place[b.Var()])
			}
		}
	}
	return g, place
}

// maxVertices bounds the graphs to decompose: 12 MB of matrix, and seconds.
const maxVertices = 10000

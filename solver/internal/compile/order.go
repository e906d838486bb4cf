package compile

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/decomp"
)

// order is the guidance of a search: the variables that are in clauses, by
// their distance from the centre of a tree decomposition of the primal graph
// (Korhonen and Järvisalo, "Integrating tree decompositions into decision
// heuristics of propositional model counters", 2021). They weigh the distance
// against a variable's score; in car lines, distance first and score among
// equals was never worse, and up to fourteen times better where the weight is
// low because the width is high.
//
// Where most variables are auxiliaries, but of several diagrams (of one, see
// bottomUp), the decomposition is a path along their layers, and the distance is
// counted from an end of it: a layer then meets the states of one earlier layer,
// not the pairs of states of one on either side. Edges of the circuit with that and
// without: the example line 138,000 and 148,000; two sums, each over six of twelve
// families, with exclusions between these 72,000 and 97,000; two over the same
// seven families 115,000 and 126,000, over six 25,000 and 22,000.
type order struct {
	vars  []cnf.Var
	depth []int32 // by place in vars, ascending; all 0 when there is no decomposition
	width int     // of the decomposition; -1 when none was made
}

// newOrder makes the order of the variables of a graph, of which those beyond options are
// auxiliaries. The error is that of ctx.
//
// Sums connect no variables here, as long clauses do not. At equal distance from
// the centre, the variables with the greatest coefficients in sums come first,
// which leaves the fewest different rests.
//
// What stands for alike variables counts as many vertices, as these would: the tree
// of a graph with one vertex for them has another centre, and the search takes more
// decisions. NOTES.md has how many.
func newOrder(ctx context.Context, p *primal, options int) (*order, error) {
	vars := len(p.copies) - 1
	if o := bottomUp(vars, p.clauses, options); o != nil && len(p.sums) == 0 {
		return o, nil
	}
	o := &order{vars: slices.Clone(p.used), depth: make([]int32, len(p.used)), width: -1}
	heavier := func(v, w cnf.Var) int { return cmp.Compare(p.weights[w], p.weights[v]) }
	slices.SortStableFunc(o.vars, heavier)
	if len(p.used) == 0 {
		return o, nil
	}
	beside := func(s cnf.Sum) bool { return len(s.Terms) < len(p.used) }
	if len(p.clauses) == 0 && !slices.ContainsFunc(p.sums, beside) { // all are alike but for their weights
		for i := range o.depth {
			o.depth[i] = int32(i)
		}
		return o, nil
	}
	graph, err := p.graph(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := bestTree(ctx, graph, 2*p.most)
	if err != nil {
		return nil, err
	}
	if tree == nil {
		return o, nil
	}
	o.width = tree.Width()
	auxiliaries := 0
	for _, v := range p.used {
		if int(v) > options {
			auxiliaries++
		}
	}
	depths := tree.Depths(2*auxiliaries > len(p.used))
	depth := make([]int32, vars+1)
	for _, v := range p.used {
		depth[v] = slices.Min(depths[p.first[v]:][:p.copies[v]])
	}
	slices.SortStableFunc(o.vars, func(v, w cnf.Var) int { return cmp.Compare(depth[v], depth[w]) })
	for i, v := range o.vars {
		o.depth[i] = depth[v]
	}
	return o, nil
}

// decompositionSteps bounds the steps of eliminations by each rule, see
// [decomp.Eliminate]: half a second or so. An elimination of a car line by least
// fill takes a hundredth of it. A dense graph of a thousand vertices is left with
// one by least degree, one of ten thousand with none.
const decompositionSteps = 500_000_000

// fills is the number of eliminations by least fill. They differ in their
// ties. With seven the trees of car lines are hardly better (C129_FR 66,354
// decisions instead of 67,925), and a small one takes a third longer.
const fills = 3

// bestTree returns the tree of the least size that eliminations by least fill
// and one by least degree make, as far as the budget and the links go; nil when they allow
// none. The size of all bags tells a good tree better than the largest bag: on
// C203_FW a tree of width 44 takes 281,000 decisions, and a smaller one of width
// 46 244,000.
func bestTree(ctx context.Context, g *decomp.Graph, links int) (*decomp.Tree, error) {
	r := rand.New(rand.NewPCG(uint64(g.Len()), 1))
	var best *decomp.Tree
	for _, try := range []struct {
		rule  decomp.Rule
		times int
	}{{decomp.MinFill, fills}, {decomp.MinDegree, 1}} {
		budget := int64(decompositionSteps)
		for range try.times {
			order, err := decomp.Eliminate(ctx, g, try.rule, r, &budget, links)
			if err != nil {
				return nil, err
			}
			if order == nil {
				break
			}
			if t := decomp.FromOrder(g, order); best == nil || t.Size() < best.Size() {
				best = t
			}
		}
	}
	return best, nil
}

// maxClique is the longest clause that counts as an edge between any two of its
// literals. A longer one, "one of these three hundred", would make a clique of
// its own that hides the structure of all others; the search satisfies it with
// its first true literal. The bound is an observation, not a law: leaving out
// a clause of 243 literals makes C638_FKA ten times easier, and one of 100
// makes C168_FW seven times harder.
const maxClique = 128

// primal is the graph of variables that share a clause.
type primal struct {
	clauses [][]cnf.Lit
	sums    []cnf.Sum
	most    int       // edges that it may have
	longest int       // literals of a clause that counts
	edges   int       // that it has at most
	used    []cnf.Var // that clauses and sums have, ascending
	weights []int64   // by variable: its greatest coefficient in a sum
	first   []int     // by variable: its first vertex, that of the first that it stands for
	copies  []int     // by variable: its vertices, one after the other
	sides   []side
}

// newPrimal returns the graph of the variables 1..vars. Where it would have more than most
// edges, nothing counts as several vertices, and then clauses of half the length are too
// long as well.
func newPrimal(vars int, clauses [][]cnf.Lit, sums []cnf.Sum, sides []side, most int) *primal {
	p := &primal{clauses: clauses, sums: sums, most: most, longest: maxClique, weights: make([]int64, vars+1), first: make([]int, vars+1), copies: make([]int, vars+1), sides: sides}
	for _, sum := range sums {
		for _, t := range sum.Terms {
			v := t.Lit.Var()
			p.copies[v], p.weights[v] = 1, max(p.weights[v], t.Coef)
		}
	}
	for _, c := range clauses {
		for _, l := range c {
			p.copies[l.Var()] = 1
		}
	}
	for v, n := range p.copies {
		if n > 0 {
			p.used = append(p.used, cnf.Var(v))
		}
	}
	p.spread()
	if p.edges = p.pairs(); p.edges > most {
		for _, v := range p.used {
			p.copies[v] = 1
		}
		for p.edges = p.pairs(); p.edges > most; p.edges = p.pairs() {
			p.longest /= 2
		}
	}
	return p
}

// graph makes the graph. The error is that of ctx.
func (p *primal) graph(ctx context.Context) (*decomp.Graph, error) {
	vertices := 0
	for _, v := range p.used {
		p.first[v] = vertices
		vertices += p.copies[v]
	}
	g := decomp.NewGraph(vertices)
	for _, v := range p.used {
		if p.copies[v] > 1 && p.sides[v].one {
			p.connect(g, v, v)
		}
	}
	for k, c := range p.clauses {
		if k%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if p.length(c) > p.longest {
			continue
		}
		for i, a := range c {
			for _, b := range c[:i] {
				p.connect(g, a.Var(), b.Var())
			}
			if p.holdsOne(a) {
				p.connect(g, a.Var(), a.Var())
			}
		}
	}
	return g, nil
}

// spread gives each variable a vertex for each of the alike ones that it stands for, if
// these are not too many.
func (p *primal) spread() {
	for _, v := range p.used {
		if p.sides == nil || p.sides[v].module == nil {
			continue
		}
		if n := p.sides[v].width(); n <= maxClique {
			p.copies[v] = n
		}
	}
}

// holdsOne reports whether a literal stands for alike ones in one clause, "one of
// these"; its negation stands for as many clauses.
func (p *primal) holdsOne(l cnf.Lit) bool {
	return p.copies[l.Var()] > 1 && l.Sign() == p.sides[l.Var()].not
}

// connect connects all vertices of one variable to those of another, or of itself.
func (p *primal) connect(g *decomp.Graph, v, w cnf.Var) {
	for a := range p.copies[v] {
		for b := range p.copies[w] {
			g.Connect(p.first[v]+a, p.first[w]+b)
		}
	}
}

// length returns how many literals a clause stands for.
func (p *primal) length(c []cnf.Lit) int {
	n := len(c)
	for _, l := range c {
		if p.holdsOne(l) {
			n += p.copies[l.Var()] - 1
		}
	}
	return n
}

// maxPairs bounds the edges that clauses make.
const maxPairs = 1 << 25

// pairs returns how many edges the graph has at most.
func (p *primal) pairs() (n int) {
	for _, v := range p.used {
		if p.copies[v] > 1 && p.sides[v].one {
			n += p.copies[v] * (p.copies[v] - 1) / 2
		}
	}
	for _, c := range p.clauses {
		if p.length(c) > p.longest {
			continue
		}
		vertices := 0
		for _, l := range c {
			vertices += p.copies[l.Var()]
		}
		n += vertices * (vertices - 1) / 2
	}
	return n
}

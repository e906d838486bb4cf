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

// newOrder makes the order of the variables of clauses over 1..vars, of which
// those beyond options are auxiliaries. The error is that of ctx.
//
// Sums connect no variables here, as long clauses do not. At equal distance from
// the centre, the variables with the greatest coefficients in sums come first,
// which leaves the fewest different rests.
func newOrder(ctx context.Context, vars int, clauses [][]cnf.Lit, sums []cnf.Sum, options int) (*order, error) {
	if o := bottomUp(vars, clauses, options); o != nil && len(sums) == 0 {
		return o, nil
	}
	g, used, weights := primal(vars, clauses, sums)
	o := &order{vars: slices.Clone(used), depth: make([]int32, len(used)), width: -1}
	heavier := func(v, w cnf.Var) int { return cmp.Compare(weights[w], weights[v]) }
	slices.SortStableFunc(o.vars, heavier)
	if g.Len() == 0 {
		return o, nil
	}
	tree, err := bestTree(ctx, g)
	if err != nil {
		return nil, err
	}
	if tree == nil {
		return o, nil
	}
	o.width = tree.Width()
	auxiliaries := 0
	for _, v := range used {
		if int(v) > options {
			auxiliaries++
		}
	}
	depths := tree.Depths(2*auxiliaries > len(used))
	byDepth := make([]int, len(used))
	for i := range byDepth {
		byDepth[i] = i
	}
	slices.SortStableFunc(byDepth, func(a, b int) int {
		return cmp.Or(cmp.Compare(depths[a], depths[b]), heavier(used[a], used[b]))
	})
	for i, k := range byDepth {
		o.vars[i] = used[k]
		o.depth[i] = depths[k]
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
// and one by least degree make, as far as the budget goes; nil when it allows
// none. The size of all bags tells a good tree better than the largest bag: on
// C203_FW a tree of width 44 takes 281,000 decisions, and a smaller one of width
// 46 244,000.
func bestTree(ctx context.Context, g *decomp.Graph) (*decomp.Tree, error) {
	r := rand.New(rand.NewPCG(uint64(g.Len()), 1))
	var best *decomp.Tree
	for _, try := range []struct {
		rule  decomp.Rule
		times int
	}{{decomp.MinFill, fills}, {decomp.MinDegree, 1}} {
		budget := int64(decompositionSteps)
		for range try.times {
			order, err := decomp.Eliminate(ctx, g, try.rule, r, &budget)
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

// primal returns the graph of variables that share a clause, the variable of each
// vertex, ascending, and by variable its greatest coefficient in a sum.
func primal(vars int, clauses [][]cnf.Lit, sums []cnf.Sum) (*decomp.Graph, []cnf.Var, []int64) {
	place, weights := make([]int, vars+1), make([]int64, vars+1)
	for _, sum := range sums {
		for _, t := range sum.Terms {
			v := t.Lit.Var()
			place[v], weights[v] = 1, max(weights[v], t.Coef)
		}
	}
	for _, c := range clauses {
		for _, l := range c {
			place[l.Var()] = 1
		}
	}
	var used []cnf.Var
	for v := range place {
		if place[v] != 0 {
			place[v] = len(used)
			used = append(used, cnf.Var(v))
		}
	}
	g, longest := decomp.NewGraph(len(used)), maxClique
	for ; pairs(clauses, longest) > maxPairs; longest /= 2 {
	}
	for _, c := range clauses {
		if len(c) > longest {
			continue
		}
		for i, a := range c {
			for _, b := range c[:i] {
				g.Connect(place[a.Var()], place[b.Var()])
			}
		}
	}
	return g, used, weights
}

// maxPairs bounds the edges that clauses make. Where there would be more, clauses of half
// the length are too long as well.
const maxPairs = 1 << 25

// pairs returns how many pairs of literals clauses of no more than some length have.
func pairs(clauses [][]cnf.Lit, longest int) (n int) {
	for _, c := range clauses {
		if len(c) <= longest {
			n += len(c) * (len(c) - 1) / 2
		}
	}
	return n
}

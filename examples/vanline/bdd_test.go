package main

import (
	"math"
	"slices"

	"github.com/confspace/confspace/rules"
)

// bdd is a small manager of binary decision diagrams (Bryant, 1986) over
// the options in some order: enough to hold one rule at a time, and
// written without sight of the compiler that it checks.
type bdd struct {
	rank   []int // by option: its place in the order of decisions
	nodes  []bddNode
	unique map[bddNode]int
	memo   map[[3]int]int
}

// bddNode decides the option of a rank; its ways are nodes.
type bddNode struct{ rank, rejected, chosen int }

const (
	bddFalse = 0
	bddTrue  = 1
	last     = math.MaxInt // beyond all options
)

func newBDD(rank []int) *bdd {
	return &bdd{
		rank:   rank,
		nodes:  []bddNode{{last, 0, 0}, {last, 1, 1}},
		unique: map[bddNode]int{}, memo: map[[3]int]int{},
	}
}

func (b *bdd) node(rank, rejected, chosen int) int {
	if rejected == chosen {
		return rejected
	}
	n := bddNode{rank, rejected, chosen}
	id, ok := b.unique[n]
	if !ok {
		id = len(b.nodes)
		b.nodes = append(b.nodes, n)
		b.unique[n] = id
	}
	return id
}

// ite returns if f then g else h.
func (b *bdd) ite(f, g, h int) int {
	switch {
	case f == bddTrue:
		return g
	case f == bddFalse:
		return h
	case g == h:
		return g
	}
	key := [3]int{f, g, h}
	if id, ok := b.memo[key]; ok {
		return id
	}
	top := min(b.nodes[f].rank, b.nodes[g].rank, b.nodes[h].rank)
	id := b.node(top, b.ite(b.way(f, top, false), b.way(g, top, false), b.way(h, top, false)),
		b.ite(b.way(f, top, true), b.way(g, top, true), b.way(h, top, true)))
	b.memo[key] = id
	return id
}

// way returns where f goes when the option of a rank, none after its first, is
// decided.
func (b *bdd) way(f, rank int, chosen bool) int {
	n := b.nodes[f]
	switch {
	case n.rank != rank:
		return f
	case chosen:
		return n.chosen
	}
	return n.rejected
}

func (b *bdd) not(f int) int { return b.ite(f, bddFalse, bddTrue) }

// expr returns the diagram of a condition.
func (b *bdd) expr(e rules.Expr) int {
	switch e.Op() {
	case rules.OpTrue:
		return bddTrue
	case rules.OpFalse:
		return bddFalse
	case rules.OpOption:
		return b.node(b.rank[e.Option()], bddFalse, bddTrue)
	case rules.OpNot:
		return b.not(b.expr(e.Arg(0)))
	case rules.OpAnd:
		f := bddTrue
		for a := range e.Args() {
			f = b.ite(f, b.expr(a), bddFalse)
		}
		return f
	case rules.OpOr:
		f := bddFalse
		for a := range e.Args() {
			f = b.ite(f, bddTrue, b.expr(a))
		}
		return f
	case rules.OpImplies:
		return b.ite(b.expr(e.Arg(0)), b.expr(e.Arg(1)), bddTrue)
	case rules.OpIff:
		g := b.expr(e.Arg(1))
		return b.ite(b.expr(e.Arg(0)), g, b.not(g))
	case rules.OpBetween:
		var fs []int
		for a := range e.Args() {
			fs = append(fs, b.expr(a))
		}
		lo, hi := e.Bounds()
		return b.between(fs, lo, hi)
	case rules.OpLinear:
		terms, rel, bound := e.Linear()
		return b.linear(terms, rel, bound)
	case rules.OpArith:
		ways := e.Decisions()
		fs := make([]int, len(ways))
		at := func(w int) int {
			switch w {
			case rules.DecidedFalse:
				return bddFalse
			case rules.DecidedTrue:
				return bddTrue
			}
			return fs[w]
		}
		for i := len(ways) - 1; i >= 0; i-- {
			// The order of the diagram is that of the catalog, not ours.
			fs[i] = b.ite(b.node(b.rank[ways[i].Option], bddFalse, bddTrue), at(ways[i].Chosen), at(ways[i].Rejected))
		}
		return fs[0]
	}
	panic("unknown operator " + e.Op().String())
}

// between returns that at least lo and at most hi of fs hold; hi < 0 is no
// limit.
func (b *bdd) between(fs []int, lo, hi int) int {
	// at[k]: so far exactly k hold.
	at := make([]int, len(fs)+1)
	at[0] = bddTrue
	for _, f := range fs {
		for k := len(fs); k >= 0; k-- {
			less := bddFalse
			if k > 0 {
				less = at[k-1]
			}
			at[k] = b.ite(f, less, at[k])
		}
	}
	all := bddFalse
	for k, f := range at {
		if k >= lo && (hi < 0 || k <= hi) {
			all = b.ite(f, bddTrue, all)
		}
	}
	return all
}

// linear returns the comparison of a sum.
func (b *bdd) linear(terms []rules.Term, rel rules.Relation, bound int64) int {
	slices.SortFunc(terms, func(x, y rules.Term) int { return b.rank[x.Option] - b.rank[y.Option] })
	type state struct {
		term int
		sum  int64
	}
	memo := map[state]int{}
	// rest[i] is the least and the greatest that terms[i:] can add.
	rest := make([][2]int64, len(terms)+1)
	for i := len(terms) - 1; i >= 0; i-- {
		rest[i] = [2]int64{rest[i+1][0] + min(0, terms[i].Coef), rest[i+1][1] + max(0, terms[i].Coef)}
	}
	var from func(i int, sum int64) int
	from = func(i int, sum int64) int {
		lo, hi := sum+rest[i][0], sum+rest[i][1]
		switch {
		case rel == rules.AtMost && hi <= bound, rel == rules.AtLeast && lo >= bound, rel == rules.Exactly && lo == bound && hi == bound:
			return bddTrue
		case rel == rules.AtMost && lo > bound, rel == rules.AtLeast && hi < bound, rel == rules.Exactly && (lo > bound || hi < bound):
			return bddFalse
		}
		key := state{i, sum}
		id, ok := memo[key]
		if !ok {
			id = b.node(b.rank[terms[i].Option], from(i+1, sum), from(i+1, sum+terms[i].Coef))
			memo[key] = id
		}
		return id
	}
	return from(0, 0)
}

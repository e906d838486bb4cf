package query

import (
	"iter"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// ByCost returns the models over the options that agree with assign, each with
// its cost, in ascending order of cost, and those of one cost in canonical
// order. Costs are by variable, for true options; all sums of them must fit an
// int64. The model is reused: copy what you keep.
//
// This is lazy k-best parsing (Huang and Chiang, "Better k-best parsing", 2005,
// algorithm 3) over the circuit: each node makes its own list of models, as far
// as its parents need it. The order is right for Ands because cost is additive:
// of two models of an And that agree on all children but one, the better one is
// better there.
//
// The first model takes a pass for the least cost of each node and a call of
// first, however many cost the same. Each later model takes one new entry in
// the lists of some of its nodes. Only entries of equal cost are compared
// option by option, and only in their different parts; but if few options have
// a cost, all candidates for the second model are such, and it takes tens of
// passes. Memory grows with the entries, and so with the models that were
// pulled.
func (ms *Models) ByCost(costs []int64, assign circuit.Assignment) iter.Seq2[circuit.Model, int64] {
	return func(yield func(circuit.Model, int64) bool) {
		s := ms.costs.Get().(*costing)
		defer ms.costs.Put(s)
		s.costs, s.assign = costs, assign
		s.up = circuit.Fold(&ms.c, s, s.up)
		r := &ranking{ms: ms, costs: costs, assign: assign, least: s.up}
		best := r.least[ms.arena.Root]
		if !best.any {
			return
		}
		m := r.first()
		if !yield(m, best.cost) {
			return
		}
		r.open()
		for k := 1; r.reach(r.top, k); k++ {
			clear(m)
			r.fill(r.top, uint32(k), m)
			if !yield(m, r.top.found[k].cost) {
				return
			}
		}
	}
}

// ranking makes the lists of one query.
type ranking struct {
	ms      *Models
	costs   []int64
	assign  circuit.Assignment
	least   []least // by node
	lists   []*list // by inner node, nil until its first use
	top     *list
	scratch []circuit.Model // not in use
	offers  int             // so far
}

// list holds the models of a part of the circuit, from the best on, as far as
// they are known. A nil list has one model, over nothing, of cost 0.
//
// The fields in use depend on its kind. Coins are the open options of an And.
// The And sets each to its cheaper value, so the list of coins says only which
// to turn: it need not exist before one is turned.
type list struct {
	kind  listKind
	nodes [2]circuit.Node // listOr: its children
	parts [2]*list        // listPair: its factors; listCoins: its halves, once they are needed
	facts []run           // listPair that is an And: the options it makes true
	base  int64           // and their cost
	coins []cnf.Var       // listCoins: at least one
	least int64           // cost of the first entry, whether it is known or not
	// found is ascending, coming descending: the best candidate last.
	found, coming []entry
	begun         bool
}

type listKind uint8

const (
	listOr    listKind = iota // the models of either child
	listPair                  // a model of each part
	listCoins                 // any of some options turned
)

// entry is a model of a list. For an Or, at[0] is the child that has it and
// at[1] its place in that child's list; for a pair its places in both. For a
// single coin at[0] is 1 when it is turned.
type entry struct {
	cost int64
	at   [2]uint32
}

// open makes the list of the root, which has a model.
func (r *ranking) open() {
	r.lists = make([]*list, len(r.ms.arena.Decides))
	r.top = r.list(r.ms.arena.Root)
}

// list returns the list of node n. A leaf is an And by itself.
func (r *ranking) list(n circuit.Node) *list {
	if n < r.ms.inner {
		return r.product(r.least[n].cost, []circuit.Node{n})
	}
	place := &r.lists[n-r.ms.inner]
	if *place == nil {
		kids, _ := r.ms.children(nil, n)
		if r.ms.arena.Decides[n-r.ms.inner] == 0 {
			*place = r.product(r.least[n].cost, kids)
		} else {
			*place = &list{kind: listOr, nodes: [2]circuit.Node(kids), least: r.least[n].cost}
		}
	}
	return *place
}

// product returns the list of an And of that least cost: of its children and of
// the options it leaves open, by pairs, as a balanced tree. The costs of coins
// count from the best on, which is part of the base.
func (r *ranking) product(least int64, children []circuit.Node) *list {
	l := &list{kind: listPair, least: least, base: least}
	var parts []*list
	var coins []cnf.Var
	mask := r.take()
	for _, child := range children {
		if child >= r.ms.inner {
			kid := r.list(child)
			parts = append(parts, kid)
			l.base -= kid.least
			continue
		}
		switch v, state := r.ms.arena.Option(child, r.assign); {
		case state == circuit.FixedTrue:
			mask.Set(cnf.Pos(v))
		case state == circuit.Open:
			coins = append(coins, v)
			if r.costs[v] <= 0 {
				mask.Set(cnf.Pos(v))
			}
		}
	}
	l.facts = appendRuns(nil, mask)
	r.give(mask)
	if len(coins) > 0 {
		parts = append(parts, &list{kind: listCoins, coins: coins})
	}
	half := (len(parts) + 1) / 2
	l.parts = [2]*list{pair(parts[:half]), pair(parts[half:])}
	return l
}

// pair returns the product of lists.
func pair(parts []*list) *list {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	a, b := pair(parts[:len(parts)/2]), pair(parts[len(parts)/2:])
	return &list{kind: listPair, parts: [2]*list{a, b}, least: a.least + b.least}
}

// take returns a model, all false, for use until it is given back.
func (r *ranking) take() circuit.Model {
	last := len(r.scratch) - 1
	if last < 0 {
		return circuit.NewModel(r.ms.arena.Options)
	}
	m := r.scratch[last]
	r.scratch = r.scratch[:last]
	clear(m)
	return m
}

func (r *ranking) give(m circuit.Model) { r.scratch = append(r.scratch, m) }

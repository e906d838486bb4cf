package main

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/rules"
)

// sweep counts the configurations of a rule set by a method that shares
// nothing with the compiler: it decides the options one after the other and
// keeps for every different state of affairs how
// many ways lead to it. A state is where each rule stands that is begun and
// not yet satisfied: a node of the rule's own decision diagram.
func sweep(t *testing.T, set *rules.Set, p config.Point) uint64 {
	t.Helper()
	demands := demanded(t, set, p)
	n := set.Catalog().NumOptions()
	b := newBDD(sweepOrder(n, demands))
	starts := make([][]int, n) // by rank: the diagrams that begin there
	for _, d := range demands {
		f := b.expr(d)
		require.NotEqual(t, bddFalse, f, "nothing meets %s", d)
		if f != bddTrue {
			starts[b.nodes[f].rank] = append(starts[b.nodes[f].rank], f)
		}
	}
	states := map[string]uint64{"": 1}
	peak := 0
	for rank := range n {
		next := make(map[string]uint64, len(states))
		var key []byte
		for state, ways := range states {
			for _, chosen := range []bool{false, true} {
				var ok bool
				if key, ok = b.step(key[:0], state, starts[rank], rank, chosen); ok {
					sum, carry := bits.Add64(next[string(key)], ways, 0)
					require.Zero(t, carry)
					next[string(key)] = sum
				}
			}
		}
		states = next
		t.Log(rank, len(states), set.Catalog().Code(config.OptionID(rank)))
		if len(states) > 2000000 {
			t.Fatal(rank, len(states))
		}
		peak = max(peak, len(states))
	}
	t.Logf("at most %d states at a time", peak)
	return states[""]
}

// demanded returns everything that the catalog and the rules in force demand.
func demanded(t *testing.T, set *rules.Set, p config.Point) []rules.Expr {
	t.Helper()
	cat := set.Catalog()
	var demands []rules.Expr
	for o := range config.OptionID(cat.NumOptions()) {
		if parent := cat.Parent(o); parent != config.NoOption {
			demands = append(demands, rules.Implies(rules.Option(cat, o), rules.Option(cat, parent)))
		}
		covered, err := cat.Option(o).Effectivity.Covers(p)
		require.NoError(t, err)
		if !covered {
			demands = append(demands, rules.Not(rules.Option(cat, o)))
		}
	}
	for f := range config.FamilyID(cat.NumFamilies()) {
		family := cat.Family(f)
		var options []rules.Expr
		for _, o := range family.Options {
			options = append(options, rules.Option(cat, o))
		}
		demand := rules.Between(family.Select.Min, family.Select.Max, options...)
		if family.Parent != config.NoOption {
			demand = rules.Implies(rules.Option(cat, family.Parent), demand)
		}
		demands = append(demands, demand)
	}
	inForce, err := set.At(p)
	require.NoError(t, err)
	for _, r := range inForce {
		demands = append(demands, set.Rule(r).Expr)
	}
	return demands
}

// sweepOrder returns the rank of each option in an order in which demands are
// soon closed: from that of the catalog on, each option moves to where its
// demands are on average (FORCE: Aloul, Markov, Sakallah, 2003), as long as
// that shortens them.
func sweepOrder(n int, demands []rules.Expr) []int {
	rank := make([]int, n)
	for o := range rank {
		rank[o] = o
	}
	best, least := rank, span(rank, demands)
	for range 0 {
		sum, count := make([]float64, n), make([]float64, n)
		for _, d := range demands {
			options := d.Options()
			center := 0.0
			for _, o := range options {
				center += float64(rank[o]) / float64(len(options))
			}
			for _, o := range options {
				sum[o] += center
				count[o]++
			}
		}
		order := make([]int, n)
		for o := range order {
			order[o] = o
		}
		slices.SortStableFunc(order, func(x, y int) int {
			return cmp.Compare(sum[x]/count[x], sum[y]/count[y])
		})
		rank = make([]int, n)
		for r, o := range order {
			rank[o] = r
		}
		if s := span(rank, demands); s < least {
			best, least = rank, s
		}
	}
	return best
}

// span returns over how many ranks the demands stretch, all together.
func span(rank []int, demands []rules.Expr) int {
	total := 0
	for _, d := range demands {
		first, last := len(rank), 0
		for _, o := range d.Options() {
			first, last = min(first, rank[o]), max(last, rank[o])
		}
		total += max(0, last-first)
	}
	return total
}

// step appends the state after the option of a rank is decided, and reports false if that
// breaks a rule.
func (b *bdd) step(dst []byte, state string, starts []int, rank int, chosen bool) ([]byte, bool) {
	add := func(f int) bool {
		if f = b.way(f, rank, chosen); f > bddTrue {
			dst = binary.LittleEndian.AppendUint32(dst, uint32(f))
		}
		return f != bddFalse
	}
	for ; len(state) > 0; state = state[4:] {
		f := uint32(state[0]) | uint32(state[1])<<8 | uint32(state[2])<<16 | uint32(state[3])<<24
		if !add(int(f)) {
			return dst, false
		}
	}
	for _, f := range starts {
		if !add(f) {
			return dst, false
		}
	}
	return dst, true
}

func TestCountByAnotherMethod(t *testing.T) {
	p, err := bom.ReadProduct(product.Files)
	require.NoError(t, err)
	day, err := config.ParseDate("2026-11-02")
	require.NoError(t, err)
	n := sweep(t, p.Rules, config.Point{Date: day, Plant: "NHV"})
	t.Log(n)
}

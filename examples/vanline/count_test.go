package main

import (
	"encoding/binary"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	vanline "github.com/confspace/confspace/examples/vanline/product"
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
	b := newBDD(sweepOrder(set.Catalog(), demands))
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

// sweepOrder returns the rank of each option in an order that keeps few
// families alive at a time: those that are decided while a demand on them is
// still open. The order is found by annealing, families whole; an open sum
// counts like one family of many options.
func sweepOrder(cat *config.Catalog, demands []rules.Expr) []int {
	n := cat.NumFamilies()
	var groups [][]int // by demand: its families
	bits := make([]float64, n)
	for f := range bits {
		bits[f] = math.Log2(float64(len(cat.Family(config.FamilyID(f)).Options) + 1))
	}
	for _, d := range demands {
		var group []int
		for _, o := range d.Options() {
			group = append(group, int(cat.Option(o).Family))
		}
		slices.Sort(group)
		if group = slices.Compact(group); len(group) > 1 {
			groups = append(groups, group)
		}
	}
	slices.SortFunc(groups, slices.Compare)
	groups = slices.CompactFunc(groups, slices.Equal)

	place, alive := make([]int, n), make([]float64, n+1)
	until := make([]int, n)
	cost := func(order []int) float64 {
		for i, f := range order {
			place[f], until[f] = i, i
		}
		clear(alive)
		for _, group := range groups {
			first, last := n, 0
			for _, f := range group {
				first, last = min(first, place[f]), max(last, place[f])
			}
			if len(group) > 12 { // a sum
				alive[first] += 6
				alive[last] -= 6
				continue
			}
			for _, f := range group {
				until[f] = max(until[f], last)
			}
		}
		for f, last := range until {
			alive[place[f]] += bits[f]
			alive[last] -= bits[f]
		}
		total, sum := 0.0, 0.0
		for _, change := range alive {
			sum += change
			total += math.Exp2(sum / 2)
		}
		return total
	}
	order := make([]int, n)
	for f := range order {
		order[f] = f
	}
	r := rand.New(rand.NewPCG(1, 2))
	now := cost(order)
	best, least := slices.Clone(order), now
	const rounds = 100_000
	for i := range rounds {
		from, to := r.IntN(n), r.IntN(n)
		next := slices.Delete(slices.Clone(order), from, from+1)
		next = slices.Insert(next, to, order[from])
		c := cost(next)
		heat := 0.3 * (1 - float64(i)/rounds)
		if c <= now || r.Float64() < math.Exp(math.Log(now/c)/heat) {
			order, now = next, c
			if now < least {
				best, least = slices.Clone(order), now
			}
		}
	}
	rank := make([]int, cat.NumOptions())
	next := 0
	for _, f := range best {
		for _, o := range cat.Family(config.FamilyID(f)).Options {
			rank[o] = next
			next++
		}
	}
	return rank
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
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p, err := product.Read(vanline.Files)
	require.NoError(t, err)
	orders, err := readOrders()
	require.NoError(t, err)
	n := sweep(t, p.Rules, orders[0].Point())

	space := mustCompile(t, p.Rules, orders[0].Point())
	count, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, strconv.FormatUint(n, 10), count.String())
	require.Greater(t, n, uint64(1e8))
	require.Less(t, n, uint64(1e9))
}

func readOrders() ([]config.Order, error) {
	f, err := vanline.Files.Open("orders.jsonl")
	if err != nil {
		return nil, err
	}
	return config.ReadOrders("orders.jsonl", f)
}

package compile

import (
	"context"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/stretchr/testify/require"
)

// chain returns the clauses 1→2→…→n, whose graph is a path.
func chain(n int) [][]cnf.Lit {
	var clauses [][]cnf.Lit
	for v := cnf.Var(1); int(v) < n; v++ {
		clauses = append(clauses, []cnf.Lit{cnf.Neg(v), cnf.Pos(v + 1)})
	}
	return clauses
}

func TestOrderStartsInTheMiddle(t *testing.T) {
	o, err := newOrder(context.Background(), newPrimal(101, chain(101), nil, nil, maxPairs), 101)
	require.NoError(t, err)
	require.Equal(t, 1, o.width)
	require.Len(t, o.vars, 101)
	require.IsNonDecreasing(t, o.depth)
	require.InDelta(t, 51, int(o.vars[0]), 2)
}

// Where most variables are auxiliaries, but not of one diagram, an end comes
// first.
func TestOrderOfAuxiliariesStartsAtAnEnd(t *testing.T) {
	const n, options = 101, 34
	at := make([]cnf.Var, n+1) // by place on the path: every third an option
	for i := range n {
		at[i+1] = cnf.Var(1 + i/3)
		if i%3 != 0 {
			at[i+1] = cnf.Var(options + i - i/3)
		}
	}
	clauses := chain(n)
	for _, c := range clauses {
		for k, l := range c {
			c[k] = cnf.Pos(at[l.Var()]) ^ l&1
		}
	}
	o, err := newOrder(context.Background(), newPrimal(n, clauses, nil, nil, maxPairs), options)
	require.NoError(t, err)
	require.Contains(t, []cnf.Var{at[1], at[2], at[n-1], at[n]}, o.vars[0])
}

// Where they are of one diagram, the lowest option does.
func TestOrderOfDiagramStartsAtItsBottom(t *testing.T) {
	const layers = 20
	var clauses [][]cnf.Lit
	for k := cnf.Var(1); k <= layers; k++ { // option k chooses between nodes below
		up, down := layers+2*k, layers+2*k-2
		if k == 1 {
			clauses = append(clauses, []cnf.Lit{cnf.Neg(k), cnf.Neg(up), cnf.Pos(up + 1)})
			continue
		}
		clauses = append(clauses, []cnf.Lit{cnf.Neg(k), cnf.Neg(up), cnf.Pos(down)}, []cnf.Lit{cnf.Pos(k), cnf.Neg(up + 1), cnf.Pos(down + 1)})
	}
	o, err := newOrder(context.Background(), newPrimal(3*layers+1, clauses, nil, nil, maxPairs), layers)
	require.NoError(t, err)
	require.Equal(t, -1, o.width)
	for k := range layers {
		require.Equal(t, cnf.Var(k+1), o.vars[k])
	}
}

func TestOrderStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := newOrder(ctx, newPrimal(101, chain(101), nil, nil, maxPairs), 101)
	require.ErrorIs(t, err, context.Canceled)
}

// Cliques are built within the context, too, at which the graph looks once in 64 clauses.
func TestCliquesEnd(t *testing.T) {
	var clauses [][]cnf.Lit
	for k := range cnf.Var(256) {
		c := make([]cnf.Lit, maxClique)
		for i := range c {
			c[i] = cnf.Pos(1 + k + cnf.Var(i))
		}
		clauses = append(clauses, c)
	}
	patient := &watched{Context: t.Context(), most: 1 << 30}
	g, err := newPrimal(1000, clauses, nil, nil, maxPairs).graph(patient)
	require.NoError(t, err)
	require.Equal(t, 256+maxClique-1, g.Len())
	require.Equal(t, 4, patient.looks)
	for most := range patient.looks {
		_, err := newPrimal(1000, clauses, nil, nil, maxPairs).graph(&watched{Context: t.Context(), most: most})
		require.ErrorIs(t, err, context.Canceled)
	}
}

// Where sums over the same variables are all, these are decided one by one, the heaviest
// first.
func TestOrderOfSums(t *testing.T) {
	weights := cnf.Sum{Terms: []cnf.Term{{Lit: cnf.Pos(1), Coef: 2}, {Lit: cnf.Neg(2), Coef: 7}, {Lit: cnf.Pos(4), Coef: 3}}, Max: 8}
	number := cnf.Sum{Terms: []cnf.Term{{Lit: cnf.Neg(1), Coef: 1}, {Lit: cnf.Pos(2), Coef: 1}, {Lit: cnf.Pos(4), Coef: 1}}, Max: 2}
	pair := cnf.Sum{Terms: number.Terms[:2], Max: 1}
	for _, sums := range [][]cnf.Sum{{weights}, {number, weights}} {
		o, err := newOrder(t.Context(), newPrimal(4, nil, sums, nil, maxPairs), 4)
		require.NoError(t, err)
		require.Equal(t, &order{vars: []cnf.Var{2, 4, 1}, depth: []int32{0, 1, 2}, width: -1}, o)
	}
	o, err := newOrder(t.Context(), newPrimal(4, nil, []cnf.Sum{weights, pair}, nil, maxPairs), 4)
	require.NoError(t, err)
	require.Equal(t, []int32{0, 0, 0}, o.depth)
}

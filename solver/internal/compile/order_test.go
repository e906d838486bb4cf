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
	o, err := newOrder(context.Background(), 101, chain(101), 101)
	require.NoError(t, err)
	require.Equal(t, 1, o.width)
	require.Len(t, o.vars, 101)
	require.IsNonDecreasing(t, o.depth)
	require.InDelta(t, 51, int(o.vars[0]), 2)
}

// Where most variables are auxiliaries, an end comes first.
func TestOrderOfAuxiliariesStartsAtAnEnd(t *testing.T) {
	o, err := newOrder(context.Background(), 101, chain(101), 10)
	require.NoError(t, err)
	require.Contains(t, []cnf.Var{1, 2, 100, 101}, o.vars[0])
}

func TestOrderStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := newOrder(ctx, 101, chain(101), 101)
	require.ErrorIs(t, err, context.Canceled)
}

package solver_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// answers asks a space everything and returns what it says.
func answers(ctx context.Context, space *solver.Space, order config.Order) string {
	sel, _ := order.Bind(space.Catalog())
	view := space.Given(sel)
	n, err := view.Count(ctx, nil)
	report, err2 := space.Validate(ctx, order)
	why, err3 := space.Explain(ctx, order)
	found, ok, err4 := space.Find(ctx, rules.Option(space.Catalog(), 1))
	var out strings.Builder
	out.WriteString(fmt.Sprint(n, report, why, found, ok, errors.Join(err, err2, err3, err4)))
	for c, err := range space.Combinations(ctx, 0, 1) {
		out.WriteString(fmt.Sprint(c, err))
	}
	obj, _ := solver.NewObjective(space.Catalog(), solver.Costs{
		Rejected: slices.Repeat([]config.Decimal{config.NewDecimal(1)}, space.Catalog().NumOptions()),
	}, config.None)
	for c, err := range view.ByCost(ctx, obj) {
		number, _, err2 := view.Rank(ctx, nil, c.Selection)
		out.WriteString(fmt.Sprint(slices.Collect(c.Selection.Chosen()), c.Cost, number, errors.Join(err, err2)))
	}
	shares, err := view.Shares(ctx, nil)
	counts, err2 := view.Counts(ctx, nil)
	out.WriteString(fmt.Sprint(shares, counts, errors.Join(err, err2)))
	return out.String()
}

// Eight goroutines ask one space; each gets the answers that one alone gets.
func TestSpaceIsConcurrent(t *testing.T) {
	space, err := solver.Compile(t.Context(), truck(t), config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	require.NoError(t, err)
	orders := []config.Order{
		{Options: []string{"SHORT", "DIESEL"}, Partial: true},
		{Options: []string{"PICKUP", "LONG", "PETROL"}},
		{Options: []string{"VAN"}, Partial: true},
		{Options: []string{"VAN", "PETROL"}},
	}
	alone, err := solver.Compile(t.Context(), truck(t), space.AsOf(), solver.Config{})
	require.NoError(t, err)
	var want []string
	for _, o := range orders {
		want = append(want, answers(t.Context(), alone, o))
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 12 {
				k := (g + i) % len(orders)
				if got := answers(t.Context(), space, orders[k]); got != want[k] {
					t.Errorf("got %s\nwant %s", got, want[k])
				}
			}
		})
	}
	wg.Wait()
}

// A context that has ended is an error of every query, never an answer.
func TestEndedContext(t *testing.T) {
	why := errors.New("the customer hung up")
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	asOf := config.Point{Date: config.NewDate(2026, 11, 2)}
	_, err := solver.Compile(ended, truck(t), asOf, solver.Config{})
	require.ErrorIs(t, err, why)

	space, err := solver.Compile(t.Context(), truck(t), asOf, solver.Config{})
	require.NoError(t, err)
	for _, order := range []config.Order{
		{Options: []string{"PICKUP"}, Partial: true},
		{Options: []string{"SHORT", "DIESEL"}, Partial: true},
		{Options: []string{"PICKUP", "LONG", "PETROL"}},
	} {
		report, err := space.Validate(ended, order)
		require.ErrorIs(t, err, why)
		require.Equal(t, solver.Report{}, report)
		explanation, err := space.Explain(ended, order)
		require.ErrorIs(t, err, why)
		require.Empty(t, explanation)
	}
	_, _, err = space.Find(ended, rules.True(space.Catalog()))
	require.ErrorIs(t, err, why)
	n := 0
	for combination, err := range space.Combinations(ended, 0) {
		require.ErrorIs(t, err, why)
		require.Nil(t, combination)
		n++
	}
	require.Equal(t, 1, n)
}

// A compilation that would take for ever ends when its context does: it looks at
// the context a few times more at most.
func TestCompileIsCancelled(t *testing.T) {
	for _, most := range []int{0, 1, 10, 100, 1000} {
		ctx := &hurried{context.Background(), 0, most}
		_, err := solver.Compile(ctx, hard(), config.Point{}, solver.Config{})
		require.ErrorIs(t, err, errHurry)
		require.LessOrEqual(t, ctx.looks, most+20)
	}
}

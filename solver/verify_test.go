package solver_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

func TestVerify(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		require.NoError(t, drawOracle(t, 12).Verify(t.Context()))
	})
}

// A circuit of other rules does not pass: neither one with configurations too
// many nor one with too few.
func TestVerifyRefusesAnotherCircuit(t *testing.T) {
	compiled := func(extra ...rules.RuleSpec) *solver.Space {
		space, err := solver.Compile(t.Context(), truck(t, extra...), config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
		require.NoError(t, err)
		require.NoError(t, space.Verify(t.Context()))
		return space
	}
	whole := compiled()
	fewer := compiled(rules.RuleSpec{ID: "MORE", Source: "!SPRAYED"})
	require.ErrorContains(t, whole.WithCircuitOf(fewer).Verify(t.Context()), "a model of the formula is missing")
	require.ErrorContains(t, fewer.WithCircuitOf(whole).Verify(t.Context()), "a model falsifies clause")
	none := compiled(rules.RuleSpec{ID: "NONE", Source: "SHORT & !SHORT"})
	require.True(t, none.Void())
	require.ErrorContains(t, whole.WithCircuitOf(none).Verify(t.Context()), "a model of the formula is missing")
}

func TestVerifyErrors(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	require.ErrorIs(t, space.Verify(t.Context()), solver.ErrNoCircuit)

	space, err = solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	why := errors.New("the customer hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	require.ErrorIs(t, space.Verify(ctx), why)
}

func TestVerifyExampleLine(t *testing.T) {
	set, err := rules.ReadDir(os.DirFS(filepath.Join("..", "examples", "vanline", "product")))
	require.NoError(t, err)
	for _, plant := range []string{"ESK", "NHV"} {
		space, err := solver.Compile(t.Context(), set, config.Point{Date: config.NewDate(2026, 11, 2), Plant: plant}, solver.Config{})
		require.NoError(t, err)
		start := time.Now()
		require.NoError(t, space.Verify(t.Context()))
		t.Logf("%v: %+v", time.Since(start), space.Stats())
	}
}

func BenchmarkVerify(b *testing.B) {
	set := load(b, filepath.Join(configtest.Reference(b, "mercedes"), "C171_FR.cnf.gz"))
	space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, space.Verify(b.Context()))
	}
}

func ExampleSpace_Verify() {
	ctx := context.Background()
	space, err := solver.Compile(ctx, pickup(), config.Point{}, solver.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(space.Verify(ctx))
	// Output: <nil>
}

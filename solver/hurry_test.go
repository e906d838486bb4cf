package solver_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

var errHurry = errors.New("no more time")

// hurried is a context that ends once it was looked at so many times.
type hurried struct {
	context.Context
	looks, most int
}

func (h *hurried) Err() error {
	if h.looks++; h.looks > h.most {
		return errHurry
	}
	return nil
}

// The first explanation makes an encoding under the context of who asks; where that
// ends nothing half-made stays behind.
func TestExplainEncodesWithinContext(t *testing.T) {
	order := config.Order{Options: []string{"SHORT", "DIESEL"}, Partial: true}
	compiled := func() *solver.Space {
		space, err := solver.Compile(t.Context(), truck(t), config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
		require.NoError(t, err)
		return space
	}
	space := compiled()
	first := &hurried{t.Context(), 0, 1 << 30}
	want, err := space.Explain(first, order)
	require.NoError(t, err)
	second := &hurried{t.Context(), 0, 1 << 30}
	_, err = space.Explain(second, order)
	require.NoError(t, err)
	require.Greater(t, first.looks, second.looks)

	for most := range first.looks {
		space := compiled()
		_, err := space.Explain(&hurried{t.Context(), 0, most}, order)
		require.Error(t, err)
		got, err := space.Explain(t.Context(), order)
		require.NoError(t, err)
		require.Equal(t, want.String(), got.String())
	}
}

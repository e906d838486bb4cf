package session_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/session"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	s, err := session.New(t.Context(), space(t, release{}), session.Config{})
	require.NoError(t, err)
	configtest.Surface{
		Values: []any{
			s, new(session.Change), new(session.Choice), new(session.Completion), new(session.Config), new(session.DefaultsError), new(session.Derivation), new(session.Inference), new(session.Misfit), new(session.Need), new(session.Reason),
			new(session.State), new(session.Step),
		},
		Funcs: map[string]any{
			"Defaults": session.Defaults, "Fewest": session.Fewest, "History": session.History, "Likeness": session.Likeness, "New": session.New, "Restore": session.Restore,
		},
	}.Check(t)
}

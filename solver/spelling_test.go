package solver_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// TestAMendedSpellingCostsNoCompilation: names and reasons guard no space file,
// and the space that is read speaks in the new ones.
func TestAMendedSpellingCostsNoCompilation(t *testing.T) {
	set := func(name, reason string) *rules.Set {
		b := config.NewBuilder("van")
		b.Family(config.FamilySpec{Code: "body", Name: name})
		b.Option(config.OptionSpec{Family: "body", Code: "VAN", Name: name})
		b.Option(config.OptionSpec{Family: "body", Code: "BUS"})
		cat, err := b.Build()
		require.NoError(t, err)
		r := rules.NewBuilder(cat)
		r.Add(rules.RuleSpec{ID: "R-1", Source: "!BUS", Reason: reason})
		s, err := r.Build()
		require.NoError(t, err)
		return s
	}
	space, err := solver.Compile(t.Context(), set("Boddy", "Not homologatd."), config.Point{}, solver.Config{})
	require.NoError(t, err)
	mended := set("Body", "Not homologated.")
	read, err := solver.Read(bytes.NewReader(written(t, space)), mended)
	require.NoError(t, err)
	require.NoError(t, read.Verify(t.Context()))
	report, err := read.Validate(t.Context(), config.Order{Options: []string{"BUS"}})
	require.NoError(t, err)
	require.Equal(t, "invalid\n  R-1: !BUS (Not homologated.)", report.String())
	require.NotEqual(t, space.Rules().TextDigest(), mended.TextDigest())
}

package solver_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// threeOptions returns rules over options that may be chosen freely.
func threeOptions(t *testing.T, sources ...string) *rules.Set {
	t.Helper()
	b := config.NewBuilder("free")
	b.Family(config.FamilySpec{Code: "f", Select: config.Any})
	for _, code := range []string{"A", "B", "C"} {
		b.Option(config.OptionSpec{Family: "f", Code: code})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	r := rules.NewBuilder(cat)
	for i, source := range sources {
		r.Add(rules.RuleSpec{ID: string(rune('a' + i)), Source: source})
	}
	set, err := r.Build()
	require.NoError(t, err)
	return set
}

// withDigestsOf returns a file with the digests of another, and checksums that fit.
func withDigestsOf(file, other []byte) []byte {
	const start, digests = 16 + 4, 2 * 32 // behind magic, version and the length of the first block
	file = bytes.Clone(file)
	copy(file[start:start+digests], other[start:])
	return resealed(file)
}

// TestVerifyProvesTheRulesNotTheFile gives a space of no rules the digests of
// others: Read cannot see it, and Verify does.
func TestVerifyProvesTheRulesNotTheFile(t *testing.T) {
	none, some := threeOptions(t), threeOptions(t, "A => B", "!(B & C)")
	space := func(set *rules.Set) *solver.Space {
		s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
		require.NoError(t, err)
		require.NoError(t, s.Verify(t.Context()))
		return s
	}
	file := withDigestsOf(written(t, space(none)), written(t, space(some)))
	s, err := solver.Read(bytes.NewReader(file), some)
	require.NoError(t, err, "its checksums and digests fit")
	n, err := s.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "8", n.String(), "and it says 8 where there are 4")
	require.EqualError(t, s.Verify(t.Context()), "the space is not that of its rules: the clauses are others; compile it again")
}

// TestVerifyFindsALostCondition: a circuit that has the configurations and not the
// condition that was tracked cannot answer for it.
func TestVerifyFindsALostCondition(t *testing.T) {
	set := threeOptions(t, "A => B")
	e, err := rules.Parse(set.Catalog(), "A | !C")
	require.NoError(t, err)
	space := func(set *rules.Set, track ...rules.Expr) *solver.Space {
		s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{Track: track})
		require.NoError(t, err)
		require.NoError(t, s.Verify(t.Context()))
		return s
	}
	tracked := space(set, e)
	other := space(threeOptions(t, "A => B", "A <=> (B <=> C)"))
	require.Equal(t, tracked.Stats().Variables, other.Stats().Variables, "as many auxiliaries, none of them kept")
	require.EqualError(t, tracked.WithCircuitOf(other).Verify(t.Context()), "circuit: it lacks auxiliary 4, which is kept")
}

// TestVerifyOfChoicesThatShareOptions compiles a condition whose cases share
// options: its auxiliary is nonetheless a function of them.
func TestVerifyOfChoicesThatShareOptions(t *testing.T) {
	set := threeOptions(t, "(A & B) | (B & C) | (A & !C)", "at_most(2; A, B, C) | (A & C)")
	s, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	require.NoError(t, s.Verify(t.Context()))
	n, err := s.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "4", n.String())
}

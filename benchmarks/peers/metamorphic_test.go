package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/solver/dimacs"
)

// renaming maps literals: variable v becomes the variable or negation that
// to[v-1] says.
type renaming struct{ to []int32 }

// newRenaming permutes n variables; of some it swaps true and false if it may.
func newRenaming(r *rand.Rand, n int, flip bool) renaming {
	to := make([]int32, n)
	for i, v := range r.Perm(n) {
		to[i] = int32(v + 1)
		if flip && r.IntN(2) == 0 {
			to[i] = -to[i]
		}
	}
	return renaming{to}
}

func (m renaming) literal(l int32) int32 {
	if l < 0 {
		return -m.to[-l-1]
	}
	return m.to[l-1]
}

// formula returns f renamed, its clauses and their literals in another order.
func (m renaming) formula(r *rand.Rand, f *dimacs.Formula) *dimacs.Formula {
	g := dimacs.New(f.NumVars())
	for _, i := range r.Perm(f.NumClauses()) {
		var c []int32
		for _, l := range f.Clause(i) {
			c = append(c, m.literal(l))
		}
		r.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
		g.Add(c...)
	}
	return g
}

// requireSame renames and reorders a formula, and holds its count and the count
// of each option to that of the original.
func requireSame(t *testing.T, r *rand.Rand, f *dimacs.Formula, flip bool, want string) {
	t.Helper()
	m := newRenaming(r, f.NumVars(), flip)
	original, other := compile(t, f), compile(t, m.formula(r, f))
	total := count(t, original)
	if want != "" {
		require.Equal(t, want, total.String())
	}
	require.Equal(t, total.String(), count(t, other).String())
	before, err := original.Counts(t.Context(), nil)
	require.NoError(t, err)
	after, err := other.Counts(t.Context(), nil)
	require.NoError(t, err)
	for i := range before {
		l := m.to[i]
		n := &after[max(l, -l)-1]
		if l < 0 {
			n.Sub(total, n)
		}
		require.Equal(t, before[i].String(), n.String(), "variable %d", i+1)
	}
}

func TestMetamorphic(t *testing.T) {
	n := 150
	if testing.Short() {
		n = 30
	}
	for i := range max(n, *soak/10) {
		r := rand.New(rand.NewPCG(*seed, 1<<32+uint64(i)))
		f := random(r, 1+r.IntN(50))
		if !t.Run(fmt.Sprint(i), func(t *testing.T) { requireSame(t, r, f, true, "") }) {
			t.Log(text(f))
		}
	}
}

// On real lines only names and orders change: to swap true and false would make
// another kind of formula of them.
func TestMetamorphicLines(t *testing.T) {
	for _, ref := range referenceLines(t, "D1119_M20", "C250_FW", "C211_FS", "C171_FR") {
		t.Run(ref.name, func(t *testing.T) {
			f, err := read(ref.path)
			require.NoError(t, err)
			requireSame(t, rand.New(rand.NewPCG(*seed, 0)), f, false, ref.count.String())
		})
	}
}

// referenceLines returns the car lines of -lines, or those that are small. It
// skips the test where there is no reference data.
func referenceLines(t *testing.T, small ...string) []reference {
	t.Helper()
	wanted := small
	if *lines != "" {
		wanted = names(*lines)
	}
	return inFolder(t, "mercedes", wanted...)
}

func inFolder(t *testing.T, folder string, names ...string) []reference {
	t.Helper()
	dir := filepath.Join(dataRoot(), folder)
	if !exists(dir) {
		t.Skip("no reference data in ", dir)
	}
	refs, err := references(dir, names...)
	require.NoError(t, err)
	return refs
}

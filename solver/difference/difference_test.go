package difference_test

import (
	"cmp"
	"context"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// release is one of two random releases, and by brute force its configurations.
type release struct {
	*solver.Space
	valid map[string]*config.Selection // by codes of the new release
}

// drawReleases draws two releases: of one catalog, or of two with some codes in common, some of
// them renamed.
func drawReleases(t *rapid.T, cfg solver.Config) (before, after release, renames []difference.Rename) {
	cats := [2]*config.Catalog{rulestest.Catalog(7, true).Draw(t, "catalog")}
	cats[1] = cats[0]
	if rapid.Bool().Draw(t, "other catalog") {
		cats[1] = rulestest.Catalog(7, true).Draw(t, "other catalog")
		renames = drawRenames(t, cats[0], cats[1])
	}
	of := make(map[string]string)
	for _, r := range renames {
		of[r.Old] = r.New
	}
	draw := func(cat *config.Catalog, of map[string]string) release {
		set := rulestest.Sets{Rules: 3}.Set(cat).Draw(t, "rules")
		asOf := rulestest.Point().Draw(t, "point")
		space, err := solver.Compile(t.Context(), set, asOf, cfg)
		require.NoError(t, err)
		r := release{space, make(map[string]*config.Selection)}
		for sel := range rulestest.Valid(set, asOf) {
			r.valid[key(sel, of)] = sel
		}
		return r
	}
	return draw(cats[0], of), draw(cats[1], nil), renames
}

// drawRenames draws new codes of some options of the old catalog: such as no other option has.
func drawRenames(t *rapid.T, old, renamed *config.Catalog) (out []difference.Rename) {
	moved := rapid.Permutation(codes(old)).Draw(t, "old codes")
	free := rapid.Permutation(codes(renamed)).Draw(t, "new codes")
	for n := rapid.IntRange(0, min(len(moved), len(free))).Draw(t, "renames"); n > 0; n-- {
		stays := func(code string) bool { return slices.Contains(moved[n:], code) }
		if to := slices.DeleteFunc(slices.Clone(free), stays); len(to) >= n {
			for i := range n {
				out = append(out, difference.Rename{Old: moved[i], New: to[i]})
			}
			return out
		}
	}
	return nil
}

func codes(cat *config.Catalog) (out []string) {
	for o := range config.OptionID(cat.NumOptions()) {
		out = append(out, cat.Code(o))
	}
	return out
}

// key returns the codes of what a selection has, renamed.
func key(sel *config.Selection, of map[string]string) string {
	var out []string
	for o := range sel.Chosen() {
		code := sel.Catalog().Code(o)
		if renamed, ok := of[code]; ok {
			code = renamed
		}
		out = append(out, code)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// The counts of all parts, of all causes, and the smallest configurations are those that
// enumeration finds.
func TestCompareAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		before, after, renames := drawReleases(t, solver.Config{})
		d, err := difference.Compare(t.Context(), before.Space, after.Space, difference.Config{Renames: renames})
		require.NoError(t, err)
		var kept []*config.Selection
		for k := range before.valid {
			if sel, ok := after.valid[k]; ok {
				kept = append(kept, sel)
			}
		}
		requireCount(t, len(before.valid), d.Old)
		requireCount(t, len(after.valid), d.New)
		requireCount(t, len(kept), d.Kept.Count)
		require.Equal(t, len(kept) == 0, d.Both() == nil)
		requireSmallest(t, kept, d.Kept.Smallest)
		requirePart(t, d.Lost, before, after, d.Match.Withdrawn())
		requirePart(t, d.Gained, after, before, d.Match.Added())
	})
}

// Choices of the options that both releases have are counted as enumeration counts them.
func TestSharedAgainstEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		before, after, renames := drawReleases(t, solver.Config{NoCircuit: true})
		m, err := difference.NewMatch(before.Catalog(), after.Catalog(), renames...)
		require.NoError(t, err)
		s, err := m.Shared(t.Context(), before.Space, after.Space, solver.Config{})
		require.NoError(t, err)
		old, recent := make(map[string]bool), make(map[string]bool)
		for _, sel := range before.valid {
			rest, _ := translated(m, sel)
			old[key(rest, nil)] = true
		}
		foreign := m.Added()
		for _, sel := range after.valid {
			rest := sel.Clone()
			for _, o := range foreign {
				rest.Reject(o)
			}
			recent[key(rest, nil)] = true
		}
		kept := 0
		for k := range old {
			if recent[k] {
				kept++
			}
		}
		require.Equal(t, before.Catalog().NumOptions()-len(m.Withdrawn()), s.Options)
		requireCount(t, len(old), s.Old)
		requireCount(t, len(recent), s.New)
		requireCount(t, kept, s.Kept)
		requireCount(t, len(old)-kept, s.Lost)
		requireCount(t, len(recent)-kept, s.Gained)
	})
}

// requirePart compares a part with those configurations of one release that the other one does
// not have.
func requirePart(t *rapid.T, p difference.Part, has, lacks release, foreign []config.OptionID) {
	var gone []*config.Selection
	for k, sel := range has.valid {
		if lacks.valid[k] == nil {
			gone = append(gone, sel)
		}
	}
	requireCount(t, len(gone), p.Count)
	requireSmallest(t, gone, p.Smallest)
	explained := make(map[*config.Selection]bool)
	for i, c := range p.Causes {
		var by []*config.Selection
		for _, sel := range has.valid {
			strange := slices.ContainsFunc(foreign, sel.IsChosen)
			if c.Option != config.NoOption && sel.IsChosen(c.Option) || c.Option == config.NoOption && !strange && c.Condition.Holds(sel) {
				by = append(by, sel)
				explained[sel] = true
			}
		}
		require.NotEmpty(t, by, "%v", c)
		requireCount(t, len(by), c.Count)
		requireSmallest(t, by, c.Smallest)
		require.InDelta(t, float64(len(by))/float64(len(gone)), c.Share, 1e-12)
		if i > 0 {
			require.LessOrEqual(t, c.Count.Cmp(p.Causes[i-1].Count), 0)
		}
	}
	require.Len(t, explained, len(gone))
}

func requireCount[T int | int64](t require.TestingT, want T, got *big.Int) {
	require.NotNil(t, got)
	require.Equal(t, big.NewInt(int64(want)).String(), got.String())
}

// requireSmallest compares the smallest configuration with those of a list.
func requireSmallest(t *rapid.T, all []*config.Selection, smallest func(context.Context) (*config.Selection, bool, error)) {
	got, ok, err := smallest(t.Context())
	require.NoError(t, err)
	require.Equal(t, len(all) > 0, ok)
	if !ok {
		return
	}
	want := slices.MinFunc(all, func(a, b *config.Selection) int {
		return cmp.Or(cmp.Compare(a.NumChosen(), b.NumChosen()), canonical(a, b))
	})
	require.True(t, got.Equal(want))
}

// canonical compares two selections as solver.View.Rank does.
func canonical(a, b *config.Selection) int {
	for o := range config.OptionID(a.Len()) {
		if a.IsChosen(o) != b.IsChosen(o) {
			if a.IsChosen(o) {
				return -1
			}
			return 1
		}
	}
	return 0
}

// A space without a circuit says what differs, and of nothing how often; another budget may be
// for both releases together.
func TestCompareWithoutCounts(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		with, withAfter, renames := drawReleases(t, solver.Config{})
		counted, err := difference.Compare(t.Context(), with.Space, withAfter.Space, difference.Config{Renames: renames})
		require.NoError(t, err)
		none := func(s *solver.Space) *solver.Space {
			out, err := solver.Compile(t.Context(), s.Rules(), s.AsOf(), solver.Config{NoCircuit: true})
			require.NoError(t, err)
			return out
		}
		d, err := difference.Compare(t.Context(), none(with.Space), none(withAfter.Space), difference.Config{Renames: renames, Compile: solver.Config{NoCircuit: true}})
		require.NoError(t, err)
		require.Nil(t, d.Lost.Count)
		for _, parts := range [][2]difference.Part{{d.Lost, counted.Lost}, {d.Gained, counted.Gained}, {d.Kept, counted.Kept}} {
			require.Len(t, parts[0].Causes, len(parts[1].Causes))
			got, ok, err := parts[0].Smallest(t.Context())
			require.NoError(t, err)
			want, wanted, err := parts[1].Smallest(t.Context())
			require.NoError(t, err)
			require.Equal(t, wanted, ok)
			if ok {
				require.Equal(t, key(want, nil), key(got, nil))
			}
		}
	})
}

// What differs from itself has nothing to say, and nothing is asked of it.
func TestCompareIdentical(t *testing.T) {
	space := compile(t, bicycles(t, "MOTOR requires CHAIN"))
	d, err := difference.Compare(t.Context(), space, compile(t, bicycles(t, "MOTOR requires CHAIN")), difference.Config{})
	require.NoError(t, err)
	requireCount(t, 6, d.Kept.Count)
	require.EqualValues(t, 1, d.Kept.Share)
	require.Zero(t, d.Lost.Count.Sign())
	require.Zero(t, d.Gained.Count.Sign())
	require.Empty(t, d.Lost.Causes)
}

// A contradiction has no configurations, so that all are lost, or gained.
func TestCompareVoid(t *testing.T) {
	void, all := compile(t, bicycles(t, "MOTOR & PEDALS")), compile(t, bicycles(t))
	d, err := difference.Compare(t.Context(), void, all, difference.Config{})
	require.NoError(t, err)
	requireCount(t, 0, d.Old)
	requireCount(t, 8, d.Gained.Count)
	d, err = difference.Compare(t.Context(), all, void, difference.Config{})
	require.NoError(t, err)
	requireCount(t, 8, d.Lost.Count)
	requireCount(t, 0, d.Kept.Count)
	_, ok, err := d.Kept.Smallest(t.Context())
	require.NoError(t, err)
	require.False(t, ok)
}

func TestCompareErrors(t *testing.T) {
	space := compile(t, bicycles(t, "MOTOR requires CHAIN"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := difference.Compare(ctx, space, compile(t, bicycles(t)), difference.Config{})
	require.ErrorIs(t, err, context.Canceled)

	projected, err := space.Project(t.Context(), []rules.Expr{rules.Option(space.Catalog(), 0)})
	require.NoError(t, err)
	_, err = difference.Compare(t.Context(), projected, projected, difference.Config{Renames: []difference.Rename{{Old: "CITY", New: "CITY"}}})
	require.ErrorContains(t, err, "a space without rules cannot be compared")
	require.Panics(t, func() { difference.Compare(t.Context(), space, nil, difference.Config{}) })
}

// Two releases of a bank's product, against separate counts of each.
func TestFinancial(t *testing.T) {
	fsys := os.DirFS(filepath.Join(configtest.Reference(t, "uvl"), "models"))
	var spaces []*solver.Space
	for _, name := range []string{"financial-2017-05-22.uvl", "financial-2018-05-09.uvl"} {
		set, err := uvl.Read(fsys, name)
		require.NoError(t, err)
		space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
		require.NoError(t, err)
		spaces = append(spaces, space)
	}
	d, err := difference.Compare(t.Context(), spaces[0], spaces[1], difference.Config{})
	require.NoError(t, err)
	requireCount(t, 430, d.Old)
	requireCount(t, int64(97451212554676), d.New)
	requireCount(t, 0, d.Kept.Count) // each configuration has an option that the other release does not have
	requireCount(t, 430, d.Lost.Count)
	requireCount(t, int64(97451212554676), d.Gained.Count)
	require.Len(t, d.Match.Withdrawn(), 210)
	require.Len(t, d.Match.Added(), 424)
	require.EqualValues(t, 1, d.Lost.Causes[0].Share)

	s, err := d.Match.Shared(t.Context(), spaces[0], spaces[1], solver.Config{})
	require.NoError(t, err)
	require.Equal(t, 347, s.Options)
	requireCount(t, 332, s.Old)
	requireCount(t, 340, s.New)
	requireCount(t, 180, s.Kept)

	// The same by enumeration: each choice of an old configuration is asked of the new release.
	choices := make(map[string]bool)
	kept := 0
	for sel, err := range spaces[0].Configurations(t.Context(), nil) {
		require.NoError(t, err)
		rest := spaces[1].Catalog().NewSelection()
		for o := range config.OptionID(sel.Len()) {
			if to := d.Match.Renamed(o); to != config.NoOption {
				rest.Set(to, sel.State(o))
			}
		}
		if k := key(rest, nil); !choices[k] {
			choices[k] = true
			possible, err := spaces[1].Given(rest).Possible(t.Context(), rules.True(spaces[1].Catalog()))
			require.NoError(t, err)
			if possible {
				kept++
			}
		}
	}
	requireCount(t, len(choices), s.Old)
	requireCount(t, kept, s.Kept)
}

// A context that ends in the middle ends each question with its error, wherever that is.
func TestContextsEnd(t *testing.T) {
	before, after := compile(t, bicycles(t, "CITY requires HUB")), compile(t, bicycles(t, "MOTOR requires CHAIN", "TOURING requires CHAIN"))
	m, err := difference.NewMatch(before.Catalog(), after.Catalog())
	require.NoError(t, err)
	for name, ask := range map[string]func(context.Context) error{
		"Compare": func(ctx context.Context) error {
			_, err := difference.Compare(ctx, before, after, difference.Config{})
			return err
		},
		"Smallest": func(ctx context.Context) error {
			d, err := difference.Compare(t.Context(), before, after, difference.Config{})
			require.NoError(t, err)
			_, _, err = d.Lost.Smallest(ctx)
			return err
		},
		"Shared": func(ctx context.Context) error {
			_, err := m.Shared(ctx, before, after, solver.Config{})
			return err
		},
		"Fate": func(ctx context.Context) error {
			_, err := m.Fate(ctx, before, after, config.Order{Options: []string{"CITY", "HUB", "MOTOR"}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { configtest.Ends(t, ask) })
	}
}

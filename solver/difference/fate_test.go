package difference_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// An order breaks where only the old release has a configuration that agrees with it, and its
// repair is the nearest that the new release has, by enumeration.
func TestFateAgainstEnumeration(t *testing.T) {
	broken := 0
	property.Check(t, func(t *rapid.T) {
		before, after, renames := drawReleases(t, solver.Config{})
		m, err := difference.NewMatch(before.Catalog(), after.Catalog(), renames...)
		require.NoError(t, err)
		for range 4 {
			sel := drawOrder(t, before)
			o := before.Catalog().Order(sel)
			o.ID = "O-1"
			f, err := m.Fate(t.Context(), before.Space, after.Space, o)
			require.NoError(t, err)
			agrees := func(r release, sel *config.Selection) bool {
				for _, v := range r.valid {
					if configtest.Contains(v, sel) {
						return true
					}
				}
				return false
			}
			require.Equal(t, agrees(before, sel), f.Before != solver.Invalid)
			rest, whole := translated(m, sel)
			require.Equal(t, whole, len(f.Withdrawn) == 0)
			require.Equal(t, whole && agrees(after, rest), f.After != solver.Invalid)
			require.Equal(t, f.Before != solver.Invalid && f.After == solver.Invalid, f.Breaks())
			require.Equal(t, f.Breaks() && len(after.valid) > 0, f.Repair != nil)
			if f.Breaks() && whole {
				require.NotEmpty(t, f.Broken)
			}
			if f.Repair == nil {
				continue
			}
			broken++
			nearest := slices.MinFunc(values(after), func(a, b *config.Selection) int {
				return cmp.Or(cmp.Compare(distance(rest, a), distance(rest, b)), canonical(a, b))
			})
			repaired, err := f.Repair.Order.Bind(after.Catalog())
			require.NoError(t, err)
			require.True(t, configtest.Contains(nearest, repaired))
			require.Equal(t, rest.Complete(), repaired.Complete())
			requireChanges(t, m, sel, rest, repaired, f.Repair)
		}
	})
	require.Positive(t, broken)
}

func values(r release) (out []*config.Selection) {
	for _, v := range r.valid {
		out = append(out, v)
	}
	return out
}

// drawOrder draws a valid configuration, some of it open.
func drawOrder(t *rapid.T, r release) *config.Selection {
	if len(r.valid) == 0 {
		return configtest.Selection(t, r.Catalog())
	}
	all := values(r)
	slices.SortFunc(all, canonical)
	sel := rapid.SampledFrom(all).Draw(t, "order").Clone()
	if rapid.Bool().Draw(t, "partial") {
		for o := range config.OptionID(sel.Len()) {
			if rapid.Bool().Draw(t, "open") {
				sel.Clear(o)
			}
		}
	}
	return sel
}

// translated returns what is left of a selection in the new catalog.
func translated(m *difference.Match, sel *config.Selection) (*config.Selection, bool) {
	rest, whole := m.New().NewSelection(), true
	for o := range config.OptionID(sel.Len()) {
		if to := m.Renamed(o); to != config.NoOption {
			rest.Set(to, sel.State(o))
		} else if sel.IsChosen(o) {
			whole = false
		}
	}
	if sel.Complete() {
		rest.CloseWorld()
	}
	return rest, whole
}

// distance returns in how many options that rest decides sel differs from it.
func distance(rest, sel *config.Selection) (n int) {
	for o := range config.OptionID(sel.Len()) {
		if s := rest.State(o); s != config.Open && s != sel.State(o) {
			n++
		}
	}
	return n
}

// requireChanges holds what is dropped and added to the orders.
func requireChanges(t *rapid.T, m *difference.Match, sel, rest, repaired *config.Selection, r *difference.Repair) {
	var drop, add []string
	for o := range sel.Chosen() {
		if to := m.Renamed(o); to == config.NoOption || !repaired.IsChosen(to) {
			drop = append(drop, sel.Catalog().Code(o))
		}
	}
	for o := range repaired.Chosen() {
		if !rest.IsChosen(o) {
			add = append(add, repaired.Catalog().Code(o))
		}
	}
	require.Equal(t, drop, r.Drop)
	require.Equal(t, add, r.Add)
}

// An order of a plant that the new release does not declare breaks, and the nearest order is of
// the plant of the new space.
func TestFateOfAWithdrawnPlant(t *testing.T) {
	in := func(plants, plant string) *solver.Space {
		cat, err := config.ReadCatalog("options.yaml", strings.NewReader("product: bicycle\n"+plants+`
families:
  - {family: frame, options: [CITY, CARGO]}
`))
		require.NoError(t, err)
		set, err := rules.NewBuilder(cat).Build()
		require.NoError(t, err)
		space, err := solver.Compile(t.Context(), set, config.Point{Plant: plant}, solver.Config{})
		require.NoError(t, err)
		return space
	}
	before := in("plants: [P1, P2]", "")
	for _, tt := range []struct {
		plants, plant, of string
		breaks            bool
		repaired          string
	}{
		{"plants: [P2, P3]", "P3", "P1", true, "P3"},
		{"plants: [P2, P3]", "P3", "P2", false, ""},
		{"plants: [P2, P3]", "P3", "", false, ""},
		{"", "", "P1", true, ""}, // one plant without a name
	} {
		after := in(tt.plants, tt.plant)
		m, err := difference.NewMatch(before.Catalog(), after.Catalog())
		require.NoError(t, err)
		f, err := m.Fate(t.Context(), before, after, config.Order{ID: "O-1", Options: []string{"CITY"}, Plant: tt.of})
		require.NoError(t, err)
		require.Equal(t, tt.breaks, f.Breaks())
		if !tt.breaks {
			require.Empty(t, f.Plant)
			continue
		}
		require.Equal(t, tt.of, f.Plant)
		require.Equal(t, tt.repaired, f.Renamed.Plant)
		require.Equal(t, config.Order{ID: "O-1", Options: []string{"CITY"}, Plant: tt.repaired}, f.Repair.Order)
	}
}

package rulestest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
)

// roofs returns a catalog of a body with a roof below the van, and extras, one of
// which comes later.
func roofs(t testing.TB) *config.Catalog {
	t.Helper()
	b := config.NewBuilder("roofs")
	b.Family(config.FamilySpec{Code: "body"})
	b.Family(config.FamilySpec{Code: "roof", Parent: "VAN", Select: config.Optional})
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for _, o := range []config.OptionSpec{
		{Family: "body", Code: "VAN"},
		{Family: "body", Code: "BUS"},
		{Family: "roof", Code: "HIGH"},
		{Family: "roof", Code: "LOW"},
		{Family: "extras", Code: "TOW"},
		{Family: "extras", Code: "RADIO", Effectivity: config.Effectivity{FromSerial: 10}},
	} {
		b.Option(o)
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

// TestCount compares with counts that are found by hand.
func TestCount(t *testing.T) {
	cat := roofs(t)
	roof, _ := cat.LookupFamily("roof")
	high, _ := cat.LookupOption("HIGH")
	late := config.Effectivity{FromSerial: 20}
	for _, c := range []struct {
		name   string
		serial uint64
		rules  []rules.RuleSpec
		want   int
	}{
		{"no rules", 10, nil, (3 + 1) * 4},
		{"option not there yet", 9, nil, (3 + 1) * 2},
		{"rule", 10, []rules.RuleSpec{{Source: "TOW requires HIGH"}}, 3*2 + 1*2 + 2},
		{"rule not in force", 10, []rules.RuleSpec{{Source: "TOW requires HIGH", Effectivity: late}}, 16},
		{"void", 10, []rules.RuleSpec{{Source: "VAN"}, {Source: "BUS"}}, 0},
		{"table", 10, []rules.RuleSpec{{Table: &rules.Table{Families: []config.FamilyID{roof}, Rows: []rules.Row{{Cells: [][]config.OptionID{{}}}}}}}, 2 * 4},
		{"forbidden table", 10, []rules.RuleSpec{{Table: &rules.Table{
			Forbidden: true, Families: []config.FamilyID{roof}, Rows: []rules.Row{{Cells: [][]config.OptionID{{high}}}},
		}}}, 3 * 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := rules.NewBuilder(cat)
			for i, r := range c.rules {
				r.ID = string(rune('A' + i))
				b.Add(r)
			}
			set, err := b.Build()
			require.NoError(t, err)
			require.Equal(t, c.want, Count(set, config.Point{Serial: c.serial}))
		})
	}
}

func TestValidIsOrderedAndOwned(t *testing.T) {
	set, err := rules.NewBuilder(roofs(t)).Build()
	require.NoError(t, err)
	all := slices.Collect(Valid(set, config.Point{Serial: 10}))
	require.Len(t, all, 16)
	require.Equal(t, []config.OptionID{0}, slices.Collect(all[0].Chosen()))
	require.Equal(t, []config.OptionID{0, 3, 4, 5}, slices.Collect(all[15].Chosen()))
	for _, sel := range all {
		require.True(t, sel.Complete())
	}
	require.Panics(t, func() { Count(set, config.Point{}) })
}

// TestGeneratorsReachEverything checks that random conditions and sets have every
// operator and kind.
func TestGeneratorsReachEverything(t *testing.T) {
	ops := map[rules.Op]int{}
	kinds := map[string]int{}
	property.Check(t, func(t *rapid.T) {
		cat := Catalog(8, true).Draw(t, "catalog")
		for range 10 {
			countOps(ops, Conditions{}.Expr(cat).Draw(t, "condition"))
		}
		set := Sets{}.Set(cat).Draw(t, "set")
		at := Point().Draw(t, "point")
		inForce, err := set.At(at)
		require.NoError(t, err)
		if len(inForce) < set.NumRules() {
			kinds["not in force"]++
		}
		for _, r := range set.All() {
			switch {
			case r.Table != nil && r.Table.Forbidden:
				kinds["forbidden"]++
			case r.Table != nil:
				kinds["allowed"]++
			}
		}
		switch Count(set, at) {
		case 0:
			kinds["void"]++
		case 1:
			kinds["single"]++
		default:
			kinds["several"]++
		}
	})
	for op := rules.OpTrue; op <= rules.OpArith; op++ {
		require.NotZero(t, ops[op], op.String())
	}
	for _, kind := range []string{"not in force", "forbidden", "allowed", "void", "single", "several"} {
		require.NotZero(t, kinds[kind], kind)
	}
}

func countOps(ops map[rules.Op]int, e rules.Expr) {
	ops[e.Op()]++
	for a := range e.Args() {
		countOps(ops, a)
	}
}

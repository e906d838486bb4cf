package change_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// An order takes at each station what its two bills say.
func TestOrderAgainstBills(t *testing.T) {
	met := make(map[string]int)
	property.Check(t, func(t *rapid.T) {
		before, after := drawReleases(t, solver.Config{NoCircuit: true})
		m, err := difference.NewMatch(before.Product.Catalog, after.Product.Catalog)
		require.NoError(t, err)
		var keys []string
		for key := range before.valid {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			requireOrder(t, m, before, after, key, met)
		}
	})
	if !testing.Short() { // few draws may meet none
		require.Positive(t, met["parts"])
	}
}

// requireOrder compares what changes for one order with its two bills.
func requireOrder(t *rapid.T, m *difference.Match, before, after release, key string, met map[string]int) {
	o := before.Product.Catalog.Order(before.valid[key])
	o.ID = "O-1"
	at := rapid.SampledFrom([]string{"", "S1", "S2", "S3"}).Draw(t, "at")
	c, err := change.Order(t.Context(), m, before.Release, after.Release, o, at)
	require.NoError(t, err)
	require.Equal(t, after.valid[key] == nil, c.Fate.Breaks())
	old, oldErr := resolve(t, before, o)
	if c.Fate.Breaks() {
		require.Empty(t, c.Parts)
		require.NoError(t, c.Fault)
		return
	}
	recent, fault := resolve(t, after, c.Fate.Renamed)
	require.Equal(t, fault != nil, c.Fault != nil)
	if fault != nil || oldErr != nil {
		require.Empty(t, c.Parts)
		return
	}
	sums := make(map[[2]string]config.Decimal) // new - old, in the unit of the old bill
	units := make(map[[2]string]config.Unit)
	enter := func(bill *bom.Bill, sign int64) {
		for item := range bill.Items() {
			if item.Phantom {
				continue
			}
			k := [2]string{item.Station, item.Part}
			q := bill.Structure().Summed(item.ID)
			if _, ok := units[k]; !ok {
				units[k] = q.Unit
			}
			q, err := q.In(units[k])
			require.NoError(t, err)
			sums[k] = sums[k].Add(q.Amount.Mul(config.NewDecimal(sign)))
		}
	}
	enter(old, -1)
	enter(recent, 1)
	last := -1
	for _, d := range c.Parts {
		k := [2]string{d.Station, d.Part}
		require.False(t, sums[k].IsZero(), k)
		in := func(q config.Quantity) config.Decimal {
			if q.Amount.IsZero() {
				return q.Amount
			}
			q, err := q.In(units[k])
			require.NoError(t, err)
			return q.Amount
		}
		require.True(t, in(d.New).Sub(in(d.Old)).Equal(sums[k]))
		delete(sums, k)
		place := slices.Index([]string{"S1", "S2", "S3", ""}, d.Station)
		require.GreaterOrEqual(t, place, last)
		last = place
		require.Equal(t, at != "" && d.Station != "" && d.Station < at, d.Passed)
		met["parts"]++
	}
	for k, left := range sums {
		require.True(t, left.IsZero(), k)
	}
}

func resolve(t require.TestingT, r release, o config.Order) (*bom.Bill, error) {
	resolver, err := product.NewResolver(r.Space, r.Product)
	require.NoError(t, err)
	o.Date = r.asOf.Date
	resolution, err := resolver.Resolve(t.(*rapid.T).Context(), o)
	if err != nil {
		return nil, err
	}
	return resolution.Bill, nil
}

// An order has passed the stations that it came along, also those that the new line does not have any
// more or has elsewhere, and what the new line has between them.
func TestOrderPassesStations(t *testing.T) {
	read := func(bill string, stations ...string) change.Release {
		return readRelease(t, map[string]string{
			"options.yaml": "product: van\nfamilies:\n  - {family: body, options: [VAN, BUS]}\n",
			"bom.csv":      "level,position,part,quantity,station\n" + bill,
			"line.yaml":    "line: L\ntakt: 60 s\nstations:\n  - {station: " + strings.Join(stations, "]}\n  - {station: ") + "]}\n",
		})
	}
	before := read("1,10,A,1,S1\n1,20,B,1,S2\n1,30,C,1,S3\n1,40,D,1,S4\n", "S1, rides: [10", "S2, rides: [20", "S3, rides: [30", "S4, rides: [40")
	after := read("1,10,A,2,S1\n1,20,B,1,S3\n1,30,C,2,S5\n1,40,D,2,S4\n", "S1, rides: [10", "S4, rides: [40", "S5, rides: [30", "S3, rides: [20")
	m, err := difference.NewMatch(before.Product.Catalog, after.Product.Catalog)
	require.NoError(t, err)
	for at, want := range map[string]string{
		"":   "S1 A, S2 B, S4 D, S5 C, S3 B, S3 C",
		"S1": "S1 A, S2 B, S4 D, S5 C, S3 B, S3 C",
		"S2": "S1 A passed, S2 B, S4 D, S5 C, S3 B, S3 C",
		"S3": "S1 A passed, S2 B passed, S4 D, S5 C, S3 B, S3 C",
		"S4": "S1 A passed, S2 B passed, S4 D, S5 C, S3 B passed, S3 C passed",
		"S5": "S1 A passed, S2 B passed, S4 D passed, S5 C, S3 B passed, S3 C passed",
	} {
		c, err := change.Order(t.Context(), m, before, after, config.Order{ID: "O-1", Options: []string{"VAN"}}, at)
		require.NoError(t, err)
		var got []string
		for _, d := range c.Parts {
			text := d.Station + " " + d.Part
			if d.Passed {
				text += " passed"
			}
			got = append(got, text)
		}
		require.Equal(t, want, strings.Join(got, ", "), at)
	}
}

// readRelease reads a product of files, and compiles it.
func readRelease(t *testing.T, texts map[string]string) change.Release {
	t.Helper()
	files := make(fstest.MapFS)
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := product.Read(files)
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return change.Release{Product: p, Space: space}
}

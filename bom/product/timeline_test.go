package product_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
)

func TestPointsOfNothingDatedIsOne(t *testing.T) {
	p, err := product.Read(bomtest.Scooter())
	require.NoError(t, err)
	points := slices.Collect(p.Points())
	require.Len(t, points, 1)
	assert.Equal(t, "no date, serial or plant", points[0].String())
}

func TestPointsOfRulesBillAndLine(t *testing.T) {
	fsys := bomtest.Scooter()
	edit := func(name, from, to string) {
		fsys[name] = &fstest.MapFile{Data: []byte(bomtest.ReplaceOnce(t, string(fsys[name].Data), from, to))}
	}
	edit("options.yaml", "{code: SCREEN}", "{code: SCREEN, from: 2026-03-01}")
	edit("rules.yaml", "rule: M40 requires DISC", "rule: M40 requires DISC\n    until_serial: 500")
	edit("line.yaml", "{operation: BOX, name: Mount box, when: BOX, duration: 20 s, parts: [400]}",
		"{operation: BOX, name: Mount box, when: BOX, duration: 20 s, parts: [400], until: 2026-09-01}")
	p, err := product.Read(fsys)
	require.NoError(t, err)
	var got []string
	for point := range p.Points() {
		got = append(got, point.String())
	}
	assert.Equal(t, []string{
		"2026-02-28, serial 1", "2026-02-28, serial 500", "2026-03-01, serial 1", "2026-03-01, serial 500",
		"2026-09-01, serial 1", "2026-09-01, serial 500",
	}, got)
	dates, serials := p.Timeline()
	assert.Equal(t, []config.Date{config.NewDate(2026, 3, 1), config.NewDate(2026, 9, 1)}, dates)
	assert.Equal(t, []uint64{500}, serials)
}

// A plant that nothing names is a point as well: what is of another plant alone is not in
// force there.
func TestPlantsThatNothingNames(t *testing.T) {
	p, err := product.Read(fstest.MapFS{
		"options.yaml": {Data: []byte("product: t\nplants: [P2, P1]\nfamilies: [{family: a, options: [A1, A2]}]\n")},
		"bom.csv":      {Data: []byte("level,position,part,quantity,plants\n1,10,P,1,P1\n")},
	})
	require.NoError(t, err)
	var got []string
	for point := range p.Points() {
		got = append(got, point.Plant)
	}
	require.Equal(t, []string{"P1", "P2"}, got)
}

// A stretch that is like an earlier one, which is left out, is told.
func TestPointsFrom(t *testing.T) {
	p, err := product.Read(fstest.MapFS{
		"options.yaml": {Data: []byte("product: t\nfamilies: [{family: a, select: any, options: [{code: A, from: 2026-02-01, until: 2026-03-01}]}]\n")},
	})
	require.NoError(t, err)
	for from, want := range map[config.Date][]string{
		0:                           {"2026-01-31", "2026-02-01"},
		config.NewDate(2026, 2, 1):  {"2026-02-01", "2026-03-01"},
		config.NewDate(2026, 2, 15): {"2026-02-01", "2026-03-01"},
		config.NewDate(2026, 3, 2):  {"2026-03-01"},
	} {
		var got []string
		for point := range p.PointsFrom(from) {
			got = append(got, point.Date.String())
		}
		require.Equal(t, want, got, "from %s", from)
	}
}

package change_test

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// scooter reads the scooter with some texts of a file replaced.
func scooter(t testing.TB, file string, oldnew ...string) change.Release {
	files := bomtest.Scooter()
	if file != "" {
		text := string(files[file].Data)
		for i := 0; i < len(oldnew); i += 2 {
			text = bomtest.ReplaceOnce(t, text, oldnew[i], oldnew[i+1])
		}
		files[file] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := product.Read(files)
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return change.Release{Product: p, Space: space}
}

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(change.Release), new(change.Change), new(change.Share), new(change.PartChange), new(change.StationChange),
			new(change.OrderChange), new(change.Delivery),
		},
		Funcs: map[string]any{"Compare": change.Compare, "Order": change.Order},
	}.Check(t)
}

func compare(t *testing.T, before, after change.Release) *change.Change {
	c, err := change.Compare(t.Context(), before, after, difference.Config{})
	require.NoError(t, err)
	return c
}

// The same release changes nothing.
func TestNothingChanges(t *testing.T) {
	c := compare(t, scooter(t, ""), scooter(t, ""))
	require.Zero(t, c.Affected.Count.Sign())
	require.Empty(t, c.Parts)
	require.Empty(t, c.Positions)
	require.Empty(t, c.Stations)
}

func TestErrors(t *testing.T) {
	before := scooter(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := change.Compare(ctx, before, scooter(t, "bom.csv", "COIL,Coil,8", "COIL,Coil,9"), difference.Config{})
	require.ErrorIs(t, err, context.Canceled)

	_, err = change.Compare(t.Context(), before, change.Release{Product: before.Product, Space: scooter(t, "").Space}, difference.Config{})
	require.EqualError(t, err, "the space of the new release is of other rules than its product")

	_, err = change.Compare(t.Context(), before, scooter(t, "options.yaml", "product: scooter", "product: moped"), difference.Config{})
	require.ErrorContains(t, err, "the old catalog is of product scooter, the new one of product moped")

	void := scooter(t, "rules.yaml", "M40 requires DISC", "M40 & M25")
	_, err = change.Compare(t.Context(), before, void, difference.Config{})
	require.ErrorIs(t, err, solver.ErrVoid)

	m, err := difference.NewMatch(before.Product.Catalog, before.Product.Catalog)
	require.NoError(t, err)
	_, err = change.Order(t.Context(), m, before, before, config.Order{ID: "1", Options: []string{"M25", "DRUM"}}, "S11")
	require.EqualError(t, err, "order 1 is at an unknown station, S11\n    did you mean S10?")
	_, err = change.Order(t.Context(), m, before, before, config.Order{ID: "1", Options: []string{"M255", "DRUM"}}, "")
	require.ErrorContains(t, err, "did you mean M25?")
}

// A release may lack a line, or a bill as well.
func TestWithoutLine(t *testing.T) {
	before := scooter(t, "")
	only := func(p product.Product) change.Release {
		space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
		require.NoError(t, err)
		return change.Release{Product: &p, Space: space}
	}
	c := compare(t, before, only(product.Product{Catalog: before.Product.Catalog, Rules: before.Product.Rules, Structure: before.Product.Structure}))
	require.Zero(t, c.Bills.Count.Sign())
	require.EqualValues(t, 1, c.Routings.Share)

	none := only(product.Product{Catalog: before.Product.Catalog, Rules: before.Product.Rules})
	c = compare(t, before, none)
	require.EqualValues(t, 1, c.Bills.Share)
	for i := range c.Parts {
		require.True(t, c.Parts[i].Freed())
	}
	c = compare(t, none, none)
	require.Zero(t, c.Affected.Count.Sign())
	m, err := difference.NewMatch(before.Product.Catalog, before.Product.Catalog)
	require.NoError(t, err)
	x, err := change.Order(t.Context(), m, before, none, config.Order{ID: "1", Options: []string{"M25", "DRUM"}}, "S20")
	require.NoError(t, err)
	require.NotEmpty(t, x.Parts)
	require.True(t, x.Parts[0].Passed)
	require.Zero(t, x.Parts[0].New.Amount.Sign())
}

// Without a circuit there are no counts, and everything else.
func TestWithoutCircuit(t *testing.T) {
	with := func(r change.Release, cfg solver.Config) change.Release {
		space, err := solver.Compile(t.Context(), r.Product.Rules, config.Point{}, cfg)
		require.NoError(t, err)
		return change.Release{Product: r.Product, Space: space}
	}
	none := solver.Config{NoCircuit: true}
	before, after := with(scooter(t, ""), none), with(scooter(t, "bom.csv", "COIL,Coil,8", "COIL,Coil,9"), none)
	c := compare(t, before, after)
	require.Nil(t, c.Bills.Count)
	require.Len(t, c.Parts, 1)
	require.Nil(t, c.Parts[0].Kept.Count)
	require.Equal(t, "1 pcs", c.Parts[0].Greatest.String())
	require.Equal(t, "0 pcs", c.Parts[0].Least.String())
}

// A part that is counted in another kind of unit changes wherever it is taken.
func TestOtherUnit(t *testing.T) {
	c := compare(t, scooter(t, ""), scooter(t, "bom.csv", "FLUID,Brake fluid,30,100,l", "FLUID,Brake fluid,3,,kg"))
	require.Len(t, c.Parts, 1)
	p := c.Parts[0]
	require.Equal(t, "FLUID", p.Part)
	require.Equal(t, c.Bills.Count, p.Kept.Count)
	require.Equal(t, "0 kg", p.Least.String())
	require.Equal(t, "6 kg", p.Greatest.String())
	require.Equal(t, "0.6 l", p.Old.Greatest.String())
}

// Parts of which very many amounts change are listed with their bounds; how often is not
// known.
func TestTooManyWays(t *testing.T) {
	options, old, recent := "product: many\nfamilies:\n  - family: all\n    select: any\n    options: [", "level,position,select,part,quantity,unit,usage\n", ""
	recent = old
	for i := range 16 {
		code := string(rune('A' + i))
		options += code + ", "
		more := (i + 1) * (1 - i%2*2)
		old += "1," + code + ",optional,P,20,kg," + code + "\n"
		recent += "1," + code + ",optional,P," + strconv.Itoa(20+more) + ",kg," + code + "\n"
	}
	read := func(bill string) change.Release {
		p, err := product.Read(fstest.MapFS{
			"options.yaml": {Data: []byte(options + "Z]\n")}, "rules.yaml": {Data: []byte("rules: []")}, "bom.csv": {Data: []byte(bill)},
		})
		require.NoError(t, err)
		space, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
		require.NoError(t, err)
		return change.Release{Product: p, Space: space}
	}
	c := compare(t, read(old), read(recent))
	require.Len(t, c.Parts, 1)
	require.Equal(t, "-72 kg", c.Parts[0].Least.String())
	require.Equal(t, "64 kg", c.Parts[0].Greatest.String())
	require.Nil(t, c.Parts[0].Kept.Count)
	require.Nil(t, c.Bills.Count)
	require.Equal(t, "0", c.Routings.Count.String())
}

// What is written is held to a golden file, which has its schema.
func TestJSON(t *testing.T) {
	before, after := scooter(t, ""), scooter(t, "bom.csv",
		"COIL,Coil,8", "COIL,Coil,9", "TOPBOX,Top box,1,,,BOX", "TOPBOX-2,Top box,1,,,BOX", "1,,,DRUM,,", "1,,,DRUM & !BOX,,")
	slow := scooter(t, "line.yaml", "duration: 45 s", "duration: 70 s")
	after.Product.Line = bomtest.Line(t, after.Product.Structure, lineOf(t, slow.Product))
	m, err := difference.NewMatch(before.Product.Catalog, after.Product.Catalog)
	require.NoError(t, err)
	var orders []*change.OrderChange
	for _, options := range [][]string{{"M25", "DRUM", "BOX"}, {"M25", "DISC", "BOX"}, {"M40", "DISC"}} {
		x, err := change.Order(t.Context(), m, before, after, config.Order{ID: options[0], Options: options}, "S30")
		require.NoError(t, err)
		orders = append(orders, x)
	}
	bomtest.Golden(t, "change.json", map[string]any{"change": compare(t, before, after), "orders": orders})
}

func lineOf(t *testing.T, p *product.Product) string {
	var text strings.Builder
	require.NoError(t, p.Line.WriteYAML(&text))
	return text.String()
}

// Answers are not read.
func TestAnswersAreNotRead(t *testing.T) {
	for _, answer := range []json.Unmarshaler{
		new(change.Change), new(change.Share), new(change.PartChange), new(change.StationChange), new(change.OrderChange),
	} {
		require.ErrorContains(t, answer.UnmarshalJSON(nil), "again")
	}
}

// A context that ends in the middle ends the comparison with its error, wherever that is.
func TestContextsEnd(t *testing.T) {
	before, after := scooter(t, "bom.csv", "COIL,Coil,8", "COIL,Coil,9"), scooter(t, "rules.yaml", "M40 requires DISC", "M25 requires DRUM")
	ended := configtest.Ends(t, func(ctx context.Context) error {
		_, err := change.Compare(ctx, before, after, difference.Config{})
		return err
	})
	require.Greater(t, ended, 10)
}

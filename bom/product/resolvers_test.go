package product_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// Orders of any day are resolved as by a resolver of their own space.
func TestResolversAreTheResolversOfEachPoint(t *testing.T) {
	cat := bomtest.Van(t)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "TOW => VAN", Effectivity: config.Effectivity{From: config.NewDate(2026, 3, 1)}})
	set, err := b.Build()
	require.NoError(t, err)
	p := &product.Product{Catalog: cat, Rules: set, Structure: bomtest.Structure(t, cat, `level,position,select,part,quantity,usage,from,until
1,10,,A,1,,,2026-02-01
1,10,,B,1,,2026-02-01,
1,20,optional,C,1,TOW,,
`)}
	resolvers, err := product.NewResolvers(calendar.New(set, calendar.Config{Compile: solver.Config{NoCircuit: true}}), p)
	require.NoError(t, err)
	verdicts := map[string]int{}
	for _, day := range []config.Date{config.NewDate(2026, 1, 1), config.NewDate(2026, 2, 1), config.NewDate(2026, 3, 1)} {
		space, err := solver.Compile(t.Context(), set, config.Point{Date: day}, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		one, err := product.NewResolver(space, p)
		require.NoError(t, err)
		for _, codes := range []string{"VAN D20 M6", "PICKUP D20 A8 TOW", "VAN D20 M6 TOW", "VAN"} {
			o := config.Order{ID: codes, Date: day, Options: strings.Fields(codes)}
			want, wantErr := one.Resolve(t.Context(), o)
			got, err := resolvers.Resolve(t.Context(), o)
			if wantErr != nil {
				require.EqualError(t, err, wantErr.Error())
				verdicts["refused"]++
				continue
			}
			require.NoError(t, err)
			require.Equal(t, slices.Collect(want.Bill.Items()), slices.Collect(got.Bill.Items()))
			verdicts["resolved"]++
		}
	}
	require.Greater(t, verdicts["resolved"], 4)
	require.Greater(t, verdicts["refused"], 1)

	_, err = resolvers.Resolve(t.Context(), config.Order{ID: "O-1", Options: []string{"VAN"}})
	var missing *config.PointError
	require.ErrorAs(t, err, &missing)
	require.ErrorContains(t, err, "order O-1: ")
	_, err = resolvers.Resolve(t.Context(), config.Order{ID: "O-1", Options: []string{"VEN"}})
	var unknown *config.OptionError
	require.ErrorAs(t, err, &unknown, "a wrong name before a date that is missing")
	_, err = resolvers.Resolve(t.Context(), config.Order{ID: "O-1", Partial: true, Date: 1})
	require.ErrorIs(t, err, bom.ErrPartial)

	other, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	_, err = product.NewResolvers(calendar.New(other, calendar.Config{}), p)
	require.ErrorContains(t, err, "other rules")
	_, err = product.NewResolvers(calendar.New(set, calendar.Config{}), &product.Product{Catalog: cat, Rules: set})
	require.ErrorContains(t, err, "no bill of material")
}

func ExampleResolvers() {
	p, err := product.Read(bomtest.Scooter())
	if err != nil {
		log.Fatal(err)
	}
	resolvers, err := product.NewResolvers(calendar.New(p.Rules, calendar.Config{MaxBytes: 1 << 30}), p)
	if err != nil {
		log.Fatal(err)
	}
	orders := config.Orders("orders.jsonl", strings.NewReader(`
{"id": "O-1", "date": "2026-11-02", "options": ["M25", "DRUM", "BOX"]}
{"id": "O-2", "date": "2027-02-01", "options": ["M40", "DRUM"]}`))
	for o, err := range orders {
		if err != nil {
			log.Print(err)
			continue
		}
		resolution, err := resolvers.Resolve(context.Background(), o)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(o.ID, "has", len(resolution.Bill.Flat()), "different parts")
	}
	// Output:
	// O-1 has 5 different parts
	// order O-2 cannot be built; it breaks:
	//     R-BRK-1: M40 requires DISC (The drum brake overheats above 60 km/h.)
}

// An order without a date is not resolved as of the date of another, which has the same rules.
func TestResolversTakeNoPointOfAnother(t *testing.T) {
	cat := bomtest.Van(t)
	set, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	p := &product.Product{Catalog: cat, Rules: set, Structure: bomtest.Structure(t, cat, "level,position,part,quantity,from\n1,10,A,1,2026-02-01\n")}
	resolvers, err := product.NewResolvers(calendar.New(set, calendar.Config{Compile: solver.Config{NoCircuit: true}}), p)
	require.NoError(t, err)
	o := config.Order{ID: "O-1", Date: config.NewDate(2026, 3, 1), Options: strings.Fields("VAN D20 M6")}
	_, err = resolvers.Resolve(t.Context(), o)
	require.NoError(t, err)
	o.Date = 0
	_, err = resolvers.Resolve(t.Context(), o)
	require.ErrorContains(t, err, "depends on the date, and the order gives none")
}

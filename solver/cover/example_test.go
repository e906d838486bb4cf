package cover_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/cover"
)

// shop compiles bicycles: a motor does not go with gears in the hub.
func shop() *solver.Space {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(bicycle))
	if err != nil {
		log.Fatal(err)
	}
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "MOTOR excludes HUB"})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	return space
}

// The vehicles that cover all pairs of options, each by its codes.
func ExampleBuild() {
	ctx := context.Background()
	suite, err := cover.Build(ctx, shop(), 2, cover.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		log.Fatal(err)
	}
	if err := suite.Verify(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(suite.Vehicles), "vehicles, at least", suite.Bound)
	fmt.Println(suite.Interactions[0], "options,", suite.Interactions[1], "pairs")
	// Output:
	// 6 vehicles, at least 6
	// 7 options, 16 pairs
}

// The bound of a suite is proved by interactions that exclude each other.
func ExampleSuite() {
	suite, err := cover.Build(context.Background(), shop(), 1, cover.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(suite.Vehicles), "vehicles")
	for _, e := range suite.Exclusive {
		fmt.Println(e)
	}
	// Output:
	// 3 vehicles
	// CITY
	// TOURING
	// CARGO
}

// A vehicle that exists is the first of the set, and a part that needs three options is in one of them.
func ExampleConfig() {
	space := shop()
	part, err := rules.Parse(space.Catalog(), "CARGO & MOTOR & LAMPS")
	if err != nil {
		log.Fatal(err)
	}
	suite, err := cover.Build(context.Background(), space, 2, cover.Config{
		Given:      []config.Order{{ID: "PROTOTYPE", Options: []string{"CITY", "CHAIN", "MOTOR"}}},
		Conditions: []rules.Expr{part},
	}, rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(suite.Vehicles[0].ID, "and", len(suite.Vehicles)-suite.Given, "others; at least", suite.Bound, "in all")
	// Output:
	// PROTOTYPE and 5 others; at least 6 in all
}

// What two vehicles cover, and what they do not.
func ExampleCheck() {
	report, err := cover.Check(context.Background(), shop(), 1, cover.Config{}, []config.Order{
		{ID: "O-1", Options: []string{"CITY", "CHAIN", "MOTOR"}},
		{ID: "O-2", Options: []string{"TOURING", "HUB"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Covered[0], "of", report.Interactions[0], "options; missing:", report.Missing)
	// Output:
	// 5 of 7 options; missing: [CARGO LAMPS]
}

// A report counts what is covered by the number of options.
func ExampleReport() {
	report, err := cover.Check(context.Background(), shop(), 2, cover.Config{}, []config.Order{
		{ID: "O-1", Options: []string{"CITY", "CHAIN", "MOTOR"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("options", report.Covered[0], "of", report.Interactions[0])
	fmt.Println("pairs  ", report.Covered[1], "of", report.Interactions[1])
	// Output:
	// options 3 of 7
	// pairs   3 of 16
}

func ExampleWriteCSV() {
	space := shop()
	err := cover.WriteCSV(os.Stdout, space.Catalog(), []config.Order{
		{ID: "O-1", Options: []string{"CITY", "CHAIN", "MOTOR", "LAMPS"}},
		{ID: "O-2", Options: []string{"TOURING", "HUB"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// id,frame,gears,extras
	// O-1,CITY,CHAIN,MOTOR|LAMPS
	// O-2,TOURING,HUB,-
}

func ExampleStrengthError() {
	_, err := cover.Build(context.Background(), shop(), 9, cover.Config{}, rand.New(rand.NewPCG(1, 2)))
	var strength *cover.StrengthError
	fmt.Println(errors.As(err, &strength), err)
	// Output:
	// true t is 9; an order has at most 4 options of 3 families: t must be 1 to 4
}

func ExampleSizeError() {
	_, err := cover.Build(context.Background(), shop(), 3, cover.Config{MaxBytes: 1000}, rand.New(rand.NewPCG(1, 2)))
	var size *cover.SizeError
	fmt.Println(errors.As(err, &size), err)
	// Output:
	// true the interactions of 3 of 7 options take 1440 bytes, 1000 are allowed: choose a smaller t or fewer options
}

// Verify fails if a vehicle is lost.
func ExampleUncoveredError() {
	ctx := context.Background()
	suite, err := cover.Build(ctx, shop(), 1, cover.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		log.Fatal(err)
	}
	suite.Vehicles = suite.Vehicles[:1]
	var uncovered *cover.UncoveredError
	fmt.Println(errors.As(suite.Verify(ctx), &uncovered), len(uncovered.Missing) > 0)
	// Output:
	// true true
}

package solver_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// pickup is a product of two families and two rules.
func pickup() *rules.Set {
	b := config.NewBuilder("pickup")
	b.Plant(config.PlantSpec{Name: "P1"})
	b.Family(config.FamilySpec{Code: "engine", Name: "Engine"})
	b.Option(config.OptionSpec{Family: "engine", Code: "PETROL20", Name: "2.0 l petrol"})
	b.Option(config.OptionSpec{Family: "engine", Code: "DIESEL30", Name: "3.0 l diesel"})
	b.Family(config.FamilySpec{Code: "gearbox", Name: "Gearbox"})
	b.Option(config.OptionSpec{Family: "gearbox", Code: "MAN6", Name: "6-speed manual"})
	b.Option(config.OptionSpec{Family: "gearbox", Code: "AUTO8", Name: "8-speed automatic"})
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	b.Option(config.OptionSpec{Family: "extras", Code: "TOWBAR"})
	b.Option(config.OptionSpec{Family: "extras", Code: "RADAR"})
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{
		ID: "R-ENG-012", Source: "DIESEL30 requires AUTO8",
		Reason: "The 3.0 diesel exceeds the torque limit of the manual gearbox.",
	})
	r.Add(rules.RuleSpec{
		ID: "R-ELE-007", Source: "TOWBAR excludes RADAR",
		Reason: "A trailer hides the rear radar's field of view.",
	})
	set, err := r.Build()
	if err != nil {
		log.Fatal(err)
	}
	return set
}

func ExampleCompile() {
	space, err := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	total, err := space.Count(context.Background(), nil)
	fmt.Println(total, err)
	// Output: 9 <nil>
}

func ExampleView_Count() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	order := config.Order{Options: []string{"DIESEL30"}, Partial: true}
	sel, _ := order.Bind(space.Catalog())
	n, _ := space.Given(sel).Count(context.Background(), new(big.Int))
	fmt.Println("with the diesel:", n)
	// Output: with the diesel: 3
}

func ExampleSpace_Validate() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	for _, order := range []config.Order{
		{Options: []string{"PETROL20", "MAN6"}},
		{Options: []string{"DIESEL30"}, Partial: true},
		{Options: []string{"DIESEL30", "MAN6", "TOWBAR", "RADAR"}},
	} {
		report, err := space.Validate(context.Background(), order)
		fmt.Println(report, err)
	}
	// Output:
	// valid <nil>
	// extendable <nil>
	// invalid
	//   R-ENG-012: DIESEL30 requires AUTO8 (The 3.0 diesel exceeds the torque limit of the manual gearbox.)
	//   R-ELE-007: TOWBAR excludes RADAR (A trailer hides the rear radar's field of view.) <nil>
}

func ExampleSpace_Explain() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	order := config.Order{Options: []string{"MAN6", "DIESEL30"}, Partial: true}
	explanation, _ := space.Explain(context.Background(), order)
	fmt.Println(explanation)
	// Output:
	// the order has DIESEL30 (3.0 l diesel)
	// the order has MAN6 (6-speed manual)
	// R-ENG-012: DIESEL30 requires AUTO8 (The 3.0 diesel exceeds the torque limit of the manual gearbox.)
	// family gearbox (Gearbox) takes exactly one option
}

func ExampleView_Find() {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	condition, _ := rules.Parse(set.Catalog(), "DIESEL30 & RADAR")
	sel, ok, _ := space.Find(context.Background(), condition)
	fmt.Print(ok, ":")
	for o := range sel.Chosen() {
		fmt.Print(" ", set.Catalog().Code(o))
	}
	fmt.Println()
	// Output: true: DIESEL30 AUTO8 RADAR
}

func ExampleTally() {
	set := pickup()
	usage, _ := rules.Parse(set.Catalog(), "DIESEL30 & !TOWBAR")
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{Track: []rules.Expr{usage}})
	tally, err := space.Tally(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("in all:", &tally.Total)
	for o := range tally.Options {
		fmt.Println("with", set.Catalog().Code(config.OptionID(o))+":", &tally.Options[o])
	}
	fmt.Println("where", space.Tracked()[0], "holds:", &tally.Tracked[0])
	// Output:
	// in all: 9
	// with PETROL20: 6
	// with DIESEL30: 3
	// with MAN6: 3
	// with AUTO8: 6
	// with TOWBAR: 3
	// with RADAR: 3
	// where DIESEL30 & !TOWBAR holds: 2
}

func ExampleRead() {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	var file bytes.Buffer
	if _, err := space.WriteTo(&file); err != nil {
		log.Fatal(err)
	}

	loaded, err := solver.Read(&file, set)
	if err != nil {
		log.Fatal(err)
	}
	total, err := loaded.Count(context.Background(), nil)
	fmt.Println(total, err)
	// Output: 9 <nil>
}

func ExampleSetMismatch() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	var file bytes.Buffer
	_, _ = space.WriteTo(&file)

	changed, _ := rules.NewBuilder(space.Catalog()).Build()
	_, err := solver.Read(&file, changed)
	var mismatch *solver.SetMismatch
	fmt.Println(errors.As(err, &mismatch), mismatch.Catalog)
	// Output: true false
}

func ExampleView_Combinations() {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	engine, _ := set.Catalog().LookupFamily("engine")
	gearbox, _ := set.Catalog().LookupFamily("gearbox")
	for model, err := range space.Combinations(context.Background(), engine, gearbox) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(set.Catalog().Code(model[0]), set.Catalog().Code(model[1]))
	}
	// Output:
	// PETROL20 MAN6
	// PETROL20 AUTO8
	// DIESEL30 AUTO8
}

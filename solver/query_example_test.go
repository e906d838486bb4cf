package solver_test

import (
	"context"
	"fmt"
	"log"
	"math/big"
	"math/rand/v2"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// codes returns the codes of the chosen options.
func codes(cat *config.Catalog, sel *config.Selection) string {
	var list []string
	for o := range sel.Chosen() {
		list = append(list, cat.Code(o))
	}
	return strings.Join(list, " ")
}

func ExampleView_Rank() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	order := config.Order{Options: []string{"DIESEL30", "AUTO8", "RADAR"}}
	sel, _ := order.Bind(space.Catalog())
	id, ok, _ := space.Rank(context.Background(), nil, sel)
	fmt.Println(id, ok)
	back, _ := space.Unrank(context.Background(), nil, id)
	fmt.Println(codes(space.Catalog(), back))
	// Output:
	// 7 true
	// DIESEL30 AUTO8 RADAR
}

func ExampleView_Configurations() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	order := config.Order{Options: []string{"PETROL20"}, Without: []string{"RADAR"}, Partial: true}
	sel, _ := order.Bind(space.Catalog())
	for c, err := range space.Given(sel).Configurations(context.Background(), big.NewInt(1)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(codes(space.Catalog(), c))
	}
	// Output:
	// PETROL20 MAN6
	// PETROL20 AUTO8 TOWBAR
	// PETROL20 AUTO8
}

func ExampleSampler() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	sampler, err := space.Sampler(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	sel := space.Catalog().NewSelection()
	diesels := 0
	for range 9000 {
		sampler.Sample(sel, r)
		if sel.IsChosen(1) {
			diesels++
		}
	}
	fmt.Println("about 3 of 9:", diesels > 2800 && diesels < 3200)
	// Output: about 3 of 9: true
}

func ExampleObjective() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	prices := make([]config.Decimal, space.Catalog().NumOptions())
	for code, price := range map[string]int64{"DIESEL30": 4500, "AUTO8": 2200, "TOWBAR": 780, "RADAR": 640} {
		o, _ := space.Catalog().LookupOption(code)
		prices[o] = config.NewDecimal(price)
	}
	price, err := solver.NewObjective(space.Catalog(), solver.Costs{Chosen: prices}, config.None)
	if err != nil {
		log.Fatal(err)
	}
	dearest, _, _ := space.Dearest(context.Background(), price)
	fmt.Println("dearest:", codes(space.Catalog(), dearest.Selection), dearest.Cost)
	n := 0
	for c, err := range space.ByCost(context.Background(), price) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(codes(space.Catalog(), c.Selection), c.Cost)
		if n++; n == 3 {
			break
		}
	}
	// Output:
	// dearest: DIESEL30 AUTO8 TOWBAR 7480
	// PETROL20 MAN6 0
	// PETROL20 MAN6 RADAR 640
	// PETROL20 MAN6 TOWBAR 780
}

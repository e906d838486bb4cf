package examples_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

func Example() {
	ctx := context.Background()
	p, err := product.Read(os.DirFS("vanline/product"))
	if err != nil {
		log.Fatal(err) // every defect of every file, with its place
	}
	asOf := config.Point{Date: config.NewDate(2026, 11, 2), Plant: "NHV"}
	space, err := solver.Compile(ctx, p.Rules, asOf, solver.Config{}) // once; then ask from any goroutine
	if err != nil {
		log.Fatal(err)
	}
	n, _ := space.Count(ctx, nil)
	fmt.Println(n, "configurations")

	draft := config.Order{ID: "O-1", Options: []string{"SUV", "BEV", "TERRA"}, Partial: true}
	report, _ := space.Validate(ctx, draft)
	why, _ := space.Explain(ctx, draft)
	fmt.Printf("%s, for these demands cannot all be met:\n%s\n", report.Verdict, why)

	file, _ := os.Open("vanline/product/orders.jsonl")
	orders, _ := config.ReadOrders("orders.jsonl", file)
	resolver, err := product.NewResolver(space, p)
	if err != nil {
		log.Fatal(err) // the space is of other rules than the product
	}
	r, err := resolver.Resolve(ctx, orders[0])
	if err != nil {
		log.Fatal(err) // a *product.Refusal if the order cannot be built
	}
	fmt.Println(r.Bill.Len(), "items,", len(r.Routing.Visits), "stations,", r.Routing.Workload)
	// Output:
	// 892189148 configurations
	// invalid, for these demands cannot all be met:
	// the order has BEV (Electric drive 170 kW)
	// the order has TERRA (Terra)
	// R-CHS-020: BEV requires SPARE_KIT (The traction battery takes the place of the spare wheel.)
	// R-CHS-022: TERRA requires SPARE_FULL (A repair kit does not mend a torn sidewall.)
	// family spare (Spare wheel) takes exactly one option
	// 297 items, 35 stations, 2488 s
}

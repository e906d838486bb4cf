package product_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// exampleResolver returns the resolver of the scooter.
func exampleResolver() *product.Resolver {
	p, err := product.Read(bomtest.Scooter())
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), p.Rules, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	r, err := product.NewResolver(space, p)
	if err != nil {
		log.Fatal(err)
	}
	return r
}

func ExampleProduct() {
	p, err := product.Read(bomtest.Scooter()) // os.DirFS("product") of a real one
	if err != nil {
		log.Fatal(err) // the defects of all files
	}
	fmt.Println(p.Catalog.NumOptions(), "options,", p.Rules.NumRules(), "rule,",
		p.Structure.NumParts(), "parts,", p.Line.NumStations(), "stations")
	// Output: 6 options, 1 rule, 9 parts, 3 stations
}

// A refusal says which rules the order breaks.
func ExampleRefusal() {
	_, err := exampleResolver().Resolve(context.Background(), config.Order{ID: "O-2", Options: []string{"M40", "DRUM"}})
	if refusal := (*product.Refusal)(nil); errors.As(err, &refusal) {
		fmt.Println(refusal.Order.ID, "is", refusal.Report.Verdict)
		for _, cause := range refusal.Report.Broken {
			fmt.Println(cause)
		}
	}
	// Output:
	// O-2 is invalid
	// R-BRK-1: M40 requires DISC (The drum brake overheats above 60 km/h.)
}

func ExampleResolution() {
	res, err := exampleResolver().Resolve(context.Background(), config.Order{ID: "O-1", Options: []string{"M25", "DRUM", "BOX"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, total := range res.Bill.Flat() {
		fmt.Println(total.Quantity, total.Part)
	}
	fmt.Println(res.Routing.Workload, "at", len(res.Routing.Visits), "stations")
	// Output:
	// 1 pcs FRAME
	// 1 pcs MOT25
	// 6 pcs COIL
	// 2 pcs DRUM-A
	// 1 pcs TOPBOX
	// 135 s at 3 stations
}

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

func ExampleResolver() {
	p, err := product.Read(bomtest.Scooter()) // os.DirFS("product") of a real one
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

	res, err := r.Resolve(context.Background(), config.Order{ID: "O-1", Options: []string{"M40", "DISC"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(res.Bill.Flat()), "parts,", res.Routing.Workload, "of work")

	_, err = r.Resolve(context.Background(), config.Order{ID: "O-2", Options: []string{"M40", "DRUM"}})
	if refusal := (*product.Refusal)(nil); errors.As(err, &refusal) {
		fmt.Println(refusal)
		why, err := refusal.Explain(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("these cannot all be met:\n%s\n", why)
	}
	// Output:
	// 5 parts, 140.5 s of work
	// order O-2 cannot be built; it breaks:
	//     R-BRK-1: M40 requires DISC (The drum brake overheats above 60 km/h.)
	// these cannot all be met:
	// the order has M40 (4 kW)
	// the order does not name DISC
	// R-BRK-1: M40 requires DISC (The drum brake overheats above 60 km/h.)
}

package fleet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"strings"
	"testing/fstest"

	"github.com/confspace/confspace/bom/fleet"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// A day of a small line.
const day = `{"id": "C-1", "date": "2026-08-03", "options": ["CITY", "BASKET"]}
{"id": "C-2", "date": "2026-08-03", "options": ["TOUR", "BASKET", "LIGHT"]}
{"id": "C-3", "date": "2026-08-04", "options": ["TOUR", "CITY"]}
{"id": "C-4", "date": "2026-08-04", "options": ["TOUR"]}
{"id": "C-5", "date": "2026-08-04", "options": ["TUOR"]}
`

func cycles() (*product.Product, *fleet.Fleet) {
	p, err := product.Read(fstest.MapFS{
		"options.yaml": {Data: []byte("product: cycle\nfamilies: [{family: frame, options: [CITY, TOUR]}, {family: extras, select: any, options: [BASKET, LIGHT]}]\n")},
		"rules.yaml":   {Data: []byte("rules: []\n")},
		"bom.csv": {Data: []byte(`level,position,select,part,name,quantity,unit,usage,station
1,10,,F-1,City frame,1,pcs,CITY,S1
1,10,,F-2,Tour frame,1,pcs,TOUR,S1
1,20,,W-1,Wheel,2,pcs,,S2
2,10,,T-1,Tube,1,pcs,,
1,30,optional,B-1,Basket,1,pcs,BASKET,S2
1,40,optional,C-1,Cable,1.2,m,LIGHT,S2
`)},
		"line.yaml": {Data: []byte(`line: L
takt: 60 s
stations:
  - {station: S1, operations: [{operation: FRAME, duration: 40 s, parts: [10]}]}
  - station: S2
    operations:
      - {operation: WHEELS, duration: 30 s, parts: [20]}
      - {operation: BASKET, duration: 10 s, when: BASKET, parts: [30]}
      - {operation: LIGHT, duration: 25.5 s, when: LIGHT, parts: [40]}
`)},
	})
	if err != nil {
		log.Fatal(err)
	}
	f, err := fleet.New(p, calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}}))
	if err != nil {
		log.Fatal(err)
	}
	return p, f
}

func report(cfg fleet.Config) *fleet.Report {
	_, f := cycles()
	r, err := f.Run(context.Background(), config.Orders("day.jsonl", strings.NewReader(day)), cfg)
	if err != nil {
		log.Fatal(err)
	}
	return r
}

func ExampleFleet() {
	_, f := cycles()
	r, err := f.Run(context.Background(), config.Orders("day.jsonl", strings.NewReader(day)), fleet.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Orders, "orders,", r.Total.Orders, "built")
	// Output: 5 orders, 3 built
}

func ExampleReport() {
	text, err := json.Marshal(report(fleet.Config{Refused: 1}).Outcomes)
	fmt.Println(string(text), err)
	// Output: [0,3,0,1,1,0] <nil>
}

func ExampleOutcome() {
	r := report(fleet.Config{})
	for _, o := range []fleet.Outcome{fleet.Built, fleet.Invalid, fleet.Malformed} {
		fmt.Println(o, r.Outcomes[o])
	}
	// Output:
	// built 3
	// invalid 1
	// malformed 1
}

func ExampleConfig() {
	r := report(fleet.Config{Bucket: func(o config.Order) string { return o.Date.String() }})
	for _, b := range r.Buckets {
		fmt.Println(b.Name, b.Orders)
	}
	// Output:
	// 2026-08-03 2
	// 2026-08-04 1
}

func ExampleBucket() {
	fmt.Println(report(fleet.Config{}).Total.Orders)
	// Output: 3
}

func ExampleRefused() {
	for _, x := range report(fleet.Config{Refused: 10}).Refused {
		fmt.Printf("%d, %s: %v\n", x.Index, x.Outcome, x.Err)
	}
	// Output:
	// 2, invalid: order C-3 cannot be built; it breaks:
	//     family frame takes exactly one option
	// 4, malformed: day.jsonl:5:49: order C-5: unknown option "TUOR"
	//     did you mean TOUR?
}

func ExampleDemand() {
	for _, d := range report(fleet.Config{}).Total.Parts {
		fmt.Println(d.Part, d.Quantity, "for", d.Orders)
	}
	// Output:
	// F-1 1 pcs for 1
	// F-2 2 pcs for 2
	// W-1 6 pcs for 3
	// T-1 6 pcs for 3
	// B-1 2 pcs for 2
	// C-1 1.2 m for 1
}

func ExampleLoad() {
	for _, x := range report(fleet.Config{}).Total.Stations {
		fmt.Printf("%s %s, up to %s of %s, %d over\n", x.Code, x.Workload, x.Greatest, x.Capacity, x.Overloads)
	}
	// Output:
	// S1 120 s, up to 40 s of 60 s, 0 over
	// S2 135.5 s, up to 65.5 s of 60 s, 1 over
}

func ExampleCall() {
	for _, c := range report(fleet.Config{}).Total.Calls {
		fmt.Println(c.Station, c.Part, c.Quantity)
	}
	// Output:
	// S1 F-1 1 pcs
	// S1 F-2 2 pcs
	// S2 W-1 6 pcs
	// S2 B-1 2 pcs
	// S2 C-1 1.2 m
}

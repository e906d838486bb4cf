package proof_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// exampleStudy is of bicycles with a frame and an optional rack, on a line of one station.
func exampleStudy() (*proof.Study, *solver.Space) {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(`level,position,select,part,quantity,usage,station
1,10,,F-ST,1,STEEL,S1
1,10,,F-AL,1,ALU,S1
1,20,optional,RACK-A,1,RACK,S1
1,30,,SCREW,4,STEEL & !RACK,S1
1,30,,SCREW,8,ALU | RACK,S1
`))
	if err != nil {
		log.Fatal(err)
	}
	l, err := line.Read(cat, s, "line.yaml", strings.NewReader(`
line: L
takt: 1 min
stations:
  - station: S1
    operations:
      - {operation: FRAME, duration: 30 s, parts: [10, 30]}
      - {operation: RACK, duration: 40 s, when: RACK, parts: [20]}
`))
	if err != nil {
		log.Fatal(err)
	}
	space := exampleSpace(cat)
	study, err := proof.NewStudy(context.Background(), space, config.Point{}, s, l)
	if err != nil {
		log.Fatal(err)
	}
	return study, space
}

// Any sum over parts or work can be asked for its bounds, and for the vehicle that has them.
func ExampleStudy() {
	study, space := exampleStudy()
	parts, err := study.Parts()
	if err != nil {
		log.Fatal(err)
	}
	most, _, err := space.Dearest(context.Background(), parts)
	fmt.Println(most.Cost, "different parts:", space.Catalog().Order(most.Selection).Options, err)
	// Output: 3 different parts: [STEEL RACK] <nil>
}

// With take rates: three in four bicycles are of steel, one in five has a rack.
func ExampleStationLoad() {
	study, space := exampleStudy()
	rates := make([]float64, space.Catalog().NumOptions())
	for code, rate := range map[string]float64{"STEEL": 0.75, "ALU": 0.25, "RACK": 0.2} {
		o, _ := space.Catalog().LookupOption(code)
		rates[o] = rate
	}
	loads, _, err := study.Worst(context.Background(), nil, solver.Independent(rates))
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range loads {
		fmt.Printf("%s: at most %v of %v, over by %v in %.0f %%; %.0f s on average\n",
			x.Code, x.Greatest.Value, x.Capacity, x.Excess, 100*x.OverShare, x.Mean)
		for _, o := range x.Loads.Outcomes {
			fmt.Printf("  %v: %v configurations, %.0f %%\n", o.Value, o.Count, 100*o.Share)
		}
	}
	// Output:
	// S1: at most 70 s of 60 s, over by 10 s in 20 %; 38 s on average
	//   30 s: 2 configurations, 80 %
	//   70 s: 2 configurations, 20 %
}

// The order of an extreme can be written to a file of orders as it is.
func ExampleExtreme() {
	study, _ := exampleStudy()
	loads, _, err := study.Worst(context.Background(), nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(loads[0].Greatest.Order.ID, loads[0].Greatest.Order.Options)
	// Output: greatest-S1 [STEEL RACK]
}

// examplePartial is an order of a bicycle of aluminium that is not finished.
func examplePartial(cat *config.Catalog) *config.Selection {
	sel, err := config.Order{Options: []string{"ALU"}, Partial: true}.Bind(cat)
	if err != nil {
		log.Fatal(err)
	}
	return sel
}

func ExampleOutlook() {
	study, space := exampleStudy()
	outlook, possible, err := study.Outlook(context.Background(), examplePartial(space.Catalog()))
	if err != nil || !possible {
		log.Fatal(possible, err)
	}
	for _, x := range outlook.Parts {
		fmt.Println(x.Part, x.Presence)
	}
	// Output:
	// F-ST never
	// F-AL must
	// RACK-A may
	// SCREW must
}

func ExamplePartOutlook() {
	study, space := exampleStudy()
	outlook, _, err := study.Outlook(context.Background(), examplePartial(space.Catalog()))
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range outlook.Parts {
		if x.Presence == proof.Must {
			fmt.Println("call off", x.Part)
		}
	}
	// Output:
	// call off F-AL
	// call off SCREW
}

func ExampleOperationOutlook() {
	study, space := exampleStudy()
	outlook, _, err := study.Outlook(context.Background(), examplePartial(space.Catalog()))
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range outlook.Operations {
		fmt.Println(x.Code, x.Presence)
	}
	// Output:
	// FRAME must
	// RACK may
}

func ExamplePresence() {
	var p proof.Presence
	err := p.UnmarshalText([]byte("must"))
	fmt.Println(p == proof.Must, err)
	// Output: true <nil>
}

func ExampleInterval() {
	study, _ := exampleStudy()
	intervals, _, err := study.Quantities(context.Background(), nil, "SCREW", "RACK-A")
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range intervals {
		fmt.Println(x.Part, "from", x.Least, "to", x.Greatest)
	}
	// Output:
	// SCREW from 4 pcs to 8 pcs
	// RACK-A from 0 pcs to 1 pcs
}

func ExampleExpectation() {
	study, _ := exampleStudy()
	means, _, err := study.Expected(context.Background(), nil, nil, "SCREW")
	fmt.Println(means[0].Part, means[0].Mean, means[0].Unit, err)
	// Output: SCREW 7 pcs <nil>
}

func ExampleDemand() {
	study, _ := exampleStudy()
	demand, err := study.Demand(context.Background(), proof.Plan{Vehicles: 100})
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range demand {
		fmt.Printf("%s at %s: %.0f expected, %v to %v\n", x.Part, x.Station, x.Expected, x.Least, x.Greatest)
	}
	// Output:
	// F-ST at S1: 50 expected, 0 pcs to 100 pcs
	// F-AL at S1: 50 expected, 0 pcs to 100 pcs
	// RACK-A at S1: 50 expected, 0 pcs to 100 pcs
	// SCREW at S1: 700 expected, 400 pcs to 800 pcs
}

// The more orders are known, the narrower is the demand.
func ExamplePlan() {
	study, space := exampleStudy()
	plan := proof.Plan{Vehicles: 2}
	for range 3 {
		demand, err := study.Demand(context.Background(), plan)
		if err != nil {
			log.Fatal(err)
		}
		screws := demand[slices.IndexFunc(demand, func(x proof.Demand) bool { return x.Part == "SCREW" })]
		fmt.Printf("%d orders: %v to %v, %.1f expected\n", len(plan.Orders), screws.Least, screws.Greatest, screws.Expected)
		plan.Orders = append(plan.Orders, examplePartial(space.Catalog()))
	}
	// Output:
	// 0 orders: 8 pcs to 16 pcs, 14.0 expected
	// 1 orders: 12 pcs to 16 pcs, 15.0 expected
	// 2 orders: 16 pcs to 16 pcs, 16.0 expected
}

// The condition is as short as the rules allow: every frame takes screws.
func ExampleUse() {
	study, _ := exampleStudy()
	for _, part := range []string{"SCREW", "RACK-A"} {
		use, err := study.WhereUsed(context.Background(), part)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s, %d places: if %v, %v configurations, %.0f %%\n", use.Part, len(use.Items), use.When, use.Count, 100*use.Share)
	}
	// Output:
	// SCREW, 2 places: if true, 4 configurations, 100 %
	// RACK-A, 1 places: if RACK, 2 configurations, 50 %
}

func ExampleDependents() {
	study, space := exampleStudy()
	rack, _ := space.Catalog().LookupOption("RACK")
	fmt.Println(study.DependOn(rack))
	// Output: {[RACK-A SCREW] [RACK]}
}

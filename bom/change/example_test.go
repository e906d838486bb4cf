package change_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// bicycle returns a release of bicycles with as many screws for a rack, and so much time to
// mount it.
func bicycle(screws, seconds int) change.Release {
	p, err := product.Read(fstest.MapFS{
		"options.yaml": {Data: []byte(`
product: bicycle
families:
  - {family: frame, options: [STEEL, ALU]}
  - {family: extras, select: any, options: [RACK, BELL]}
`)},
		"rules.yaml": {Data: []byte("rules: []")},
		"bom.csv": {Data: fmt.Appendf(nil, `level,position,select,part,quantity,usage,station
1,10,,F-ST,1,STEEL,S1
1,10,,F-AL,1,ALU,S1
1,20,optional,RACK-A,1,RACK,S1
1,30,optional,SCREW,%d,RACK,S1
`, screws)},
		"line.yaml": {Data: fmt.Appendf(nil, `
line: L
takt: 1 min
stations:
  - station: S1
    operations:
      - {operation: FRAME, duration: 30 s, parts: [10]}
      - {operation: RACK, duration: %d s, when: RACK, parts: [20, 30]}
`, seconds)},
	})
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), p.Rules, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	return change.Release{Product: p, Space: space}
}

func ExampleCompare() {
	c, err := change.Compare(context.Background(), bicycle(4, 30), bicycle(6, 40), difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("of", c.Configurations.Kept.Count, "configurations", c.Bills.Count, "take other parts,", c.Routings.Count, "other work")
	for _, p := range c.Parts {
		fmt.Println(p.Part, "from", p.Least, "to", p.Greatest, "more")
	}
	for _, s := range c.Stations {
		fmt.Println(s.New.Code, "comes to", s.New.Greatest.Value, "instead of", s.Old.Greatest.Value, "of", s.New.Capacity)
	}
	// Output:
	// of 8 configurations 4 take other parts, 4 other work
	// SCREW from 0 pcs to 2 pcs more
	// S1 comes to 70 s instead of 60 s of 60 s
}

func ExampleRelease() {
	r := bicycle(4, 30)
	_, err := change.Compare(context.Background(), r, change.Release{Product: r.Product, Space: bicycle(4, 30).Space}, difference.Config{})
	fmt.Println(err)
	// Output: the space of the new release is of other rules than its product
}

func ExampleChange() {
	c, err := change.Compare(context.Background(), bicycle(4, 30), bicycle(4, 20), difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(c.Parts), "parts change, in", c.Bills.Count, "bills; routings:", c.Routings.Count)
	// Output: 0 parts change, in 0 bills; routings: 4
}

func ExampleShare() {
	c, err := change.Compare(context.Background(), bicycle(4, 30), bicycle(6, 30), difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v configurations, %v %%\n", c.Bills.Count, 100*c.Bills.Share)
	// Output: 4 configurations, 50 %
}

func ExamplePartChange_Freed() {
	c, err := change.Compare(context.Background(), bicycle(4, 30), change.Release{
		Product: &product.Product{Catalog: bare.Catalog(), Rules: bare.Rules()}, Space: bare,
	}, difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range c.Parts {
		fmt.Println(p.Part, p.Freed(), "up to", p.Old.Greatest)
	}
	// Output:
	// F-ST true up to 1 pcs
	// F-AL true up to 1 pcs
	// RACK-A true up to 1 pcs
	// SCREW true up to 4 pcs
}

// bare is a release without parts.
var bare = bicycle(4, 30).Space

func ExampleStationChange() {
	c, err := change.Compare(context.Background(), bicycle(4, 30), bicycle(4, 40), difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	s := c.Stations[0]
	fmt.Println(s.New.Over, "configurations exceed", s.New.Code, "by up to", s.New.Excess)
	// Output: 4 configurations exceed S1 by up to 10 s
}

func ExampleOrder() {
	before, after := bicycle(4, 30), bicycle(6, 40)
	m, err := difference.NewMatch(before.Product.Catalog, after.Product.Catalog)
	if err != nil {
		log.Fatal(err)
	}
	c, err := change.Order(context.Background(), m, before, after, config.Order{ID: "O-1", Options: []string{"STEEL", "RACK"}}, "")
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range c.Parts {
		fmt.Println(d.Station, d.Part, d.Old, "→", d.New)
	}
	// Output: S1 SCREW 4 pcs → 6 pcs
}

func ExampleOrderChange() {
	before, after := bicycle(4, 30), bicycle(6, 40)
	m, err := difference.NewMatch(before.Product.Catalog, after.Product.Catalog)
	if err != nil {
		log.Fatal(err)
	}
	c, err := change.Order(context.Background(), m, before, after, config.Order{ID: "O-1", Options: []string{"STEEL", "BELL"}}, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("breaks:", c.Fate.Breaks(), "parts:", len(c.Parts))
	// Output: breaks: false parts: 0
}

func ExampleDelivery() {
	d := change.Delivery{Station: "S1", Part: "SCREW", Passed: true}
	fmt.Println(d.Part, "at", d.Station, "too late:", d.Passed)
	// Output: SCREW at S1 too late: true
}

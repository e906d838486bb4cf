package line_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// exampleCatalog is a bicycle with two frames and an optional rack.
func exampleCatalog() *config.Catalog {
	b := config.NewBuilder("bicycle")
	b.Family(config.FamilySpec{Code: "frame"})
	b.Option(config.OptionSpec{Family: "frame", Code: "STEEL"})
	b.Option(config.OptionSpec{Family: "frame", Code: "ALU"})
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	b.Option(config.OptionSpec{Family: "extras", Code: "RACK"})
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	return cat
}

func exampleStructure(cat *config.Catalog) *bom.Structure {
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(`level,position,when,part,name,quantity,per,unit,usage,station
1,10,,F-ST,Steel frame,1,,,STEEL,S1
1,10,,F-AL,Aluminium frame,1,,,ALU,S1
1,20,,WHEEL,Wheel,2,,,,S2
2,10,,SPOKE,Spoke,36,,,,
2,20,,GREASE,Hub grease,250,100,g,,
1,30,RACK,RACK-A,Rack,1,,,,S2
`))
	if err != nil {
		log.Fatal(err)
	}
	return s
}

func exampleLine(s *bom.Structure) *line.Line {
	l, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(`
line: Workshop
takt: 5 min
stations:
  - station: S1
    operations:
      - {operation: CLAMP, duration: 40 s, parts: [10]}
  - station: S2
    operations:
      - {operation: TRUE-UP, duration: 90 s, after: WHEELS}
      - {operation: WHEELS, duration: 3.5 min, after: CLAMP, parts: [20]}
      - {operation: MOUNT-RACK, duration: 50 s, when: RACK, parts: [30]}
`))
	if err != nil {
		log.Fatal(err)
	}
	return l
}

func exampleSelection(cat *config.Catalog, codes ...string) *config.Selection {
	sel, err := config.Order{Options: codes}.Bind(cat)
	if err != nil {
		log.Fatal(err)
	}
	return sel
}

func ExampleLine() {
	cat := exampleCatalog()
	s := exampleStructure(cat)
	l := exampleLine(s)
	sel := exampleSelection(cat, "ALU", "RACK")
	x, err := s.Explode(sel, config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	r, err := l.Route(x)
	if err != nil {
		log.Fatal(err)
	}
	for _, visit := range r.Visits {
		fmt.Printf("%s: %s of %s\n", l.Station(visit.Station).Code, visit.Workload, l.Takt())
		for _, step := range visit.Steps {
			fmt.Print("  ", l.Operation(step.Operation).Code)
			for _, id := range step.Parts {
				fmt.Print(" ", s.Item(id).Part)
			}
			fmt.Println()
		}
	}
	// Output:
	// S1: 40 s of 5 min
	//   CLAMP F-AL
	// S2: 350 s of 5 min
	//   WHEELS WHEEL SPOKE GREASE
	//   TRUE-UP
	//   MOUNT-RACK RACK-A
}

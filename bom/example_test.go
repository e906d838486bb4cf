package bom_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
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

func exampleSelection(cat *config.Catalog, codes ...string) *config.Selection {
	sel, err := config.Order{Options: codes}.Bind(cat)
	if err != nil {
		log.Fatal(err)
	}
	return sel
}

func ExampleStructure() {
	cat := exampleCatalog()
	s := exampleStructure(cat)
	fmt.Println(s.NumPositions(), "positions,", s.NumVariants(), "variants")
	x, err := s.Explode(exampleSelection(cat, "ALU"), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	for item := range x.Items() {
		fmt.Printf("%s%s %s, %s\n", strings.Repeat("  ", item.Level-1), item.Position, item.Part, item.Total)
	}
	// Output:
	// 5 positions, 6 variants
	// 10 F-AL, 1 pcs
	// 20 WHEEL, 2 pcs
	//   10 SPOKE, 72 pcs
	//   20 GREASE, 5 g
}

func ExampleNewStructure() {
	cat := exampleCatalog()
	rack, err := rules.Parse(cat, "RACK")
	if err != nil {
		log.Fatal(err)
	}
	one := config.Quantity{Amount: config.NewDecimal(1)}
	s, err := bom.NewStructure(cat, []bom.Row{
		{Level: 1, Position: "10", Part: "RACK-A", Quantity: one, Usage: rack, Select: bom.Optional},
		{Level: 2, Position: "10", Part: "BOLT", Quantity: config.Quantity{Amount: config.NewDecimal(4)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	x, err := s.Explode(exampleSelection(cat, "STEEL", "RACK"), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Len())
	// Output: 2
}

func ExampleBill_Flat() {
	cat := exampleCatalog()
	x, err := exampleStructure(cat).Explode(exampleSelection(cat, "STEEL", "RACK"), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	for _, total := range x.Flat() {
		fmt.Printf("%-6s %6s %s\n", total.Part, total.Quantity.Amount, total.Quantity.Unit)
	}
	// Output:
	// F-ST        1 pcs
	// WHEEL       2 pcs
	// SPOKE      72 pcs
	// GREASE      5 g
	// RACK-A      1 pcs
}

// A position that finds no variant where one is due names everything that is
// needed to see why.
func ExamplePositionError() {
	cat := exampleCatalog()
	s := exampleStructure(cat)
	none := cat.NewSelection()
	none.CloseWorld()
	_, err := s.Explode(none, config.Point{})
	fmt.Println(err)
	// Output:
	// bom.csv:2:1: position 10: no variant matches; this position needs exactly one
	//     - F-ST Steel frame: STEEL (bom.csv:2:1)
	//     - F-AL Aluminium frame: ALU (bom.csv:3:1)
	//     the order does not have STEEL, ALU
}

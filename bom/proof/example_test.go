package proof_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
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

func ExampleCheckBill() {
	cat := exampleCatalog()
	set, err := rules.NewBuilder(cat).Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(`level,position,part,quantity,usage
1,10,F-ST,1,STEEL
1,10,F-RACK,1,RACK
`))
	if err != nil {
		log.Fatal(err)
	}
	findings, err := proof.CheckBill(context.Background(), s, space, config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	for _, finding := range findings {
		fmt.Println(finding.Kind, "at", finding.Mismatch.Path, "for", finding.Witness.Options)
	}
	// Output:
	// gap at 10 for [ALU]
	// overlap at 10 for [STEEL RACK]
}

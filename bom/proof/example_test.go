package proof_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
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

func ExampleAudit() {
	cat := exampleCatalog()
	space := exampleSpace(cat)
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(`level,position,part,quantity,usage
1,10,F-ST,1,STEEL
1,10,F-RACK,1,RACK
`))
	if err != nil {
		log.Fatal(err)
	}
	p := &product.Product{Catalog: cat, Rules: space.Rules(), Structure: s}
	report, err := proof.Audit(context.Background(), p, space, proof.Config{Least: proof.Error})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range report.Findings {
		fmt.Println(f.Kind, "at", f.Subject.Code, "in", f.Count, "when", f.Condition, "as for", f.Witness.Options)
	}
	// Output:
	// gap at 10 in 1 when !STEEL & !RACK as for [ALU]
	// overlap at 10 in 1 when STEEL & RACK as for [STEEL RACK]
}

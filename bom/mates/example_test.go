package mates_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/config"
)

// exampleStructure is the bill of a shelf.
func exampleStructure() *bom.Structure {
	b := config.NewBuilder("shelf")
	b.Family(config.FamilySpec{Code: "wall", Select: config.Any})
	b.Option(config.OptionSpec{Family: "wall", Code: "WALL"})
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader("level,position,select,part,quantity,usage\n1,10,optional,BRACKET,2,WALL\n1,20,,BOLT,4,\n"))
	if err != nil {
		log.Fatal(err)
	}
	return s
}

func ExampleRead() {
	m, err := mates.Read(exampleStructure(), "mates.yaml", strings.NewReader("mates: [{mate: M-1, if: [BRACKET], then: [BOLT]}]"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Spec().Mates[0].If, "need", m.Spec().Mates[0].Then)
	// Output: [BRACKET] need [BOLT]
}

func ExampleMate() {
	_, err := mates.New(exampleStructure(), mates.Spec{Mates: []mates.Mate{{ID: "M-1", If: []string{"BRACKET"}, Then: []string{"BOLTS"}}}})
	fmt.Println(err)
	// Output: mate M-1: the bill has no part BOLTS
	//     did you mean BOLT?
}

func ExampleMates() {
	kg, err := config.ParseQuantity("1 kg")
	if err != nil {
		log.Fatal(err)
	}
	m, err := mates.New(exampleStructure(), mates.Spec{
		Limits: []mates.Limit{{ID: "L-1", Sum: "mass", AtMost: &kg}},
		Values: []mates.Value{{Name: "mass", Unit: kg.Unit, Parts: map[string]config.Decimal{"BOLT": config.NewDecimal(1)}}},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := m.WriteYAML(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// format: confspace/1
	// limits:
	//   - limit: L-1
	//     sum: mass
	//     at_most: "1 kg"
	// values:
	//   - value: mass
	//     unit: kg
	//     parts:
	//       BOLT: "1"
}

func ExampleValue() {
	v := mates.Value{Name: "mass", Parts: map[string]config.Decimal{"BOLT": config.NewDecimal(2)}}
	fmt.Println(v.Name, "of a bolt:", v.Parts["BOLT"])
	// Output: mass of a bolt: 2
}

func ExampleLimit() {
	_, err := mates.New(exampleStructure(), mates.Spec{Limits: []mates.Limit{{ID: "L-1", Part: "BOLT"}}})
	fmt.Println(err)
	// Output: limit L-1 has no bound; write at_least or at_most
}

func ExampleSpec() {
	fmt.Println(len(mates.Spec{Mates: []mates.Mate{{ID: "M-1"}}}.Mates), "mate")
	// Output: 1 mate
}

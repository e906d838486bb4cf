package proof_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// exampleSpace returns all bicycles: no rule forbids any.
func exampleSpace(cat *config.Catalog) *solver.Space {
	set, err := rules.NewBuilder(cat).Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	return space
}

// The rack has no operation on an aluminium frame: an order that can be built
// cannot be routed.
func ExampleCallFinding() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,select,part,quantity,usage,station\n1,10,optional,RACK-A,1,RACK,S1\n"))
	if err != nil {
		log.Fatal(err)
	}
	l, err := line.Read(cat, s, "line.yaml", strings.NewReader(
		"{line: L, takt: 1 min, stations: [{station: S1, operations: "+
			"[{operation: SCREW, duration: 20 s, parts: [10], when: STEEL}]}]}"))
	if err != nil {
		log.Fatal(err)
	}
	findings, err := proof.CheckLine(context.Background(), l, exampleSpace(cat), config.Point{})
	for _, f := range findings {
		fmt.Println(f.Kind, "at", f.Mismatch.Station, "of", f.Mismatch.Part, "for", f.Witness.Options)
	}
	fmt.Println(err)
	// Output:
	// gap at S1 of RACK-A for [ALU RACK]
	// <nil>
}

// A finding has a complete order that meets the fault, and the two variants
// that match at once.
func ExampleFinding() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,part,quantity,usage\n1,10,F-BASE,1,STEEL | ALU\n1,10,F-RACK,1,RACK\n"))
	if err != nil {
		log.Fatal(err)
	}
	findings, err := proof.CheckBill(context.Background(), s, exampleSpace(cat), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range findings {
		fmt.Println(s.Variant(f.Variants[0]).Part, "and", s.Variant(f.Variants[1]).Part, "for", f.Witness.Options)
	}
	// Output: F-BASE and F-RACK for [STEEL RACK]
}

func ExampleFindingKind() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,part,quantity,usage\n1,10,F-ST,1,STEEL\n1,20,BAG,1,RACK\n"))
	if err != nil {
		log.Fatal(err)
	}
	findings, err := proof.CheckBill(context.Background(), s, exampleSpace(cat), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	counts := make(map[proof.FindingKind]int)
	for _, f := range findings {
		counts[f.Kind]++
	}
	fmt.Println(counts[proof.Gap], "gaps and", counts[proof.Overlap], "overlaps")
	// Output: 2 gaps and 0 overlaps
}

// The bag is taken on no bicycle: steel and aluminium exclude each other.
func ExampleCoverage() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,select,part,quantity,usage\n1,10,optional,RACK,1,RACK\n1,20,optional,BAG,1,STEEL & ALU\n"))
	if err != nil {
		log.Fatal(err)
	}
	coverage := proof.NewCoverage(s)
	if err := coverage.Add(context.Background(), exampleSpace(cat), config.Point{}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(coverage.Dead()[0])
	// Output: bom.csv:3:1: position 20: no order takes part BAG. The rules never allow STEEL & ALU
}

// A finding names the parts, and what would have to hold for one of them.
func ExampleDeadFinding() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,select,part,quantity,usage\n1,20,optional,BAG,1,STEEL & ALU\n"))
	if err != nil {
		log.Fatal(err)
	}
	coverage := proof.NewCoverage(s)
	if err := coverage.Add(context.Background(), exampleSpace(cat), config.Point{}); err != nil {
		log.Fatal(err)
	}
	for _, f := range coverage.Dead() {
		fmt.Println(f.Kind, f.Path, f.Parts, f.Condition)
	}
	// Output: dead 20 [BAG] STEEL & ALU
}

// Findings of several proofs are one document for other programs.
func ExampleFindings() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,select,part,quantity,usage\n1,20,optional,BAG,1,STEEL & ALU\n"))
	if err != nil {
		log.Fatal(err)
	}
	coverage := proof.NewCoverage(s)
	if err := coverage.Add(context.Background(), exampleSpace(cat), config.Point{}); err != nil {
		log.Fatal(err)
	}
	text, _ := proof.Findings{Dead: coverage.Dead()}.AppendJSON(nil)
	fmt.Println(string(text))
	// Output: {"format":"confspace/1","findings":[{"kind":"dead","path":"20","parts":["BAG"],"whole":true,"condition":"STEEL & ALU","place":"bom.csv:2:1"}]}
}

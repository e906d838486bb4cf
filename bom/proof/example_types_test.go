package proof_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
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

// exampleReport audits bicycles with a bill.
func exampleReport(csv string, cfg proof.Config) *proof.Report {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader("level,position,select,part,quantity,usage\n"+csv))
	if err != nil {
		log.Fatal(err)
	}
	space := exampleSpace(cat)
	report, err := proof.Audit(context.Background(), &product.Product{Catalog: cat, Rules: space.Rules(), Structure: s}, space, cfg)
	if err != nil {
		log.Fatal(err)
	}
	return report
}

// A finding has the number of orders that meet it, and one of them.
func ExampleFinding() {
	report := exampleReport("1,10,,F-BASE,1,STEEL | ALU\n1,10,,F-RACK,1,RACK\n", proof.Config{Least: proof.Error})
	f := report.Findings[0]
	fmt.Println(f)
	fmt.Println(f.Count, "configurations; order", f.Witness.ID, "with", f.Witness.Options)
	// Output:
	// overlap-1: bom.csv:2:1: position 10: 2 variants match; this position needs exactly one
	// 2 configurations; order overlap-1 with [STEEL RACK]
}

// A program tells people that wait how far an audit has come.
func ExampleProgress() {
	exampleReport("1,10,,F-BASE,1,STEEL | ALU\n1,10,,F-RACK,1,RACK\n", proof.Config{Least: proof.Error, Progress: func(p proof.Progress) {
		fmt.Printf("%d of %d points, %d of %d findings\n", p.Points, p.AllPoints, p.Findings, p.AllFindings)
	}})
	// Output:
	// 1 of 1 points, 0 of 0 findings
	// 1 of 1 points, 0 of 1 findings
	// 1 of 1 points, 1 of 1 findings
	// 1 of 1 points, 1 of 1 findings
}

func ExampleFindingKind() {
	fmt.Println(proof.Empty, proof.Empty.Severity(), proof.Empty.Meaning())
	// Output: empty warning Some order takes an assembly with nothing in it.
}

// No bicycle takes the bag: steel and aluminium exclude each other.
func ExampleReport() {
	report := exampleReport("1,10,optional,RACK,1,RACK\n1,20,optional,BAG,1,STEEL & ALU\n", proof.Config{})
	for _, f := range report.Findings {
		fmt.Println(f)
		for _, c := range f.Causes {
			fmt.Println("  since", c)
		}
	}
	// Output:
	// dead-1: bom.csv:3:1: position 20: no order takes part BAG. The rules never allow STEEL & ALU
	//   since family frame takes exactly one option
	// unused-1: bom.csv:3:1: part BAG: no order takes it
	//   since family frame takes exactly one option
}

func ExampleSeverity() {
	report := exampleReport("1,20,optional,BAG,1,STEEL & ALU\n", proof.Config{})
	fmt.Println(report.Worst(), report.Worst() >= proof.Warning)
	// Output: error true
}

func ExampleSubject() {
	report := exampleReport("1,10,,F-ST,1,STEEL\n", proof.Config{Least: proof.Error})
	fmt.Println(report.Findings[0].Subject)
	// Output: position 10
}

func ExampleSubjectKind() {
	fmt.Println(proof.OfPosition, proof.OfStation)
	// Output: position station
}

// What could not be asked is not fine.
func ExampleOpenQuestion() {
	report := exampleReport("1,10,,F-ST,1,STEEL\n", proof.Config{})
	for _, q := range report.Open {
		fmt.Println(q)
	}
	// Output:
	// stations and operations: not checked, since the product has no line
	// parts at their stations: not checked, since the product has no bill or no line
}

func ExampleOutcome() {
	report := exampleReport("1,10,,F-ST,1,STEEL\n", proof.Config{Budget: time.Nanosecond})
	fmt.Println(report.Open[0].Outcome)
	// Output: inconclusive
}

// A budget of time may end an audit before it has all answers.
func ExampleConfig() {
	report := exampleReport("1,10,,F-ST,1,STEEL\n", proof.Config{Budget: time.Minute, Least: proof.Warning})
	fmt.Println(len(report.Findings), "finding")
	// Output: 1 finding
}

// Bicycles are sold until the end of March; after that nothing can be built.
func ExampleUnsold() {
	cat := exampleCatalog()
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-END", Source: "STEEL & ALU", Effectivity: config.Effectivity{From: config.NewDate(2026, 4, 1)}})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	report, err := proof.AuditTimeline(context.Background(), &product.Product{Catalog: cat, Rules: set}, proof.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range report.Unsold {
		fmt.Println(u.Span, "since", proof.Summary(u.Void.Explanation.Causes))
	}
	// Output: from 2026-04-01 since R-END: STEEL & ALU; family frame takes exactly one option
}

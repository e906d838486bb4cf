package analysis_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
)

// vans returns rules with some faults.
func vans() *rules.Set {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(`
product: van
families:
  - {family: roof, options: [LOW, HIGH]}
  - {family: drive, options: [RWD, AWD]}
  - {family: extras, select: any, options: [RACK, TOWBAR, CAMERA]}
`))
	if err != nil {
		log.Fatal(err)
	}
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "HIGH excludes RACK", Reason: "It no longer fits the car carriers."})
	b.Add(rules.RuleSpec{ID: "R-2", Source: "RACK requires LOW"})
	b.Add(rules.RuleSpec{ID: "R-3", Source: "TOWBAR requires CAMERA | RACK"})
	b.Add(rules.RuleSpec{ID: "R-4", Source: "AWD & HIGH excludes TOWBAR"})
	b.Add(rules.RuleSpec{ID: "R-5", Source: "TOWBAR requires AWD"})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	return set
}

func analyse(cfg analysis.Config) *analysis.Report {
	report, err := analysis.Rules(context.Background(), vans(), config.Point{}, cfg)
	if err != nil {
		log.Fatal(err)
	}
	return report
}

func ExampleRules() {
	for _, f := range analyse(analysis.Config{}).Findings {
		fmt.Println(f)
	}
	// Output:
	// redundant_rule-1: rule R-1 follows from R-2 and the catalog; it must stay if the other redundant rules are left out
	// redundant_rule-2: rule R-2 follows from R-1 and the catalog
	// long_rule-1: rule R-4 can be shorter: !(HIGH & TOWBAR)
	// together-1: rules R-4 and R-5 together: TOWBAR requires LOW
}

func ExampleReport() {
	report := analyse(analysis.Config{})
	fmt.Println(report.Configurations, "configurations,", len(report.Findings), "findings")
	// Output:
	// 15 configurations, 4 findings
}

func ExampleEffect() {
	set := vans()
	for _, e := range analyse(analysis.Config{}).Effects {
		fmt.Println(set.Rule(e.Rule).ID, "alone removes", e.Removed)
	}
	// Output:
	// R-1 alone removes 0
	// R-2 alone removes 0
	// R-3 alone removes 1
	// R-4 alone removes 1
	// R-5 alone removes 4
}

func ExampleFinding() {
	for _, f := range analyse(analysis.Config{Kinds: []analysis.Kind{analysis.RedundantRule}}).Findings {
		fmt.Println(f.Message)
		for _, c := range f.Causes {
			fmt.Println(" ", c)
		}
	}
	// Output:
	// rule R-1 follows from R-2 and the catalog; it must stay if the other redundant rules are left out
	//   R-2: RACK requires LOW
	//   family roof takes exactly one option
	// rule R-2 follows from R-1 and the catalog
	//   R-1: HIGH excludes RACK (It no longer fits the car carriers.)
	//   family roof takes exactly one option
}

func ExampleConsequence() {
	for _, f := range analyse(analysis.Config{Kinds: []analysis.Kind{analysis.Together}}).Findings {
		for _, c := range f.Consequences {
			fmt.Println(c)
			for _, cause := range c.Causes {
				fmt.Println(" ", cause)
			}
		}
	}
	// Output:
	// TOWBAR requires LOW
	//   R-4: AWD & HIGH excludes TOWBAR
	//   R-5: TOWBAR requires AWD
	//   family roof takes exactly one option
}

func ExampleConfig() {
	report := analyse(analysis.Config{Kinds: []analysis.Kind{analysis.LongRule}, Compile: solver.Config{NoCircuit: true}})
	for _, f := range report.Findings {
		fmt.Println(f.Message)
	}
	// Output:
	// rule R-4 can be shorter: !(HIGH & TOWBAR)
}

func ExampleOpenQuestion() {
	for _, q := range analyse(analysis.Config{Compile: solver.Config{NoCircuit: true}}).Open {
		fmt.Println(q)
	}
	// Output:
	// the numbers of configurations that rules remove: not checked, since no circuit is wanted
}

func ExampleKind() {
	fmt.Println(analysis.IdleRule, "-", analysis.IdleRule.Meaning())
	text, _ := json.Marshal(analysis.Kinds()[:3])
	fmt.Println(string(text))
	// Output:
	// idle_rule - A rule never fires.
	// ["contradiction","dead_option","idle_rule"]
}

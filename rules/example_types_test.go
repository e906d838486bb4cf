package rules_test

import (
	"fmt"
	"log"
	"os"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// vanRules returns two rules for the catalog of vans.
func vanRules(cat *config.Catalog) *rules.Set {
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-TOW", Source: "TOW_BAR requires DIESEL", Reason: "Torque."})
	b.Add(rules.RuleSpec{ID: "R-BUS", Source: "BUS excludes SUNROOF"})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	return set
}

// A product of two sums is not a weighted sum: it becomes a decision diagram.
func ExampleDecision() {
	cat := vans()
	e, err := rules.Parse(cat, "DIESEL.mass * TOW_BAR.mass <= 4000")
	if err != nil {
		log.Fatal(err)
	}
	way := func(next int) string {
		switch next {
		case rules.DecidedTrue:
			return "holds"
		case rules.DecidedFalse:
			return "does not hold"
		}
		return fmt.Sprint("ask ", next)
	}
	for i, d := range e.Decisions() {
		fmt.Printf("%d: %s? yes: %s; no: %s\n", i, cat.Code(d.Option), way(d.Chosen), way(d.Rejected))
	}
	// Output:
	// 0: DIESEL? yes: ask 1; no: holds
	// 1: TOW_BAR? yes: does not hold; no: holds
}

// A default prefers an option; no order has to have it.
func ExampleDefault() {
	b := config.NewBuilder("van")
	b.Family(config.FamilySpec{Code: "engine"})
	b.Option(config.OptionSpec{Family: "engine", Code: "DIESEL", Defaults: []config.Default{{When: "!CITY"}}})
	b.Option(config.OptionSpec{Family: "engine", Code: "BEV", Defaults: []config.Default{{}, {When: "CITY"}}})
	b.Family(config.FamilySpec{Code: "area", Select: config.Optional})
	b.Option(config.OptionSpec{Family: "area", Code: "CITY"})
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	set, err := rules.NewBuilder(cat).Build()
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range set.Defaults() {
		fmt.Println(cat.Code(d.Option), d.Rank, d.When)
	}
	// Output:
	// DIESEL 1 !CITY
	// BEV 1 true
	// BEV 1 CITY
}

// A reader of a file says where the text of a condition stands, so that a
// defect points into the file.
func ExampleLocator() {
	locate := rules.Locator(func(offset, width int, msg, hint string) source.Defect {
		return source.Defect{Place: source.Place{File: "usage.txt", Line: 7, Column: 12 + offset}, Msg: msg, Hint: hint}
	})
	var list source.List
	_, ok := rules.ParseAt(vans(), "BUS & DEISEL", locate, &list)
	fmt.Println(ok, list.Err())
	// Output:
	// false usage.txt:7:18: unknown code DEISEL
	//     did you mean DIESEL?
}

func ExampleOp() {
	cat := vans()
	for _, text := range []string{"BUS", "BUS & SUNROOF", "BUS requires DIESEL", "sum(mass) <= 2600"} {
		e, err := rules.Parse(cat, text)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.Op())
	}
	// Output:
	// option
	// and
	// implies
	// linear
}

func ExampleRelation() {
	e, err := rules.Parse(vans(), "sum(mass) <= 2600")
	if err != nil {
		log.Fatal(err)
	}
	terms, rel, bound := e.Linear()
	fmt.Println(len(terms), "terms", rel, bound, rel == rules.AtMost)
	// Output: 6 terms <= 5200 true
}

// A cell lists the options that match. An empty cell matches if none is
// chosen, a nil cell always.
func ExampleRow() {
	cat := vans()
	body, _ := cat.LookupFamily("body")
	extras, _ := cat.LookupFamily("extras")
	van, _ := cat.LookupOption("VAN")
	bus, _ := cat.LookupOption("BUS")
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "T-1", Table: &rules.Table{
		Families: []config.FamilyID{body, extras},
		Rows: []rules.Row{
			{Cells: [][]config.OptionID{{van}, nil}},
			{Cells: [][]config.OptionID{{bus}, {}}},
		},
	}})
	set, err := b.Build()
	fmt.Println(set.Rule(0).Expr, err)
	// Output: VAN | BUS & !(TOW_BAR | SUNROOF) <nil>
}

func ExampleRule() {
	r := vanRules(vans()).Rule(0)
	fmt.Println(r)
	fmt.Println(r.ID, "because:", r.Reason)
	// Output:
	// R-TOW: TOW_BAR requires DIESEL
	// R-TOW because: Torque.
}

// People know a rule by its id; a RuleID is its number in the set.
func ExampleRuleID() {
	set := vanRules(vans())
	for _, id := range set.Lookup("R-BUS") {
		fmt.Println(id, set.Rule(id).Expr)
	}
	// Output: 1 !(BUS & SUNROOF)
}

// A rule says what it demands as text, as an expression or as a table.
func ExampleRuleSpec() {
	cat := vans()
	bus, _ := cat.LookupOption("BUS")
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "BUS requires DIESEL"})
	b.Add(rules.RuleSpec{ID: "R-2", Expr: rules.Not(rules.Option(cat, bus))})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range set.All() {
		fmt.Println(r)
	}
	// Output:
	// R-1: BUS requires DIESEL
	// R-2: !BUS
}

func ExampleTable_WriteCSV() {
	cat := vans()
	body, _ := cat.LookupFamily("body")
	engine, _ := cat.LookupFamily("engine")
	bus, _ := cat.LookupOption("BUS")
	electric, _ := cat.LookupOption("ELECTRIC")
	table := rules.Table{
		Forbidden: true,
		Families:  []config.FamilyID{body, engine},
		Rows:      []rules.Row{{Cells: [][]config.OptionID{{bus}, {electric}}}},
	}
	if err := table.WriteCSV(os.Stdout, cat); err != nil {
		log.Fatal(err)
	}
	// Output:
	// body,engine
	// BUS,ELECTRIC
}

func ExampleTerm() {
	cat := vans()
	e, err := rules.Parse(cat, "2 * TOW_BAR + 3 * SUNROOF + 2 * BUS <= 4")
	if err != nil {
		log.Fatal(err)
	}
	terms, rel, bound := e.Linear()
	for _, t := range terms {
		fmt.Println(t.Coef, "for", cat.Code(t.Option))
	}
	fmt.Println(rel, bound)
	// Output:
	// 2 for BUS
	// 2 for TOW_BAR
	// 3 for SUNROOF
	// <= 4
}

func ExampleTruth() {
	cat := vans()
	e, err := rules.Parse(cat, "BUS excludes SUNROOF")
	if err != nil {
		log.Fatal(err)
	}
	for _, order := range []config.Order{
		{Options: []string{"BUS"}, Partial: true},
		{Options: []string{"BUS", "SUNROOF"}, Partial: true},
		{Options: []string{"VAN", "DIESEL", "SUNROOF"}},
	} {
		sel, err := order.Bind(cat)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(order.Options, e.Truth(sel))
	}
	// Output:
	// [BUS] undecided
	// [BUS SUNROOF] violated
	// [VAN DIESEL SUNROOF] satisfied
}

// filled returns a batch of three selections, evaluated by conditions.
func filled(conditions ...string) *rules.Batch {
	cat := vans()
	var all []rules.Expr
	for _, text := range conditions {
		e, err := rules.Parse(cat, text)
		if err != nil {
			log.Fatal(err)
		}
		all = append(all, e)
	}
	batch := rules.NewEvaluator(cat, all).NewBatch()
	for _, codes := range [][]string{{"BUS", "DIESEL"}, {"BUS", "SUNROOF"}, {"VAN", "DIESEL", "TOW_BAR"}} {
		sel, err := config.Order{Options: codes}.Bind(cat)
		if err != nil {
			log.Fatal(err)
		}
		batch.Add(sel)
	}
	batch.Evaluate()
	return batch
}

func ExampleEvaluator() {
	batch := filled("BUS excludes SUNROOF", "BUS | VAN")
	fmt.Println(batch.Holds(0).And(batch.All()).Count(), batch.Holds(1).And(batch.All()).Count())
	// Output: 2 3
}

func ExampleBatch() {
	batch := filled("TOW_BAR requires DIESEL")
	fmt.Println(batch.Len(), "of", rules.Lanes, "lanes have a selection")
	// Output: 3 of 256 lanes have a selection
}

func ExampleMask() {
	batch := filled("BUS", "DIESEL")
	for lane := range batch.Holds(0).And(batch.Holds(1)).Lanes {
		fmt.Println("selection", lane)
	}
	// Output: selection 0
}

package solver_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A cause points to what demands it: here, to a rule of the set.
func ExampleCause() {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	report, err := space.Validate(context.Background(), config.Order{Options: []string{"DIESEL30", "MAN6"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, cause := range report.Broken {
		if cause.Kind == solver.CauseRule {
			fmt.Println(set.Rule(cause.Rule).ID, "because:", set.Rule(cause.Rule).Reason)
		}
	}
	// Output: R-ENG-012 because: The 3.0 diesel exceeds the torque limit of the manual gearbox.
}

func ExampleCauseKind() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	order := config.Order{Options: []string{"MAN6", "DIESEL30"}, Partial: true}
	why, err := space.Explain(context.Background(), order)
	if err != nil {
		log.Fatal(err)
	}
	for _, cause := range why.Causes {
		fmt.Print(cause.Kind, " ")
	}
	fmt.Println()
	// Output: line line rule family
}

// A space without a circuit compiles at once. It does not count, and answers
// everything else.
func ExampleConfig() {
	space, err := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{NoCircuit: true})
	if err != nil {
		log.Fatal(err)
	}
	report, err := space.Validate(context.Background(), config.Order{Options: []string{"DIESEL30", "AUTO8"}})
	fmt.Println(space.HasCircuit(), report.Verdict, err)
	// Output: false valid <nil>
}

// What follows from the rules for a partial order: the tow bar is out, and one of the
// gearboxes is in.
func ExampleConditions() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	cat := space.Catalog()
	var asked []rules.Expr
	for _, text := range []string{"TOWBAR", "MAN6 | AUTO8", "MAN6"} {
		e, _ := rules.Parse(cat, text)
		asked = append(asked, e)
	}
	conditions := space.Conditions(asked)
	partial, _ := config.Order{Options: []string{"RADAR"}, Partial: true}.Bind(cat)
	truths, possible, err := conditions.Truths(context.Background(), space.Given(partial), nil)
	fmt.Println(truths, possible, err)
	// Output: [violated satisfied undecided] true <nil>
}

// How many options configurations have, and how many of them have so many.
func ExampleDistribution() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	ones := slices.Repeat([]config.Decimal{config.NewDecimal(1)}, space.Catalog().NumOptions())
	options, _ := solver.NewObjective(space.Catalog(), solver.Costs{Chosen: ones}, config.None)
	d, err := space.Distribution(context.Background(), options, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, o := range d.Outcomes {
		fmt.Printf("%v options: %v, %.0f %%\n", o.Value, o.Count, 100*o.Share)
	}
	fmt.Printf("%.2f on average\n", d.Mean())
	// Output:
	// 2 options: 3, 33 %
	// 3 options: 6, 67 %
	// 2.67 on average
}

// The configurations of greatest value are the last outcome.
func ExampleOutcome() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	ones := slices.Repeat([]config.Decimal{config.NewDecimal(1)}, space.Catalog().NumOptions())
	options, _ := solver.NewObjective(space.Catalog(), solver.Costs{Chosen: ones}, config.None)
	d, _ := space.Distribution(context.Background(), options, nil)
	most := d.Outcomes[len(d.Outcomes)-1]
	dearest, _, err := space.Dearest(context.Background(), options)
	fmt.Println(most.Value, dearest.Cost, err)
	// Output: 3 3 <nil>
}

// Without any one of its causes the others can be met.
func ExampleExplanation() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	order := config.Order{Options: []string{"PETROL20", "AUTO8", "TOWBAR", "RADAR"}}
	why, err := space.Explain(context.Background(), order)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why)
	fmt.Println("minimal:", why.Minimal)
	// Output:
	// the order has TOWBAR
	// the order has RADAR
	// R-ELE-007: TOWBAR excludes RADAR (A trailer hides the rear radar's field of view.)
	// minimal: true
}

// A space answers for its own point of time. An order of a day on which other
// rules are in force needs another space.
func ExamplePointMismatch() {
	b := rules.NewBuilder(pickup().Catalog())
	b.Add(rules.RuleSpec{
		ID: "R-1", Source: "TOWBAR excludes RADAR",
		Effectivity: config.Effectivity{From: config.NewDate(2027, 1, 1)},
	})
	set, _ := b.Build()
	space, _ := solver.Compile(context.Background(), set, config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	order := config.Order{ID: "O-1", Options: []string{"PETROL20", "MAN6"}, Date: config.NewDate(2027, 2, 1)}
	_, err := space.Validate(context.Background(), order)
	if mismatch := (*solver.PointMismatch)(nil); errors.As(err, &mismatch) {
		fmt.Println(mismatch.Order, "is of", mismatch.Point, "and the space of", mismatch.Space)
		fmt.Println("other rules:", mismatch.Rules)
	}
	// Output:
	// O-1 is of 2027-02-01 and the space of 2026-11-02
	// other rules: [R-1]
}

// tangle returns rules at random, which take long to compile.
func tangle() *rules.Set {
	b := config.NewBuilder("tangle")
	b.Family(config.FamilySpec{Code: "options", Select: config.Any})
	for i := range 150 {
		b.Option(config.OptionSpec{Family: "options", Code: fmt.Sprint("X", i)})
	}
	cat, _ := b.Build()
	r, dice := rules.NewBuilder(cat), rand.New(rand.NewPCG(1, 2))
	for i := range 225 {
		source := fmt.Sprintf("X%d | X%d | !X%d", dice.IntN(150), dice.IntN(150), dice.IntN(150))
		r.Add(rules.RuleSpec{ID: fmt.Sprint("R-", i), Source: source})
	}
	set, err := r.Build()
	if err != nil {
		log.Fatal(err)
	}
	return set
}

// A program that watches a compilation ends it by the context.
func ExampleProgress() {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := solver.Compile(ctx, tangle(), config.Point{}, solver.Config{Progress: func(p solver.Progress) {
		if p.Decisions > 2000 {
			cancel()
		}
	}})
	fmt.Println(err)
	// Output: context canceled
}

// A report of a complete order lists all that the order breaks.
func ExampleReport() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	report, err := space.Validate(context.Background(), config.Order{Options: []string{"PETROL20", "DIESEL30", "MAN6"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report)
	// Output:
	// invalid
	//   family engine (Engine) takes exactly one option
	//   R-ENG-012: DIESEL30 requires AUTO8 (The 3.0 diesel exceeds the torque limit of the manual gearbox.)
}

// Stats are the same on every machine, so that a test can hold a compilation
// to its work.
func ExampleStats() {
	space, err := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	stats := space.Stats()
	fmt.Println(stats.Rules, "rules,", stats.Variables, "variables,", stats.Clauses, "clauses")
	// Output: 2 rules, 6 variables, 6 clauses
}

func ExampleVerdict() {
	space, _ := solver.Compile(context.Background(), pickup(), config.Point{}, solver.Config{})
	for _, order := range []config.Order{
		{Options: []string{"PETROL20", "MAN6"}},
		{Options: []string{"PETROL20"}, Partial: true},
		{Options: []string{"PETROL20"}}, // it is complete, and has no gearbox
	} {
		report, err := space.Validate(context.Background(), order)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(order.Options, report.Verdict)
	}
	// Output:
	// [PETROL20 MAN6] valid
	// [PETROL20] extendable
	// [PETROL20] invalid
}

// Rules that contradict each other allow nothing. The error says which.
func ExampleVoidError() {
	b := rules.NewBuilder(pickup().Catalog())
	b.Add(rules.RuleSpec{ID: "R-1", Source: "engine = DIESEL30"})
	b.Add(rules.RuleSpec{ID: "R-2", Source: "!DIESEL30"})
	set, _ := b.Build()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	err := space.Buildable(context.Background())
	if void := (*solver.VoidError)(nil); errors.As(err, &void) {
		fmt.Println(void.Explanation)
	}
	// Output:
	// R-1: engine = DIESEL30
	// R-2: !DIESEL30
}

// A query by cost returns a configuration with its value.
func ExampleCosted() {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	price, err := solver.NewObjective(set.Catalog(), solver.Costs{
		Chosen: decimals(4000, 6500, 0, 1200, 300, 500), // in the order of the catalog
	}, config.None)
	if err != nil {
		log.Fatal(err)
	}
	diesel, _ := config.Order{Options: []string{"DIESEL30"}, Partial: true}.Bind(set.Catalog())
	cheapest, ok, err := space.Given(diesel).Cheapest(context.Background(), price)
	if err != nil || !ok {
		log.Fatal(err)
	}
	fmt.Println(codes(set.Catalog(), cheapest.Selection), "for", cheapest.Cost)
	// Output: DIESEL30 AUTO8 for 7700
}

// What a vehicle costs at least and at most with each option.
func ExampleRange() {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	price, err := solver.NewObjective(set.Catalog(), solver.Costs{Chosen: decimals(4000, 6500, 0, 1200, 300, 500)}, config.None)
	if err != nil {
		log.Fatal(err)
	}
	ranges, err := space.Ranges(context.Background(), nil, price)
	if err != nil {
		log.Fatal(err)
	}
	for o, r := range ranges {
		fmt.Println(set.Catalog().Code(config.OptionID(o)), r.Least, "to", r.Greatest)
	}
	// Output:
	// PETROL20 4000 to 5700
	// DIESEL30 7700 to 8200
	// MAN6 4000 to 4500
	// AUTO8 5200 to 8200
	// TOWBAR 4300 to 8000
	// RADAR 4500 to 8200
}

// A part costs in each configuration in which its usage holds.
func ExampleCosts() {
	set := pickup()
	usage, _ := rules.Parse(set.Catalog(), "AUTO8 & !TOWBAR")
	track := []rules.Expr{usage}
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{Track: track})
	price, err := solver.NewObjective(set.Catalog(), solver.Costs{
		Chosen: decimals(4000, 6500, 0, 1200, 300, 500), Tracked: decimals(450), Track: track,
	}, config.None)
	if err != nil {
		log.Fatal(err)
	}
	dearest, _, _ := space.Dearest(context.Background(), price)
	fmt.Println(codes(set.Catalog(), dearest.Selection), "for", dearest.Cost)
	// Output: DIESEL30 AUTO8 RADAR for 8650
}

// decimals returns numbers as decimals.
func decimals(numbers ...int64) []config.Decimal {
	list := make([]config.Decimal, len(numbers))
	for i, n := range numbers {
		list[i] = config.NewDecimal(n)
	}
	return list
}

// What a choice decides of all other options, under all rules.
func ExampleDomains() {
	ctx, set := context.Background(), pickup()
	space, _ := solver.Compile(ctx, set, config.Point{}, solver.Config{})
	domains, err := space.Domains(ctx)
	if err != nil {
		log.Fatal(err)
	}
	sel := set.Catalog().NewSelection()
	diesel, _ := set.Catalog().LookupOption("DIESEL30")
	sel.Choose(diesel)
	decided, possible, err := domains.Decided(ctx, nil, sel)
	if err != nil || !possible {
		log.Fatal(err)
	}
	for o := range decided.Len() {
		fmt.Println(set.Catalog().Code(config.OptionID(o)), decided.State(config.OptionID(o)))
	}
	// Output:
	// PETROL20 rejected
	// DIESEL30 chosen
	// MAN6 rejected
	// AUTO8 chosen
	// TOWBAR open
	// RADAR open
}

// draft returns an Explainer, and a selection that contradicts the rules.
func draft() (*solver.Explainer, *config.Selection) {
	set := pickup()
	space, _ := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	e, err := space.Explainer(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	sel, err := config.Order{Options: []string{"DIESEL30", "MAN6", "TOWBAR"}, Partial: true}.Bind(set.Catalog())
	if err != nil {
		log.Fatal(err)
	}
	return e, sel
}

func ExampleExplainer() {
	e, sel := draft()
	why, err := e.Explain(context.Background(), sel, solver.Explaining{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("smallest:", why.Smallest)
	fmt.Println(why)
	// Output:
	// smallest: true
	// the order has DIESEL30 (3.0 l diesel)
	// the order has MAN6 (6-speed manual)
	// R-ENG-012: DIESEL30 requires AUTO8 (The 3.0 diesel exceeds the torque limit of the manual gearbox.)
	// family gearbox (Gearbox) takes exactly one option
}

// A minimal conflict at once, which need not be a smallest one.
func ExampleExplaining() {
	e, sel := draft()
	why, err := e.Explain(context.Background(), sel, solver.Explaining{Searches: -1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(why.Causes), why.Minimal, why.Smallest)
	// Output: 4 true false
}

// Each way to make an order possible: without its lines, a rule, or the limit of a family.
func ExampleClash() {
	e, sel := draft()
	for c, err := range e.Clashes(context.Background(), sel, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if c.Correction {
			fmt.Println("without:", c.Causes[0])
		} else {
			fmt.Println("a conflict of", len(c.Causes))
		}
	}
	// Output:
	// a conflict of 4
	// without: the order has MAN6 (6-speed manual)
	// without: the order has DIESEL30 (3.0 l diesel)
	// without: R-ENG-012: DIESEL30 requires AUTO8 (The 3.0 diesel exceeds the torque limit of the manual gearbox.)
	// without: family gearbox (Gearbox) takes exactly one option
}

// The nearest ways out of an order that cannot be built.
func ExampleRepair() {
	e, sel := draft()
	for r, err := range e.Repairs(context.Background(), sel, solver.Repairing{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Cost, "change:", codes(sel.Catalog(), r.Selection))
	}
	// Output:
	// 1 change: MAN6 TOWBAR
	// 1 change: DIESEL30 TOWBAR
}

// The rules to relax so that an order can be built.
func ExampleRelaxation() {
	e, sel := draft()
	for r, err := range e.Relaxations(context.Background(), sel, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Cost, r.Causes)
	}
	// Output:
	// 1 [R-ENG-012: DIESEL30 requires AUTO8 (The 3.0 diesel exceeds the torque limit of the manual gearbox.)]
}

// A customer gives up the gearbox before the engine.
func ExampleRepairing() {
	e, sel := draft()
	cat := sel.Catalog()
	engine, _ := cat.LookupFamily("engine")
	weights := make([]int64, cat.NumFamilies())
	weights[engine] = 10
	for r, err := range e.Repairs(context.Background(), sel, solver.Repairing{Families: weights}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Cost, "change:", codes(cat, r.Selection))
	}
	// Output:
	// 1 change: DIESEL30 TOWBAR
	// 10 change: MAN6 TOWBAR
}

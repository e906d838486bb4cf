package difference_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// The new release has another name for a motor, a frame less, and a rule for the motor.
const (
	oldOptions = `
product: bicycle
families:
  - {family: frame, options: [CITY, TOURING, CARGO]}
  - {family: gears, options: [HUB, CHAIN]}
  - {family: extras, select: any, options: [MOTOR]}`
	newOptions = `
product: bicycle
families:
  - {family: frame, options: [CITY, TOURING]}
  - {family: gears, options: [HUB, CHAIN, BELT]}
  - {family: extras, select: any, options: [MOTOR2]}`
)

// bicycle compiles a release.
func bicycle(options, rule string) *solver.Space {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(options))
	if err != nil {
		log.Fatal(err)
	}
	b := rules.NewBuilder(cat)
	if rule != "" {
		b.Add(rules.RuleSpec{ID: "R-1", Source: rule, Reason: "The hub breaks."})
	}
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	return space
}

func ExampleCompare() {
	ctx := context.Background()
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "MOTOR2 requires !HUB")
	d, err := difference.Compare(ctx, before, after, difference.Config{
		Renames: []difference.Rename{{Old: "MOTOR", New: "MOTOR2"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Old, "before,", d.New, "after:", d.Kept.Count, "kept")
	fmt.Println(d.Lost.Count, "lost")
	for _, c := range d.Lost.Causes {
		fmt.Println(" ", c.Count, c)
	}
	fmt.Println(d.Gained.Count, "gained")
	for _, c := range d.Gained.Causes {
		fmt.Println(" ", c.Count, c)
	}
	// Output:
	// 12 before, 10 after: 6 kept
	// 6 lost
	//   4 it has no CARGO
	//   2 R-1: MOTOR2 requires !HUB (The hub breaks.)
	// 4 gained
	//   4 it has no BELT
}

func ExampleDifference() {
	ctx := context.Background()
	before, after := bicycle(oldOptions, ""), bicycle(oldOptions, "MOTOR requires !HUB")
	d, err := difference.Compare(ctx, before, after, difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Lost.Count, "of", d.Old, "are lost")
	// Output: 3 of 12 are lost
}

func ExamplePart_Smallest() {
	ctx := context.Background()
	before, after := bicycle(oldOptions, ""), bicycle(oldOptions, "MOTOR requires !HUB")
	d, err := difference.Compare(ctx, before, after, difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	lost, ok, err := d.Lost.Smallest(ctx)
	if err != nil || !ok {
		log.Fatal("nothing is lost", err)
	}
	fmt.Println(before.Catalog().Order(lost).Options)
	// Output: [CITY HUB MOTOR]
}

func ExampleCause_Smallest() {
	ctx := context.Background()
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "")
	d, err := difference.Compare(ctx, before, after, difference.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range d.Gained.Causes {
		sel, _, err := c.Smallest(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c, after.Catalog().Order(sel).Options)
	}
	// Output:
	// it has no MOTOR2 [CITY HUB MOTOR2]
	// it has no BELT [CITY BELT]
}

func ExampleConfig() {
	renames, err := difference.ReadRenames("renames.csv", strings.NewReader("old,new\nMOTOR,MOTOR2\n"))
	if err != nil {
		log.Fatal(err)
	}
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "")
	d, err := difference.Compare(context.Background(), before, after, difference.Config{Renames: renames})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Kept.Count, "kept")
	// Output: 8 kept
}

func ExampleRename() {
	before, after := bicycle(oldOptions, "").Catalog(), bicycle(newOptions, "").Catalog()
	_, err := difference.NewMatch(before, after, difference.Rename{Old: "MOTOR", New: "HUB"})
	fmt.Println(err)
	// Output:
	// MOTOR is renamed to HUB, which the old catalog has, too
	//     rename the old HUB as well
}

func ExampleMatch() {
	before, after := bicycle(oldOptions, "").Catalog(), bicycle(newOptions, "").Catalog()
	m, err := difference.NewMatch(before, after, difference.Rename{Old: "MOTOR", New: "MOTOR2"})
	if err != nil {
		log.Fatal(err)
	}
	usage, err := rules.Parse(before, "MOTOR & !CARGO")
	if err != nil {
		log.Fatal(err)
	}
	renamed, err := m.Forward(usage)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(renamed)
	// Output: MOTOR2
}

func ExampleMatch_Fate() {
	ctx := context.Background()
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "MOTOR2 requires !HUB")
	m, err := difference.NewMatch(before.Catalog(), after.Catalog(), difference.Rename{Old: "MOTOR", New: "MOTOR2"})
	if err != nil {
		log.Fatal(err)
	}
	fate, err := m.Fate(ctx, before, after, config.Order{ID: "O-1", Options: []string{"TOURING", "HUB", "MOTOR"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fate.Before, "before,", fate.After, "after, for", fate.Broken)
	fmt.Println("nearest:", fate.Repair.Order.Options)
	// Output:
	// valid before, invalid after, for [R-1: MOTOR2 requires !HUB (The hub breaks.)]
	// nearest: [TOURING HUB]
}

func ExampleFate() {
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "")
	m, err := difference.NewMatch(before.Catalog(), after.Catalog())
	if err != nil {
		log.Fatal(err)
	}
	fate, err := m.Fate(context.Background(), before, after, config.Order{ID: "O-1", Options: []string{"CARGO", "HUB"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fate.Breaks(), fate.Withdrawn)
	// Output: true [CARGO]
}

func ExampleRepair() {
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "")
	m, err := difference.NewMatch(before.Catalog(), after.Catalog())
	if err != nil {
		log.Fatal(err)
	}
	fate, err := m.Fate(context.Background(), before, after, config.Order{ID: "O-1", Options: []string{"CARGO", "HUB"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("without", fate.Repair.Drop, "with", fate.Repair.Add)
	// Output: without [CARGO] with [CITY]
}

func ExampleShared() {
	before, after := bicycle(oldOptions, ""), bicycle(newOptions, "!HUB")
	m, err := difference.NewMatch(before.Catalog(), after.Catalog())
	if err != nil {
		log.Fatal(err)
	}
	s, err := m.Shared(context.Background(), before, after, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("by", s.Options, "options:", s.Lost, "lost,", s.Gained, "gained,", s.Kept, "kept")
	// Output: by 4 options: 4 lost, 2 gained, 2 kept
}

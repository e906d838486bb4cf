package calendar_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/calendar"
)

// alu returns the calendar of a bicycle whose aluminium frame needs a light for some
// months.
func alu() *calendar.Calendar {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(
		"{product: bicycle, families: [{family: frame, options: [STEEL, ALU]}, {family: lamp, select: optional, options: [LIGHT]}]}"))
	if err != nil {
		panic(err)
	}
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "ALU requires LIGHT", Effectivity: config.Effectivity{From: config.NewDate(2026, 3, 1), Until: config.NewDate(2026, 9, 1)}})
	set, err := b.Build()
	if err != nil {
		panic(err)
	}
	return calendar.New(set, calendar.Config{})
}

// When can this order be built, and what stands in the way meanwhile?
func ExampleWindow() {
	windows, err := alu().Windows(context.Background(), config.Order{Options: []string{"ALU"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range windows {
		fmt.Println("until", w.Until, w.Verdict, w.Opens)
	}
	// Output:
	// until 2026-03-01 valid []
	// until 2026-09-01 invalid [R-1: ALU requires LIGHT]
	// until  valid []
}

// How many different bicycles are there, month for month?
func ExampleSegment() {
	segments, err := alu().Segments(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range segments {
		fmt.Println("until", s.Until, s.Count)
	}
	// Output:
	// until 2026-03-01 4
	// until 2026-09-01 3
	// until  4
}

// Which of the orders taken in February does a change-over break?
func ExampleCrossing() {
	orders := config.Orders("orders.jsonl", strings.NewReader(`
{"id": "1", "date": "2026-02-20", "options": ["ALU"]}
{"id": "2", "date": "2026-03-10", "options": ["ALU"]}
{"id": "3", "date": "2026-03-10", "options": ["STEEL"]}`))
	for c, err := range alu().Crossings(context.Background(), config.NewDate(2026, 2, 1), orders) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(c.Order.ID, "since", c.Window.From, c.Window.Opens)
	}
	// Output: 2 since 2026-03-01 [R-1: ALU requires LIGHT]
}

package line_test

import (
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// exampleRouting returns the way of a bicycle with the given options down the
// workshop.
func exampleRouting(codes ...string) *line.Routing {
	cat := exampleCatalog()
	s := exampleStructure(cat)
	x, err := s.Explode(exampleSelection(cat, codes...), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	r, err := exampleLine(s).Route(x)
	if err != nil {
		log.Fatal(err)
	}
	return r
}

// exampleFailure returns the error of routing a steel bicycle with a rack on a
// line of one station with the given operations.
func exampleFailure(operations string) error {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(
		"level,position,part,quantity,usage,station\n1,10,F-ST,1,STEEL,S1\n"))
	if err != nil {
		log.Fatal(err)
	}
	l, err := line.Read(cat, s, "line.yaml", strings.NewReader(
		"line: L\ntakt: 5 min\nstations:\n  - station: S1\n    operations:\n"+operations))
	if err != nil {
		log.Fatal(err)
	}
	x, err := s.Explode(exampleSelection(cat, "STEEL", "RACK"), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	_, err = l.Route(x)
	return err
}

// The frame is fitted only without a rack: this order has a part and no
// operation for it.
func ExampleCallError() {
	err := exampleFailure("      - {operation: CLAMP, duration: 40 s, parts: [10], when: '!RACK'}\n")
	if call := (*line.CallError)(nil); errors.As(err, &call) {
		fmt.Println(call.Part, "at", call.Station, "has the option", call.Takes)
	}
	// Output: F-ST at S1 has the option [RACK]
}

func ExampleConsumer() {
	err := exampleFailure("      - {operation: CLAMP, duration: 40 s, parts: [10], when: '!STEEL'}\n" +
		"      - {operation: WELD, duration: 70 s, parts: [10], when: 'STEEL & !RACK'}\n")
	if call := (*line.CallError)(nil); errors.As(err, &call) {
		for _, c := range call.Consumers {
			fmt.Println(c.Code, "when", c.When, "is done:", c.Done)
		}
	}
	// Output:
	// CLAMP when !STEEL is done: false
	// WELD when STEEL & !RACK is done: false
}

// Two operations that each come before the other cannot be in one order.
func ExampleCycleError() {
	err := exampleFailure("      - {operation: CLAMP, duration: 40 s, parts: [10], after: OIL, when: STEEL}\n" +
		"      - {operation: OIL, duration: 5 s, after: CLAMP, when: RACK}\n")
	if cycle := (*line.CycleError)(nil); errors.As(err, &cycle) {
		fmt.Println(cycle.Codes, "at", cycle.Station, cycle.Done)
	}
	// Output: [CLAMP OIL] at S1 [true true]
}

func ExampleOperation() {
	l := exampleLine(exampleStructure(exampleCatalog()))
	for id := range line.OperationID(l.NumOperations()) {
		o := l.Operation(id)
		fmt.Println(o.Code, "takes", o.Duration, "for positions", o.Parts)
	}
	// Output:
	// CLAMP takes 40 s for positions [10]
	// TRUE-UP takes 90 s for positions []
	// WHEELS takes 3.5 min for positions [20]
	// MOUNT-RACK takes 50 s for positions [30]
}

// An OperationID indexes a slice: here, how often each operation is done.
func ExampleOperationID() {
	r := exampleRouting("ALU")
	l := r.Line()
	done := make([]int, l.NumOperations())
	for _, visit := range r.Visits {
		for _, step := range visit.Steps {
			done[step.Operation]++
		}
	}
	for id, n := range done {
		fmt.Println(l.Operation(line.OperationID(id)).Code, n)
	}
	// Output:
	// CLAMP 1
	// TRUE-UP 1
	// WHEELS 1
	// MOUNT-RACK 0
}

func ExampleOperationSpec() {
	seconds := func(n int64) config.Quantity {
		unit, _ := config.ParseUnit("s")
		return config.Quantity{Amount: config.NewDecimal(n), Unit: unit}
	}
	l, err := line.New(exampleStructure(exampleCatalog()), line.Spec{
		Takt: seconds(300),
		Stations: []line.StationSpec{
			{Code: "S1", Operations: []line.OperationSpec{{Code: "CLAMP", Duration: seconds(40), Parts: []string{"10"}}}},
			{Code: "S2", Operations: []line.OperationSpec{{Code: "WHEELS", Duration: seconds(210), After: []string{"CLAMP"}}}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(l.Operation(1).Code, "comes after", l.Operation(l.Operation(1).After[0]).Code)
	// Output: WHEELS comes after CLAMP
}

func ExampleRouting() {
	r := exampleRouting("ALU", "RACK")
	fmt.Println("workload", r.Workload)
	for _, id := range r.Overloaded() {
		fmt.Println(r.Line().Station(id).Code, "exceeds the takt of", r.Line().Takt())
	}
	// Output:
	// workload 390 s
	// S2 exceeds the takt of 5 min
}

// A program that has no line.yaml describes its line in Go.
func ExampleSpec() {
	minutes, _ := config.ParseQuantity("5 min")
	seconds, _ := config.ParseQuantity("40 s")
	l, err := line.New(exampleStructure(exampleCatalog()), line.Spec{
		Name: "Workshop",
		Takt: minutes,
		Stations: []line.StationSpec{
			{Code: "S1", Operations: []line.OperationSpec{{Code: "CLAMP", Duration: seconds, Parts: []string{"10"}}}},
			{Code: "S2", Rides: []string{"20", "30"}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(l.Name(), "has", l.NumStations(), "stations")
	// Output: Workshop has 2 stations
}

// The lamp is mounted before the guard, but at a later station: bicycles with both cannot be
// built.
func ExampleReversal() {
	s := exampleStructure(exampleCatalog())
	l, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(`
line: Workshop
takt: 5 min
stations:
  - station: S1
    operations:
      - {operation: CLAMP, duration: 40 s, parts: [10]}
      - {operation: GUARD, duration: 20 s, when: STEEL, after: [LAMP]}
  - station: S2
    rides: [20, 30]
    operations:
      - {operation: LAMP, duration: 30 s, when: RACK}
`))
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range l.Reversals() {
		fmt.Println(l.Operation(r.After).Code, "comes after", l.Operation(r.Before).Code)
	}
	fmt.Println(l.Reversed(l.Reversals()[0], func(line.OperationID) bool { return true }))
	// Output:
	// GUARD comes after LAMP
	// operation GUARD at station S1 comes after LAMP, which is later, at station S2
}

func ExampleStation() {
	l := exampleLine(exampleStructure(exampleCatalog()))
	for _, station := range l.Stations() {
		fmt.Println(station.Code, "has", station.End-station.First, "operations")
	}
	// Output:
	// S1 has 1 operations
	// S2 has 3 operations
}

func ExampleStationID() {
	l := exampleLine(exampleStructure(exampleCatalog()))
	last := line.StationID(l.NumStations() - 1)
	for _, o := range l.Operations(last) {
		fmt.Println(l.Station(last).Code, o.Code)
	}
	// Output:
	// S2 TRUE-UP
	// S2 WHEELS
	// S2 MOUNT-RACK
}

// Parts that ride along are delivered to the station and need no operation.
func ExampleStationSpec() {
	minutes, _ := config.ParseQuantity("5 min")
	l, err := line.New(exampleStructure(exampleCatalog()), line.Spec{
		Takt: minutes,
		Stations: []line.StationSpec{
			{Code: "S1", Name: "Frames", Rides: []string{"10"}},
			{Code: "S2", Name: "Wheels", Rides: []string{"20", "30"}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(l.Station(1).Name, l.Station(1).Rides)
	// Output: Wheels [20 30]
}

// A step is an operation with the parts that it consumes.
func ExampleStep() {
	r := exampleRouting("ALU", "RACK")
	for _, visit := range r.Visits {
		for _, step := range visit.Steps {
			fmt.Println(r.Line().Operation(step.Operation).Code, len(step.Parts), "parts")
		}
	}
	// Output:
	// CLAMP 1 parts
	// WHEELS 3 parts
	// TRUE-UP 0 parts
	// MOUNT-RACK 1 parts
}

// A visit lists the parts that are called at its station.
func ExampleVisit() {
	r := exampleRouting("ALU")
	for _, visit := range r.Visits {
		fmt.Println(r.Line().Station(visit.Station).Code, visit.Workload, "overload:", visit.Overload)
		for _, id := range visit.Parts {
			fmt.Println(" ", r.Bill().Structure().Item(id).Part)
		}
	}
	// Output:
	// S1 40 s overload: false
	//   F-AL
	// S2 300 s overload: false
	//   WHEEL
	//   SPOKE
	//   GREASE
}

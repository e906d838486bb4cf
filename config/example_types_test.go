package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/confspace/confspace/config"
)

func ExampleAttribute() {
	cat, _ := vanBuilder().Build()
	mass, _ := cat.LookupAttribute("mass")
	a := cat.Attribute(mass)
	fmt.Println(a.Name, "in", a.Unit)
	// Output: mass in kg
}

// Ids have no gaps: a loop up to their number visits every attribute.
func ExampleAttributeID() {
	cat, _ := vanBuilder().Build()
	for a := range config.AttributeID(cat.NumAttributes()) {
		fmt.Println(a, cat.Attribute(a).Name)
	}
	// Output: 0 mass
}

// A value in another unit of the same dimension converts exactly.
func ExampleAttributeSpec() {
	b := config.NewBuilder("van")
	b.Attribute(config.AttributeSpec{Name: "length", Unit: unit("m")})
	b.Family(config.FamilySpec{Code: "body"})
	b.Option(config.OptionSpec{Family: "body", Code: "LONG", Values: map[string]config.Quantity{
		"length": must(config.ParseQuantity("5950 mm")),
	}})
	cat, _ := b.Build()
	fmt.Println(cat.Value(0, 0))
	// Output: 5.95 true
}

func ExampleFamily() {
	cat, _ := vanBuilder().Build()
	id, _ := cat.LookupFamily("bed")
	bed := cat.Family(id)
	fmt.Println("below", cat.Code(bed.Parent), "takes", bed.Select, "of", len(bed.Options))
	// Output: below PICKUP takes optional of 2
}

// A FamilyID indexes a slice: here, how many options of each family are chosen.
func ExampleFamilyID() {
	cat, _ := vanBuilder().Build()
	sel, _ := config.Order{Options: []string{"PICKUP", "LONG"}}.Bind(cat)
	chosen := make([]int, cat.NumFamilies())
	for o := range sel.Chosen() {
		chosen[cat.Option(o).Family]++
	}
	for f := range config.FamilyID(cat.NumFamilies()) {
		fmt.Println(cat.Family(f).Code, chosen[f])
	}
	// Output:
	// body 1
	// bed 1
	// extras 0
}

// A family below an option is asked for only when that option is chosen.
func ExampleFamilySpec() {
	b := config.NewBuilder("van")
	b.Family(config.FamilySpec{Code: "roof"})
	b.Option(config.OptionSpec{Family: "roof", Code: "FLAT"})
	b.Option(config.OptionSpec{Family: "roof", Code: "HIGH"})
	b.Family(config.FamilySpec{Code: "rails", Parent: "FLAT", Select: config.Optional})
	b.Option(config.OptionSpec{Family: "rails", Code: "SILVER"})
	cat, _ := b.Build()
	silver, _ := cat.LookupOption("SILVER")
	fmt.Println(cat.Code(cat.Parent(silver)))
	// Output: FLAT
}

func ExampleFormat() {
	b := config.NewBuilder("bell")
	b.Family(config.FamilySpec{Code: "tone"})
	b.Option(config.OptionSpec{Family: "tone", Code: "HIGH"})
	cat, _ := b.Build()
	_ = config.WriteCatalog(os.Stdout, cat, config.JSON)
	// Output:
	// {
	//   "format": "confspace/1",
	//   "product": "bell",
	//   "families": [
	//     {
	//       "family": "tone",
	//       "options": [
	//         {
	//           "code": "HIGH"
	//         }
	//       ]
	//     }
	//   ]
	// }
}

func ExampleDefault() {
	b := vanBuilder()
	b.Option(config.OptionSpec{Family: "bed", Code: "MIDDLE", Defaults: []config.Default{{When: "PICKUP", Rank: 2}}})
	cat, _ := b.Build()
	middle, _ := cat.LookupOption("MIDDLE")
	for _, d := range cat.Option(middle).Defaults {
		fmt.Println(d.When, d.Rank)
	}
	// Output: PICKUP 2
}

func ExampleOption() {
	cat, _ := vanBuilder().Build()
	id, _ := cat.LookupOption("LONG")
	long := cat.Option(id)
	fmt.Println(long.Code, "of family", cat.Family(long.Family).Code)
	// Output: LONG of family bed
}

// An order with wrong lines gives one defect for each. The first cause says
// which line it is and what is wrong with it.
func ExampleOptionError() {
	cat, _ := vanBuilder().Build()
	_, err := config.Order{ID: "O-1", Options: []string{"PICKUP", "LNG"}}.Bind(cat)
	if wrong := (*config.OptionError)(nil); errors.As(err, &wrong) {
		fmt.Println(wrong.Order, wrong.Code, wrong.Fault == config.UnknownOption)
	}
	// Output: O-1 LNG true
}

func ExampleOptionFault() {
	cat, _ := vanBuilder().Build()
	for _, codes := range [][]string{{"LNG"}, {"body"}, {"LONG", "LONG"}} {
		_, err := config.Order{Options: codes}.Bind(cat)
		if wrong := (*config.OptionError)(nil); errors.As(err, &wrong) {
			fmt.Printf("%s: %s\n", wrong.Code, wrong.Fault)
		}
	}
	// Output:
	// LNG: unknown option
	// body: family, not an option
	// LONG: named twice
}

// Ids have no gaps: a loop up to their number visits every option in the order
// of the catalog.
func ExampleOptionID() {
	cat, _ := vanBuilder().Build()
	for o := range config.OptionID(cat.NumOptions()) {
		fmt.Print(o, " ", cat.Code(o), "; ")
	}
	fmt.Println()
	// Output: 0 PICKUP; 1 SUV; 2 SHORT; 3 LONG; 4 TOWBAR;
}

func ExampleOptionSpec() {
	b := vanBuilder()
	b.Option(config.OptionSpec{
		Family: "extras", Code: "WINCH", Name: "Electric winch",
		Values:      map[string]config.Quantity{"mass": must(config.ParseQuantity("31 kg"))},
		Effectivity: config.Effectivity{From: config.NewDate(2027, 1, 1)},
	})
	cat, err := b.Build()
	winch, _ := cat.LookupOption("WINCH")
	fmt.Println(cat.Option(winch).Name, cat.Option(winch).Effectivity, err)
	// Output: Electric winch from 2027-01-01 <nil>
}

func ExamplePlantError() {
	b := vanBuilder()
	b.Plant(config.PlantSpec{Name: "LEIPZIG"})
	b.Plant(config.PlantSpec{Name: "PUEBLA"})
	cat, _ := b.Build()
	err := cat.CheckPlant("LEIPZG")
	if unknown := (*config.PlantError)(nil); errors.As(err, &unknown) {
		fmt.Println(unknown.Plant, "may mean", unknown.Nearest, "of", unknown.Declared)
	}
	// Output: LEIPZG may mean LEIPZIG of [LEIPZIG PUEBLA]
}

func ExamplePlantSpec() {
	b := vanBuilder()
	b.Plant(config.PlantSpec{Name: "PUEBLA"})
	b.Plant(config.PlantSpec{Name: "LEIPZIG"})
	cat, _ := b.Build()
	fmt.Println(cat.Plants())
	// Output: [PUEBLA LEIPZIG]
}

func ExamplePoint() {
	p := config.Point{Date: config.NewDate(2026, 11, 2), Serial: 17, Plant: "PUEBLA"}
	text, _ := json.Marshal(p)
	fmt.Println(p)
	fmt.Println(string(text))
	// Output:
	// 2026-11-02, serial 17, plant PUEBLA
	// {"date":"2026-11-02","serial":17,"plant":"PUEBLA"}
}

// An effectivity that depends on the date must be asked at a date.
func ExamplePointError() {
	e := config.Effectivity{From: config.NewDate(2027, 1, 1)}
	_, err := e.Covers(config.Point{Plant: "PUEBLA"})
	if less := (*config.PointError)(nil); errors.As(err, &less) {
		fmt.Println("missing:", less.Missing)
	}
	// Output: missing: date
}

func ExampleState() {
	cat, _ := vanBuilder().Build()
	sel := cat.NewSelection()
	long, _ := cat.LookupOption("LONG")
	short, _ := cat.LookupOption("SHORT")
	towbar, _ := cat.LookupOption("TOWBAR")
	sel.Choose(long)
	sel.Reject(short)
	fmt.Println(sel.State(long), sel.State(short), sel.State(towbar))
	// Output: chosen rejected open
}

func ExampleUnit() {
	kg, _ := config.ParseUnit("kg")
	code, _ := config.ParseUnit("KGM") // as UN/ECE Recommendation 20 has it
	fmt.Println(kg, kg.Dimension(), kg == code)
	// Output: kg mass true
}

// A declared unit converts from the built-in units of its dimension, exactly.
func ExampleUnitSpec() {
	b := vanBuilder()
	crate := b.Unit(config.UnitSpec{Symbol: "crate", Is: "24 pcs"})
	if _, err := b.Build(); err != nil {
		panic(err)
	}
	q := config.Quantity{Amount: config.NewDecimal(60), Unit: unit("pcs")}
	fmt.Println(q.In(crate))
	// Output: 2.5 crate <nil>
}

package rules_test

import (
	"fmt"
	"log"
	"os"
	"strings"
	"testing/fstest"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// vans returns a catalog of two bodies, two engines and some extras.
func vans() *config.Catalog {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(`
product: vans
attributes: {mass: kg}
families:
  - family: body
    options:
      - {code: VAN, mass: 1800}
      - {code: BUS, mass: 2300}
  - family: engine
    options:
      - {code: DIESEL, mass: 210.5}
      - {code: ELECTRIC, mass: 480}
  - family: extras
    select: any
    options:
      - {code: TOW_BAR, mass: 22}
      - {code: SUNROOF, mass: 17.5}
`))
	if err != nil {
		log.Fatal(err)
	}
	return cat
}

func ExampleParse() {
	cat := vans()
	e, err := rules.Parse(cat, "sum(mass) <= 2.6 t")
	fmt.Println(e, err)

	_, err = rules.Parse(cat, "TOW_BAR requires engine = DEISEL")
	fmt.Println(err)
	// Output:
	// 3600 * VAN + 4600 * BUS + 421 * DIESEL + 960 * ELECTRIC + 44 * TOW_BAR + 35 * SUNROOF <= 5200 <nil>
	// 1:27: unknown option DEISEL
	//     TOW_BAR requires engine = DEISEL
	//                               ^^^^^^
	//     did you mean DIESEL?
}

func ExampleExpr() {
	cat := vans()
	option := func(code string) rules.Expr {
		o, ok := cat.LookupOption(code)
		if !ok {
			log.Fatal("no option ", code)
		}
		return rules.Option(cat, o)
	}
	e := rules.Implies(option("TOW_BAR"), rules.Or(option("VAN"), option("DIESEL")))
	fmt.Println(e)
	for a := range e.Args() {
		fmt.Println(a.Op(), a)
	}
	// Output:
	// TOW_BAR => VAN | DIESEL
	// option TOW_BAR
	// or VAN | DIESEL
}

func ExampleExpr_Truth() {
	cat := vans()
	e, err := rules.Parse(cat, "TOW_BAR requires DIESEL")
	if err != nil {
		log.Fatal(err)
	}
	sel := cat.NewSelection()
	fmt.Println(e.Truth(sel), e.Holds(sel)) // nothing is decided; nothing is chosen

	o, _ := cat.LookupOption("TOW_BAR")
	sel.Choose(o)
	fmt.Println(e.Truth(sel), e.Holds(sel))

	o, _ = cat.LookupOption("DIESEL")
	sel.Choose(o)
	fmt.Println(e.Truth(sel), e.Holds(sel))
	// Output:
	// undecided true
	// undecided false
	// satisfied true
}

func ExampleLinear() {
	cat := vans()
	e, err := rules.Linear(cat, []rules.Term{{Option: 5, Coef: 4}, {Option: 4, Coef: 6}}, rules.AtMost, 7)
	fmt.Println(e, err)
	// Output: 3 * TOW_BAR + 2 * SUNROOF <= 3 <nil>
}

func ExampleRead() {
	files := fstest.MapFS{
		"rules.yaml": {Data: []byte(`
rules:
  - id: R-TOW-001
    rule: TOW_BAR requires DIESEL
    reason: The tow bar needs the torque of the diesel.
  - id: R-ROOF-001
    allowed: tables/roof.csv
`)},
		"tables/roof.csv": {Data: []byte("body,extras\nVAN,SUNROOF\nBUS,-\n")},
	}
	set, err := rules.Read(vans(), files, "rules.yaml")
	if err != nil {
		log.Fatal(err)
	}
	for id, r := range set.All() {
		fmt.Println(id, r)
	}
	fmt.Println(set.Rule(1).Expr)
	// Output:
	// 0 R-TOW-001: TOW_BAR requires DIESEL
	// 1 R-ROOF-001: allowed combinations of body, extras
	// VAN & SUNROOF | BUS & !(TOW_BAR | SUNROOF)
}

func ExampleBuilder() {
	cat := vans()
	body, _ := cat.LookupFamily("body")
	engine, _ := cat.LookupFamily("engine")
	bus, _ := cat.LookupOption("BUS")
	electric, _ := cat.LookupOption("ELECTRIC")

	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "BUS excludes TOW_BAR", Reason: "No type approval."})
	b.Add(rules.RuleSpec{ID: "T-1", Table: &rules.Table{
		Forbidden: true,
		Families:  []config.FamilyID{body, engine},
		Rows:      []rules.Row{{Cells: [][]config.OptionID{{bus}, {electric}}}},
	}})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	if err := rules.Write(os.Stdout, set); err != nil {
		log.Fatal(err)
	}
	// Output:
	// format: confspace/1
	// rules:
	//   - id: R-1
	//     rule: BUS excludes TOW_BAR
	//     reason: No type approval.
	//   - id: T-1
	//     forbidden:
	//       columns: [body, engine]
	//       rows:
	//         - [BUS, ELECTRIC]
}

func ExampleSet_At() {
	cat := vans()
	b := rules.NewBuilder(cat)
	change := config.NewDate(2027, 1, 1)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "BUS requires DIESEL", Effectivity: config.Effectivity{Until: change}})
	b.Add(rules.RuleSpec{ID: "R-1", Source: "BUS requires DIESEL | SUNROOF", Effectivity: config.Effectivity{From: change}})
	set, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	for _, date := range []config.Date{change - 1, change} {
		ids, err := set.At(config.Point{Date: date})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(date, set.Rule(ids[0]))
	}
	_, err = set.At(config.Point{})
	fmt.Println(err)
	// Output:
	// 2026-12-31 R-1: BUS requires DIESEL
	// 2027-01-01 R-1: BUS requires DIESEL | SUNROOF
	// rule R-1: the effectivity (until 2027-01-01) depends on the date; the order or the point must give one
}

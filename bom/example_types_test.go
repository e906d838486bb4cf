package bom_test

import (
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
)

// exampleErrors returns what Explode says of a bicycle without a frame.
func exampleErrors(cat *config.Catalog) bom.PositionErrors {
	none := cat.NewSelection()
	none.CloseWorld()
	_, err := exampleStructure(cat).Explode(none, config.Point{})
	var mismatches bom.PositionErrors
	if !errors.As(err, &mismatches) {
		log.Fatal("a bicycle needs no frame")
	}
	return mismatches
}

func ExampleCandidate() {
	for _, c := range exampleErrors(exampleCatalog())[0].Candidates {
		fmt.Println(c.Part, "for", c.Usage, "matches:", c.Matches())
	}
	// Output:
	// F-ST for STEEL matches: false
	// F-AL for ALU matches: false
}

// An item knows the row that it comes from, its path, and how much of it one
// product takes.
func ExampleItem() {
	s := exampleStructure(exampleCatalog())
	for item := range s.Items() {
		if item.Level > 1 {
			fmt.Println(item.Path, item.Part, "arrives with", s.Item(item.CalledWith).Part, "at", item.Station)
		}
	}
	// Output:
	// 20/10 SPOKE arrives with WHEEL at S2
	// 20/20 GREASE arrives with WHEEL at S2
}

// An ItemID is the same item in every bill of its structure, so that bills
// compare by ids.
func ExampleItemID() {
	cat := exampleCatalog()
	s := exampleStructure(cat)
	plain, _ := s.Explode(exampleSelection(cat, "ALU"), config.Point{})
	rack, err := s.Explode(exampleSelection(cat, "ALU", "RACK"), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	for _, id := range rack.IDs() {
		if !plain.Has(id) {
			fmt.Println("more:", s.Item(id).Part)
		}
	}
	// Output: more: RACK-A
}

// A part that stands at two positions is summed.
func ExamplePartTotal() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(`level,position,part,quantity,usage
1,10,BOLT,4,
1,20,BOLT,2,RACK
`))
	if err != nil {
		log.Fatal(err)
	}
	x, err := s.Explode(exampleSelection(cat, "ALU", "RACK"), config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	for _, total := range x.Flat() {
		fmt.Println(total.Part, total.Quantity, "at", total.Items, "places")
	}
	// Output: BOLT 6 pcs at 2 places
}

func ExamplePosition() {
	for _, p := range exampleStructure(exampleCatalog()).Positions() {
		fmt.Printf("%q %s takes %s of %d\n", p.Assembly, p.Code, p.Select, p.End-p.First)
	}
	// Output:
	// "" 10 takes one of 2
	// "" 20 takes one of 1
	// "WHEEL" 10 takes one of 1
	// "WHEEL" 20 takes one of 1
	// "" 30 takes one of 1
}

// The error has every position that the order does not fill.
func ExamplePositionErrors() {
	for _, mismatch := range exampleErrors(exampleCatalog()) {
		fmt.Println("position", mismatch.Path, "finds", mismatch.NumMatches(), "variants; the order lacks", mismatch.Lacks)
	}
	// Output: position 10 finds 0 variants; the order lacks [STEEL ALU]
}

func ExamplePositionID() {
	s := exampleStructure(exampleCatalog())
	for id := range bom.PositionID(s.NumPositions()) {
		for _, v := range s.Variants(id) {
			fmt.Println(id, v.Part)
		}
	}
	// Output:
	// 0 F-ST
	// 0 F-AL
	// 1 WHEEL
	// 2 SPOKE
	// 3 GREASE
	// 4 RACK-A
}

// Rows are an indented list: a row belongs to the nearest row above it whose
// level is one less.
func ExampleRow() {
	amount := func(n int64) config.Quantity { return config.Quantity{Amount: config.NewDecimal(n)} }
	s, err := bom.NewStructure(exampleCatalog(), []bom.Row{
		{Level: 1, Position: "10", Part: "WHEEL", Quantity: amount(2)},
		{Level: 2, Position: "10", Part: "SPOKE", Quantity: amount(36)},
	})
	if err != nil {
		log.Fatal(err)
	}
	for item := range s.Items() {
		fmt.Println(item.Path, item.Part, item.Total)
	}
	// Output:
	// 10 WHEEL 2 pcs
	// 10/10 SPOKE 72 pcs
}

// A position of "all" takes every variant whose usage holds, one of "optional"
// at most one.
func ExampleSelect() {
	cat := exampleCatalog()
	s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(`level,position,select,part,quantity,usage
1,10,all,BELL,1,
1,10,,LAMP,1,RACK
1,20,optional,BAG,1,RACK
`))
	if err != nil {
		log.Fatal(err)
	}
	for _, codes := range [][]string{{"ALU"}, {"ALU", "RACK"}} {
		x, err := s.Explode(exampleSelection(cat, codes...), config.Point{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(codes, "take", x.Len(), "items")
	}
	// Output:
	// [ALU] take 1 items
	// [ALU RACK] take 3 items
}

// A walk that jumps to Next passes over what is below.
func ExampleSlot() {
	s := exampleStructure(exampleCatalog())
	end := bom.SlotID(s.NumSlots())
	for id := bom.SlotID(0); id < end; id = s.Slot(id).Next {
		for item := s.Slot(id).First; item != bom.NoItem; item = s.Sibling(item) {
			first, end := s.Below(item)
			fmt.Println(s.Item(item).Path, s.Item(item).Part, "with", end-first, "slots below")
		}
	}
	// Output:
	// 10 F-ST with 0 slots below
	// 10 F-AL with 0 slots below
	// 20 WHEEL with 2 slots below
	// 30 RACK-A with 0 slots below
}

// Mismatch says why a selection does not fill a slot.
func ExampleSlotID() {
	cat := exampleCatalog()
	s := exampleStructure(cat)
	both := exampleSelection(cat, "ALU")
	steel, _ := cat.LookupOption("STEEL")
	both.Choose(steel)
	frame := bom.SlotID(0)
	fmt.Println(s.Mismatch(frame, both, config.Point{}).NumMatches(), "frames")
	// Output: 2 frames
}

// The variants of one position are its candidates, each with its usage.
func ExampleVariant() {
	s := exampleStructure(exampleCatalog())
	for _, v := range s.Variants(0) {
		fmt.Println(v.Place.Line, v.Part, v.Name, v.Quantity, v.Usage)
	}
	// Output:
	// 2 F-ST Steel frame 1 pcs STEEL
	// 3 F-AL Aluminium frame 1 pcs ALU
}

// Ids have no gaps: a loop up to their number visits every variant.
func ExampleVariantID() {
	s := exampleStructure(exampleCatalog())
	for id := range bom.VariantID(s.NumVariants()) {
		if s.Variant(id).Station == "" {
			fmt.Println(s.Variant(id).Part, "has no station of its own")
		}
	}
	// Output:
	// SPOKE has no station of its own
	// GREASE has no station of its own
}

// A column whose header stands in parentheses is for people, and stays with its row.
func ExampleNote() {
	s, err := bom.ReadStructure(exampleCatalog(), "bom.csv", strings.NewReader("level,position,part,quantity,(buyer)\n1,20,WHEEL,2,Miller\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range s.Variant(0).Notes {
		fmt.Println(n.Name, n.Text)
	}
	// Output: buyer Miller
}

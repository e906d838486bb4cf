package bom_test

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom"
)

// The catalog has defects of its own; the bill is read as far as it can be
// without one.
func ExampleCheckFile() {
	fmt.Println(bom.CheckFile("bom.csv", strings.NewReader(`level,position,part,quantity,unit,usage
0,,VAN-7,1,,
1,10,SCREW,0.3,,D20 | D30
1,20,GLUE,0.3,kg,D20 &
`)))
	// Output:
	// bom.csv:3:12: the quantity 0.3 is a fraction of a piece; pieces are whole
	//     1,10,SCREW,0.3,,D20 | D30
	//                ^^^
	//     write the unit it is measured in, such as kg, l or m, or whole pieces for several parents: quantity 3, per 10
	// bom.csv:4:23: expected a code, a number or (, found the end
	//     1,20,GLUE,0.3,kg,D20 &
	//                           ^
}

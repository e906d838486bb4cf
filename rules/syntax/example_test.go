package syntax_test

import (
	"fmt"

	"github.com/confspace/confspace/rules/syntax"
)

func ExampleParse() {
	n, err := syntax.Parse("(DIESEL30 requires AUTO8) & (sum(mass)<=3500)")
	fmt.Println(n, err)
	fmt.Println(n.Op, len(n.Args), n.Args[1].Op)

	_, err = syntax.Parse("DIESEL30 and AUTO8")
	fmt.Println(err)
	// Output:
	// (DIESEL30 requires AUTO8) & sum(mass) <= 3500 <nil>
	// & 2 <=
	// and cannot stand here: write &
}

func ExampleNode() {
	n := &syntax.Node{Op: syntax.Or, Args: []*syntax.Node{syntax.NewRef("DIESEL"), syntax.NewRef("2 litre")}}
	fmt.Println(n)
	// Output: DIESEL | "2 litre"
}

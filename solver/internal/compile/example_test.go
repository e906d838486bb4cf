package compile_test

import (
	"context"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
)

func ExampleCompile() {
	f := cnf.NewFormula(3, 3) // an engine, a tow bar, a roof rack
	f.AddClause(cnf.Pos(1))
	f.AddClause(cnf.Neg(2), cnf.Neg(3))
	c, stats, err := compile.Compile(context.Background(), f, compile.Options{MaxNodes: 1_000_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	counts := c.Counts(nil, nil)
	fmt.Println("configurations:", c.Count(new(big.Int), nil))
	fmt.Println("with a tow bar:", &counts[cnf.Pos(2)])
	fmt.Println("decisions:", stats.Decisions)
	// Output:
	// configurations: 3
	// with a tow bar: 1
	// decisions: 0
}

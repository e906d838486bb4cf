package circuit_test

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
)

// weights is the semiring of real numbers with a weight for each literal.
type weights []float64

func (weights) Zero(z *float64)             { *z = 0 }
func (weights) One(z *float64)              { *z = 1 }
func (w weights) Lit(z *float64, l cnf.Lit) { *z = w[l] }
func (weights) Sum(z, x, y *float64)        { *z = *x + *y }
func (weights) Product(z *float64, values []float64, children []circuit.Node) {
	*z = 1
	for _, child := range children {
		*z *= values[child]
	}
}

// The probability that an order is valid when its options are drawn
// independently.
func ExampleFold() {
	f := cnf.NewFormula(2, 2)
	f.AddClause(cnf.Neg(1), cnf.Neg(2))
	c, _, err := compile.Compile(context.Background(), f, compile.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := make(weights, 2*f.Vars()+2)
	w[cnf.Pos(1)], w[cnf.Neg(1)] = 0.5, 0.5
	w[cnf.Pos(2)], w[cnf.Neg(2)] = 0.25, 0.75
	fmt.Println(circuit.Fold(c, w, nil)[c.Root()])
	// Output: 0.875
}

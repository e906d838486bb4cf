package decomp_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/confspace/confspace/solver/internal/decomp"
)

// A ladder of 30 rungs comes apart at any rung.
func Example() {
	g := decomp.NewGraph(60)
	for v := 0; v < 60; v += 2 {
		g.Connect(v, v+1)
		if v > 0 {
			g.Connect(v-2, v)
			g.Connect(v-1, v+1)
		}
	}
	ctx, r := context.Background(), rand.New(rand.NewPCG(1, 2))
	stages, err := decomp.Dissection{Share: 0.3, Levels: 2, Budget: 1_000_000}.Stages(ctx, g, r)
	if err != nil {
		panic(err)
	}
	order, err := decomp.Eliminate(ctx, g, decomp.MinFill, stages, r)
	if err != nil {
		panic(err)
	}
	tree := decomp.FromOrder(g, order)
	fmt.Println("width at most 4:", tree.Width() <= 4)
	// Output: width at most 4: true
}

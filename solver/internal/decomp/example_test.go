package decomp_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/confspace/confspace/solver/internal/decomp"
)

// A ladder comes apart at any rung.
func Example() {
	g := decomp.NewGraph(60)
	for v := 0; v < 60; v += 2 {
		g.Connect(v, v+1)
		if v > 0 {
			g.Connect(v-2, v)
			g.Connect(v-1, v+1)
		}
	}
	ctx, r, budget := context.Background(), rand.New(rand.NewPCG(1, 2)), int64(1_000_000)
	order, err := decomp.Eliminate(ctx, g, decomp.MinFill, r, &budget, math.MaxInt)
	if err != nil {
		panic(err)
	}
	tree := decomp.FromOrder(g, order)
	fmt.Println(tree.Width())
	// Output: 2
}

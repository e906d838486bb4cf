// Whereused shows where a part is used: its places in the bill, with quantity, station and
// condition. Then it prints the condition under which a vehicle has the part, as short as
// the rules allow, and the number of such vehicles.
//
//	go run ./examples/whereused -date 2026-11-02 -plant NHV examples/vanline/product V1210.1010-01
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/solver"
)

func main() {
	var asOf config.Point
	asof.Flags(flag.CommandLine, &asOf, "vehicles are counted")
	if flag.Parse(); flag.NArg() != 2 {
		log.Fatal("usage: whereused [-date DATE] [-serial N] [-plant P] DIR PART")
	}
	p, err := product.Read(os.DirFS(flag.Arg(0)))
	if err == nil {
		err = whereUsed(context.Background(), os.Stdout, p, asOf, flag.Arg(1))
	}
	if err != nil {
		log.Fatal(asof.Hint(err))
	}
}

// whereUsed writes a line for each place of a part, and one for all together.
func whereUsed(ctx context.Context, w io.Writer, p *product.Product, asOf config.Point, part string) error {
	space, err := solver.Compile(ctx, p.Rules, asOf, solver.Config{})
	if err != nil || p.Structure == nil {
		return err
	}
	study, err := proof.NewStudy(ctx, space, asOf, p.Structure, nil)
	if err != nil {
		return err
	}
	use, err := study.WhereUsed(ctx, part)
	if err != nil {
		return err
	}
	for _, item := range use.Items {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", item.Path, item.Total, item.Station, p.Structure.Condition(item.ID))
	}
	_, err = fmt.Fprintf(w, "in %v vehicles, %.2f %%: %v\n", use.Count, 100*use.Share, use.When)
	return err
}

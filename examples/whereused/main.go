// Whereused tells where a part is used: places in the bill, how many, the station, and under
// which condition; and then under which condition a vehicle has the part, as short as the
// rules allow, and how many have it.
//
//	go run ./examples/whereused -date 2026-11-02 -plant NHV examples/vanline/product V1210.1010-01
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/rules"
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

// whereUsed writes a line for each place of a part, and one for all together. A part
// without a place is an error.
func whereUsed(ctx context.Context, w io.Writer, p *product.Product, asOf config.Point, part string) error {
	s := p.Structure
	if s == nil || s.ItemsOf(part) == nil {
		return fmt.Errorf("the bill has no part %s", part)
	}
	for _, id := range s.ItemsOf(part) {
		item := s.Item(id)
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", item.Path, item.Total, item.Station, when(s, item)); err != nil {
			return err
		}
	}
	if err := asof.Check(p.Catalog, asOf); err != nil {
		return err
	}
	use, err := vehicles(ctx, p, asOf, part)
	if missing := (*config.PointError)(nil); asOf == (config.Point{}) && errors.As(err, &missing) {
		_, err = fmt.Fprintln(w, "vehicles are not counted: give -date, -serial and -plant, as of which rules and parts are in force")
		return err
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "in %v vehicles, %.2f %%: %v\n", use.Count, 100*use.Share, use.When)
	}
	return err
}

// vehicles returns which vehicles have a part.
func vehicles(ctx context.Context, p *product.Product, asOf config.Point, part string) (*proof.Use, error) {
	space, err := solver.Compile(ctx, p.Rules, asOf, solver.Config{})
	if err != nil {
		return nil, err
	}
	study, err := proof.NewStudy(ctx, space, asOf, p.Structure, nil)
	if err != nil {
		return nil, err
	}
	return study.WhereUsed(ctx, part)
}

// when returns the conditions of an item and of all that it stands in.
func when(s *bom.Structure, item bom.Item) rules.Expr {
	var all []rules.Expr
	for id := item.ID; id != bom.NoItem; id = s.Item(id).Parent {
		for _, e := range []rules.Expr{s.Item(id).Usage, s.Item(id).When} {
			if !e.IsZero() {
				all = slices.Insert(all, 0, e)
			}
		}
	}
	if len(all) == 0 {
		return rules.True(s.Catalog())
	}
	return rules.And(all...)
}

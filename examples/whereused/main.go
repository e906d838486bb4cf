// Whereused tells where a part is used: places in the bill, how many, the station, and under which condition.
//
//	go run ./examples/whereused examples/vanline/product V1210.1010-01
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/rules"
)

func main() {
	if flag.Parse(); flag.NArg() != 2 {
		log.Fatal("usage: whereused DIR PART")
	}
	p, err := product.Read(os.DirFS(flag.Arg(0)))
	if err == nil {
		err = whereUsed(os.Stdout, p.Structure, flag.Arg(1))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// whereUsed writes a line for each place of a part. A part without one is an error.
func whereUsed(w io.Writer, s *bom.Structure, part string) error {
	if s == nil || s.ItemsOf(part) == nil {
		return fmt.Errorf("the bill has no part %s", part)
	}
	for _, id := range s.ItemsOf(part) {
		item := s.Item(id)
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", item.Path, item.Total, item.Station, when(s, item)); err != nil {
			return err
		}
	}
	return nil
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

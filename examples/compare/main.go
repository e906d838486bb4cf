// Compare compares two releases of a product: which configurations the new one gains, loses
// and keeps, exactly, and why.
//
//	go run ./examples/compare [flags] OLD NEW
//
// OLD and NEW are product directories or feature models in UVL (.uvl, .uvl.gz). Options are matched
// by their codes: a configuration with an option that only one release has is lost or
// gained.
//
//	-orders FILE    open orders of the old release, as JSON lines: those that break, why, and the
//	                nearest order that the new release can build; an order that says when and
//	                where it is built is asked as of then
//	-renames FILE   options that have another code in the new release: a CSV file with the
//	                columns old and new
//	-shared         what is kept, lost and gained by the options alone that both releases have: of
//	                use where all configurations have an option that is withdrawn or added
//	-causes N       how many causes of lost and gained configurations are printed; 0 is all
//	-json           everything as one JSON document on one line, examples/schema/compare.schema.json
//	-date, -serial, -plant
//	                as of when product directories are compared, if not of the first order's
//	                point, or else of the last change of the releases; without -plant in the
//	                first plant that both declare, or else each in its own
//	-old-date, -old-serial, -old-plant
//	                as of when OLD is, if not as of the same: with one directory as OLD and NEW
//	                what a change-over brings, or how two plants differ
//
// The exit status is 0 if the releases were compared, whatever differs, 1 if they could not be,
// or an open order breaks or has an error, which does not stop the others, and 2 for wrong usage.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/arguments"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// question is the question to the releases.
type question struct {
	asOf    against.Given
	orders  string // file; empty: none
	renames string // likewise
	shared  bool
	causes  int // how many are printed; 0: all
	asJSON  bool
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := arguments.New("compare", "[flags] OLD NEW\n\nOLD and NEW are product directories or UVL (.uvl, .uvl.gz). What -date, -serial and -plant do not say\nis that of the first order, or else of the last change, in a plant that both declare, or else in each its own.", stderr)
	var q question
	flags.StringVar(&q.orders, "orders", "", "a `file` of open orders of the old release, as JSON lines")
	flags.StringVar(&q.renames, "renames", "", "a CSV `file` of options that have another code in the new release")
	flags.BoolVar(&q.shared, "shared", false, "compare by the options alone that both releases have, too")
	flags.IntVar(&q.causes, "causes", 10, "how many causes of lost and gained configurations are printed; 0 is all")
	flags.BoolVar(&q.asJSON, "json", false, "print one JSON document")
	against.Flags(flags, &q.asOf, "product directories are compared")
	releases, err := arguments.Parse(flags, args)
	if err != nil {
		return arguments.Status(err)
	}
	if len(releases) != 2 || q.causes < 0 {
		flags.Usage()
		return 2
	}
	c, err := q.compare(ctx, releases[0], releases[1], stderr)
	if err == nil && q.asJSON {
		err = c.writeJSON(stdout)
	} else if err == nil {
		err = c.print(stdout, q.causes)
	}
	if err != nil {
		fmt.Fprintf(stderr, "compare: %v\n", err)
		return 1
	}
	if c.orders == nil {
		return 0
	}
	if len(c.orders.defects) > 0 {
		fmt.Fprintf(stderr, "compare: %v\n", c.orders.defects)
		return 1
	}
	if len(c.orders.broken) > 0 {
		return 1
	}
	return 0
}

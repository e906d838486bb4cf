// Vanline shows the whole chain on a product directory: from options and rules
// to the space, from an order to its verdict, its exact bill of materials and
// its station sequence.
//
//	go run ./examples/vanline [flags]
//
// Without flags it takes the line that is built into the program, one that
// builds pickups, SUVs, MPVs and vans mixed; resolves the first order of its
// orders.jsonl; and then explains why another of its orders cannot be built.
//
//	-order ID       that order alone ("all": each of them, one after the other)
//	-product DIR    another product directory
//	-orders FILE    other orders than the directory's orders.jsonl
//	-models LIST    the families whose valid combinations are the sales models
//	-shares FAMILY  whose shares of the configurations are printed; engine if empty
//	-cost NAME      the attribute that orders and models are costed by; price if empty
//	-space FILE     read the compiled space from a file, or write it there
//	-why            the condition that selected each part, each operation
//	-json           everything as one JSON document
//
// The exit status is 1 if an order has no answer or the proofs of bill and line
// find something, and 2 for wrong usage. An order that cannot be built is an
// answer.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"

	vanline "github.com/confspace/confspace/examples/vanline/product"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var (
		flags  = flag.NewFlagSet("vanline", flag.ContinueOnError)
		dir    = flags.String("product", "", "the product `directory`; the built-in line if empty")
		orders = flags.String("orders", "", "a `file` of orders; the directory's orders.jsonl if empty")
		order  = flags.String("order", "", "the `id` of the order to resolve, or all")
		why    = flags.Bool("why", false, "print the condition of each part and operation")
		asJSON = flags.Bool("json", false, "print JSON")
		q      questions
	)
	flags.StringVar(&q.models, "models", "", "the `families` that make a sales model, with commas between; if empty, "+
		"those of "+strings.Join(modelFamilies, ", ")+" that the product has and takes one option of")
	flags.StringVar(&q.shares, "shares", "", "the `family` whose shares of the configurations are printed; if empty, "+shareFamily)
	flags.StringVar(&q.cost, "cost", "", "the `attribute` that orders and models are costed by; if empty, "+costAttribute)
	flags.StringVar(&q.space, "space", "", "a `file` with the compiled space: it is read if it fits, and else written")
	flags.SetOutput(stderr)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "vanline: unexpected argument %q; see -help\n", flags.Arg(0))
		return 2
	}
	var files fs.FS = vanline.Files
	if *dir != "" {
		files = os.DirFS(*dir)
	}
	s, err := load(files, *dir, *orders)
	if err == nil {
		err = s.choose(*order)
	}
	if err == nil {
		err = s.answer(ctx, q)
	}
	if err != nil {
		fmt.Fprintf(stderr, "%v\n", err)
		return 1
	}
	if *asJSON {
		err = writeJSON(stdout, s)
	} else {
		err = writeText(stdout, s, *why)
	}
	if err != nil {
		fmt.Fprintf(stderr, "vanline: %v\n", err)
		return 1
	}
	if faults := s.faults(); faults != "" {
		fmt.Fprintf(stderr, "vanline: %s\n", faults)
		return 1
	}
	return 0
}

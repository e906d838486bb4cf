// Check proves product directories: it reads the files, tells every defect in
// them, and then proves bill and line over all orders that the rules allow, at
// every point at which something changes.
//
//	go run ./examples/check [flags] DIR...
//
// DIR has options.yaml and any of rules.yaml, bom.csv and line.yaml. Each
// finding is a line: where it is, its kind and number, what is wrong, as of
// when, and an order that shows it. The last line says what was proved. With
// several directories each line begins with its own.
//
//	-why             what each finding's order has and lacks, below its line
//	-witnesses FILE  write the orders that show the findings as JSON lines, of
//	                 one directory
//	-from DATE       leave out what lies before a date
//
// The exit status is 0 if nothing is wrong, 1 if something is, and 2 for wrong
// usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// question is what is asked of each directory.
type question struct {
	why       bool
	witnesses string // file; empty for none
	from      config.Date
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var q question
	flags.BoolVar(&q.why, "why", false, "print what each finding's order has and lacks")
	flags.StringVar(&q.witnesses, "witnesses", "", "a `file` for the orders that show the findings of one directory")
	flags.TextVar(&q.from, "from", config.Date(0), "the `date` before which nothing is proved")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: check [flags] DIR...\n\nDIR has options.yaml and any of rules.yaml, bom.csv and line.yaml.")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() == 0 {
		flags.Usage()
		return 2
	}
	if flags.NArg() == 1 {
		return q.check(ctx, flags.Arg(0), stdout, stderr)
	}
	if q.witnesses != "" {
		fmt.Fprintln(stderr, "check: -witnesses takes one directory: the ids of orders are of one product")
		return 2
	}
	status := 0
	for _, dir := range flags.Args() {
		status = max(status, q.check(ctx, dir, &prefixed{w: stdout, prefix: dir + ": "}, &prefixed{w: stderr, prefix: dir + ": "}))
		if ctx.Err() != nil {
			break
		}
	}
	return status
}

// check proves one directory and returns the exit status.
func (q question) check(ctx context.Context, dir string, stdout, stderr io.Writer) int {
	p, err := product.Read(os.DirFS(dir))
	if err != nil {
		fmt.Fprintf(stderr, "%v\n", err)
		return 1
	}
	found, err := prove(ctx, p, q.from)
	if err == nil {
		err = found.print(stdout, q.why)
	}
	if err == nil && q.witnesses != "" {
		err = found.writeOrders(q.witnesses)
	}
	if err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return 1
	}
	if len(found.findings) > 0 {
		return 1
	}
	return 0
}

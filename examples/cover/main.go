// Cover finds few test vehicles that together have every combination of t options that any
// vehicle can have:
//
//	go run ./examples/cover -t 2 [-given FILE] DIR
//
// DIR is a product directory, a feature model in UVL (.uvl), or a formula in DIMACS CNF (any
// other name); files may be compressed (.gz). It prints the vehicles as orders in JSON lines, those first that
// bring the most, and a summary with a lower bound to standard error: no set of vehicles that covers
// this has fewer.
//
//	-t N            how many options a combination has: 1 each option, 2 pairs, 3 triples
//	-given FILE     vehicles to begin with, as JSON lines, such as prototypes; a partial order is completed
//	-options LIST   only combinations of these options, with commas between; a family stands for all its options;
//	                - is none: with -t 1 and -parts the parts and operations alone
//	-rejected       a combination also has options that a vehicle lacks, as in the literature
//	-parts          the conditions of all parts and operations hold in a vehicle each, too
//	-csv            a table instead, with a column for each family
//	-check          print no vehicles, but what those of -given do not cover
//	-verify         prove by another way that all is covered, and the lower bound
//	-steps N        how many choices are taken to find fewer vehicles; -1 is none
//	-seed N         which of several sets of the same size is found
//	-date, -serial, -plant
//	                as of when, if not of the point of the first given vehicle, or else of the last change
//
// The exit status is 1 if there is no answer, or -check finds that something is missing, and 2 for wrong usage.
package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/arguments"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/cover"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// question is the question to the product.
type question struct {
	asOf    config.Point
	t       int
	given   string // file; empty: none
	options string // list; empty: all
	parts   bool
	csv     bool
	check   bool
	verify  bool
	seed    uint64
	cfg     cover.Config
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := arguments.New("cover", "[flags] DIR\n\nDIR is a product directory, UVL (.uvl) or DIMACS CNF.", stderr)
	var q question
	flags.IntVar(&q.t, "t", 2, "how many options a combination has")
	flags.StringVar(&q.given, "given", "", "a `file` of vehicles to begin with, as JSON lines")
	flags.StringVar(&q.options, "options", "", "a `list` of options and families with commas between, whose combinations alone are covered; - is none")
	flags.BoolVar(&q.cfg.Rejected, "rejected", false, "combinations also have options that a vehicle lacks")
	flags.BoolVar(&q.parts, "parts", false, "cover every part and operation, too")
	flags.BoolVar(&q.csv, "csv", false, "print a table")
	flags.BoolVar(&q.check, "check", false, "print what the given vehicles do not cover")
	flags.BoolVar(&q.verify, "verify", false, "prove that all is covered, and the lower bound")
	flags.IntVar(&q.cfg.Steps, "steps", 0, "how many choices are taken to find fewer vehicles; 0 is the default, -1 none")
	flags.Uint64Var(&q.seed, "seed", 1, "which of several sets is found")
	asof.Flags(flags, &q.asOf, "a product directory is asked")
	names, err := arguments.Parse(flags, args)
	if err != nil {
		return arguments.Status(err)
	}
	if len(names) != 1 || q.check && q.given == "" {
		flags.Usage()
		return 2
	}
	if q.check && (q.csv || q.verify) {
		fmt.Fprintln(stderr, "cover: -check prints no vehicles and proves no bound: leave out -csv and -verify")
		return 2
	}
	complete, err := q.answer(ctx, names[0], stdout, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "cover: %v\n", asof.Hint(err))
		return 1
	}
	if !complete {
		return 1
	}
	return 0
}

// answer answers the question; it reports whether all is covered.
func (q question) answer(ctx context.Context, name string, stdout, stderr io.Writer) (complete bool, err error) {
	space, err := q.read(ctx, name, stderr)
	if err != nil {
		return false, err
	}
	if q.check {
		report, err := cover.Check(ctx, space, q.t, q.cfg, q.cfg.Given)
		if err != nil {
			return false, err
		}
		for _, e := range report.Missing {
			fmt.Fprintln(stdout, e)
		}
		q.summary(stderr, space, len(q.cfg.Given), report.Covered, report.Interactions)
		return len(report.Missing) == 0, nil
	}
	suite, err := cover.Build(ctx, space, q.t, q.cfg, rand.New(rand.NewPCG(q.seed, 0)))
	if err != nil {
		return false, err
	}
	if q.verify {
		if err := suite.Verify(ctx); err != nil {
			return false, err
		}
	}
	if q.csv {
		err = cover.WriteCSV(stdout, space.Catalog(), suite.Vehicles)
	} else {
		err = config.WriteOrders(stdout, suite.Vehicles)
	}
	if err != nil {
		return false, err
	}
	q.summary(stderr, space, len(suite.Vehicles), suite.Interactions, suite.Interactions)
	if q.parts {
		fmt.Fprintf(stderr, "  conditions      %d\n", suite.Conditions)
	}
	for _, e := range suite.Never {
		fmt.Fprintf(stderr, "  never           %s\n", e)
	}
	q.bound(stderr, suite)
	return true, nil
}

// sizes are the names of interactions of 1, 2, ... options.
var sizes = []string{"option", "pair", "triple"}

// summary tells how many interactions so many vehicles cover.
func (q question) summary(w io.Writer, space *solver.Space, vehicles int, covered, all []int) {
	fmt.Fprintf(w, "  vehicles        %d\n", vehicles)
	for i, n := range all {
		name := fmt.Sprintf("sets of %d", i+1)
		if i < len(sizes) {
			name = sizes[i] + "s"
		}
		fmt.Fprintf(w, "  %-14s  %d of %d\n", name, covered[i], n)
	}
}

// bound tells the lower bound and how near to it the vehicles are.
func (q question) bound(w io.Writer, s *cover.Suite) {
	n := len(s.Vehicles)
	if s.Given > 0 {
		fmt.Fprintf(w, "  given           %d\n", s.Given)
	}
	switch {
	case n == s.Bound:
		fmt.Fprintf(w, "  lower bound     %d: no set has fewer vehicles\n", s.Bound)
	default:
		fmt.Fprintf(w, "  lower bound     %d; the vehicles are %.2f times as many\n", s.Bound, float64(n)/float64(s.Bound))
	}
	if q.verify {
		fmt.Fprintln(w, "  proved          coverage and lower bound")
	}
}

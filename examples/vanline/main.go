// Vanline shows the whole chain on a product directory: from options and rules
// to the space, from an order to its verdict, its exact bill of materials and
// its station sequence.
//
//	go run ./examples/vanline [flags]
//
// Without flags it takes the line that is embedded in the program, which builds
// pickups, SUVs, MPVs and vans mixed. It resolves the first order of its
// orders.jsonl, and then explains why another of its orders cannot be built. It
// prints the main facts on one screen, and how many lines -full adds. Of a product without
// orders it prints what needs none.
//
//	-full           everything: all options, parts, stations and operations
//	-why            -full, with the condition that selected each part and operation
//	-json           everything as one JSON document, see below
//	-worst          for each station the least, mean and most work of all vehicles instead,
//	                how many exceed its capacity, and the worst vehicle; with -json
//	                all of it, as proof.StationLoad writes itself
//	-take FILE      take rates instead: the mix of vehicles that has them, or why there is none, and
//	                what a day of that mix needs of each part at each supply area, of which
//	                the orders of the first order's day and plant are known, and which of these are
//	                left out, and why; see fit.Read for the file, and
//	                with -json examples/schema/take.schema.json for the document
//	-vehicles N     of -take: the vehicles of that day; 480 if not given
//	-book N         of -take: N orders drawn from the mix instead, as JSON lines; -seed S draws others
//	-order ID       that order alone ("all": each of them, one after the other)
//	-product DIR    another product directory
//	-orders FILE    other orders than the directory's orders.jsonl; - is standard input
//	-date, -serial, -plant
//	                the point of all questions, in place of the orders' own
//	-models LIST    the families whose valid combinations are the sales models
//	-shares FAMILY  whose shares of the configurations are printed; engine if empty
//	-cost NAME      the attribute of all costs; price if empty
//	-space FILE     read the compiled space from a file, or write it there
//	-list WHAT      list the orders, families or attributes that these flags name
//
// The exit status is 1 if an order has no answer or the proofs of bill and line
// find something, and 2 for wrong usage. An order that cannot be built is an
// answer.
//
// # The JSON document
//
// Its schema is examples/schema/vanline.schema.json. Empty members are left out.
// Counts are strings, since a float cannot hold them; so are quantities, with their
// unit.
//
//	format          confspace/1
//	product, as_of  the product and point of the space; as_of has date, serial and plant
//	families, options, rules
//	                their numbers, and the number of rules in force
//	model_families, models
//	                the families that make a sales model, and the number of valid models
//	configurations  how many there are
//	circuit         nodes, edges, and that it was proved
//	space           the use of -space
//	cost            attribute, cheapest and dearest, cheapest_model and dearest_model
//	shares          of each option: configurations that have it, and their share
//	findings        what the proofs of bill and line found: as proof.Finding writes
//	                itself
//	orders          of each: order, as config.Order writes itself, verdict and
//	                  variant, of   its number among all configurations, from 0
//	                  cost          as above, of its sales model, and order: its own
//	                  extensions    of a partial order: the configurations that have it
//	                  outlook       which parts and operations all of them have, some and
//	                                none: as proof.Outlook writes itself
//	                  conflict      why it cannot be built: as solver.Cause writes itself
//	                  broken        the demands it breaks, likewise
//	                  bom, routing  as in product.Resolution
//	                  error         the reason for a missing answer
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/confspace/confspace/examples/internal/arguments"
	"github.com/confspace/confspace/examples/internal/asof"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p := program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// program holds the surroundings of a run besides its arguments.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	folder         string // of space files, see calendar.Config; empty for none
}

// request is the request of the flags.
type request struct {
	inputs
	questions
	order  string
	list   string
	worst  bool
	take   planned
	style  style
	asJSON bool
}

// run answers the arguments and returns the exit status.
func (p program) run(ctx context.Context, args []string) int {
	r, status := p.parse(args)
	if r == nil {
		return status
	}
	s, err := p.ask(ctx, r)
	if err != nil {
		fmt.Fprintf(p.stderr, "%v\n", asof.Hint(err))
		return 1
	}
	return p.print(s, r)
}

// ask reads the inputs of a request and answers it, unless it only asks for a
// list.
func (p program) ask(ctx context.Context, r *request) (*session, error) {
	s, err := p.load(r.inputs)
	if err != nil || r.list == "families" || r.list == "attributes" {
		return s, err
	}
	if err := p.readOrders(s, r.inputs); err != nil {
		return s, err
	}
	if r.list != "" && len(s.orders) == 0 {
		return nil, fmt.Errorf("-list %s: %w", r.list, errNoOrders)
	} else if r.list != "" {
		return s, nil
	}
	if err := s.choose(r.order); err != nil {
		return nil, err
	}
	if r.worst {
		return s, s.worst(ctx)
	}
	if r.take.file != "" {
		return s, s.take(ctx, r.take)
	}
	return s, s.answer(ctx, r.questions)
}

// print writes the answers and returns the exit status.
func (p program) print(s *session, r *request) int {
	var err error
	switch {
	case r.list != "":
		err = lists[r.list](p.stdout, s)
	case r.worst && r.asJSON:
		err = writeWorstJSON(p.stdout, s)
	case r.worst:
		err = writeWorst(p.stdout, s)
	case r.take.file != "" && r.asJSON && r.take.book == 0:
		err = writeTakeJSON(p.stdout, s)
	case r.take.file != "":
		err = writeTake(p.stdout, s, r.style)
	case r.asJSON:
		err = writeJSON(p.stdout, s)
	default:
		err = writeText(p.stdout, s, r.style)
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "vanline: %v\n", err)
		return 1
	}
	if s.unread != nil {
		fmt.Fprintf(p.stderr, "%v\n", s.unread)
	}
	if faults := s.faults(); faults != "" {
		fmt.Fprintf(p.stderr, "vanline: %s\n", faults)
		return 1
	}
	if s.unread != nil {
		return 1
	}
	return 0
}

// contradiction says which of the given flags mean nothing without another one, or beside it; empty if
// none.
func (r *request) contradiction(given map[string]bool) string {
	for _, of := range []struct{ flag, needs string }{{"book", "take"}, {"vehicles", "take"}, {"seed", "book"}} {
		if given[of.flag] && !given[of.needs] {
			return "-" + of.flag + " needs -" + of.needs
		}
	}
	for _, two := range [][2]string{{"worst", "take"}, {"list", "take"}, {"list", "worst"}, {"book", "vehicles"}} {
		if given[two[0]] && given[two[1]] {
			return "-" + two[0] + " and -" + two[1] + " ask for two things: give one of them"
		}
	}
	return ""
}

// parse reads the flags. Without a request the program ends with the status.
func (p program) parse(args []string) (*request, int) {
	r := new(request)
	flags := flag.NewFlagSet("vanline", flag.ContinueOnError)
	flags.SetOutput(p.stderr)
	flags.BoolVar(&r.style.full, "full", false, "print everything")
	flags.BoolVar(&r.style.why, "why", false, "-full, with the condition of each part and operation")
	flags.BoolVar(&r.asJSON, "json", false, "print everything as JSON")
	flags.BoolVar(&r.worst, "worst", false, "print the worst vehicle of each station instead")
	flags.StringVar(&r.take.file, "take", "", "a `file` of take rates: print the mix that has them, and what a day of it needs, instead")
	flags.IntVar(&r.take.vehicles, "vehicles", 480, "of -take: the `number` of vehicles of the day")
	flags.IntVar(&r.take.book, "book", 0, "of -take: draw a `number` of orders from the mix instead")
	flags.Uint64Var(&r.take.seed, "seed", 1, "of -book: other `seeds` draw other orders")
	flags.StringVar(&r.order, "order", "", "the `id` of the order to resolve, or all")
	flags.StringVar(&r.product, "product", "", "the product `directory`; the built-in line if empty")
	flags.StringVar(&r.orders, "orders", "", "a `file` of orders, or - for standard input; the directory's orders.jsonl if empty")
	asof.Flags(flags, &r.asOf, "all is asked, in place of that of the orders")
	flags.StringVar(&r.models, "models", "", "the `families` that make a sales model, with commas between; if empty, "+
		"those of "+strings.Join(modelFamilies, ", ")+" that the product has and takes one option of")
	flags.StringVar(&r.shares, "shares", "", "the `family` whose shares of the configurations are printed; if empty, "+shareFamily)
	flags.StringVar(&r.cost, "cost", "", "the `attribute` of all costs; if empty, "+costAttribute)
	flags.StringVar(&r.space, "space", "", "a `file` with the compiled space: it is read if it fits, otherwise written")
	flags.StringVar(&r.list, "list", "", "list `what`: orders, families or attributes")
	if err := flags.Parse(args); err != nil {
		return nil, arguments.Status(err)
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(p.stderr, "vanline: unexpected argument %q; see -help\n", flags.Arg(0))
		return nil, 2
	}
	if r.take.vehicles < 0 || r.take.book < 0 {
		fmt.Fprintln(p.stderr, "vanline: -vehicles and -book must be 0 at least")
		return nil, 2
	}
	given := make(map[string]bool)
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if wrong := r.contradiction(given); wrong != "" {
		fmt.Fprintf(p.stderr, "vanline: %s\n", wrong)
		return nil, 2
	}
	if r.list != "" && lists[r.list] == nil {
		fmt.Fprintf(p.stderr, "vanline: -list knows orders, families and attributes, not %q\n", r.list)
		return nil, 2
	}
	return r, 0
}

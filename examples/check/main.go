// Check audits product directories: it reads the files, reports every defect
// in them, and then audits bill and line over all orders that the rules allow,
// at every point at which something changes. It also analyses the rules in force at one point, and
// those in force at other points alone.
//
//	go run ./examples/check [flags] DIR...
//
// DIR has options.yaml and any of rules.yaml, bom.csv, line.yaml, mates.yaml and orders.jsonl.
// Findings are grouped by kind. Those about the rules come first, such as an option that nobody
// can have, see package analysis; then those about bill and line, errors first, see package proof:
// each with its number, its place and the fault, and on a second line how many configurations meet
// it, when and where, and an order that shows it. Of notes only the number is printed. The last
// two lines sum up the analysis of the rules and the audit. With several directories each line
// begins with its directory.
//
//	-all             list the notes, too, and the accepted findings; and ask also which options come
//	                 only together, which rules can be shorter, what rules force together, and how
//	                 many configurations each of them alone removes
//	-why             the options that each finding's order has and lacks, and the rules from
//	                 which it follows
//	-fail-on LEAST   the severity with which the exit status is 1: error (default), warning, info;
//	                 none: no finding
//	-baseline FILE   accepted findings: a CSV file, columns kind, subject, reason and until, the
//	                 first day on which the finding counts again; a subject is its kind and code, as
//	                 -json has them, of positions, variants and operations with parts and operations
//	-today DATE      the day for that, if not today
//	-witnesses FILE  write the orders that show the findings as JSON lines, of
//	                 one directory
//	-from DATE       leave out the points before a date
//	-against OLD     what the product changes of an old release of it, a directory like DIR:
//	                 configurations lost and gained and why, parts needed and freed, what is newly
//	                 at fault
//	-orders FILE     open orders, as JSON lines: which cannot be built, and why; with -against
//	                 those that break, each with the nearest order that can be built, and
//	                 those that take other parts, at which stations
//	-renames FILE    options that have another code now: a CSV file, columns old and new
//	-next FILE       the station that each order comes to next: a CSV file, columns order and
//	                 station
//	-date, -serial, -plant
//	                 as of when the rules are analysed and it is compared, if not of the
//	                 first order's point, or else of the last change
//	-old-date, -old-serial, -old-plant
//	                 as of when -against asks the old release, if not as of the same
//	-json            all of it as one JSON document, examples/schema/check.schema.json:
//	                 format and products, of each directory, passes, defects of its
//	                 files, error, rules (analysis.Report), audit (proof.Report), orders (fleet.Report) and accepted,
//	                 the ids of findings
//	-sarif           all of it as SARIF 2.1.0: each defect and finding at its line
//
// If it takes longer, a terminal shows the progress.
//
// The exit status is 1 for a defect or an error, for a finding of the severity of -fail-on or a
// graver one, and for a broken order; 2 for wrong usage; and else 0.
package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/against"
	"github.com/confspace/confspace/examples/internal/arguments"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// question is the question to each directory.
type question struct {
	why       bool
	witnesses string // file; empty for none
	from      config.Date
	asJSON    bool
	asSARIF   bool
	all       bool
	failOn    proof.Severity
	baseline  *baseline
	today     config.Date
	stderr    io.Writer // for progress

	against, orders, renames string // directory and files; empty for none
	next                     map[string]stop
	asOf                     against.Given
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := arguments.New("check", "[flags] DIR...\n\nDIR has options.yaml and any of rules.yaml, bom.csv, line.yaml, mates.yaml and orders.jsonl.", stderr)
	var q question
	flags.BoolVar(&q.why, "why", false, "print the options that each finding's order has and lacks")
	flags.StringVar(&q.witnesses, "witnesses", "", "a `file` for the orders that show the findings of one directory")
	flags.BoolVar(&q.asJSON, "json", false, "print one JSON document")
	flags.BoolVar(&q.asSARIF, "sarif", false, "print one SARIF 2.1.0 document, for code-review pages")
	flags.TextVar(&q.from, "from", config.Date(0), "the `date` before which nothing is proved")
	flags.BoolVar(&q.all, "all", false, "print all findings, also informations and accepted ones, and what rules do alone and together")
	flags.TextVar(&q.failOn, "fail-on", proof.Error, "the least `severity`, error, warning or info, of findings with which the exit status is 1; none: no finding")
	accepted := flags.String("baseline", "", "a CSV `file` of accepted findings: kind, subject, reason and until, a date")
	flags.TextVar(&q.today, "today", today(), "of -baseline: the `date` of today")
	flags.StringVar(&q.against, "against", "", "an old release, a `directory`, to tell what the product changes of it")
	flags.StringVar(&q.orders, "orders", "", "a `file` of open orders, as JSON lines")
	flags.StringVar(&q.renames, "renames", "", "of -against: a CSV `file` of options that have another code now")
	next := flags.String("next", "", "of -orders: a CSV `file` of the stations that orders come to next")
	against.Flags(flags, &q.asOf, "the rules are analysed and -against compares")
	dirs, err := arguments.Parse(flags, args)
	if err != nil {
		return arguments.Status(err)
	}
	if len(dirs) == 0 {
		flags.Usage()
		return 2
	}
	if len(dirs) > 1 && q.witnesses != "" {
		fmt.Fprintln(stderr, "check: -witnesses takes one directory, since the ids of orders are of one product")
		return 2
	}
	if q.asJSON && q.asSARIF {
		fmt.Fprintln(stderr, "check: -json and -sarif are two forms of one output: give one of them")
		return 2
	}
	if len(dirs) > 1 && (q.against != "" || q.orders != "") || q.against == "" && (q.renames != "" || *next != "") || q.orders == "" && *next != "" {
		fmt.Fprintln(stderr, "check: -against and -orders take one directory; -renames and -next need -against, and -next needs -orders")
		return 2
	}
	if q.next, err = readNext(*next); err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return 1
	}
	if q.baseline, err = readBaseline(*accepted); err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return 1
	}
	q.stderr = stderr
	status := 0
	var all []*checked
	for _, dir := range dirs {
		out, errs := stdout, stderr
		if len(dirs) > 1 {
			out, errs = &prefixed{w: stdout, prefix: dir + ": "}, &prefixed{w: stderr, prefix: dir + ": "}
		}
		c := q.check(ctx, dir)
		all = append(all, c)
		if !c.passes(q.failOn) {
			status = 1
		}
		if !q.asJSON && !q.asSARIF {
			c.print(out, errs, q)
		}
		if c.report != nil && q.witnesses != "" {
			if err := c.report.writeOrders(q.witnesses, errs); err != nil {
				fmt.Fprintf(errs, "check: %v\n", err)
				status = 1
			}
		}
		if ctx.Err() != nil {
			break
		}
	}
	switch {
	case q.asJSON:
		err = writeJSON(stdout, all, q.failOn)
	case q.asSARIF:
		err = writeSARIF(stdout, all)
	}
	if err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return 1
	}
	return status
}

// today is the date of the clock: the only thing that asks for it is the end of what a
// baseline accepts.
func today() config.Date {
	year, month, day := time.Now().UTC().Date()
	return config.NewDate(year, month, day)
}

// check reads and audits one directory.
func (q question) check(ctx context.Context, dir string) *checked {
	c := &checked{dir: dir}
	files := os.DirFS(dir)
	p, err := product.Read(files)
	var list source.List
	list.AddError(source.Place{}, err)
	orders, err := checkOrders(files, names(files, p))
	list.AddError(source.Place{}, err)
	if list.Len() == 0 {
		err := checkDefaults(ctx, p)
		if list.AddError(source.Place{}, err); err != nil && !errors.As(err, &source.Defects{}) {
			c.err = err
			return c
		}
	}
	if err := list.Err(); err != nil {
		errors.As(err, &c.defects)
		return c
	}
	var asked sync.WaitGroup
	var failed error
	asked.Go(func() { c.ruled, failed = q.rules(ctx, p, orders) })
	c.report, c.err = q.audit(ctx, dir, p)
	asked.Wait()
	if c.err = cmp.Or(c.err, failed); c.err != nil {
		return c
	}
	q.baseline.accept(c.ruled.findings, q.today)
	q.baseline.accept(c.report.findings, q.today)
	c.report.remarks = q.baseline.remarks(q.today, c.findings())
	if q.against != "" {
		c.changed, c.err = q.compare(ctx, dir, p)
	} else if q.orders != "" {
		c.open, c.err = q.build(ctx, p)
	}
	return c
}

// print writes the result for a directory as text: findings to stdout, defects and
// errors to stderr.
func (c *checked) print(stdout, stderr io.Writer, q question) {
	if c.defects != nil {
		fmt.Fprintf(stderr, "%v\n", c.defects)
	}
	out := bufio.NewWriter(stdout)
	if c.ruled != nil {
		c.ruled.print(out, q)
	}
	if c.report != nil {
		c.report.print(out, q)
	}
	if c.ruled != nil {
		c.ruled.sum(out)
	}
	if c.report != nil {
		c.report.sum(out)
	}
	if c.open != nil {
		c.printOpen(out)
	}
	err := errors.Join(c.err, out.Flush())
	if c.changed != nil {
		err = errors.Join(err, c.changed.print(stdout))
		if len(c.changed.defects) > 0 {
			err = errors.Join(err, c.changed.defects)
		}
	}
	if err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
	}
}

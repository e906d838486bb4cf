// Count prints the exact number of configurations of each file:
//
//	go run ./examples/count [flags] FILE...
//
// A FILE is a formula in DIMACS CNF (any name), a feature model in UVL
// (.uvl), either of them compressed (.gz), or a product directory. The number
// of a formula is over the variables of its header.
//
// It prints the number, how many digits it has, the seconds that reading,
// compiling and counting took, and the size of the circuit. The number stands
// in a line of its own, so that `grep configurations` gives all of them.
//
//	-options        how many options are core (in every configuration), dead (in
//	                none) and false-optional (optional by the tree, and yet in
//	                every configuration that has the parent; published numbers
//	                count dead options below dead parents among them, feature
//	                editors such as FeatureIDE do not: both are given); and a line for
//	                each option, all out of one pass: "option", the code, the
//	                exact number of configurations with it, their share, and its
//	                anomalies, with tabs between; a formula has no tree, its
//	                options are all optional
//	-verify         a proof that the circuit has the configurations of the clauses,
//	                each once, and the seconds that took
//	-timeout, -nodes, -bytes
//	                when to give up on a file
//	-date, -serial, -plant
//	                as of when a product directory is counted
//
// The exit status is 1 if a file has no answer, and 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/arguments"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("count", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var q question
	flags.BoolVar(&q.options, "options", false, "print the number of configurations with each option, and anomalies")
	flags.BoolVar(&q.verify, "verify", false, "prove that the circuit has the configurations of the clauses, each once")
	flags.DurationVar(&q.timeout, "timeout", 0, "give up on a file after so long; 0 is never")
	flags.IntVar(&q.cfg.MaxNodes, "nodes", 0, "give up on circuits of more nodes; 0 is no limit")
	flags.Int64Var(&q.cfg.MaxBytes, "bytes", 0, "give up on circuits of more bytes; 0 is the compiler's default")
	asof.Flags(flags, &q.asOf, "a product directory is counted")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: count [flags] FILE...\n\nFILE is DIMACS CNF, UVL (.uvl), either with .gz, or a product directory.")
		flags.PrintDefaults()
	}
	files, err := arguments.Parse(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if len(files) == 0 {
		flags.Usage()
		return 2
	}
	status := 0
	for _, name := range files {
		if err := q.answer(ctx, name, stdout, progress.New(stderr, filepath.Base(name))); err != nil {
			var defects source.Defects // say themselves where they are
			if !errors.As(err, &defects) {
				err = fmt.Errorf("%s: %w", name, err)
			}
			fmt.Fprintf(stderr, "%v\n", err)
			status = 1
		}
		if ctx.Err() != nil {
			return 1
		}
	}
	return status
}

// question is what is asked of each file.
type question struct {
	asOf    config.Point
	cfg     solver.Config
	timeout time.Duration
	options bool
	verify  bool
}

// answer prints the answer for one file. The line about its compilation is gone
// by then.
func (q question) answer(ctx context.Context, name string, w io.Writer, line *progress.Line) error {
	if q.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, q.timeout)
		defer cancel()
	}
	start := time.Now()
	set, err := read(name)
	if err != nil {
		return err
	}
	if err := asof.Check(set.Catalog(), q.asOf); err != nil {
		return err
	}
	q.cfg.Progress = line.Report
	space, err := solver.Compile(ctx, set, q.asOf, q.cfg)
	line.Erase()
	if err != nil {
		return asof.Hint(err)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		// A formula may well have no model, but a product has to be built.
		if err := space.Buildable(ctx); err != nil {
			return err
		}
	}
	n, err := space.Count(ctx, new(big.Int))
	if err != nil {
		return err
	}
	digits := n.String()
	stats := space.Stats()
	fmt.Fprintf(w, "%s\n", name)
	fmt.Fprintf(w, "  configurations  %s\n", digits)
	fmt.Fprintf(w, "  digits          %d\n", len(digits))
	fmt.Fprintf(w, "  options         %d\n", set.Catalog().NumOptions())
	fmt.Fprintf(w, "  rules           %d\n", stats.Rules)
	fmt.Fprintf(w, "  circuit         %d nodes, %d edges\n", stats.Nodes, stats.Edges)
	fmt.Fprintf(w, "  seconds         %.2f\n", time.Since(start).Seconds())
	if q.verify {
		start := time.Now()
		if err := space.Verify(ctx); err != nil {
			return err
		}
		fmt.Fprintf(w, "  proved          in %.2f seconds\n", time.Since(start).Seconds())
	}
	if !q.options {
		return nil
	}
	t, err := countOptions(ctx, space)
	if err != nil {
		return err
	}
	return t.print(w)
}

// parts are files that stand in a product directory.
var parts = []string{"options.yaml", "options.json", "rules.yaml", "rules.json", "bom.csv", "line.yaml", "line.json", "orders.jsonl"}

// read reads a file or directory of any kind as rules on a catalog.
func read(name string) (*rules.Set, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return rules.ReadDir(os.DirFS(name))
	}
	dir, base := filepath.Split(name)
	if slices.Contains(parts, base) {
		return nil, fmt.Errorf("it is a file of a product; count takes the directory: %s", filepath.Clean(dir))
	}
	fsys := gunzipFS{os.DirFS(filepath.Clean(dir))}
	if strings.HasSuffix(strings.TrimSuffix(base, ".gz"), ".uvl") {
		return uvl.Read(fsys, base)
	}
	return readDIMACS(fsys, base)
}

func readDIMACS(fsys fs.FS, name string) (*rules.Set, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	f, err := dimacs.Read(name, file)
	if err != nil {
		return nil, err
	}
	return f.Set()
}

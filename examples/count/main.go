// Count prints the exact number of configurations of each file:
//
//	go run ./examples/count [flags] FILE...
//	go run ./examples/count -project FILE -by 'A, B & C, family'
//
// A FILE is a formula in DIMACS CNF (any name), a feature model in UVL (.uvl), a circuit
// of c2d, d4 or their kin (.nnf), any of them compressed (.gz), or a product directory. A
// formula is counted over the variables of its header, or over those of its lines "c p
// show" and "c ind"; a circuit over the variables that it announces or names.
//
// It prints the number, its digits, the seconds for reading, compiling and
// counting, and the size of the circuit. The number stands in a line of its
// own, so that `grep configurations` gives all of them.
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
//	-project, -by   the number of different answers that the configurations of a FILE
//	                give to conditions, with commas between; a family stands for each
//	                of its options
//	-nnf            a file to write the circuit of the last FILE to, -dialect c2d or d4
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
	"fmt"
	"io"
	"math/big"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/arguments"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/progress"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/nnf"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := arguments.New("count", "[flags] FILE...\n       count -project FILE -by CONDITIONS\n\nFILE is DIMACS CNF, UVL (.uvl) or a circuit (.nnf), with or without .gz, or a product directory.", stderr)
	var q question
	flags.BoolVar(&q.options, "options", false, "print the number of configurations with each option, and anomalies")
	flags.BoolVar(&q.verify, "verify", false, "prove that the circuit has the configurations of the clauses, each once")
	project := flags.String("project", "", "a `file` whose configurations only -by distinguishes")
	flags.StringVar(&q.by, "by", "", "`conditions` with commas between, whose answers distinguish the configurations of -project")
	flags.StringVar(&q.nnf, "nnf", "", "write the circuit to a `file`")
	flags.TextVar(&q.dialect, "dialect", nnf.C2D, "the `dialect` of -nnf, c2d or d4")
	flags.DurationVar(&q.timeout, "timeout", 0, "give up on a file after this time; 0 is never")
	flags.IntVar(&q.cfg.MaxNodes, "nodes", 0, "give up on circuits of more nodes; 0 is no limit")
	flags.Int64Var(&q.cfg.MaxBytes, "bytes", 0, "bound the memory of the compilation, in bytes; 0 is the compiler's default")
	asof.Flags(flags, &q.asOf, "a product directory is counted")
	files, err := arguments.Parse(flags, args)
	if err != nil {
		return arguments.Status(err)
	}
	if *project != "" {
		files = append(files, *project)
	}
	if len(files) == 0 || (*project == "") != (q.by == "") || *project != "" && len(files) > 1 {
		flags.Usage()
		return 2
	}
	status := 0
	for _, name := range files {
		if err := q.answer(ctx, name, stdout, progress.New(stderr, filepath.Base(name))); err != nil {
			var defects source.Defects // defects name their places
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

// question is the question to each file.
type question struct {
	asOf    config.Point
	cfg     solver.Config
	timeout time.Duration
	options bool
	verify  bool
	by      string // the conditions that distinguish configurations; empty: all options
	nnf     string // file for the circuit; empty: none
	dialect nnf.Dialect
}

// answer prints the answer for one file, after the line about its compilation
// was erased.
func (q question) answer(ctx context.Context, name string, w io.Writer, line *progress.Line) error {
	if q.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, q.timeout)
		defer cancel()
	}
	start := time.Now()
	space, err := q.space(ctx, name, line)
	line.Erase()
	if err != nil {
		return asof.Hint(err)
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
	fmt.Fprintf(w, "  options         %d\n", space.Catalog().NumOptions())
	fmt.Fprintf(w, "  rules           %d\n", stats.Rules)
	fmt.Fprintf(w, "  circuit         %s, %s\n", words.Number(stats.Nodes, "node"), words.Number(stats.Edges, "edge"))
	fmt.Fprintf(w, "  seconds         %.2f\n", time.Since(start).Seconds())
	if q.verify {
		start := time.Now()
		if err := space.Verify(ctx); err != nil {
			return err
		}
		fmt.Fprintf(w, "  proved          in %.2f seconds\n", time.Since(start).Seconds())
	}
	if q.options {
		t, err := countOptions(ctx, space)
		if err != nil {
			return err
		}
		if err := t.print(w); err != nil {
			return err
		}
	}
	if q.nnf != "" {
		return writeNNF(ctx, q.nnf, space, q.dialect)
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// The promise of confspace: this many times as fast as logicng-go on every line
// that takes it longer than this.
const (
	promisedRatio = 20
	promisedFrom  = 1.0 // seconds
)

func main() {
	child()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(compare(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// compare is the program; it returns the exit status.
func compare(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var (
		data   = flags.String("data", dataRoot(), "the `folder` of the reference data")
		lines  = flags.String("lines", "all", "the car `lines`, separated by commas")
		limit  = flags.Duration("limit", 5*time.Minute, "kill a run after so long")
		rounds = flags.Int("rounds", 1, "run each so often, and take the fastest")
	)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil || flags.NArg() > 0 || *rounds < 1 {
		fmt.Fprintln(stderr, "usage: peers [-data FOLDER] [-lines A,B] [-limit DURATION] [-rounds N]")
		return 2
	}
	refs, err := references(filepath.Join(*data, "mercedes"), names(*lines)...)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	fmt.Fprintf(stdout, "%s %s/%s, GOMAXPROCS %d, limit %v, rounds %d; seconds, and MiB taken from the system\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), *limit, *rounds)
	fmt.Fprintf(stdout, "%-10s | %-33s | %-33s |\n", "", engines[0].name, engines[1].name)
	cells := fmt.Sprintf("%6s %9s %9s %6s", "input", "compile", "count", "MiB")
	fmt.Fprintf(stdout, "%-10s | %s | %s | %7s\n", "line", cells, cells, "ratio")
	status := 0
	for _, ref := range refs {
		r, err := race(ctx, ref, *limit, *rounds)
		if err != nil {
			fmt.Fprintf(stderr, "%s: %v\n", ref.name, err)
			return 1
		}
		fmt.Fprintln(stdout, r)
		if complaint := r.complaint(); complaint != "" {
			fmt.Fprintf(stderr, "%s: %s\n", ref.name, complaint)
			status = 1
		}
	}
	return status
}

// names returns the names of a list, none for "all".
func names(list string) []string {
	if list == "all" {
		return nil
	}
	return strings.Split(list, ",")
}

// result is a row of the table.
type result struct {
	ref   reference
	limit time.Duration
	best  [len(engines)]run
}

// race runs the engines in turns. An engine that failed once does not run
// again.
func race(ctx context.Context, ref reference, limit time.Duration, rounds int) (result, error) {
	res := result{ref: ref, limit: limit}
	for round := range rounds {
		for i, e := range engines {
			best := &res.best[i]
			if best.Failure != "" {
				continue
			}
			r, err := apart(ctx, e, ref.path, limit)
			if err != nil {
				return res, err
			}
			if r.Failure == "" && r.Models != ref.count.String() {
				r.Failure = "counts " + r.Models
			}
			if round == 0 || r.Failure != "" || r.seconds() < best.seconds() {
				*best = r
			}
		}
	}
	return res, nil
}

// ratio returns how many times as fast confspace is, and whether that is a lower
// bound, since the other did not finish; 0 without two results.
func (r result) ratio() (times float64, atLeast bool) {
	ours, theirs := r.best[0], r.best[1]
	switch {
	case ours.Failure != "":
		return 0, false
	case theirs.Killed:
		return r.limit.Seconds() / ours.seconds(), true
	case theirs.Failure != "":
		return 0, false
	}
	return theirs.seconds() / ours.seconds(), false
}

// complaint names a broken promise of confspace, if any.
func (r result) complaint() string {
	if failure := r.best[0].Failure; failure != "" {
		return "confspace: " + failure
	}
	times, atLeast := r.ratio()
	if times == 0 || atLeast || times >= promisedRatio || r.best[1].seconds() <= promisedFrom {
		return ""
	}
	return fmt.Sprintf("%.1f times as fast; the promise is %d", times, promisedRatio)
}

func (r result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s |", r.ref.name)
	for _, c := range r.best {
		if c.Failure != "" {
			failure := c.Failure
			if len(failure) > 33 {
				failure = failure[:30] + "..."
			}
			fmt.Fprintf(&b, " %33s |", failure)
			continue
		}
		fmt.Fprintf(&b, " %6.3f %9.3f %9.3f %6d |", c.Input, c.Compile, c.Count, c.Bytes>>20)
	}
	switch times, atLeast := r.ratio(); {
	case times == 0:
		fmt.Fprintf(&b, " %7s", "-")
	case atLeast:
		fmt.Fprintf(&b, " %7s", fmt.Sprintf(">%.1f", times))
	default:
		fmt.Fprintf(&b, " %7.1f", times)
	}
	return b.String()
}

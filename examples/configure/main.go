// Configure is a session with a customer in the terminal: choices one by one, without dead ends.
//
//	go run ./examples/configure [flags] [FILE]
//
// FILE is a feature model in UVL (.uvl) or a formula in DIMACS (.cnf), each also compressed (.gz).
// Without FILE it is a product directory, by default the example line.
//
//	-product DIR    the product directory
//	-script FILE    read the commands from a file, and repeat each before its answer
//	-date, -serial, -plant
//	                as of when the product is configured, if not of its first order's point
//
// Commands, a line each; what follows # is a comment, and a code with a space or a # stands in double
// quotes. The first interrupt ends a command, and without one the program:
//
//	choose CODE     have an option: tells what it forces and rules out, or why it cannot be had
//	reject CODE     do without an option
//	insist [!]CODE  have an option, or with ! do without, and give up the fewest earlier choices
//	retract CODE    take back the choice on an option
//	undo, redo      take back the last step, or the last undo
//	why CODE        why an option is forced or impossible, and how that follows
//	show [FAMILY]   the families that still need something, or the options of a family
//	counts FAMILY   how many configurations are left with each option of a family, and their share
//	range ATTRIBUTE FAMILY
//	                the least and the greatest sum of an attribute, such as the price, with each of its options
//	complete [ATTRIBUTE]
//	                the configuration of the choices that misses the fewest defaults, or that with the least
//	                sum of an attribute, and of these that with the fewest options
//	repair [!]CODE...
//	                the fewest options to leave out so that the others can be had together; three ways at most
//	relax [!]CODE...
//	                the fewest rules to relax so that all can be had together; three ways at most
//	save FILE, restore FILE
//	                the choices, as JSON
//	help            the commands
//	quit            ends the session
//
// The exit status is 0, 1 if the product cannot be read or a command of a script is wrong, and 2 for
// wrong usage.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/arguments"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/gunzip"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
	"github.com/confspace/confspace/solver/session"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// interruptible returns a context that an interrupt ends. Another one ends the program, as does any after
// stop.
func interruptible(ctx context.Context) (_ context.Context, stop context.CancelFunc) {
	ctx, stop = signal.NotifyContext(ctx, os.Interrupt)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := arguments.New("configure", "[flags] [FILE]\n\nFILE is UVL (.uvl) or DIMACS (.cnf), also compressed (.gz).", stderr)
	var asOf config.Point
	product := flags.String("product", "", "the product `directory`; the example line if it is not given")
	script := flags.String("script", "", "a `file` of commands")
	asof.Flags(flags, &asOf, "a product directory is configured")
	files, err := arguments.Parse(flags, args)
	switch {
	case err != nil:
		return arguments.Status(err)
	case len(files) > 1 || len(files) == 1 && *product != "":
		flags.Usage()
		return 2
	}
	fail := func(err error) int {
		fmt.Fprintf(stderr, "configure: %v\n", err)
		return 1
	}
	reading, stop := interruptible(ctx)
	defer stop()
	space, err := read(reading, *product, files, asOf)
	if err != nil {
		return fail(asof.Hint(err))
	}
	s, err := session.New(reading, space, session.Config{})
	if err != nil {
		return fail(err)
	}
	d := &desk{session: s, out: stdout}
	if *script == "" {
		stop()
		return d.talk(ctx, stdin)
	}
	text, err := os.ReadFile(*script)
	if err != nil {
		return fail(err)
	}
	return d.replay(reading, filepath.Base(*script), string(text))
}

// read returns the space of a product or of a file.
func read(ctx context.Context, product string, files []string, asOf config.Point) (*solver.Space, error) {
	var set *rules.Set
	var err error
	if len(files) == 1 {
		set, err = readModel(files[0])
	} else {
		fsys := fs.FS(vanline.Files)
		if product != "" {
			fsys = os.DirFS(product)
		}
		if set, err = rules.ReadDir(fsys); err == nil && asOf == (config.Point{}) {
			asOf, err = firstPoint(fsys)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := asof.Check(set.Catalog(), asOf); err != nil {
		return nil, err
	}
	return solver.Compile(ctx, set, asOf, solver.Config{})
}

// readModel reads a feature model or a formula.
func readModel(name string) (*rules.Set, error) {
	dir, base := filepath.Split(name)
	fsys := gunzip.FS{FS: os.DirFS(filepath.Clean(dir))}
	switch filepath.Ext(strings.TrimSuffix(base, ".gz")) {
	case ".uvl":
		return uvl.Read(fsys, base)
	case ".cnf":
		file, err := fsys.Open(base)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		f, err := dimacs.Read(base, file)
		if err != nil {
			return nil, err
		}
		return f.Set()
	}
	return nil, fmt.Errorf("%s is neither a feature model (.uvl) nor a formula (.cnf); a product directory is given by -product", name)
}

// firstPoint returns the point of the first order of a product, the zero Point without orders.
func firstPoint(fsys fs.FS) (config.Point, error) {
	file, err := fsys.Open("orders.jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		return config.Point{}, nil
	} else if err != nil {
		return config.Point{}, err
	}
	defer file.Close()
	for o, err := range config.Orders("orders.jsonl", file) {
		return o.Point(), err
	}
	return config.Point{}, nil
}

// talk answers the commands of a terminal.
func (d *desk) talk(ctx context.Context, stdin io.Reader) int {
	fmt.Fprintln(d.out, "choose, reject, insist, retract, undo, redo, why, show, counts, range, complete, repair, relax, save, restore, help, quit")
	lines := bufio.NewScanner(stdin)
	for fmt.Fprint(d.out, "> "); lines.Scan(); fmt.Fprint(d.out, "> ") {
		asked, stop := interruptible(ctx)
		err := d.do(asked, lines.Text())
		stop()
		if errors.Is(err, errQuit) {
			return 0
		} else if err != nil {
			fmt.Fprintln(d.out, err)
		}
	}
	fmt.Fprintln(d.out)
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		fmt.Fprintln(d.out, "a line must be shorter than 64 KiB")
		return 1
	} else if err != nil {
		fmt.Fprintln(d.out, err)
		return 1
	}
	return 0
}

// replay answers the commands of a script.
func (d *desk) replay(ctx context.Context, name, text string) (status int) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		fmt.Fprintln(d.out, strings.TrimRight("> "+strings.TrimSuffix(line, "\n"), " \r"))
		if err := d.do(ctx, line); errors.Is(err, errQuit) {
			return status
		} else if err != nil {
			fmt.Fprintf(d.out, "%s:%d: %v\n", name, n, err)
			status = 1
		}
		if ctx.Err() != nil {
			return 1
		}
	}
	return status
}

// Package arguments parses the command lines of the examples.
package arguments

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// New returns the flags of a program. Its usage is what stands behind "usage: " and the name.
func New(program, usage string, stderr io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet(program, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintf(stderr, "usage: %s %s\n", program, usage)
		flags.PrintDefaults()
	}
	return flags
}

// Parse parses flags in any place, also behind other arguments, and returns the
// other arguments. After -- no argument is a flag.
func Parse(flags *flag.FlagSet, args []string) (others []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		if ended := len(args) - len(rest); len(rest) == 0 || ended > 0 && args[ended-1] == "--" {
			return append(others, rest...), nil
		}
		others, args = append(others, rest[0]), rest[1:]
	}
}

// Status returns the exit status after an error of Parse, which has printed it: 0 for -help,
// or 2.
func Status(err error) int {
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	return 2
}

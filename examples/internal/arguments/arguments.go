// Package arguments parses the command lines of the examples.
package arguments

import "flag"

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

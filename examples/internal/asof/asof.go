// Package asof has the flags for the point of a question: date, serial
// number and plant.
package asof

import (
	"flag"
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
)

// Flags defines -date, -serial and -plant, which set p. The text what says what
// they are for, such as "a product directory is counted".
func Flags(flags *flag.FlagSet, p *config.Point, what string) {
	flags.TextVar(&p.Date, "date", p.Date, "the `date` as of which "+what)
	flags.Uint64Var(&p.Serial, "serial", p.Serial, "the serial `number` as of which "+what)
	flags.StringVar(&p.Plant, "plant", p.Plant, "the `plant` for which "+what)
}

// Check returns an error that names the flag if a catalog does not declare its plant.
func Check(cat *config.Catalog, p config.Point) error {
	if p.Plant == "" {
		return nil
	}
	if err := cat.CheckPlant(p.Plant); err != nil {
		return fmt.Errorf("-plant: %w", err)
	}
	return nil
}

// flagOf has the flag for each field of a point, in the order in which a hint names them.
var flagOf = []struct{ field, flag string }{{"date", "-date"}, {"serial number", "-serial"}, {"plant", "-plant"}}

// Hint adds to an error of missing fields the flags that give them.
func Hint(err error) error {
	missing := make(map[string]bool)
	note(missing, err)
	var flags []string
	for _, f := range flagOf {
		if missing[f.field] {
			flags = append(flags, f.flag)
		}
	}
	switch n := len(flags); n {
	case 0:
		return err
	case 1:
		return fmt.Errorf("%w; give it by %s", err, flags[0])
	default:
		return fmt.Errorf("%w; give them by %s and %s", err, strings.Join(flags[:n-1], ", "), flags[n-1])
	}
}

// note notes the missing fields of all errors that err wraps.
func note(missing map[string]bool, err error) {
	switch err := err.(type) {
	case *config.PointError:
		missing[err.Missing] = true
	case interface{ Unwrap() []error }:
		for _, err := range err.Unwrap() {
			note(missing, err)
		}
	case interface{ Unwrap() error }:
		note(missing, err.Unwrap())
	}
}

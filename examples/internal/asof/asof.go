// Package asof has the flags for the point of a question: date, serial
// number and plant.
package asof

import (
	"errors"
	"flag"
	"fmt"

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

// flagOf has the flag for each field of a point.
var flagOf = map[string]string{"date": "date", "serial number": "serial", "plant": "plant"}

// Hint adds to an error of a missing field the flag that gives it.
func Hint(err error) error {
	if missing := (*config.PointError)(nil); errors.As(err, &missing) {
		return fmt.Errorf("%w; give it by -%s", err, flagOf[missing.Missing])
	}
	return err
}

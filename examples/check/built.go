package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/confspace/confspace/bom/fleet"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// maxRefused is how many open orders that cannot be built are told; -json tells ten times as many.
const maxRefused = 10

// build says of a file of open orders which the product can build, each as of its own point.
func (q question) build(ctx context.Context, p *product.Product) (report *fleet.Report, err error) {
	f, err := fleet.New(p, calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}}))
	if err != nil {
		return nil, err
	}
	most := maxRefused
	if q.asJSON {
		most *= 10
	}
	err = open(q.orders, func(file *os.File) error {
		report, err = f.Run(ctx, config.Orders(q.orders, file), fleet.Config{Refused: most})
		return err
	})
	return report, err
}

// allBuilt reports whether no open order is refused.
func (c *checked) allBuilt() bool {
	return c.open == nil || c.open.Outcomes[fleet.Built] == c.open.Orders
}

// printOpen writes how many open orders can be built, and the first that cannot.
func (c *checked) printOpen(out *bufio.Writer) {
	fmt.Fprintf(out, "\n%s: %d can be built", words.Number(c.open.Orders, "open order"), c.open.Outcomes[fleet.Built])
	for outcome := fleet.Built + 1; int(outcome) < len(c.open.Outcomes); outcome++ {
		if n := c.open.Outcomes[outcome]; n > 0 {
			fmt.Fprintf(out, ", %d %s", n, outcome)
		}
	}
	fmt.Fprintln(out)
	for _, r := range c.open.Refused {
		fmt.Fprintf(out, "  %s\n", strings.ReplaceAll(r.Err.Error(), "\n", "\n  "))
	}
	if more := c.open.Orders - c.open.Outcomes[fleet.Built] - len(c.open.Refused); more > 0 {
		fmt.Fprintf(out, "  and %d more\n", more)
	}
}

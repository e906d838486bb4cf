package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// tally holds the numbers of all configurations and of those with each
// option.
type tally struct {
	*solver.Tally
	cat  *config.Catalog
	pass time.Duration
}

// countOptions counts the configurations with each option, all in one pass.
func countOptions(ctx context.Context, space *solver.Space) (*tally, error) {
	start := time.Now()
	counts, err := space.Tally(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &tally{counts, space.Catalog(), time.Since(start)}, nil
}

// The anomalies are defined as in the literature on feature models (Benavides,
// Segura and Ruiz-Cortés: "Automated analysis of feature models 20 years
// later", 2010).

// core reports whether every configuration has the option, and a
// configuration exists.
func (t *tally) core(o config.OptionID) bool {
	return t.Total.Sign() > 0 && t.Options[o].Cmp(&t.Total) == 0
}

// dead reports whether no configuration has the option.
func (t *tally) dead(o config.OptionID) bool { return t.Options[o].Sign() == 0 }

// falseOptional reports whether the tree lets a configuration have the option's
// parent without the option, but no configuration does. That holds for a dead
// parent, too.
func (t *tally) falseOptional(o config.OptionID) bool {
	family := t.cat.Family(t.cat.Option(o).Family)
	parent := &t.Total
	if family.Parent != config.NoOption {
		parent = &t.Options[family.Parent]
	}
	return family.Select.Min < len(family.Options) && t.Options[o].Cmp(parent) == 0
}

// print writes the number of options with each anomaly, and a line for each
// option: code, number of configurations, share of all, and anomalies, with
// tabs between them.
func (t *tally) print(w io.Writer) error {
	out := bufio.NewWriter(w)
	var lines strings.Builder
	var core, dead, falseOptional, alive int
	total := new(big.Float).SetInt(&t.Total)
	for o := range config.OptionID(len(t.Options)) {
		var anomalies []string
		note := func(n *int, name string, is bool) {
			if is {
				*n++
				anomalies = append(anomalies, name)
			}
		}
		note(&core, "core", t.core(o))
		note(&dead, "dead", t.dead(o))
		note(&falseOptional, "false-optional", t.falseOptional(o))
		if t.falseOptional(o) && !t.dead(o) {
			alive++
		}
		share := new(big.Float).SetInt(&t.Options[o])
		if share.Sign() > 0 {
			share.Quo(share, total)
		}
		fmt.Fprintf(&lines, "option\t%s\t%s\t%.6g\t%s\n", t.cat.Code(o), &t.Options[o], share, strings.Join(anomalies, ","))
	}
	fmt.Fprintf(out, "  core            %d\n", core)
	fmt.Fprintf(out, "  dead            %d\n", dead)
	fmt.Fprintf(out, "  false-optional  %d\n", falseOptional)
	fmt.Fprintf(out, "  ... not dead    %d\n", alive)
	fmt.Fprintf(out, "  pass            %.1f ms for the counts of all options\n", float64(t.pass.Microseconds())/1000)
	out.WriteString(lines.String())
	return out.Flush()
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/words"
)

// worst finds the worst vehicle of each station, and the bounds of the work on the whole
// line, as of the first of the asking orders.
func (s *session) worst(ctx context.Context) error {
	if s.product.Line == nil {
		return errors.New("the product has no line: -worst needs line.yaml")
	}
	space, err := s.firstSpace(ctx)
	if err != nil {
		return err
	}
	if err := space.Buildable(ctx); err != nil {
		return err
	}
	study, err := proof.NewStudy(ctx, space, s.asOf, s.product.Structure, s.product.Line)
	if err != nil {
		return err
	}
	if s.loads, _, err = study.Worst(ctx, nil, nil); err != nil {
		return err
	}
	whole, err := study.Work()
	if err != nil {
		return err
	}
	s.least, s.most, _, err = space.Bounds(ctx, whole)
	return err
}

// writeWorst writes the bounds of the whole line and a line for each station: the bounds and the
// mean of its work, and the deciding options of the vehicle with the most work.
func writeWorst(w io.Writer, s *session) error {
	t := &text{bufio.NewWriter(w), style{}, s}
	l, all := s.product.Line, s.loads[0].Loads
	t.heading(s.product.Catalog.Product(), s.asOf.String())
	if all != nil {
		t.fact(l.Name(), "work at each station, of all "+words.Of(words.Grouped(all.Total()), "configuration"))
	}
	t.fact("whole line", minutes(s.least)+" to "+minutes(s.most)+" of work on a vehicle")
	fmt.Fprintf(t, "\n  station   least   mean   most     of   over  the vehicle with the most has\n")
	for _, x := range s.loads {
		mean, over := "?", "?"
		if x.Loads != nil {
			mean, over = minutes(config.Quantity{Amount: rounded(x.Mean), Unit: x.Capacity.Unit}), fmt.Sprintf("%.1f %%", 100*x.OverShare)
			switch {
			case x.Over.Sign() == 0:
				over = "-"
			case x.OverShare < 0.0005:
				over = "<0.1 %"
			}
		}
		line := fmt.Sprintf("  %s %s %s %s %s %s  %s", pad(x.Code, 8), right(minutes(x.Least.Value), 6), right(mean, 6),
			right(minutes(x.Greatest.Value), 6), right(minutes(x.Capacity), 6), right(over, 6), strings.Join(s.deciding(x), " "))
		fmt.Fprintln(t, strings.TrimRight(cut(line, width), " "))
	}
	return t.Flush()
}

// rounded rounds a number, such as one of seconds, for people.
func rounded(x float64) config.Decimal { return config.NewDecimal(int64(math.Round(x))) }

// deciding returns the options of the vehicle with the most work that the operations of a
// station name.
func (s *session) deciding(x proof.StationLoad) []string {
	named := make(map[string]bool)
	for _, o := range s.product.Line.Operations(x.Station) {
		if o.When.IsZero() {
			continue
		}
		for _, option := range o.When.Options() {
			named[s.product.Catalog.Code(option)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(x.Greatest.Order.Options), func(code string) bool { return !named[code] })
}

// writeWorstJSON writes the same as one document.
func writeWorstJSON(w io.Writer, s *session) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Format  string              `json:"format"`
		Product string              `json:"product"`
		AsOf    config.Point        `json:"as_of"`
		Line    string              `json:"line"`
		Takt    config.Quantity     `json:"takt"`
		Least   config.Quantity     `json:"least"`
		Most    config.Quantity     `json:"greatest"`
		Worst   []proof.StationLoad `json:"worst"`
	}{source.Format, s.product.Catalog.Product(), s.asOf, s.product.Line.Name(), s.product.Line.Takt(), s.least, s.most, s.loads})
}

package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/fit"
)

// planned are the flags of -take.
type planned struct {
	file     string // of targets; empty for none
	vehicles int    // of the day
	book     int    // orders to draw instead; 0 for none
	seed     uint64
}

// A day is a day's mix: take rates, the vehicles to build, and what they need.
type day struct {
	planned
	mix       *fit.Mix               // nil if there are conflicts
	conflicts []fit.Conflict         // of the targets
	shares    []float64              // by option, in the mix
	orders    iter.Seq[config.Order] // drawn from it, if requested
	known     []config.Order         // of the day
	left      []leftOut              // of the day
	faults    int                    // how many of these have an error
	others    int                    // orders of other days and plants
	demand    []proof.Demand         // nil if the product has no bill
}

// leftOut is an order of the day that is not planned with.
type leftOut struct {
	Order  string `json:"order"`
	Reason string `json:"reason"`
}

// take finds the mix of a file of take rates as of the first order that has a space, or the named one,
// and what the vehicles of a day need of each part, of which the orders of that day are known.
func (s *session) take(ctx context.Context, p planned) error {
	if s.showRefusal { // no order was named
		s.chosen = s.orders
	}
	space, err := s.firstSpace(ctx)
	if err != nil {
		return err
	}
	file, err := os.Open(p.file)
	if err != nil {
		return err
	}
	defer file.Close()
	targets, err := fit.Read(s.product.Catalog, p.file, file)
	if err != nil {
		return err
	}
	s.day = &day{planned: p}
	if s.day.mix, s.day.conflicts, err = fit.Find(ctx, space, targets); err != nil || s.day.mix == nil {
		return err
	}
	if p.book > 0 {
		s.day.orders, err = s.day.mix.Orders(ctx, rand.New(rand.NewPCG(p.seed, 0)), fit.Book{Prefix: "O-", Point: s.asOf})
		return err
	}
	if s.day.shares, err = s.day.mix.Shares(ctx, nil); err != nil || s.product.Structure == nil {
		return err
	}
	return s.stock(ctx)
}

// stock finds what the vehicles of the day need, of which the orders of that day are known.
func (s *session) stock(ctx context.Context) error {
	plan := proof.Plan{Vehicles: s.day.vehicles, Weights: s.day.mix.Weights()}
	for _, o := range s.orders {
		if o.Date != s.asOf.Date || o.Plant != s.asOf.Plant {
			s.day.others++
			continue
		}
		report, err := s.day.mix.Space().Validate(ctx, o)
		reason := ""
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil: // it is malformed, or of a serial number at which other rules are in force
			reason = err.Error()
			s.day.faults++
		case report.Verdict == solver.Invalid && len(report.Broken) > 0:
			reason = "cannot be built: " + report.Broken[0].String()
		case report.Verdict == solver.Invalid:
			reason = "cannot be built"
		case len(plan.Orders) == plan.Vehicles:
			reason = fmt.Sprintf("beyond the day's vehicles, -vehicles %d", plan.Vehicles)
		}
		if reason != "" {
			s.day.left = append(s.day.left, leftOut{o.ID, reason})
			continue
		}
		sel, err := o.Bind(s.product.Catalog)
		if err != nil {
			return err
		}
		s.day.known, plan.Orders = append(s.day.known, o), append(plan.Orders, sel)
	}
	study, err := proof.NewStudy(ctx, s.day.mix.Space(), s.asOf, s.product.Structure, s.product.Line)
	if err != nil {
		return err
	}
	s.day.demand, err = study.Demand(ctx, plan)
	return err
}

// writeTake writes the shares of the targets, and the parts that the day needs: those first of which most is
// expected and nobody knows how much.
func writeTake(w io.Writer, s *session, as style) error {
	d := s.day
	if d.orders != nil {
		return d.writeBook(w)
	}
	t := &text{bufio.NewWriter(w), as, s}
	t.heading(s.product.Catalog.Product(), s.asOf.String())
	if d.mix == nil {
		t.fact("take rates", "no mix of vehicles has them: "+words.Number(len(d.conflicts), "conflict"))
		for _, c := range d.conflicts {
			fmt.Fprintln(t)
			for i, line := range strings.Split(c.String(), "\n") {
				indent := strings.Repeat(" ", 2+2*min(i, 1))
				t.paragraph(indent, indent+"  ", line)
			}
		}
		return t.Flush()
	}
	targets := d.mix.Targets()
	met := d.mix.Met()
	rates := words.Number(len(targets), "target") + " met"
	if empty := len(slices.DeleteFunc(slices.Clone(met), func(share float64) bool { return !math.IsNaN(share) })); empty > 0 {
		rates = fmt.Sprintf("%s met, %d of nothing", words.Number(len(targets)-empty, "target"), empty)
	}
	t.fact("take rates", fmt.Sprintf("%s; as even as %.3g vehicles with equal shares", rates, math.Exp(d.mix.Entropy())))
	fmt.Fprintf(t, "\n    asked      mix  share of\n")
	for i, target := range targets {
		asked, _ := target.Share.Rat().Float64()
		name := target.Condition.String()
		if !target.Given.IsZero() {
			name += " of " + target.Given.String()
		}
		share := fmt.Sprintf("%.2f %%", 100*met[i])
		if math.IsNaN(met[i]) {
			share = "-" // of nothing
		}
		fmt.Fprintln(t, cut(fmt.Sprintf("%7.2f %% %s  %s", 100*asked, right(share, 8), name), width))
	}
	if d.demand != nil {
		t.stock()
	}
	return t.Flush()
}

// writeBook writes the first orders that are drawn.
func (d *day) writeBook(w io.Writer) error {
	var book []config.Order
	for o := range d.orders {
		if book = append(book, o); len(book) == d.book {
			break
		}
	}
	return config.WriteOrders(w, book)
}

// maxStock and maxLeft are the numbers of parts, and of orders that are left out, that are printed on
// one screen.
const maxStock, maxLeft = 20, 5

// stock writes the demand of parts that not every vehicle needs as much of.
func (t *text) stock() {
	d := t.s.day
	open := slices.DeleteFunc(slices.Clone(d.demand), func(x proof.Demand) bool { return x.Least.Amount.Equal(x.Greatest.Amount) })
	slices.SortStableFunc(open, func(x, y proof.Demand) int { return cmp.Compare(y.Expected, x.Expected) })
	areas := make(map[string]bool)
	for _, x := range d.demand {
		areas[x.Station] = true
	}
	fmt.Fprintln(t)
	t.fact("the day", fmt.Sprintf("%s, %s known", number(d.vehicles, "vehicle"), words.Number(len(d.known), "order")))
	if d.others > 0 {
		t.fact("", words.Number(d.others, "order")+" of other days or plants")
	}
	for i, left := range d.left {
		if !t.full && i == maxLeft {
			t.fact("", fmt.Sprintf("... and %d more; see -full", len(d.left)-i))
			break
		}
		name := ""
		if i == 0 {
			name = "left out"
		}
		t.fact(name, left.Order+": "+left.Reason)
	}
	t.fact("supply", fmt.Sprintf("%s at %s; %s depend on the orders", number(len(d.demand), "part"),
		words.Number(len(areas), "supply area"), words.Group(strconv.Itoa(len(open)))))
	fmt.Fprintf(t, "\n  at     part             expected    least greatest\n")
	for i, x := range open {
		if !t.full && i == maxStock {
			fmt.Fprintf(t, "  ... and %d more; see -full\n", len(open)-i)
			break
		}
		line := fmt.Sprintf("  %s %s %s %s %s %s  %s", pad(x.Station, 6), pad(x.Part, 15), right(fmt.Sprintf("%.1f", x.Expected), 9),
			right(x.Least.Amount.String(), 8), right(x.Greatest.Amount.String(), 8), pad(x.Unit.String(), 3), x.Name)
		fmt.Fprintln(t, strings.TrimRight(cut(line, width), " "))
	}
}

// writeTakeJSON writes all of it as one document.
func writeTakeJSON(w io.Writer, s *session) error {
	type optionShare struct {
		Option string  `json:"option"`
		Share  float64 `json:"share"`
	}
	type plan struct {
		Vehicles int            `json:"vehicles"`
		Orders   []string       `json:"orders"`
		LeftOut  []leftOut      `json:"left_out,omitempty"`
		Demand   []proof.Demand `json:"demand"`
	}
	out := struct {
		Format    string         `json:"format"`
		Product   string         `json:"product"`
		AsOf      config.Point   `json:"as_of"`
		Mix       *fit.Mix       `json:"mix,omitempty"`
		Conflicts []fit.Conflict `json:"conflicts,omitempty"`
		Shares    []optionShare  `json:"shares,omitempty"`
		Plan      *plan          `json:"plan,omitempty"`
	}{Format: source.Format, Product: s.product.Catalog.Product(), AsOf: s.asOf, Mix: s.day.mix, Conflicts: s.day.conflicts}
	for o, share := range s.day.shares {
		out.Shares = append(out.Shares, optionShare{s.product.Catalog.Code(config.OptionID(o)), share})
	}
	if s.day.demand != nil {
		out.Plan = &plan{s.day.vehicles, []string{}, s.day.left, s.day.demand}
		for _, o := range s.day.known {
			out.Plan.Orders = append(out.Plan.Orders, o.ID)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

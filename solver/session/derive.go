package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Inference is a step of a derivation. From what is known, one demand decides an option, or is
// broken, which is the contradiction that ends a derivation. Where no single demand decides
// anything, a case is tried: Suppose is the derivation of a contradiction from the opposite of
// Decides.
//
// JSON writes it as a part of its [Derivation], which knows the codes.
type Inference struct {
	From    []Choice     // what it needs: choices, and what earlier inferences decide
	Decides Choice       // unless Broken
	Broken  bool         // the demand cannot be met
	Cause   solver.Cause // the demand; its kind is zero if Suppose is set
	Suppose []Inference  // ends with one that is Broken
}

// Derivation leads from choices, and the opposite of what is to be shown, to a contradiction, each
// step by one demand.
//
// Its JSON is that of [Derivation.AppendJSON], examples/schema/derivation.schema.json.
type Derivation struct {
	// Decides is what is shown: the steps suppose its opposite.
	Decides Choice
	// Steps are in order; the last one is Broken. No step can be left out, but there may be a shorter
	// derivation.
	Steps []Inference
	// GaveUp says that there are no steps because the search for them passed its bound, or because a
	// demand is not a condition.
	GaveUp bool

	space *solver.Space
}

// maxWork bounds the search for a derivation, in options of the demands that are evaluated: a fraction
// of a second. pollWork is how much of it is done between two looks at the context.
const (
	maxWork  = 1 << 24
	pollWork = 1 << 14
)

// deriver derives a contradiction from literals and demands.
type deriver struct {
	ctx     context.Context
	cat     *config.Catalog
	demands []demand
	of      map[config.OptionID][]int // the demands that mention an option, ascending
	left    int                       // work left; at 0 nothing follows any more
	poll    int                       // work left at the next look at the context
}

// demand is a cause as a condition, and the options that it mentions.
type demand struct {
	cause   solver.Cause
	expr    rules.Expr
	options []config.OptionID
}

// derive returns a derivation of a contradiction from choices and demands, without a step that it
// does not need; nil if the search has passed its bound, or a demand is not a condition.
func derive(ctx context.Context, space *solver.Space, choices []Choice, causes []solver.Cause) ([]Inference, error) {
	d := &deriver{ctx: ctx, cat: space.Catalog(), of: make(map[config.OptionID][]int), left: maxWork, poll: maxWork}
	var all []int
	for c, e := range space.Demands() {
		if slices.Contains(causes, c) {
			if e.IsZero() {
				return nil, nil
			}
			options := e.Options()
			for _, o := range options {
				d.of[o] = append(d.of[o], len(d.demands))
			}
			all = append(all, len(d.demands))
			d.demands = append(d.demands, demand{c, e, options})
		}
	}
	known := d.cat.NewSelection()
	for _, c := range choices {
		known.Set(c.Option, c.state())
	}
	steps, _, ok := d.refute(known, all, true)
	switch {
	case d.left > 0 && ok:
		return steps, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	}
	return nil, nil
}

// Derivation derives the reason step by step: from the choices and the opposite of what is decided
// to a contradiction. The work is bounded; a reason of which the search passes the bound has no steps,
// and the Derivation says so. The zero Reason has none either. The error is the context's.
func (r Reason) Derivation(ctx context.Context) (Derivation, error) {
	source.NeedContext("session", ctx)
	if ctx.Err() != nil {
		return Derivation{}, context.Cause(ctx)
	}
	if r.space == nil {
		return Derivation{}, nil
	}
	choices := []Choice{r.Decides.opposite()}
	for _, c := range r.Causes {
		if c.Kind == solver.CauseLine {
			choices = append(choices, Choice{c.Option, c.Chosen})
		}
	}
	steps, err := derive(ctx, r.space, choices, r.Causes)
	if err != nil {
		return Derivation{}, err
	}
	return Derivation{r.Decides, steps, steps == nil, r.space}, nil
}

// violated reports whether a demand is broken, whatever is still open; it reports false once no work is
// left.
func (d *deriver) violated(x demand, sel *config.Selection) bool {
	if d.left <= d.poll {
		if d.poll -= pollWork; d.ctx.Err() != nil {
			d.left = 0
		}
	}
	if d.left <= 0 {
		return false
	}
	d.left -= 1 + len(x.options)
	return x.expr.Truth(sel) == rules.Violated
}

// refute derives a contradiction from what is known, with cases if need be. It returns the steps
// that it takes, and what of the known they need. Only the stirred demands can decide anything, or be
// broken: the options of the others have not changed since they could not.
func (d *deriver) refute(known *config.Selection, stirred []int, cases bool) (steps []Inference, needs []Choice, ok bool) {
	known = known.Clone()
	for d.left > 0 {
		for _, k := range stirred {
			if x := d.demands[k]; d.violated(x, known) {
				steps = append(steps, Inference{From: d.premises(x, known, nil), Broken: true, Cause: x.cause})
				steps, needs = prune(steps)
				return steps, needs, true
			}
		}
		found := d.round(known, stirred)
		if len(found) == 0 {
			i, ok := Inference{}, false
			if cases {
				i, ok = d.split(known)
			}
			if !ok {
				return nil, nil, false
			}
			found = []Inference{i}
		}
		stirred = nil
		for _, i := range found {
			known.Set(i.Decides.Option, i.Decides.state())
			stirred = append(stirred, d.of[i.Decides.Option]...)
		}
		slices.Sort(stirred)
		stirred = slices.Compact(stirred)
		steps = append(steps, found...)
	}
	return nil, nil, false
}

// round returns all that single stirred demands decide beside what is known, each option once.
func (d *deriver) round(known *config.Selection, stirred []int) (found []Inference) {
	next := known.Clone()
	for _, k := range stirred {
		x := d.demands[k]
		for _, o := range x.options {
			if next.State(o) != config.Open {
				continue
			}
			for _, c := range []Choice{{o, true}, {o, false}} {
				known.Set(o, c.opposite().state())
				decided := d.violated(x, known)
				known.Clear(o)
				if decided {
					found = append(found, Inference{From: d.premises(x, known, &c), Decides: c, Cause: x.cause})
					next.Set(o, c.state())
					break
				}
			}
		}
	}
	return found
}

// premises returns what a demand needs of the known to be broken, or to decide c.
func (d *deriver) premises(x demand, known *config.Selection, c *Choice) (from []Choice) {
	part := d.cat.NewSelection()
	for _, o := range x.options {
		part.Set(o, known.State(o))
	}
	if c != nil {
		part.Set(c.Option, c.opposite().state())
	}
	for _, o := range slices.Backward(x.options) {
		state := part.State(o)
		if state == config.Open || c != nil && o == c.Option {
			continue
		}
		part.Clear(o)
		if !d.violated(x, part) {
			part.Set(o, state)
			from = append(from, Choice{o, state == config.Chosen})
		}
	}
	slices.Reverse(from)
	return from
}

// split decides an option because its opposite leads to a contradiction: of all such options, the
// one with the shortest derivation that no further case is needed for; otherwise the first.
func (d *deriver) split(known *config.Selection) (best Inference, ok bool) {
	var first *Choice
	for _, x := range d.demands {
		for _, o := range x.options {
			if known.State(o) != config.Open {
				continue
			}
			for _, c := range []Choice{{o, true}, {o, false}} {
				if first == nil {
					first = &c
				}
				if d.left <= 0 {
					return Inference{}, false
				}
				if i, found := d.suppose(known, c, false); found && (!ok || len(i.Suppose) < len(best.Suppose)) {
					best, ok = i, true
				}
			}
		}
	}
	if ok || first == nil {
		return best, ok
	}
	return d.suppose(known, *first, true)
}

// suppose derives c from the contradiction of its opposite, with further cases if need be.
func (d *deriver) suppose(known *config.Selection, c Choice, cases bool) (Inference, bool) {
	known = known.Clone()
	known.Set(c.Option, c.opposite().state())
	steps, needs, ok := d.refute(known, d.of[c.Option], cases)
	needs = slices.DeleteFunc(needs, func(n Choice) bool { return n == c.opposite() })
	return Inference{From: needs, Decides: c, Suppose: steps}, ok
}

// prune leaves out the steps that the last one does not need, and returns what the others need
// that none of them decides.
func prune(steps []Inference) (kept []Inference, needs []Choice) {
	for _, i := range slices.Backward(steps) {
		at := slices.Index(needs, i.Decides)
		if !i.Broken && at < 0 {
			continue
		}
		if !i.Broken {
			needs = slices.Delete(needs, at, at+1)
		}
		for _, c := range i.From {
			if !slices.Contains(needs, c) {
				needs = append(needs, c)
			}
		}
		kept = append(kept, i)
	}
	slices.Reverse(kept)
	return kept, needs
}

// opposite returns the choice for the other value.
func (c Choice) opposite() Choice { return Choice{c.Option, !c.Chosen} }

// String returns a line for each step, between what is supposed and what is shown by that; the empty
// text without steps:
//
//	suppose TERRA:
//	  BEV demands SPARE_KIT by R-CHS-020
//	  TERRA demands SPARE_FULL by R-CHS-022
//	  SPARE_FULL and SPARE_KIT break family spare
//	so no TERRA
func (d Derivation) String() string {
	if len(d.Steps) == 0 {
		return ""
	}
	return strings.Join(d.lines(nil, []Inference{{Decides: d.Decides, Suppose: d.Steps}}, ""), "\n")
}

// lines appends a line for each step.
func (d Derivation) lines(dst []string, steps []Inference, indent string) []string {
	for _, i := range steps {
		if i.Suppose != nil {
			dst = append(dst, indent+"suppose "+d.name(i.Decides.opposite())+":")
			dst = append(d.lines(dst, i.Suppose, indent+"  "), indent+"so "+d.name(i.Decides))
			continue
		}
		dst = append(dst, indent+d.line(i))
	}
	return dst
}

// line returns a step by one demand as text.
func (d Derivation) line(i Inference) string {
	demand := d.demand(i.Cause)
	var names []string
	for _, c := range i.From {
		names = append(names, d.name(c))
	}
	from := strings.Join(names, " and ")
	option := d.space.Catalog().Code(i.Decides.Option)
	switch {
	case i.Broken && len(names) == 0:
		return demand + " cannot be met"
	case i.Broken:
		return from + verb(len(names), " breaks ", " break ") + demand
	case len(names) == 0 && i.Decides.Chosen:
		return demand + " demands " + option
	case len(names) == 0:
		return demand + " rules out " + option
	case i.Decides.Chosen:
		return from + verb(len(names), " demands ", " demand ") + option + " by " + demand
	}
	return from + verb(len(names), " rules out ", " rule out ") + option + " by " + demand
}

// verb returns the verb for one subject, or for more.
func verb(subjects int, one, more string) string {
	if subjects == 1 {
		return one
	}
	return more
}

// name returns "BEV" or "no BEV".
func (d Derivation) name(c Choice) string {
	if c.Chosen {
		return d.space.Catalog().Code(c.Option)
	}
	return "no " + d.space.Catalog().Code(c.Option)
}

// demand returns the name of a demand: "R-CHS-020", "family spare".
func (d Derivation) demand(c solver.Cause) string {
	cat := d.space.Catalog()
	switch c.Kind {
	case solver.CauseRule:
		return d.space.Rules().Rule(c.Rule).ID
	case solver.CauseRow:
		return fmt.Sprintf("%s, row %d", d.space.Rules().Rule(c.Rule).ID, c.Row+1)
	case solver.CauseFamily:
		return "family " + cat.Family(c.Family).Code
	case solver.CauseParent:
		return "the place of " + cat.Code(c.Option) + " below " + cat.Code(cat.Parent(c.Option))
	}
	return "the effectivity of " + cat.Code(c.Option)
}

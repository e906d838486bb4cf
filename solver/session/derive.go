package session

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Inference is a step of a derivation. From what is known, one demand decides an option, or is
// broken, which is the contradiction that ends a derivation. Where no single demand decides
// anything, a case is tried: Suppose is the derivation of a contradiction from the opposite of
// Decides.
type Inference struct {
	From    []Choice     `json:"from"`    // what it needs: choices, and what earlier inferences decide
	Decides Choice       `json:"decides"` // unless Broken
	Broken  bool         `json:"broken"`  // the demand cannot be met
	Cause   solver.Cause `json:"cause"`   // the demand; its kind is zero if Suppose is set
	Suppose []Inference  `json:"suppose"` // ends with one that is Broken
}

// Derivation leads from choices, and the opposite of what is to be shown, to a contradiction, each
// step by one demand.
type Derivation struct {
	// Steps are in order; the last one is Broken. There are none if the search for them passed its
	// bound. No step can be left out, but there may be a shorter derivation.
	Steps []Inference `json:"steps"`

	space *solver.Space
}

// UnmarshalJSON returns an error: a Derivation is an answer.
func (d *Derivation) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Derivation", "ask the session again")
}

// maxRounds bounds the search for a derivation, in rounds over all demands. A derivation by single
// demands takes one round for each step.
const maxRounds = 2_000

// deriver derives a contradiction from literals and demands.
type deriver struct {
	cat     *config.Catalog
	demands []demand
	of      map[config.OptionID][]int // the demands that mention an option, ascending
	rounds  int                       // left
}

// demand is a cause as a condition, and the options that it mentions.
type demand struct {
	cause   solver.Cause
	expr    rules.Expr
	options []config.OptionID
}

// derive returns a derivation of a contradiction from choices and demands, without a step that it
// does not need; nil if the search has passed its bound, or a demand is not a condition.
func derive(space *solver.Space, choices []Choice, causes []solver.Cause) []Inference {
	d := &deriver{cat: space.Catalog(), of: make(map[config.OptionID][]int), rounds: maxRounds}
	var all []int
	for c, e := range space.Demands() {
		if slices.Contains(causes, c) {
			if e.IsZero() {
				return nil
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
	steps, _, _ := d.refute(known, all, true)
	return steps
}

// Derivation derives the reason step by step: from the choices and the opposite of what is decided
// to a contradiction.
func (r Reason) Derivation() Derivation {
	if r.space == nil {
		return Derivation{}
	}
	choices := []Choice{r.Decides.opposite()}
	for _, c := range r.Causes {
		if c.Kind == solver.CauseLine {
			choices = append(choices, Choice{c.Option, c.Chosen})
		}
	}
	return Derivation{derive(r.space, choices, r.Causes), r.space}
}

// refute derives a contradiction from what is known, with cases if need be. It returns the steps
// that it takes, and what of the known they need. Only the stirred demands can decide anything, or be
// broken: the options of the others have not changed since they could not.
func (d *deriver) refute(known *config.Selection, stirred []int, cases bool) (steps []Inference, needs []Choice, ok bool) {
	known = known.Clone()
	for d.rounds--; d.rounds >= 0; d.rounds-- {
		for _, k := range stirred {
			if x := d.demands[k]; x.expr.Truth(known) == rules.Violated {
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
				decided := x.expr.Truth(known) == rules.Violated
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
		if x.expr.Truth(part) != rules.Violated {
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

// String returns a line for each step:
//
//	BEV demands SPARE_KIT by R-CHS-020
//	TERRA demands SPARE_FULL by R-CHS-022
//	SPARE_FULL and SPARE_KIT break family spare
func (d Derivation) String() string {
	return strings.Join(d.lines(nil, d.Steps, ""), "\n")
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

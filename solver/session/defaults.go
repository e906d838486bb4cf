package session

import (
	"context"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Defaults is the goal of having the defaults of the catalog ([config.Default]): the number of those
// that a configuration misses. It misses a default if its condition holds, the option is lacking, and
// the family is asked for but has no option by a default of a better rank. So the best configurations
// have as many of the preferred options as the choices allow, and where a preferred one cannot be had
// the one of the next rank. Defaults of options that are not in force do not count.
//
// The error is a [*DefaultsError] if no configuration at all has all of them, so that some contradict
// each other whatever the customer orders; a [*solver.VoidError] if nothing can be built; or the
// context's. It costs a SAT query. It panics if space is nil.
func Defaults(ctx context.Context, space *solver.Space) (*solver.Objective, error) {
	source.NeedContext("session", ctx)
	if space == nil {
		panic("session: Defaults needs a space; it is nil")
	}
	if err := space.Buildable(ctx); err != nil {
		return nil, err
	}
	wishes := preferences(space)
	cat := space.Catalog()
	costs := solver.Costs{}
	for _, w := range wishes {
		costs.Track = append(costs.Track, rules.Not(w.met))
		costs.Tracked = append(costs.Tracked, config.NewDecimal(1))
	}
	if err := contradiction(ctx, space, wishes); err != nil {
		return nil, err
	}
	return goal(cat, costs), nil
}

// wish is a default that is in force.
type wish struct {
	rules.Default
	met rules.Expr // the condition that a configuration does not miss it
}

// preferences returns the defaults that are in force in a space.
func preferences(space *solver.Space) (wishes []wish) {
	cat := space.Catalog()
	all := space.Rules().Defaults()
	for i, d := range all {
		family := cat.Option(d.Option).Family
		if !inForce(space, d.Option) {
			continue
		}
		had := []rules.Expr{rules.Not(d.When), rules.Option(cat, d.Option)}
		if parent := cat.Family(family).Parent; parent != config.NoOption {
			had = append(had, rules.Not(rules.Option(cat, parent)))
		}
		for j, better := range all {
			if j != i && cat.Option(better.Option).Family == family && better.Rank < d.Rank && inForce(space, better.Option) {
				had = append(had, rules.And(better.When, rules.Option(cat, better.Option)))
			}
		}
		wishes = append(wishes, wish{d, rules.Or(had...)})
	}
	return wishes
}

// inForce reports whether an option can be chosen at the space's point.
func inForce(space *solver.Space, o config.OptionID) bool {
	in, err := space.Catalog().Option(o).Effectivity.Covers(space.AsOf())
	return in && err == nil
}

// contradiction returns a *DefaultsError if no configuration meets all wishes.
func contradiction(ctx context.Context, space *solver.Space, wishes []wish) error {
	all := func(wishes []wish) rules.Expr {
		met := []rules.Expr{rules.True(space.Catalog())}
		for _, w := range wishes {
			met = append(met, w.met)
		}
		return rules.And(met...)
	}
	if fine, err := space.Possible(ctx, all(wishes)); err != nil || fine {
		return err
	}
	for i := 0; i < len(wishes); {
		less := append(wishes[:i:i], wishes[i+1:]...)
		fine, err := space.Possible(ctx, all(less))
		switch {
		case err != nil:
			return err
		case fine:
			i++
		default:
			wishes = less
		}
	}
	why, err := space.ExplainCondition(ctx, all(wishes))
	if err != nil {
		return err
	}
	wrong := &DefaultsError{Explanation: why, cat: space.Catalog()}
	for _, w := range wishes {
		wrong.Defaults = append(wrong.Defaults, w.Default)
	}
	return wrong
}

// DefaultsError says that some defaults contradict each other: no order has all of them.
//
// Its JSON is that of [DefaultsError.AppendJSON], examples/schema/defaults.schema.json.
type DefaultsError struct {
	// Defaults are the fewest that do so: without any one of them an order has the others.
	Defaults []rules.Default
	// Explanation has the rules and families that keep them apart.
	Explanation solver.Explanation

	cat *config.Catalog
}

// Error lists the defaults and the demands, each with its place in the files.
func (e *DefaultsError) Error() string {
	if e.cat == nil {
		return "no order has all defaults"
	}
	var b strings.Builder
	b.WriteString("no order has all of these defaults; change one of them, or give it a condition")
	for _, d := range e.Defaults {
		b.WriteString("\n  " + d.Place.Prefix() + e.cat.Code(d.Option))
		if d.When.Op() != rules.OpTrue {
			b.WriteString(" when " + d.When.String())
		}
	}
	b.WriteString("\nfor these demands keep them apart:")
	for _, c := range e.Explanation.Causes {
		b.WriteString("\n  " + c.Place().Prefix() + c.String())
	}
	return b.String()
}

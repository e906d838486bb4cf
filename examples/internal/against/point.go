package against

import (
	"cmp"
	"flag"
	"fmt"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// Given is as of when and where two releases are asked, as far as flags say.
type Given struct {
	Both config.Point
	Old  config.Point // of the old release, where it is another
}

// Flags defines -date, -serial and -plant for both releases, and -old-date, -old-serial and
// -old-plant. The text what says what they are for.
func Flags(flags *flag.FlagSet, g *Given, what string) {
	asof.Flags(flags, &g.Both, what)
	flags.TextVar(&g.Old.Date, "old-date", g.Old.Date, "another `date` for the old release")
	flags.Uint64Var(&g.Old.Serial, "old-serial", g.Old.Serial, "another serial `number` for the old release")
	flags.StringVar(&g.Old.Plant, "old-plant", g.Old.Plant, "another `plant` for the old release")
}

// A Side is one of two releases.
type Side struct {
	Name    string
	Catalog *config.Catalog
	Points  iter.Seq[config.Point] // one of each stretch in which nothing of it changes
}

// Points are as of when and where two releases are asked.
type Points struct{ Old, New config.Point }

// Points returns as of when and where releases are asked. What is not given is that of the first
// order, or else of the last change of either; a plant is the first one that both declare, or else
// each its own.
func (g Given) Points(orders []config.Order, before, after Side) (p Points, err error) {
	p.New = asof.Point(g.Both, orders, before.Points, after.Points)
	p.Old = config.Point{Date: cmp.Or(g.Old.Date, p.New.Date), Serial: cmp.Or(g.Old.Serial, p.New.Serial)}
	var plants []string
	add := func(plant string) {
		if plant != "" && !slices.Contains(plants, plant) {
			plants = append(plants, plant)
		}
	}
	if len(orders) > 0 {
		add(orders[0].Plant)
	}
	for _, side := range []Side{before, after} {
		for p := range side.Points {
			add(p.Plant)
		}
	}
	if len(plants) > 0 { // otherwise nothing depends on the plant
		for _, plant := range slices.Concat(before.Catalog.Plants(), after.Catalog.Plants()) {
			add(plant)
		}
	}
	slices.SortStableFunc(plants, func(a, b string) int {
		return before.declares(b) + after.declares(b) - before.declares(a) - after.declares(a)
	})
	hint := ""
	if g.Old.Plant == "" && before.declares(g.Both.Plant)+after.declares(g.Both.Plant) == 1 {
		hint = "; give the plant of the old release by -old-plant"
	}
	if p.Old.Plant, err = before.plant(cmp.Or(g.Old.Plant, g.Both.Plant), plants); err != nil {
		flag := "-old-plant"
		if g.Old.Plant == "" {
			flag = "-plant"
		}
		return p, fmt.Errorf("%s: %s: %w%s", before.Name, flag, err, hint)
	}
	if p.New.Plant, err = after.plant(g.Both.Plant, plants); err != nil {
		return p, fmt.Errorf("%s: -plant: %w%s", after.Name, err, hint)
	}
	return p, nil
}

// declares returns 1 for a plant of the release, and otherwise 0.
func (s Side) declares(plant string) int {
	if slices.Contains(s.Catalog.Plants(), plant) {
		return 1
	}
	return 0
}

// plant returns the given plant, or the first of others that the release declares; empty if it
// declares none of them.
func (s Side) plant(given string, others []string) (string, error) {
	if given != "" {
		return given, s.Catalog.CheckPlant(given)
	}
	for _, plant := range others {
		if s.declares(plant) == 1 {
			return plant, nil
		}
	}
	return "", nil
}

// Order returns as of when and where an order is asked in each release: what it does not say is
// that of the release, and so is a plant that the new one does not declare.
func (p Points) Order(o config.Order, after *config.Catalog) Points {
	at := Points{complete(o, p.Old), complete(o, p.New)}
	if after.CheckPlant(o.Plant) != nil {
		at.New.Plant = p.New.Plant
	}
	return at
}

func complete(o config.Order, p config.Point) config.Point {
	return config.Point{Date: cmp.Or(o.Date, p.Date), Serial: cmp.Or(o.Serial, p.Serial), Plant: cmp.Or(o.Plant, p.Plant)}
}

// Calendar returns the spaces of a release for open orders, of which one is there. Others have
// no circuit: whether an order can be built is asked without counting.
func Calendar(space *solver.Space) *calendar.Calendar {
	c := calendar.New(space.Rules(), calendar.Config{Compile: solver.Config{NoCircuit: true}})
	c.Put(space)
	return c
}

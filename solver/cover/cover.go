package cover

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Config says what test vehicles cover, what they begin with, and how hard Build tries. The zero
// Config covers the options of the catalog.
type Config struct {
	// Options are the options whose interactions are covered; nil means all of the catalog, and a
	// list of none that only conditions are covered. Vehicles are complete and obey all rules in any case.
	Options []config.OptionID
	// Rejected lets interactions consist of options that a vehicle has and of options that it
	// lacks, as the literature of feature models counts them.
	Rejected bool
	// Conditions each hold in a vehicle, unless they hold in none that can be built.
	Conditions []rules.Expr
	// Given are vehicles to begin with, such as prototypes. They stay in the set; a partial one is
	// completed.
	Given []config.Order
	// MaxBytes bounds the tables of interactions; 0 means 1 GiB.
	MaxBytes int64
	// Steps is how many choices of options Build may take to find a set of fewer vehicles, after
	// the first one; 0 means 100,000, a negative number none.
	Steps int
}

const (
	defaultBytes = 1 << 30
	defaultSteps = 100_000
	boundSteps   = 100_000
)

// options returns the options of interactions, in ascending order, each once.
func (c Config) options(cat *config.Catalog) []config.OptionID {
	wanted := make([]bool, cat.NumOptions())
	for _, o := range c.Options {
		if int(o) >= len(wanted) {
			panic(fmt.Sprintf("cover: Config.Options has option %d; the catalog has %d options", o, len(wanted)))
		}
		wanted[o] = true
	}
	var out []config.OptionID
	for o := range config.OptionID(cat.NumOptions()) {
		if c.Options == nil || wanted[o] {
			out = append(out, o)
		}
	}
	return out
}

// A Suite is a set of test vehicles. Build makes it.
type Suite struct {
	// Vehicles are complete orders: the given ones in their order, then each time the one that
	// brings the most interactions that those before it lack. New ones are called T-1, T-2, and
	// have the date, serial number and plant of the space.
	Vehicles []config.Order `json:"vehicles"`
	// Given is how many of them were given.
	Given int `json:"given"`
	// Interactions is how many interactions of 1, 2, ... t options the vehicles cover. These are
	// all that can be built.
	Interactions []int `json:"interactions"`
	// Conditions is how many conditions they cover.
	Conditions int `json:"conditions"`
	// Never are the conditions that hold in no vehicle that can be built.
	Never []rules.Expr `json:"never,omitempty"`
	// Bound is a lower bound: no set of vehicles that covers the same, with the given ones, has
	// fewer. The set is a smallest one if it has as many.
	Bound int `json:"bound"`
	// Exclusive are interactions and conditions of which no vehicle has two, and complete given ones
	// none. So it takes as many vehicles beside the latter.
	Exclusive []rules.Expr `json:"exclusive"`
	// Independent are options of which some vehicle has any two, some either one alone, and some
	// none. That takes a number of vehicles that Kleitman and Spencer proved. It is empty without
	// [Config].Rejected.
	Independent []rules.Expr `json:"independent,omitempty"`

	space *solver.Space
	cfg   Config
}

// UnmarshalJSON returns an error: a Suite is an answer.
func (s *Suite) UnmarshalJSON([]byte) error {
	return jsonw.Unread("cover.Suite", "build it again")
}

// Build finds a small set of vehicles that covers all interactions of up to t options and each
// condition, and a lower bound of its size. The same space, t, cfg and state of r give the same set
// on every machine.
//
// It asks [solver.Domains] once for each set of fewer than t options that can be built, and a few
// times for each choice; a pass over all interactions follows each vehicle. It needs no circuit.
//
// The error is a *StrengthError, a *SizeError, [source.Defects] about given vehicles, a
// *[solver.VoidError], or the context's. It panics when space or r is nil, and when options or
// conditions are of another catalog.
func Build(ctx context.Context, space *solver.Space, t int, cfg Config, r *rand.Rand) (*Suite, error) {
	source.NeedContext("cover", ctx)
	if space == nil {
		panic("cover: Build needs a space; it is nil")
	}
	if r == nil {
		panic("cover: Build needs a random source; it is nil")
	}
	if err := cfg.CheckStrength(space.Catalog(), t); err != nil {
		return nil, err
	}
	if err := space.Buildable(ctx); err != nil {
		return nil, err
	}
	given, err := bind(ctx, space, cfg.Given, false)
	if err != nil {
		return nil, err
	}
	u, never, err := newUniverse(ctx, space, t, cfg)
	if err != nil {
		return nil, err
	}
	if err := u.checkSize(cmp.Or(cfg.MaxBytes, defaultBytes)); err != nil {
		return nil, err
	}
	found, err := u.findValid(ctx, t)
	if err != nil {
		return nil, err
	}
	wanted, err := found.reduce(ctx)
	if err != nil {
		return nil, err
	}
	candidates, err := u.refine(ctx, wanted)
	if err != nil {
		return nil, err
	}
	f, partial, err := u.newFleet(ctx, found.valid, wanted, given, r)
	if err != nil {
		return nil, err
	}
	f.lack(nil)
	if f.vehicles, _, err = f.extend(ctx, partial, -1); err != nil {
		return nil, err
	}
	exclusive, err := f.exclusive(ctx, candidates, boundSteps)
	if err != nil {
		return nil, err
	}
	independent, err := f.independent(ctx, boundSteps)
	if err != nil {
		return nil, err
	}
	bound := max(len(f.fixed)+max(len(partial), len(exclusive)), atLeast(len(independent)))
	if err := f.improve(ctx, cmp.Or(cfg.Steps, defaultSteps), bound); err != nil {
		return nil, err
	}
	suite := &Suite{
		Vehicles: f.orders(cfg.Given), Given: len(given),
		Interactions: found.sizes, Conditions: len(u.items) - u.options, Never: never,
		Bound: bound, space: space, cfg: cfg,
	}
	if len(independent) > 1 {
		for _, i := range independent {
			suite.Independent = append(suite.Independent, u.expr(i))
		}
	}
	for _, items := range exclusive {
		suite.Exclusive = append(suite.Exclusive, u.interaction(items))
	}
	return suite, nil
}

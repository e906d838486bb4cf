package cover

import (
	"cmp"
	"context"
	"math/rand/v2"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Config says what test vehicles cover beside all options and their interactions, and how hard
// Build tries. The zero Config covers the options of the catalog.
type Config struct {
	// Options are the options whose interactions are covered; nil means all of the catalog.
	Options []config.OptionID
	// Rejected lets an interaction also consist of options that a vehicle lacks, as the
	// literature of feature models counts them.
	Rejected bool
	// Conditions each hold in a vehicle, if any vehicle meets them: usages of parts, conditions of
	// operations.
	Conditions []rules.Expr
	// Given are vehicles to begin with, such as prototypes that exist. A partial one is
	// completed.
	Given []config.Order
	// MaxBytes bounds the memory of the tables of interactions; 0 means 1 GiB.
	MaxBytes int64
	// Steps is how many choices of options Build takes, about, to do with fewer vehicles; 0 means 100,000,
	// a negative number none.
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

// A Suite is a set of test vehicles.
type Suite struct {
	// Vehicles are complete orders: first the given ones, then those that bring the most
	// interactions, one after the other.
	Vehicles []config.Order `json:"vehicles"`
	// Given is how many were given.
	Given int `json:"given"`
	// Interactions are the numbers of interactions that are covered: of 1, 2, ... t options. They are
	// all that any vehicle has.
	Interactions []int `json:"interactions"`
	// Conditions is how many conditions are covered.
	Conditions int `json:"conditions"`
	// Never are the conditions that hold in no vehicle.
	Never []rules.Expr `json:"never,omitempty"`
	// Bound is a lower bound of the number of vehicles of any such set.
	Bound int `json:"bound"`
	// Exclusive are interactions that prove it: no vehicle has two of them, nor does a complete
	// given vehicle have one. So there are at least as many others.
	Exclusive []rules.Expr `json:"exclusive"`

	// Independent are options that prove it: of any two, vehicles have both, either and none. That takes at
	// least as many vehicles as Kleitman and Spencer proved. It is empty without [Config].Rejected.
	Independent []rules.Expr `json:"independent,omitempty"`

	space *solver.Space
	cfg   Config
}

// UnmarshalJSON returns an error: a Suite is an answer.
func (s *Suite) UnmarshalJSON([]byte) error {
	return jsonw.Unread("cover.Suite", "build it again")
}

// Build finds a small set of vehicles that covers all interactions of up to t options. It panics when space or r is nil.
func Build(ctx context.Context, space *solver.Space, t int, cfg Config, r *rand.Rand) (*Suite, error) {
	source.NeedContext("cover", ctx)
	if space == nil {
		panic("cover: Build needs a space; it is nil")
	}
	if r == nil {
		panic("cover: Build needs a random source; it is nil")
	}
	if err := cfg.check(space.Catalog(), t); err != nil {
		return nil, err
	}
	if err := space.Buildable(ctx); err != nil {
		return nil, err
	}
	given, err := bindGiven(ctx, space, cfg.Given)
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
	wanted := found.reduce()
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
	independent := f.independent(boundSteps)
	bound := max(len(f.fixed)+max(len(partial), len(exclusive)), atLeast(len(independent)))
	if err := f.improve(ctx, cmp.Or(cfg.Steps, defaultSteps), bound); err != nil {
		return nil, err
	}
	suite := &Suite{
		Vehicles: f.orders(cfg.Given), Given: len(given), Interactions: found.sizes, Conditions: len(u.items) - u.conditions, Never: never,
		Bound: bound, space: space, cfg: cfg,
	}
	for _, i := range independent {
		suite.Independent = append(suite.Independent, u.expr(i))
	}
	for _, items := range exclusive {
		suite.Exclusive = append(suite.Exclusive, u.interaction(items))
	}
	return suite, nil
}

package cover

import (
	"context"
	"fmt"
	"math/bits"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Report says what vehicles cover.
type Report struct {
	// Interactions is how many interactions of 1, 2, ... t options can be built.
	Interactions []int `json:"interactions"`
	// Covered is how many of them the vehicles have.
	Covered []int `json:"covered"`
	// Missing are the others, and the conditions that can hold, but hold in none of them.
	Missing []rules.Expr `json:"missing,omitempty"`
}

// Check finds out which interactions of up to t options and which conditions of cfg some vehicles
// cover. It shares nothing with the search of Build: each vehicle is evaluated against the rules,
// and each set of options that none of them has is one question to the SAT solver. cfg's given
// vehicles are not looked at.
//
// The error is a *StrengthError, [source.Defects] about vehicles that cannot be built or leave
// options open, or the context's. It panics when space is nil, and when options or conditions are
// of another catalog.
func Check(ctx context.Context, space *solver.Space, t int, cfg Config, vehicles []config.Order) (*Report, error) {
	source.NeedContext("cover", ctx)
	if space == nil {
		panic("cover: Check needs a space; it is nil")
	}
	if err := cfg.CheckStrength(space.Catalog(), t); err != nil {
		return nil, err
	}
	selections, err := bind(ctx, space, vehicles, true)
	if err != nil {
		return nil, err
	}
	c := &checker{ctx: ctx, space: space, t: t, report: &Report{Interactions: make([]int, t), Covered: make([]int, t)}}
	c.all = make([]uint64, (len(vehicles)+63)/64)
	for i := range vehicles {
		c.all[i/64] |= 1 << (i % 64)
	}
	for _, o := range cfg.options(space.Catalog()) {
		c.add(rules.Option(space.Catalog(), o), o, selections)
		if cfg.Rejected {
			c.add(rules.Not(rules.Option(space.Catalog(), o)), o, selections)
		}
	}
	if err := c.extend(nil, 0, c.all); err != nil {
		return nil, err
	}
	for _, e := range cfg.Conditions {
		if c.in(e, selections) != nil {
			continue
		}
		switch ok, err := space.Possible(ctx, e); {
		case err != nil:
			return nil, err
		case ok:
			c.report.Missing = append(c.report.Missing, e)
		}
	}
	return c.report, nil
}

// A checker goes through all sets of up to t literals.
type checker struct {
	ctx      context.Context
	space    *solver.Space
	t        int
	report   *Report
	literals []literal
	all      []uint64
}

// A literal is an option that is chosen or rejected.
type literal struct {
	rules.Expr
	option config.OptionID
	in     []uint64 // the vehicles with it; nil: none
}

func (c *checker) add(e rules.Expr, o config.OptionID, selections []*config.Selection) {
	c.literals = append(c.literals, literal{e, o, c.in(e, selections)})
}

// in returns the vehicles in which a condition holds; nil if there are none.
func (c *checker) in(e rules.Expr, selections []*config.Selection) []uint64 {
	in, some := make([]uint64, len(c.all)), false
	for i, sel := range selections {
		if e.Holds(sel) {
			in[i/64] |= 1 << (i % 64)
			some = true
		}
	}
	if !some {
		return nil
	}
	return in
}

// extend adds to a set of literals that can be built each one from a place on. some are the
// vehicles that have the set.
func (c *checker) extend(set []rules.Expr, from int, some []uint64) error {
	for i := from; i < len(c.literals); i++ {
		l := c.literals[i]
		if len(set) > 0 && i > 0 && c.literals[i-1].option == l.option && set[len(set)-1].Equal(c.literals[i-1].Expr) {
			continue // chosen and rejected
		}
		more := append(set[:len(set):len(set)], l.Expr)
		both, n := make([]uint64, len(some)), 0
		for w, in := range l.in {
			both[w] = in & some[w]
			n += bits.OnesCount64(both[w])
		}
		if n == 0 {
			ok, err := c.space.Possible(c.ctx, rules.And(more...))
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			c.report.Missing = append(c.report.Missing, rules.And(more...))
		} else {
			c.report.Covered[len(set)]++
		}
		c.report.Interactions[len(set)]++
		if len(more) < c.t {
			if err := c.extend(more, i+1, both); err != nil {
				return err
			}
		}
	}
	return nil
}

// An UncoveredError says what is not so of a Suite.
type UncoveredError struct {
	// Missing are interactions and conditions that no vehicle has.
	Missing []rules.Expr `json:"missing,omitempty"`
	// Together are two of the exclusive interactions that a vehicle can have together, or one that
	// a complete given vehicle has.
	Together []rules.Expr `json:"together,omitempty"`
	// Dependent are two of the independent options that the vehicles do not have in all four ways.
	Dependent []rules.Expr `json:"dependent,omitempty"`
	// Bound is the bound, if it is higher than the one that is proved.
	Bound  int `json:"bound,omitempty"`
	Proved int `json:"proved,omitempty"`
}

func (e *UncoveredError) Error() string {
	switch {
	case len(e.Missing) > 0:
		return fmt.Sprintf("%d interactions and conditions are not covered: %s is the first", len(e.Missing), e.Missing[0])
	case len(e.Together) == 2:
		return fmt.Sprintf("the bound is not proved: a vehicle can have both %s and %s", e.Together[0], e.Together[1])
	case len(e.Dependent) == 2:
		return fmt.Sprintf("the bound is not proved: %s and %s are not independent", e.Dependent[0], e.Dependent[1])
	case e.Bound > 0:
		return fmt.Sprintf("the bound is %d, of which only %d is proved", e.Bound, e.Proved)
	case len(e.Together) == 1:
		return fmt.Sprintf("the bound is not proved: a given vehicle has %s", e.Together[0])
	}
	return "the vehicles cover what they must"
}

// Verify proves by [Check] that the vehicles can be built and cover all, by the SAT solver that no
// vehicle has two of the exclusive interactions, and by the vehicles that the independent options
// are independent. The error is an UncoveredError, or the context's. It panics for a Suite that
// Build did not make.
func (s *Suite) Verify(ctx context.Context) error {
	source.NeedContext("cover", ctx)
	if s == nil || s.space == nil {
		panic("cover: no Suite: Build makes one")
	}
	report, err := Check(ctx, s.space, len(s.Interactions), s.cfg, s.Vehicles)
	if err != nil {
		return err
	}
	if len(report.Missing) > 0 {
		return &UncoveredError{Missing: report.Missing}
	}
	if err := s.verifyExclusive(ctx); err != nil {
		return err
	}
	if err := s.verifyIndependent(); err != nil {
		return err
	}
	given, err := bind(ctx, s.space, s.cfg.Given, false)
	if err != nil {
		return err
	}
	complete := 0
	for _, sel := range given {
		if sel.Complete() {
			complete++
		}
	}
	proved := max(complete+max(len(given)-complete, len(s.Exclusive)), atLeast(len(s.Independent)))
	if s.Bound > proved {
		return &UncoveredError{Bound: s.Bound, Proved: proved}
	}
	return nil
}

// verifyExclusive proves that no vehicle has two of the exclusive interactions, nor a given one
// any.
func (s *Suite) verifyExclusive(ctx context.Context) error {
	for i, e := range s.Exclusive {
		for _, o := range s.cfg.Given {
			sel, err := o.Bind(s.space.Catalog())
			if err != nil {
				return err
			}
			if sel.Complete() && e.Holds(sel) {
				return &UncoveredError{Together: []rules.Expr{e}}
			}
		}
		for _, other := range s.Exclusive[:i] {
			switch ok, err := s.space.Possible(ctx, rules.And(e, other)); {
			case err != nil:
				return err
			case ok:
				return &UncoveredError{Together: []rules.Expr{other, e}}
			}
		}
	}
	return nil
}

// verifyIndependent proves that the vehicles have any two of the independent options in all four
// ways.
func (s *Suite) verifyIndependent() error {
	in := make([][]uint64, len(s.Independent)) // the vehicles that have the option
	for v, o := range s.Vehicles {
		sel, err := o.Bind(s.space.Catalog())
		if err != nil {
			return err
		}
		for i, e := range s.Independent {
			if v%64 == 0 {
				in[i] = append(in[i], 0)
			}
			if e.Holds(sel) {
				in[i][v/64] |= 1 << (v % 64)
			}
		}
	}
	for i := range in {
		for j := range i {
			var both, first, second int
			for w, b := range in[i] {
				both += bits.OnesCount64(b & in[j][w])
				first += bits.OnesCount64(b &^ in[j][w])
				second += bits.OnesCount64(in[j][w] &^ b)
			}
			if both == 0 || first == 0 || second == 0 || both+first+second == len(s.Vehicles) {
				return &UncoveredError{Dependent: []rules.Expr{s.Independent[j], s.Independent[i]}}
			}
		}
	}
	return nil
}

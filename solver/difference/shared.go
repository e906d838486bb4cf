package difference

import (
	"context"
	"math/big"
	"strconv"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Shared says what releases gain, lose and keep where configurations are told apart by the
// options alone that both releases have.
type Shared struct {
	// Options is how many options both releases have.
	Options int
	// Old and New are how many different choices of these options the configurations of each
	// release have.
	Old, New *big.Int
	// Kept are the choices that both releases have, Lost those of the old one alone, and Gained those
	// of the new one alone.
	Kept, Lost, Gained *big.Int
}

// Shared counts what releases choose of the options that both have, whatever they choose of
// others: what is left to compare where an option that all configurations have is withdrawn
// or added.
//
// It takes three projections, see [solver.View.Project], and no circuit; cfg bounds that of both
// releases together. The errors are theirs and those of [Match.Forward]. It panics if a space is
// nil or of another catalog than the match.
func (m *Match) Shared(ctx context.Context, before, after *solver.Space, cfg solver.Config) (*Shared, error) {
	source.NeedContext("difference", ctx)
	m.need("Shared", before, after)
	var old, recent []rules.Expr
	for o, to := range m.forward.option {
		if to != config.NoOption {
			old = append(old, rules.Option(m.Old(), config.OptionID(o)))
			recent = append(recent, rules.Option(m.New(), to))
		}
	}
	s := &Shared{Options: len(old)}
	both, common, err := m.merge(ctx, before, after, cfg)
	if err != nil {
		return nil, err
	}
	for _, count := range []struct {
		of      *solver.Space
		options []rules.Expr
		n       **big.Int
	}{{before, old, &s.Old}, {after, recent, &s.New}, {both, common, &s.Kept}} {
		p, err := count.of.Project(ctx, count.options)
		if err != nil {
			return nil, err
		}
		if *count.n, err = p.Count(ctx, nil); err != nil {
			return nil, err
		}
	}
	s.Lost, s.Gained = new(big.Int).Sub(s.Old, s.Kept), new(big.Int).Sub(s.New, s.Kept)
	return s, nil
}

// merge returns the space, without a circuit, of pairs of configurations of both releases that
// choose alike of the options that both have, and these options.
func (m *Match) merge(ctx context.Context, before, after *solver.Space, cfg solver.Config) (*solver.Space, []rules.Expr, error) {
	cat, old, recent, err := m.union()
	if err != nil {
		return nil, nil, err
	}
	b := rules.NewBuilder(cat)
	n := 0
	for _, release := range []struct {
		*solver.Space
		direction
	}{{before, old}, {after, recent}} {
		for demand, e := range release.Demands() {
			if e, err = release.demand(demand, e); err != nil {
				return nil, nil, err
			}
			n++
			b.Add(rules.RuleSpec{ID: strconv.Itoa(n), Expr: e})
		}
	}
	set, err := b.Build()
	if err != nil {
		return nil, nil, err
	}
	cfg.NoCircuit = true
	both, err := solver.Compile(ctx, set, config.Point{}, cfg)
	if err != nil {
		return nil, nil, err
	}
	var common []rules.Expr
	for o, to := range m.forward.option {
		if to != config.NoOption {
			common = append(common, old.literal(config.OptionID(o)))
		}
	}
	return both, common, nil
}

// union returns a catalog of the options of both releases, by number and in one family that
// takes any of them, and how the two catalogs lead to it.
func (m *Match) union() (cat *config.Catalog, old, recent direction, err error) {
	const family = "options"
	b := config.NewBuilder(m.New().Product())
	b.Family(config.FamilySpec{Code: family, Select: config.Any})
	n := config.OptionID(0)
	next := func() config.OptionID {
		n++
		b.Option(config.OptionSpec{Family: family, Code: strconv.Itoa(int(n))})
		return n - 1
	}
	recent = direction{from: m.New()}
	for range m.backward.option {
		recent.option = append(recent.option, next())
	}
	old = direction{from: m.Old()}
	for _, to := range m.forward.option {
		if to == config.NoOption {
			old.option = append(old.option, next())
		} else {
			old.option = append(old.option, recent.option[to])
		}
	}
	cat, err = b.Build()
	old.to, recent.to = cat, cat
	return cat, old, recent, err
}

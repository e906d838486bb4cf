package solver

import (
	"context"
	"math/bits"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/domain"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Domains finds out what each option can still become under one selection after another, as
// a customer chooses. It belongs to one goroutine and has its own memory; any number of them
// may ask one space. [Space.Domains] makes it; the methods of the zero Domains panic.
type Domains struct {
	space *Space

	// A small circuit is passed over; possible is by literal.
	assign   circuit.Assignment
	possible []bool

	// Otherwise keeper searches.
	keeper           *domain.Keeper
	chosen, rejected circuit.Model // the options of the question

	has, lacks circuit.Model // the answer: the options that some configuration has, and lacks

	decided   *config.Selection // the last answer
	had, lack circuit.Model     // ... as has and lacks
}

// maxPassed is the number of edges up to which a circuit is passed over. A pass takes some
// nanoseconds for an edge, a search on a large car line some tens of microseconds.
const maxPassed = 10_000

// Domains returns a Domains of the space. Where it searches, the first call simplifies the
// clauses, at the cost of a small part of [Compile], and each copies what is left of them. The
// error is the context's.
func (s *Space) Domains(ctx context.Context) (*Domains, error) {
	source.NeedContext("solver", ctx)
	n := s.made().cat.NumOptions()
	d := &Domains{space: s, has: circuit.NewModel(n), lacks: circuit.NewModel(n)}
	d.decided, d.had, d.lack = s.cat.NewSelection(), circuit.NewModel(n), circuit.NewModel(n)
	if s.circuit != nil && (s.whole || s.circuit.NumEdges() <= maxPassed) {
		return d, nil
	}
	core, err := s.simplified(ctx)
	if err != nil {
		return nil, err
	}
	d.keeper = domain.NewKeeper(core)
	d.chosen, d.rejected = circuit.NewModel(n), circuit.NewModel(n)
	return d, nil
}

// simplified returns the core that is searched. The first caller makes it while its context
// lasts; the others wait while theirs last.
func (s *Space) simplified(ctx context.Context) (*domain.Core, error) {
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.leave()
	if s.core == nil {
		core, err := domain.NewCore(ctx, s.encoding.Formula)
		if err != nil {
			return nil, cause(ctx, err)
		}
		s.core = core
		s.held.Add(core.Bytes())
	}
	return s.core, nil
}

// Decided returns what a selection decides of all options, under all rules: it chooses the
// options that every configuration has that agrees with sel, rejects those that none has, and
// leaves open those that some have and some lack. So any option that it leaves open can be
// chosen, and can be rejected, without a dead end. It reports false when no configuration
// agrees with sel. The result uses the memory of dst, which may be sel, or is made if dst is
// nil. It belongs to the caller.
//
// The answer depends on the space and sel alone. A small circuit is passed over twice. For a
// larger one, or none, a search keeps the configurations that it finds as witnesses: a
// selection that adds to the one asked before takes few searches, exponential at worst.
//
// The error is the context's. It panics when sel is nil, and when sel or dst is of another
// catalog than the space's.
func (d *Domains) Decided(ctx context.Context, dst, sel *config.Selection) (decided *config.Selection, possible bool, err error) {
	source.NeedContext("solver", ctx)
	if d == nil || d.space == nil {
		panic("solver: no Domains: Space.Domains makes them")
	}
	d.space.check("Decided", sel)
	if dst != nil {
		d.space.check("Decided", dst)
	}
	if ctx.Err() != nil {
		return nil, false, context.Cause(ctx)
	}
	if d.keeper == nil {
		possible, err = d.pass(ctx, sel)
	} else {
		possible, err = d.search(ctx, sel)
	}
	if err != nil || !possible {
		return nil, false, err
	}
	d.decide()
	if dst == nil {
		return d.decided.Clone(), true, nil
	}
	dst.CopyFrom(d.decided)
	return dst, true, nil
}

// decide brings the last answer up to date, option by option where it differs.
func (d *Domains) decide() {
	for w := range d.has { // bits past the last option are 0 in all
		changed := (d.has[w] ^ d.had[w]) | (d.lacks[w] ^ d.lack[w])
		for ; changed != 0; changed &= changed - 1 {
			bit := changed & -changed
			switch o := config.OptionID(64*w + bits.TrailingZeros64(bit)); {
			case d.has[w]&d.lacks[w]&bit != 0:
				d.decided.Clear(o)
			case d.has[w]&bit != 0:
				d.decided.Choose(o)
			default:
				d.decided.Reject(o)
			}
		}
	}
	copy(d.had, d.has)
	copy(d.lack, d.lacks)
}

// pass asks the circuit.
func (d *Domains) pass(ctx context.Context, sel *config.Selection) (possible bool, err error) {
	defer func() {
		if why := circuit.Ended(recover()); why != nil {
			err = why
		}
	}()
	d.assign = d.space.assign(d.assign, sel)
	c := d.space.circuit.Within(ctx)
	d.possible = c.Possible(d.possible, d.assign)
	clear(d.has)
	clear(d.lacks)
	for o := range config.OptionID(d.space.cat.NumOptions()) {
		l := encode.Option(o)
		if d.possible[l] {
			d.has.Set(l)
		}
		if d.possible[l.Not()] {
			d.lacks.Set(l)
		}
	}
	return d.possible[0], nil
}

// search asks the keeper.
func (d *Domains) search(ctx context.Context, sel *config.Selection) (bool, error) {
	clear(d.chosen)
	clear(d.rejected)
	for o := range sel.Chosen() {
		d.chosen.Set(encode.Option(o))
	}
	for o := range sel.Rejected() {
		d.rejected.Set(encode.Option(o))
	}
	possible, err := d.keeper.Ask(ctx, d.chosen, d.rejected, d.has, d.lacks)
	return possible, cause(ctx, err)
}

package cover

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A builder builds vehicles with many wanted interactions, one choice after another. It never meets
// a dead end. It belongs to one goroutine.
type builder struct {
	*universe
	conditions []int // that are wanted
	domains    *solver.Domains
	random     *rand.Rand
	sel        *config.Selection // what is decided
	trial      *config.Selection // scratch
	held, open set               // the items that sel has, and those live ones that it leaves open
	members    []int             // of held
	table      *table            // the wanted interactions
	gains      []int             // by item: how many of them it has with t-1 members
	seeds      []int             // to be chosen next
	steps      int               // questions to domains
	choices    []int             // scratch: of open
	before     set               // scratch: what held was
	added      set               // scratch: what it was not
	blocked    set               // conditions that cannot hold any more
	live       set               // the items of wanted interactions
}

func (u *universe) newBuilder(ctx context.Context, wanted *table, r *rand.Rand) (*builder, error) {
	domains, err := u.space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	n := len(u.items)
	live := newSet(n)
	for i := range wanted.numRows() {
		live.union(wanted.row(i))
	}
	return &builder{
		universe: u, live: live, conditions: live.appendItems(nil, u.options), domains: domains, random: r,
		sel: u.space.Catalog().NewSelection(), trial: u.space.Catalog().NewSelection(),
		gains: make([]int, n), held: newSet(n), open: newSet(n), before: newSet(n), blocked: newSet(n),
	}, nil
}

// build makes sel a vehicle that agrees with start. Of two tables it wants the interactions of the
// first, and where none are left those of the second, if there is one.
//
// It begins with the t-1 items that the most wanted interactions have together. Each further item
// brings the most with those that the vehicle has; of several, the most with those that it can
// still have; of these, it is one at random.
func (b *builder) build(ctx context.Context, start *config.Selection, wanted, extra *table) error {
	b.sel.CopyFrom(start)
	clear(b.blocked)
	clear(b.held)
	b.table = nil
	if err := b.decide(ctx); err != nil {
		return err
	}
	b.want(wanted)
	for {
		item := b.next()
		switch {
		case item >= 0:
			if err := b.choose(ctx, item); err != nil {
				return err
			}
		case extra != nil:
			b.want(extra)
			extra = nil
		default:
			return b.complete(ctx)
		}
	}
}

// want notes which interactions are wanted from now on.
func (b *builder) want(wanted *table) {
	b.table = wanted
	b.seeds = b.seeds[:0]
	clear(b.gains)
	wanted.each(b.members, b.gain)
}

// gain notes that the vehicle has the items of a row.
func (b *builder) gain(row int) {
	for w, rest := range b.table.row(row) {
		for ; rest != 0; rest &= rest - 1 {
			b.gains[64*w+bits.TrailingZeros64(rest)]++
		}
	}
}

// complete rejects open options, in random order, many at once where that is possible.
func (b *builder) complete(ctx context.Context) error {
	open := slices.Collect(b.sel.Open())
	b.random.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
	return b.reject(ctx, open)
}

// reject decides some options: it rejects those that are not decided yet.
func (b *builder) reject(ctx context.Context, options []config.OptionID) error {
	b.trial.CopyFrom(b.sel)
	n := 0
	for _, o := range options {
		if b.trial.State(o) == config.Open {
			b.trial.Reject(o)
			n++
		}
	}
	if n == 0 {
		return nil
	}
	b.steps++
	_, possible, err := b.domains.Decided(ctx, b.trial, b.trial)
	switch {
	case err != nil:
		return err
	case possible:
		b.sel, b.trial = b.trial, b.sel
		return nil
	}
	half := len(options) / 2
	if err := b.reject(ctx, options[:half]); err != nil {
		return err
	}
	return b.reject(ctx, options[half:])
}

// decide makes sel decide all that follows from it.
func (b *builder) decide(ctx context.Context) error {
	b.steps++
	if _, _, err := b.domains.Decided(ctx, b.sel, b.sel); err != nil {
		return err
	}
	b.before, b.held = b.held, b.before
	b.split(b.held, b.open, b.sel, b.conditions)
	b.open.intersect(b.live)
	b.open.subtract(b.blocked)
	if b.table == nil {
		b.members = b.held.appendItems(b.members[:0], 0)
		return nil
	}
	b.added = append(b.added[:0], b.held...)
	b.added.subtract(b.before)
	for _, item := range b.added.appendItems(nil, 0) {
		b.table.eachWith(item, b.members, b.gain)
		b.members = insert(b.members, item)
	}
	return nil
}

// next returns the open item that is chosen next; -1 if none brings anything.
func (b *builder) next() int {
	for len(b.seeds) > 0 {
		item := b.seeds[0]
		if b.seeds = b.seeds[1:]; b.open.has(item) {
			return item
		}
	}
	b.choices = b.open.appendItems(b.choices[:0], 0)
	most := 0
	for _, item := range b.choices {
		most = max(most, b.gains[item])
	}
	if most == 0 {
		if b.seeds = b.seed(b.table); len(b.seeds) == 0 {
			return -1
		}
		return b.next()
	}
	best, later, ties := -1, -1, 0
	for _, item := range b.choices {
		if b.gains[item] < most {
			continue
		}
		n := 0
		b.table.eachWith(item, b.members, func(i int) { n += b.table.row(i).common(b.open) })
		if n < later {
			continue
		}
		if n > later {
			later, ties = n, 0
		}
		if ties++; b.random.IntN(ties) == 0 {
			best = item
		}
	}
	return best
}

// seed returns the t-1 items of the row with the most interactions that the vehicle can have.
func (b *builder) seed(wanted *table) []int {
	var best, items []int
	most, ties := 1, 0
	for i := range wanted.numRows() {
		row := wanted.row(i)
		n := row.size()
		if n < most {
			continue
		}
		if n = row.common(b.held) + row.common(b.open); n < most {
			continue
		}
		items = wanted.appendItems(items[:0], i)
		lost := func(item int) bool { return !b.held.has(item) && !b.open.has(item) }
		if !slices.ContainsFunc(items, b.open.has) || slices.ContainsFunc(items, lost) {
			continue
		}
		if n > most {
			most, ties = n, 0
		}
		if ties++; b.random.IntN(ties) == 0 {
			best = append(best[:0], items...)
		}
	}
	return best
}

// choose gives the vehicle an open item. It blocks a condition that it cannot meet any more.
func (b *builder) choose(ctx context.Context, i int) error {
	it := b.items[i]
	if it.holds.IsZero() {
		it.set(b.sel)
		return b.decide(ctx)
	}
	met, ok, err := b.space.Given(b.sel).Find(ctx, it.holds)
	if err != nil {
		return err
	}
	if !ok {
		b.blocked.add(i)
		b.open.remove(i)
		return nil
	}
	// Those of its options that matter become as in the vehicle that meets it.
	var open []config.OptionID
	for _, o := range it.holds.Options() {
		if b.sel.State(o) == config.Open {
			open = append(open, o)
			b.sel.Set(o, met.State(o))
		}
	}
	for _, o := range open {
		if b.sel.Clear(o); it.holds.Truth(b.sel) != rules.Satisfied {
			b.sel.Set(o, met.State(o))
		}
	}
	return b.decide(ctx)
}

package cover

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A builder builds vehicles with many wanted interactions, one choice after another. It never
// meets a dead end. It belongs to one goroutine.
type builder struct {
	*universe
	conditions []int // that are wanted
	domains    *solver.Domains
	random     *rand.Rand
	sel        *config.Selection // what is decided
	held, open set               // the items that sel has, and those that it leaves open
	members    []int             // of held
	choices    []int             // of open
	blocked    set               // conditions that cannot hold any more
}

func (u *universe) newBuilder(ctx context.Context, conditions []int, r *rand.Rand) (*builder, error) {
	domains, err := u.space.Domains(ctx)
	if err != nil {
		return nil, err
	}
	n := len(u.items)
	return &builder{
		universe: u, conditions: conditions, domains: domains, random: r,
		sel: u.space.Catalog().NewSelection(), held: newSet(n), open: newSet(n), blocked: newSet(n),
	}, nil
}

// build makes sel a vehicle that agrees with start. Of two tables it wants the interactions of
// the first, and where none are left those of the second, if there is one.
//
// It begins with the t-1 items that the most wanted interactions have together. Each further
// item brings the most with those that the vehicle has; of several, the most with those that it
// can still have; of these, it is one at random.
func (b *builder) build(ctx context.Context, start *config.Selection, wanted, extra *table) error {
	b.sel.CopyFrom(start)
	clear(b.blocked)
	if err := b.decide(ctx); err != nil {
		return err
	}
	for _, item := range b.seed(wanted) {
		if b.open.has(item) {
			if err := b.choose(ctx, item); err != nil {
				return err
			}
		}
	}
	for {
		item := b.next(wanted)
		if item < 0 && extra != nil {
			item = b.next(extra)
		}
		if item < 0 {
			o, ok := b.any()
			if !ok {
				return nil
			}
			o.set(b.sel)
			if err := b.decide(ctx); err != nil {
				return err
			}
		} else if err := b.choose(ctx, item); err != nil {
			return err
		}
	}
}

// decide makes sel decide all that follows from it.
func (b *builder) decide(ctx context.Context) error {
	if _, _, err := b.domains.Decided(ctx, b.sel, b.sel); err != nil {
		return err
	}
	b.split(b.held, b.open, b.sel, b.conditions)
	b.open.subtract(b.blocked)
	b.members = b.held.appendItems(b.members[:0], 0)
	return nil
}

// potential counts more than any number of interactions that an item can bring later.
const potential = 1 << 20

// next returns the open item that is chosen next; -1 if none brings anything.
func (b *builder) next(wanted *table) int {
	b.choices = b.open.appendItems(b.choices[:0], 0)
	best, most, ties := -1, 1, 0
	for _, item := range b.choices {
		score := 0
		wanted.eachWith(item, b.members, func(i int) {
			row := wanted.row(i)
			score += potential*row.common(b.held) + row.common(b.open)
		})
		if score < most {
			continue
		}
		if score > most {
			most, ties = score, 0
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
		if slices.ContainsFunc(items, func(item int) bool { return !b.held.has(item) && !b.open.has(item) }) {
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

// any returns an open option, chosen or rejected at random; false if there is none.
func (b *builder) any() (it item, ok bool) {
	n := 0
	for o := range b.sel.Open() {
		if n++; b.random.IntN(n) == 0 {
			it.option = o
		}
	}
	it.rejected = b.random.IntN(2) == 0
	return it, n > 0
}

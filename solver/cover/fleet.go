package cover

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/config"
)

// A fleet is a set of vehicles that is to have all wanted interactions.
type fleet struct {
	*builder
	valid     *table     // all interactions
	wanted    *table     // those of them to cover
	fixed     []*vehicle // given as complete orders
	vehicles  []*vehicle // the others
	none, one *table     // scratch: the wanted interactions that no vehicle, and that at most one has
}

// A vehicle is one of a fleet.
type vehicle struct {
	given   int               // its place among the given orders; -1: not given
	start   *config.Selection // its selection agrees with this
	sel     *config.Selection // complete
	has     set
	members []int // of has
}

// newFleet returns a fleet of the given vehicles that are complete, and the other given ones, which
// are to be built.
func (u *universe) newFleet(ctx context.Context, valid, wanted *table, given []*config.Selection, r *rand.Rand) (f *fleet, partial []*vehicle, err error) {
	b, err := u.newBuilder(ctx, wanted, r)
	if err != nil {
		return nil, nil, err
	}
	f = &fleet{builder: b, valid: valid, wanted: wanted, none: wanted.like(), one: wanted.like()}
	for i, sel := range given {
		v := &vehicle{given: i, start: sel}
		if !sel.Complete() {
			partial = append(partial, v)
			continue
		}
		f.become(v, sel)
		f.fixed = append(f.fixed, v)
	}
	return f, partial, nil
}

// become gives a vehicle its selection.
func (f *fleet) become(v *vehicle, sel *config.Selection) {
	v.sel = sel.Clone()
	v.has = newSet(len(f.items))
	f.split(v.has, f.open, sel, f.conditions)
	v.members = v.has.appendItems(nil, 0)
}

// lack sets none and one for the fixed vehicles and some others.
func (f *fleet) lack(others []*vehicle) {
	copy(f.none.bits, f.wanted.bits)
	copy(f.one.bits, f.wanted.bits)
	for _, v := range f.fixed {
		f.count(v)
	}
	for _, v := range others {
		f.count(v)
	}
}

// count takes the interactions of a vehicle out of none, or out of one if another vehicle has them.
func (f *fleet) count(v *vehicle) {
	f.none.each(v.members, func(i int) {
		none, one := f.none.row(i), f.one.row(i)
		for w, has := range v.has {
			one[w] &^= has &^ none[w]
			none[w] &^= has
		}
	})
}

// extend returns vehicles that together have all interactions of none; the first ones agree with
// some given starts. It reports false if more than so many are needed; -1 is no limit.
func (f *fleet) extend(ctx context.Context, starts []*vehicle, most int) (added []*vehicle, ok bool, err error) {
	nothing := f.space.Catalog().NewSelection()
	for left := f.none.size(); left > 0 || len(added) < len(starts); {
		if len(added) == most {
			return nil, false, nil
		}
		v := &vehicle{given: -1, start: nothing}
		if len(added) < len(starts) {
			v.given, v.start = starts[len(added)].given, starts[len(added)].start
		}
		if err := f.build(ctx, v.start, f.none, f.one); err != nil {
			return nil, false, err
		}
		f.become(v, f.sel)
		left -= f.none.common(v.has, v.members)
		f.count(v)
		added = append(added, v)
	}
	return added, true, nil
}

// improve replaces vehicles by fewer, or by as many others, again and again: each time the one that
// the fewest interactions need, and random ones. It ends after some steps, or when the fleet has
// the size enough.
func (f *fleet) improve(ctx context.Context, steps, enough int) error {
	for last := f.steps + steps; f.steps < last && len(f.fixed)+len(f.vehicles) > enough; {
		f.random.Shuffle(len(f.vehicles), func(i, j int) { f.vehicles[i], f.vehicles[j] = f.vehicles[j], f.vehicles[i] })
		f.lack(f.vehicles)
		least, at := -1, 0
		for i, v := range f.vehicles {
			if n := f.one.common(v.has, v.members); least < 0 || n < least {
				least, at = n, i
			}
		}
		f.vehicles[0], f.vehicles[at] = f.vehicles[at], f.vehicles[0]
		n := min(2+f.random.IntN(8), len(f.vehicles))
		out, rest := f.vehicles[:n], f.vehicles[n:]
		var starts []*vehicle
		for _, v := range out {
			if v.given >= 0 {
				starts = append(starts, v)
			}
		}
		f.lack(rest)
		added, ok, err := f.extend(ctx, starts, n)
		if err != nil {
			return err
		}
		if ok {
			f.vehicles = slices.Concat(rest, added)
		}
	}
	return nil
}

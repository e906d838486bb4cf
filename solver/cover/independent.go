package cover

import "context"

// independent returns options of which any two are chosen and rejected in all four ways, as items
// that are chosen. It searches for many for some steps.
func (f *fleet) independent(ctx context.Context, steps int) ([]int, error) {
	var chosen []int // each before its opposite
	for i := f.void; i+1 < f.options; i++ {
		if next := f.items[i+1]; next.rejected && next.option == f.items[i].option {
			chosen = append(chosen, i)
		}
	}
	dependent := make([]set, len(chosen))
	for i, a := range chosen {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		dependent[i] = newSet(len(chosen))
		for j, b := range chosen[:i] {
			if !f.pair(b, a) || !f.pair(b, a+1) || !f.pair(b+1, a) || !f.pair(b+1, a+1) {
				dependent[i].add(j)
				dependent[j].add(i)
			}
		}
	}
	members, err := newClique(dependent, f.random).grow(ctx, steps, len(chosen))
	for i, v := range members {
		members[i] = chosen[v]
	}
	return members, err
}

// pair reports whether some vehicle has two items, the lower one first.
func (f *fleet) pair(a, b int) bool {
	items := make([]int, 0, f.t)
	for i := range f.t - 2 {
		items = append(items, i)
	}
	return f.valid.has(append(items, a, b))
}

// atLeast returns how many vehicles it takes to have any two of some options in all four ways: the
// smallest n with C(n-1, ⌈n/2⌉) not below the number of options. Kleitman and Spencer, "Families of
// k-independent sets", Discrete Mathematics 6 (1973); Katona, "Two applications of Sperner type
// theorems", Periodica Mathematica Hungarica 3 (1973).
func atLeast(options int) int {
	if options < 2 {
		return 0
	}
	for n := 4; ; n++ {
		ways := 1
		for i := range (n + 1) / 2 { // C(n-1, i+1)
			ways = ways * (n - 1 - i) / (i + 1)
		}
		if ways >= options {
			return n
		}
	}
}

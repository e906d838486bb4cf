package compile

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// members returns what a set of parts holds.
func members(set []part) []uint32 {
	var out []uint32
	for _, p := range set {
		for ; p.bits != 0; p.bits &= p.bits - 1 {
			out = append(out, p.least())
		}
	}
	return out
}

func TestParts(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		set := drawSet(t, "set")
		require.Equal(t, set, append([]uint32{}, members(appendParts(nil, set))...))
		from, to := rapid.IntRange(0, 200).Draw(t, "from"), rapid.IntRange(0, 200).Draw(t, "to")
		want := []uint32{}
		for x := from; x < to; x++ {
			want = append(want, uint32(x))
		}
		require.Equal(t, want, append([]uint32{}, members(appendRange(nil, from, to))...))
	})
}

// open returns what is left of the clauses that are not satisfied, ascending, each
// once, and none of which another is part.
func open(clauses [][]cnf.Lit, vals []int8) [][]cnf.Lit {
	var out [][]cnf.Lit
	for _, c := range clauses {
		if !slices.ContainsFunc(c, func(l cnf.Lit) bool { return vals[l] > 0 }) {
			out = append(out, slices.DeleteFunc(slices.Clone(c), func(l cnf.Lit) bool { return vals[l] < 0 }))
		}
	}
	slices.SortFunc(out, slices.Compare[[]cnf.Lit])
	out = slices.CompactFunc(out, slices.Equal[[]cnf.Lit])
	with := make([][][]cnf.Lit, len(vals)) // by first literal
	for _, c := range out {
		if len(c) == 0 {
			return [][]cnf.Lit{c}
		}
		with[c[0]] = append(with[c[0]], c)
	}
	return slices.DeleteFunc(out, func(c []cnf.Lit) bool {
		return slices.ContainsFunc(c, func(l cnf.Lit) bool {
			return slices.ContainsFunc(with[l], func(d []cnf.Lit) bool { return len(d) < len(c) && cnf.Subset(d, c) })
		})
	})
}

// plainSplit finds components as a person would: it takes an open variable and
// adds what shares an open clause with what is there, until nothing does.
func plainSplit(clauses [][]cnf.Lit, vals []int8, vars []uint32) (comps [][]uint32, free []cnf.Var) {
	near := map[uint32][][]cnf.Lit{}
	for _, c := range clauses {
		for _, l := range c {
			near[uint32(l.Var())] = append(near[uint32(l.Var())], c)
		}
	}
	seen := map[uint32]bool{}
	for _, v := range vars {
		if seen[v] || vals[2*v] != 0 {
			continue
		}
		seen[v] = true
		comp := []uint32{v}
		for i := 0; i < len(comp); i++ {
			for _, c := range near[comp[i]] {
				for _, l := range c {
					if w := uint32(l.Var()); vals[l] == 0 && !seen[w] {
						seen[w] = true
						comp = append(comp, w)
					}
				}
			}
		}
		slices.Sort(comp)
		if len(comp) == 1 {
			free = append(free, cnf.Var(v))
		} else {
			comps = append(comps, comp)
		}
	}
	return comps, free
}

// randomProblem returns clauses of two to ten literals, most of them between
// near variables, so that they fall apart into parts of all sizes.
func randomProblem(r *rand.Rand, vars int) [][]cnf.Lit {
	reach := 2 + r.IntN(40)
	clauses := make([][]cnf.Lit, vars*(1+r.IntN(3))/2)
	for i := range clauses {
		base := r.IntN(vars)
		taken := map[cnf.Var]bool{}
		for range 2 + r.IntN(1+r.IntN(9)) {
			v := cnf.Var(1 + (base+r.IntN(reach))%vars)
			if r.IntN(200) == 0 {
				v = cnf.Var(1 + r.IntN(vars))
			}
			if !taken[v] {
				taken[v] = true
				clauses[i] = append(clauses[i], cnf.Pos(v)^cnf.Lit(r.IntN(2)))
			}
		}
	}
	for _, c := range clauses {
		slices.Sort(c)
	}
	return open(slices.DeleteFunc(clauses, func(c []cnf.Lit) bool { return len(c) < 2 }), make([]int8, 2*vars+2))
}

// Wherever a search goes, components are those of a plain search, in order,
// each with exactly what is left of its clauses, and the splitter is left as it was.
func TestSplitAgainstPlainSearch(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		vars := 2 + r.IntN(rapid.SampledFrom([]int{12, 150, 4000}).Draw(t, "vars"))
		clauses := randomProblem(r, vars)
		s := newSplitter(newProblem(vars, clauses, nil))
		vals := make([]int8, 2*vars+2)
		comp, trail := s.whole(), []cnf.Lit(nil)
		for level := 0; ; level++ {
			all := members(s.stack[comp.from:comp.mid])
			trail = trail[:0]
			if level > 0 {
				for i := range 1 + r.IntN(1+len(all)/4) {
					v := cnf.Var(all[r.IntN(len(all))]) // the first one is a decision
					if i > 0 && r.IntN(10) == 0 {
						v = cnf.Var(1 + r.IntN(vars)) // maybe of another component
					}
					if l := cnf.Pos(v) ^ cnf.Lit(r.IntN(2)); vals[l] == 0 {
						trail = append(trail, l)
						vals[l], vals[l^1] = 1, -1
					}
				}
			}
			// A clause with one literal left, or none, would have been propagated.
			for _, c := range clauses {
				open, holds := 0, false
				for _, l := range c {
					holds = holds || vals[l] > 0
					if vals[l] == 0 {
						open++
					}
				}
				for _, l := range c {
					if !holds && open < 2 && vals[l] == 0 {
						trail = append(trail, l)
						vals[l], vals[l^1] = 1, -1
					} else if !holds && open == 0 {
						return
					}
				}
			}
			if slices.ContainsFunc(clauses, func(c []cnf.Lit) bool { return undecidedUnit(c, vals) }) {
				return
			}
			var out pieces
			top := len(s.stack)
			s.split(comp, trail, level == 0, &out)
			left := open(clauses, vals)
			wantComps, wantFree := plainSplit(left, vals, all)
			require.Equal(t, wantFree, out.free)
			require.Len(t, out.comps, len(wantComps))
			for i, c := range out.comps {
				require.GreaterOrEqual(t, c.from, top)
				require.Equal(t, wantComps[i], members(s.stack[c.from:c.mid]))
				require.Equal(t, over(left, wantComps[i]), s.residual(c))
			}
			for _, l := range trail {
				require.Equal(t, slices.Contains(all, uint32(l.Var())), slices.Contains(out.lits, l))
			}
			for _, words := range [][]uint64{s.rest, s.found, s.large, s.goal, s.next, s.restLong, s.foundLong, s.largeLong, s.goalLong} {
				require.False(t, slices.ContainsFunc(words, func(w uint64) bool { return w != 0 }))
			}
			if len(out.comps) == 0 {
				return
			}
			comp = out.comps[r.IntN(len(out.comps))]
		}
	})
}

func undecidedUnit(c []cnf.Lit, vals []int8) bool {
	open := 0
	for _, l := range c {
		if vals[l] > 0 {
			return false
		}
		if vals[l] == 0 {
			open++
		}
	}
	return open < 2
}

// over returns those of the clauses that are over these variables.
func over(clauses [][]cnf.Lit, vars []uint32) [][]cnf.Lit {
	return slices.DeleteFunc(slices.Clone(clauses), func(c []cnf.Lit) bool {
		_, ok := slices.BinarySearch(vars, uint32(c[0].Var()))
		return !ok
	})
}

// residual returns what is left of the clauses of c, ascending.
func (s *splitter) residual(c component) (clauses [][]cnf.Lit) {
	vars := members(s.stack[c.from:c.mid])
	for _, k := range members(s.stack[c.mid:c.to]) {
		clauses = append(clauses, s.res.of(s.left[k]))
	}
	for l, pairs := range s.res.pairs {
		for _, x := range pairs {
			if _, ok := slices.BinarySearch(vars, uint32(x.Var())); cnf.Lit(l) < x && ok {
				if _, ok := slices.BinarySearch(vars, uint32(cnf.Lit(l).Var())); ok {
					clauses = append(clauses, []cnf.Lit{cnf.Lit(l), x})
				}
			}
		}
	}
	slices.SortFunc(clauses, slices.Compare[[]cnf.Lit])
	return clauses
}

package compile

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// What is left of a clause has one number, however it came about, and that is
// none exactly when a clause of which nothing has been taken is part of it.
func TestResiduesByContent(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		const vars = 9
		clauses := open(randomProblem(r, vars), make([]int8, 2*vars+2))
		res := newResidues(vars, clauses)
		var long [][]cnf.Lit
		for _, c := range clauses {
			if len(c) > 2 {
				long = append(long, c)
			}
		}
		numbers, contents := map[string]uint32{}, map[uint32]string{}
		for range 200 {
			if len(long) == 0 {
				return
			}
			k := r.IntN(len(long))
			id, rest := uint32(firstResidue+k), slices.Clone(long[k])
			for id != gone && len(rest) > 2 {
				require.Equal(t, rest, res.of(id))
				if id >= res.shorter {
					key := string(clauseKey(rest))
					require.Contains(t, []uint32{0, id}, numbers[key])
					require.Contains(t, []string{"", key}, contents[id])
					numbers[key], contents[id] = id, key
				}
				i := r.IntN(len(rest))
				id = res.without(id, rest[i], uint32(k))
				rest = slices.Delete(rest, i, i+1)
				require.Equal(t, id == gone, slices.ContainsFunc(clauses, func(c []cnf.Lit) bool { return cnf.Subset(c, rest) }))
			}
		}
		names := slices.Clone(res.names[firstResidue:])
		slices.Sort(names)
		require.Len(t, slices.Compact(names), len(res.names)-firstResidue)
	})
}

func clauseKey(lits []cnf.Lit) (key []byte) {
	for _, l := range lits {
		key = append(key, byte(l))
	}
	return key
}

// A search that has no room for residues is as right.
func TestVagueResidues(t *testing.T) {
	met := 0
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 3))
		f, s, ok := plain(t, 14, dense(14, seed)[:10+r.IntN(20)], nil)
		require.True(t, ok)
		s.res.limit = int64(r.IntN(20000))
		c := s.build.Finish(s.trace())
		require.NoError(t, s.err)
		require.NoError(t, check.Verify(t.Context(), c, f), "seed %d\n%s", seed, cnftest.Format(f))
		for _, v := range s.res.vague {
			met += int(min(v, 1))
		}
	}
	require.Greater(t, met, 1000)
}

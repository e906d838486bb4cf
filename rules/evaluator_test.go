package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
)

// TestBatchesAgreeWithHolds evaluates random conditions for random selections, one batch
// after the other in the same memory.
func TestBatchesAgreeWithHolds(t *testing.T) {
	ops := map[rules.Op]bool{}
	var note func(e rules.Expr)
	note = func(e rules.Expr) {
		ops[e.Op()] = true
		for arg := range e.Args() {
			note(arg)
		}
	}
	property.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(12, true).Draw(t, "catalog")
		conditions := rapid.SliceOfN(rulestest.Conditions{}.Expr(cat), 0, 12).Draw(t, "conditions")
		conditions = append(conditions, conditions...)
		e := rules.NewEvaluator(cat, conditions)
		b := e.NewBatch()
		for range 2 {
			b.Reset()
			var all []*config.Selection
			for range rapid.SampledFrom([]int{1, 63, 64, 65, rules.Lanes, 0}).Draw(t, "selections") {
				sel := cat.NewSelection()
				bits := rapid.Uint64().Draw(t, "bits")
				for o := range config.OptionID(cat.NumOptions()) {
					if bits>>(o%64)&1 != 0 {
						sel.Choose(o)
					}
				}
				require.Equal(t, len(all), b.Add(sel))
				all = append(all, sel)
			}
			b.Evaluate()
			require.Equal(t, len(all), b.Len())
			require.Equal(t, len(all), b.All().Count())
			for i, c := range conditions {
				note(c)
				m := b.Holds(i)
				for lane, sel := range all {
					require.Equal(t, c.Holds(sel), m.Has(lane), "%s of selection %d", c, lane)
				}
			}
		}
	})
	for op := rules.OpTrue; op <= rules.OpArith; op++ {
		require.True(t, ops[op], "no condition was %s", op)
	}
}

func TestMasks(t *testing.T) {
	m := rules.Mask{1, 2, 0, 1 << 63}
	var lanes []int
	for lane := range m.Lanes {
		lanes = append(lanes, lane)
		require.True(t, m.Has(lane))
	}
	require.Equal(t, []int{0, 65, 255}, lanes)
	require.Equal(t, 3, m.Count())
	n := rules.Mask{1, 4}
	require.Equal(t, rules.Mask{1}, m.And(n))
	require.Equal(t, rules.Mask{1, 6, 0, 1 << 63}, m.Or(n))
	require.Equal(t, rules.Mask{0, 2, 0, 1 << 63}, m.Without(n))
	require.True(t, rules.Mask{}.IsZero())
	require.False(t, m.IsZero())
	for range m.Lanes {
		break
	}
}

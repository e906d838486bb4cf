package condition_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
)

// changes returns the least number of parts of a condition that must change their truth for it
// to have another truth, by trying all: a part is what no operator is.
func changes(e rules.Expr, sel *config.Selection) (least [2]int) {
	var parts []bool
	var collect func(e rules.Expr)
	collect = func(e rules.Expr) {
		if e.NumArgs() == 0 && e.Op() != rules.OpTrue && e.Op() != rules.OpFalse {
			parts = append(parts, e.Holds(sel))
		}
		for arg := range e.Args() {
			collect(arg)
		}
	}
	collect(e)
	least = [2]int{1 << 20, 1 << 20}
	if len(parts) > 10 {
		return least
	}
	for flip := range 1 << len(parts) {
		next, n := 0, 0
		var value func(e rules.Expr) bool
		value = func(e rules.Expr) bool {
			trues, all := 0, e.NumArgs()
			if all == 0 && e.Op() != rules.OpTrue && e.Op() != rules.OpFalse {
				changed := flip>>next&1 == 1
				next++
				if changed {
					n++
				}
				return parts[next-1] != changed
			}
			var args []bool
			for arg := range e.Args() {
				v := value(arg)
				if args = append(args, v); v {
					trues++
				}
			}
			switch e.Op() {
			case rules.OpTrue, rules.OpFalse:
				return e.Op() == rules.OpTrue
			case rules.OpNot:
				return trues == 0
			case rules.OpAnd:
				return trues == all
			case rules.OpOr:
				return trues > 0
			case rules.OpImplies:
				return !args[0] || args[1]
			case rules.OpIff:
				return args[0] == args[1]
			}
			lo, hi := e.Bounds()
			return trues >= lo && (hi == rules.Unbounded || trues <= hi)
		}
		truth := 0
		if value(e) {
			truth = 1
		}
		least[truth] = min(least[truth], n)
	}
	return least
}

// Misses is the least number of parts to change, and 0 if the condition holds.
func TestMisses(t *testing.T) {
	compared := 0
	property.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(6, true).Draw(t, "catalog")
		e := rulestest.Conditions{}.Expr(cat).Draw(t, "condition")
		sel := cat.NewSelection()
		for o := range config.OptionID(cat.NumOptions()) {
			if rapid.Bool().Draw(t, "has") {
				sel.Choose(o)
			} else {
				sel.Reject(o)
			}
		}
		require.Equal(t, e.Holds(sel), condition.Misses(e, sel) == 0)
		if want := changes(e, sel)[1]; want < 1<<20 {
			compared++
			require.Equal(t, want, condition.Misses(e, sel), "%v", e)
		}
	})
	require.Greater(t, compared, 10)
	require.Zero(t, condition.Misses(rules.Expr{}, nil))
}

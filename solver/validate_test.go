package solver_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// A complete order is valid when brute force says so, and otherwise breaks
// exactly what it does not meet.
func TestValidateComplete(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		sel := o.complete(t)
		order := o.cat.Order(sel)
		order.ID = "O-1"
		order.Partial = false
		report, err := o.Validate(t.Context(), order)
		require.NoError(t, err)
		want := solver.Invalid
		if len(o.containing(sel)) == 1 {
			want = solver.Valid
		}
		require.Equal(t, want, report.Verdict)
		require.Equal(t, o.Void(), report.Void)
		var broken []solver.Cause
		for _, c := range slices.Concat(o.catalog(), o.rules()) {
			if !o.meets(c, sel) {
				broken = append(broken, c)
			}
		}
		require.ElementsMatch(t, broken, plain(report.Broken))
	})
}

// A partial order is extendable when brute force finds a valid order that
// contains it, and otherwise breaks what alone rules it out.
func TestValidatePartial(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		sel := o.selection(t)
		report, err := o.ValidateSelection(t.Context(), sel)
		require.NoError(t, err)
		containing := o.containing(sel)
		switch report.Verdict {
		case solver.Valid:
			require.Len(t, containing, 1)
		case solver.Extendable:
			require.NotEmpty(t, containing)
			require.False(t, sel.Complete())
		case solver.Invalid:
			require.Empty(t, containing)
			require.ElementsMatch(t, o.broken(sel), plain(report.Broken))
		default:
			t.Fatal(report.Verdict)
		}
	})
}

// broken returns what the documentation says that an invalid selection breaks.
func (o oracle) broken(sel *config.Selection) []solver.Cause {
	var broken []solver.Cause
	for _, c := range o.catalog() {
		if !o.possible(append(lines(sel), c)) {
			broken = append(broken, c)
		}
	}
	base := slices.Concat(lines(sel), o.catalog())
	if !o.possible(base) {
		base = lines(sel)
	}
	for _, c := range o.rules() {
		if !o.possible(append(base[:len(base):len(base)], c)) {
			broken = append(broken, c)
		}
	}
	return broken
}

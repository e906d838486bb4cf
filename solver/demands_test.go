package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// Each demand holds where its cause is met, and what meets all demands is valid.
func TestDemands(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 7)
		type demand struct {
			cause solver.Cause
			e     rules.Expr
			meets func(*config.Selection) bool
		}
		var demands []demand
		for cause, e := range o.Demands() {
			demands = append(demands, demand{cause, e, o.check(cause)})
		}
		var valid int
		for sel := range configtest.Selections(o.cat) {
			all := true
			for _, d := range demands {
				holds := d.e.Holds(sel)
				if d.meets(sel) != holds {
					require.Fail(t, "differs", "%v: %v", d.cause, d.e)
				}
				all = all && holds
			}
			if all {
				valid++
			}
		}
		require.Equal(t, len(o.valid), valid)
		until := rapid.IntRange(0, len(demands)).Draw(t, "until")
		for range o.Demands() { // ends anywhere
			if until--; until < 0 {
				break
			}
		}
	})
}

// A space that is no more than its circuit names no demand.
func TestDemandsOfProjection(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 5)
		p, err := o.Project(t.Context(), []rules.Expr{rules.Option(o.cat, 0)})
		require.NoError(t, err)
		n := 0
		for cause, e := range p.Demands() {
			require.Equal(t, solver.CauseSpace, cause.Kind)
			require.True(t, e.IsZero())
			n++
		}
		require.Equal(t, 1, n)
	})
}

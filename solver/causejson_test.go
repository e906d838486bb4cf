package solver_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

func TestCauseJSON(t *testing.T) {
	space, err := solver.Compile(t.Context(), truck(t), config.Point{Date: config.NewDate(2026, 11, 2)}, solver.Config{})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		order config.Order
		want  string
	}{
		"nothing": {config.Order{Partial: true}, `null`},
		"row": {config.Order{Options: []string{"SHORT", "DIESEL"}, Partial: true}, `[
			{"kind": "line", "option": "SHORT", "chosen": true, "text": "the order has SHORT"},
			{"kind": "line", "option": "DIESEL", "chosen": true, "text": "the order has DIESEL"},
			{"kind": "row", "rule": "T-BED", "row": 2, "reason": "The exhaust is in the way.",
			 "text": "T-BED, row 2: not engine PETROL or DIESEL with bed SHORT (The exhaust is in the way.)"}
		]`},
		"rule and family": {config.Order{Options: []string{"DIESEL"}, Without: []string{"PICKUP"}, Partial: true}, `[
			{"kind": "line", "option": "DIESEL", "chosen": true, "text": "the order has DIESEL"},
			{"kind": "line", "option": "PICKUP", "chosen": false, "text": "the order is without PICKUP"},
			{"kind": "rule", "rule": "R-MASS", "reason": "The axle carries no more.",
			 "text": "R-MASS: sum(mass) <= 600 (The axle carries no more.)"},
			{"kind": "family", "family": "body", "text": "family body takes exactly one option"}
		]`},
		"parent not named": {config.Order{Options: []string{"VAN", "PETROL", "SPRAYED"}}, `[
			{"kind": "line", "option": "SPRAYED", "chosen": true, "text": "the order has SPRAYED"},
			{"kind": "line", "option": "LONG", "chosen": false, "implied": true, "text": "the order does not name LONG"},
			{"kind": "parent", "option": "SPRAYED", "text": "SPRAYED is offered with LONG only"}
		]`},
		"effectivity": {config.Order{Options: []string{"ELECTRIC"}, Partial: true}, `[
			{"kind": "line", "option": "ELECTRIC", "chosen": true, "text": "the order has ELECTRIC"},
			{"kind": "effectivity", "option": "ELECTRIC", "text": "ELECTRIC is not in force at 2026-11-02 (from 2027-01-01)"}
		]`},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := space.Explain(t.Context(), c.order)
			require.NoError(t, err)
			text, err := json.Marshal(e.Causes)
			require.NoError(t, err)
			require.JSONEq(t, c.want, string(text))
		})
	}
	text, err := json.Marshal(solver.Cause{})
	require.NoError(t, err)
	require.JSONEq(t, `{"kind": "none", "text": "nothing"}`, string(text))
}

package solver_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

func TestBuildable(t *testing.T) {
	const options = "product: car\nfamilies:\n  - family: gearbox\n    options: [MAN, AUTO]\n"
	tests := []struct {
		name, rules, want string
	}{
		{"buildable", "rules:\n  - {id: R1, rule: MAN}\n", ""},
		{
			"two rules and the family", "rules:\n  - {id: R1, rule: MAN, reason: Old plants.}\n  - {id: R2, rule: AUTO}\n",
			"nothing can be built: these demands cannot all be met; change or withdraw one of them\n" +
				"  rules.yaml:2:10: R1: MAN (Old plants.)\n" +
				"  rules.yaml:3:10: R2: AUTO\n" +
				"  options.yaml:3:13: family gearbox takes exactly one option",
		},
		{
			"one rule", "rules:\n  - {id: R1, rule: MAN}\n  - {id: R2, rule: MAN & !MAN}\n",
			"nothing can be built: these demands cannot all be met; change or withdraw one of them\n" +
				"  rules.yaml:3:10: R2: MAN & !MAN",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, err := rules.ReadDir(fstest.MapFS{
				"options.yaml": {Data: []byte(options)}, "rules.yaml": {Data: []byte(tt.rules)},
			})
			require.NoError(t, err)
			space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
			require.NoError(t, err)
			err = space.Buildable(t.Context())
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, solver.ErrVoid)
			var void *solver.VoidError
			require.ErrorAs(t, err, &void)
			require.True(t, void.Explanation.Minimal)
			require.Equal(t, tt.want, err.Error())
		})
	}
}

package session_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// product compiles a van whose wheels have some defaults.
func product(t *testing.T, full, kit string) *solver.Space {
	t.Helper()
	set, err := rules.ReadDir(fstest.MapFS{
		"options.yaml": {Data: []byte(`product: van
families:
  - family: engine
    options:
      - {code: DIESEL, default: {rank: 2}}
      - {code: BEV, default: true}
  - family: spare
    options:
      - {code: FULL` + full + `}
      - {code: KIT` + kit + `}
`)},
		"rules.yaml": {Data: []byte("rules: [{id: R-20, rule: BEV requires KIT, reason: The battery is there.}]")},
	})
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return space
}

// Defaults that no order has together are named with their places, and with what keeps them apart.
func TestDefaultsThatContradict(t *testing.T) {
	_, err := session.Defaults(t.Context(), product(t, ", default: true", ""))
	require.EqualError(t, err, `no order has all of these defaults; change one of them, or give it a condition
  options.yaml:6:30: BEV
  options.yaml:9:31: FULL
for these demands keep them apart:
  rules.yaml:1:14: R-20: BEV requires KIT (The battery is there.)
  options.yaml:7:13: family spare takes exactly one option`)
	_, err = session.Defaults(t.Context(), product(t, ", default: BEV", ""))
	require.ErrorContains(t, err, "  options.yaml:9:31: FULL when BEV\n")
	_, err = session.Defaults(t.Context(), product(t, ", default: DIESEL & BEV", ""))
	require.NoError(t, err, "the condition never holds")
	_, err = session.Defaults(t.Context(), space(t, release{rules: []string{"BEV", "DIESEL"}}))
	require.ErrorIs(t, err, solver.ErrVoid)
	require.EqualError(t, new(session.DefaultsError), "no order has all defaults")
}

// Where the best default cannot be had, that of the next rank is.
func TestDefaultsAreRanked(t *testing.T) {
	space := product(t, ", default: DIESEL", ", default: BEV")
	goal, err := session.Defaults(t.Context(), space)
	require.NoError(t, err)
	for choice, want := range map[string][]string{"": {"BEV", "KIT"}, "-BEV": {"DIESEL", "FULL"}, "FULL": {"DIESEL", "FULL"}, "KIT": {"BEV", "KIT"}} {
		var codes []string
		if choice != "" {
			codes = append(codes, choice)
		}
		for c, err := range begin(t, space, codes...).Completions(t.Context(), goal) {
			require.NoError(t, err)
			require.Equal(t, want, space.Catalog().Order(c.Selection).Options, choice)
			break
		}
	}
}

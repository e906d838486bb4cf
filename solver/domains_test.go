package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// decided returns by brute force what the configurations that agree with a selection agree on.
func (o oracle) decided(sel *config.Selection) (*config.Selection, bool) {
	var out *config.Selection
	for _, v := range o.containing(sel) {
		if out == nil {
			out = v.Clone()
			continue
		}
		for i := range config.OptionID(v.Len()) {
			if out.State(i) != v.State(i) {
				out.Clear(i)
			}
		}
	}
	return out, out != nil
}

// Selection after selection, the domains of a space with a circuit and of one without are
// those of brute force.
func TestDomainsAgainstBruteForce(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		search, err := solver.Compile(t.Context(), o.set, o.asOf, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		var both []*solver.Domains
		for _, space := range []*solver.Space{o.Space, search} {
			d, err := space.Domains(t.Context())
			require.NoError(t, err)
			both = append(both, d)
		}
		sel := o.selection(t)
		var dst *config.Selection
		for range rapid.IntRange(1, 6).Draw(t, "questions") {
			want, possible := o.decided(sel)
			for _, d := range both {
				got, ok, err := d.Decided(t.Context(), dst, sel)
				require.NoError(t, err)
				require.Equal(t, possible, ok)
				if require.Equal(t, possible, got != nil); possible {
					require.True(t, want.Equal(got))
					dst = got
				}
			}
			if sel.Len() == 0 {
				break
			}
			sel.Set(config.OptionID(rapid.IntRange(0, sel.Len()-1).Draw(t, "option")), rapid.SampledFrom([]config.State{
				config.Chosen, config.Rejected, config.Open,
			}).Draw(t, "state"))
			if rapid.IntRange(0, 3).Draw(t, "another") == 0 {
				sel = configtest.Selection(t, o.cat)
			}
		}
	})
}

func TestDomainsOfNothing(t *testing.T) {
	require.PanicsWithValue(t, "solver: no Domains: Space.Domains makes them", func() {
		_, _, _ = new(solver.Domains).Decided(t.Context(), nil, nil)
	})
}

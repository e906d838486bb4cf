package encode_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/wire"
)

// drawTracked draws a set and conditions to track.
func drawTracked(t *rapid.T) (drawn, []rules.Expr) {
	d := draw(t, 6, encode.Options{})
	track := rapid.SliceOfN(rulestest.Conditions{Depth: 2}.Expr(d.set.Catalog()), 1, 3).Draw(t, "tracked")
	var err error
	d.Encoding, err = encode.Encode(t.Context(), d.set, d.active, d.inactive, encode.Options{
		Track: track, MaxDiagram: rapid.SampledFrom([]int{0, -1, 3}).Draw(t, "diagram"),
	})
	require.NoError(t, err)
	return d, track
}

// In every model a tracked literal says whether its condition holds, and there are
// as many models as without.
func TestTracked(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d, track := drawTracked(t)
		require.Len(t, d.Tracked, len(track))
		for i, l := range d.Tracked {
			_, constant := encode.Constant(l)
			require.True(t, constant || d.Formula.Kept(l.Var()))
			for j := range i {
				if track[i].Equal(track[j]) {
					require.Equal(t, d.Tracked[j], l)
				}
			}
		}
		if d.Formula.Vars() > 20 {
			return
		}
		models := cnftest.Models(d.Formula)
		valid := 0
		for range rulestest.Valid(d.set, d.asOf) {
			valid++
		}
		require.Len(t, models, valid)
		sel := d.set.Catalog().NewSelection()
		for _, m := range models {
			for o := range config.OptionID(sel.Len()) {
				sel.Set(o, config.Rejected)
				if cnftest.Holds(m, encode.Option(o)) {
					sel.Set(o, config.Chosen)
				}
			}
			for i, l := range d.Tracked {
				holds, constant := encode.Constant(l)
				if !constant {
					holds = cnftest.Holds(m, l)
				}
				require.Equal(t, track[i].Holds(sel), holds, "%v", track[i])
			}
		}
	})
}

func TestWriteRead(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d, _ := drawTracked(t)
		var b bytes.Buffer
		w := wire.NewWriter(&b, "", 1)
		d.Write(w)
		_, _ = w.Close()
		r := wire.NewReader(&b, "", 1)
		read := encode.Read(r, d.set)
		r.End()
		require.NoError(t, r.Err())
		require.Equal(t, d.Origins, read.Origins)
		require.Equal(t, d.Tracked, read.Tracked)
		require.Equal(t, d.Formula.NumClauses(), read.Formula.NumClauses())
		for i := range d.Formula.NumClauses() {
			require.Equal(t, d.Formula.Clause(i), read.Formula.Clause(i))
			origin, ok := d.Origin(i)
			readOrigin, readOK := read.Origin(i)
			require.Equal(t, origin, readOrigin)
			require.Equal(t, ok, readOK)
		}
		for v := range cnf.Var(d.Formula.Vars() + 2) {
			require.Equal(t, d.Formula.Kept(v), read.Formula.Kept(v))
		}
	})
}

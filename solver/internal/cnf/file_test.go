package cnf_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/wire"
	"github.com/stretchr/testify/require"
)

func reader(write func(w *wire.Writer)) *wire.Reader {
	var b bytes.Buffer
	w := wire.NewWriter(&b, "", 1)
	write(w)
	_, _ = w.Close()
	return wire.NewReader(&b, "", 1)
}

func TestWriteRead(t *testing.T) {
	for seed := range 300 {
		f := cnftest.Random(rand.New(rand.NewPCG(uint64(seed), 1)), 1+seed%20)
		r := reader(f.Write)
		read := cnf.Read(r, f.Options())
		r.End()
		if f.Vars()-f.Options() > f.NumLiterals() {
			require.ErrorIs(t, r.Err(), wire.ErrCorrupt)
			continue
		}
		require.NoError(t, r.Err())
		require.Equal(t, f.Vars(), read.Vars())
		require.Equal(t, cnftest.Format(f), cnftest.Format(read))
	}
}

func TestReadRefuses(t *testing.T) {
	for name, words := range map[string][]uint64{
		// options, auxiliaries, clauses, literals, then clause by clause
		"other options":       {3, 0, 0, 0},
		"idle auxiliaries":    {2, 1 << 30, 1, 1, 1, 2},
		"too many variables":  {2, math.MaxUint32, 1, 1, 1, 2},
		"a literal of none":   {2, 0, 1, 1, 1, 1},
		"a literal beyond":    {2, 0, 1, 1, 1, 6},
		"a longer clause":     {2, 0, 1, 1, 2, 2, 3},
		"fewer literals":      {2, 0, 1, 2, 1, 2},
		"endless clauses":     {2, 0, math.MaxUint32, math.MaxUint32, 1, 2},
		"an endless clause":   {2, 0, 1, math.MaxUint32, math.MaxUint32, 2},
		"more than there are": {2, 0, 1 << 40, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := reader(func(w *wire.Writer) {
				for _, x := range words {
					w.Uint(x)
				}
			})
			cnf.Read(r, 2)
			require.Error(t, r.Err())
		})
	}
}

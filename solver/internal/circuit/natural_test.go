package circuit

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Sums, products and powers of two times a number are those of package big, whatever
// room the result has, also where carries run through.
func TestNaturals(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	number := func() *big.Int {
		words := make([]big.Word, r.IntN(20))
		for i := range words {
			switch r.IntN(3) {
			case 0:
				words[i] = ^big.Word(0)
			case 1:
				words[i] = big.Word(r.Uint64())
			}
		}
		return new(big.Int).SetBits(words)
	}
	var s slab
	for range 20000 {
		x, y, n := number(), number(), uint(r.IntN(200))
		z := number()
		s.sum(z, x, y)
		require.Equal(t, new(big.Int).Add(x, y).String(), z.String())
		s.product(z, x, y)
		require.Equal(t, new(big.Int).Mul(x, y).String(), z.String())
		s.shifted(z, x, n)
		require.Equal(t, new(big.Int).Lsh(x, n).String(), z.String())
		want := new(big.Int).Lsh(x, n).String()
		s.shifted(x, x, n)
		require.Equal(t, want, x.String())
		want = new(big.Int).Add(x, y).String()
		s.sum(x, x, y)
		require.Equal(t, want, x.String())
		want = new(big.Int).Add(x, y).String()
		s.sum(y, x, y)
		require.Equal(t, want, y.String())
	}
}

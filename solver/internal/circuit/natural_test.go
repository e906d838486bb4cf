package circuit

import (
	"math/big"
	"math/rand/v2"
	"testing"
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
	same := func(want, got *big.Int) {
		if want.Cmp(got) != 0 {
			t.Fatalf("%d, want %d", got, want)
		}
	}
	var s slab
	for range 20000 {
		x, y, n := number(), number(), uint(r.IntN(200))
		z := number()
		s.sum(z, x, y)
		same(new(big.Int).Add(x, y), z)
		s.product(z, x, y)
		same(new(big.Int).Mul(x, y), z)
		s.shifted(z, x, n)
		same(new(big.Int).Lsh(x, n), z)
		want := new(big.Int).Lsh(x, n)
		s.shifted(x, x, n)
		same(want, x)
		want = new(big.Int).Add(x, y)
		s.sum(x, x, y)
		same(want, x)
		want = new(big.Int).Add(x, y)
		s.sum(y, x, y)
		same(want, y)
	}
}

package circuit

import (
	"math/big"
	"math/bits"
)

// The numbers of car lines have two machine words on average, and few have more than
// ten. For such numbers a loop is much faster than package big, which does the longer
// ones.
const (
	shortSum     = 16 // words
	shortProduct = 12 // words of both factors
)

// slab is memory for numbers, many in one block: a query makes one for each node, and
// they live as long as its scratch.
type slab struct{ rest []big.Word }

const slabWords = 1 << 12

// room returns memory of n words for z, its own if that suffices.
func (s *slab) room(z *big.Int, n int) []big.Word {
	if w := z.Bits(); cap(w) >= n {
		return w[:n]
	}
	if len(s.rest) < n {
		s.rest = make([]big.Word, max(n, slabWords))
	}
	w := s.rest[:n:n]
	s.rest = s.rest[n:]
	return w
}

// sum sets z to x + y; z may be x or y.
func (s *slab) sum(z, x, y *big.Int) {
	a, b := x.Bits(), y.Bits()
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a) > shortSum {
		z.Add(x, y)
		return
	}
	w := s.room(z, len(a)+1)
	carry := uint(0)
	for i, b := range b {
		var word uint
		word, carry = bits.Add(uint(a[i]), uint(b), carry)
		w[i] = big.Word(word)
	}
	for i := len(b); i < len(a); i++ {
		var word uint
		word, carry = bits.Add(uint(a[i]), 0, carry)
		w[i] = big.Word(word)
	}
	w[len(a)] = big.Word(carry)
	z.SetBits(w)
}

// product sets z to x·y; z is neither x nor y.
func (s *slab) product(z, x, y *big.Int) {
	a, b := x.Bits(), y.Bits()
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)+len(b) > shortProduct || len(b) == 0 {
		z.Mul(x, y)
		return
	}
	w := s.room(z, len(a)+len(b))
	carry := uint(0)
	for i, a := range a {
		hi, lo := bits.Mul(uint(a), uint(b[0]))
		var c uint
		lo, c = bits.Add(lo, carry, 0)
		carry = hi + c
		w[i] = big.Word(lo)
	}
	w[len(a)] = big.Word(carry)
	for k := 1; k < len(b); k++ {
		factor, row := uint(b[k]), w[k:k+len(a)+1]
		carry = 0
		for i, a := range a {
			hi, lo := bits.Mul(uint(a), factor)
			var c uint
			lo, c = bits.Add(lo, uint(row[i]), 0)
			hi += c
			lo, c = bits.Add(lo, carry, 0)
			carry = hi + c
			row[i] = big.Word(lo)
		}
		row[len(a)] = big.Word(carry)
	}
	z.SetBits(w)
}

// shifted sets z to x·2^n, of which it may be x.
func (s *slab) shifted(z, x *big.Int, n uint) {
	a := x.Bits()
	whole, rest := int(n/bits.UintSize), n%bits.UintSize
	if len(a)+whole > shortSum || len(a) == 0 {
		z.Lsh(x, n)
		return
	}
	w := s.room(z, len(a)+whole+1)
	if n == 0 {
		z.SetBits(w[:copy(w, a)])
		return
	}
	above := big.Word(0)
	for i := len(a) - 1; i >= 0; i-- {
		w[i+whole+1] = above | a[i]>>(bits.UintSize-rest)
		above = a[i] << rest
	}
	w[whole] = above
	clear(w[:whole])
	z.SetBits(w)
}

package circuit

import (
	"iter"
	"math/bits"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Model is a model over the options as a bitset: bit v-1 tells whether option
// v is true. Bits past the last option are 0.
type Model []uint64

// NewModel returns a model of this many options, all false.
func NewModel(options int) Model { return make(Model, (options+63)/64) }

// Has reports whether m makes v true.
func (m Model) Has(v cnf.Var) bool { return m[(v-1)/64]>>((v-1)%64)&1 != 0 }

// True returns the options that m makes true, in ascending order.
func (m Model) True() iter.Seq[cnf.Var] {
	return func(yield func(cnf.Var) bool) {
		for i, word := range m {
			for ; word != 0; word &= word - 1 {
				if !yield(cnf.Var(64*i + bits.TrailingZeros64(word) + 1)) {
					return
				}
			}
		}
	}
}

// Set makes l true.
func (m Model) Set(l cnf.Lit) {
	v := l.Var() - 1
	m[v/64] &^= 1 << (v % 64)
	m[v/64] |= uint64(1^l&1) << (v % 64)
}

// Differ returns the first option in which m and n differ, and whether m has it;
// then m comes before n in canonical order, whatever the circuit. It returns 0 when
// they are equal.
func (m Model) Differ(n Model) (v cnf.Var, has bool) {
	for i := range m {
		if d := m[i] ^ n[i]; d != 0 {
			return cnf.Var(64*i + bits.TrailingZeros64(d) + 1), m[i]&(d&-d) != 0
		}
	}
	return 0, false
}

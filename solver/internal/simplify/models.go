package simplify

import (
	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// models are models of the formula that were met, by literal a bit for each in which it holds.
type models struct {
	held [][modelWords]uint64
	n    int // met; of more than there are bits, the latest are kept
}

const modelWords = 4

func newModels(literals int) models { return models{held: make([][modelWords]uint64, literals)} }

// add adds the model that a solver found.
func (m *models) add(sat *cdcl.Solver) {
	word, bit := m.n/64%modelWords, uint64(1)<<(m.n%64)
	for l := range m.held {
		m.held[l][word] &^= bit
		if sat.Phase(cnf.Lit(l)) > 0 {
			m.held[l][word] |= bit
		}
	}
	m.n++
}

// alone appends for each literal of a clause whether it is the only one that holds in some
// model: without such a literal the clause does not follow.
func (m *models) alone(dst []bool, lits []cnf.Lit) []bool {
	var once, twice [modelWords]uint64
	for _, l := range lits {
		for w, held := range m.held[l] {
			twice[w] |= once[w] & held
			once[w] |= held
		}
	}
	for _, l := range lits {
		some := uint64(0)
		for w, held := range m.held[l] {
			some |= held &^ twice[w]
		}
		dst = append(dst, some != 0)
	}
	return dst
}

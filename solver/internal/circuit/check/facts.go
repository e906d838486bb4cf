package check

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/entail"
)

// maxFacts bounds the memory of facts, in literals of 4 bytes: 512 MiB. The
// largest published car lines need a tenth of it.
const maxFacts = 1 << 27

// facts are what is proved of Ors: sets of literals that entail the Or, given
// the clauses. A fact is a run of
//
//	number of literals, place of an earlier fact about the same Or or 0, literals
type facts struct {
	latest   []uint32 // by inner node: the place of its latest fact, 0 when there is none
	runs     []cnf.Lit
	limit    int
	number   int
	literals int
}

func newFacts(inner, limit int) facts {
	return facts{latest: make([]uint32, inner), runs: make([]cnf.Lit, 1), limit: limit}
}

// recall returns a fact about Or i whose literals all hold, in the memory of
// the facts. Linear in the facts about the Or, which are one, mostly, or two.
func (f *facts) recall(i circuit.Node, p *entail.Prover) (lits []cnf.Lit, ok bool) {
next:
	for at := f.latest[i]; at != 0; at = uint32(f.runs[at+1]) {
		lits := f.runs[at+2 : at+2+uint32(f.runs[at])]
		for _, l := range lits {
			if !p.Holds(l) {
				continue next
			}
		}
		return lits, true
	}
	return nil, false
}

// add notes that these literals entail Or i.
func (f *facts) add(i circuit.Node, lits []cnf.Lit) {
	if len(f.runs)+len(lits)+2 > f.limit {
		clear(f.latest)
		f.runs, f.number, f.literals = f.runs[:1], 0, 0
	}
	at := uint32(len(f.runs))
	f.runs = append(f.runs, cnf.Lit(len(lits)), cnf.Lit(f.latest[i]))
	f.runs = append(f.runs, lits...)
	f.latest[i] = at
	f.number++
	f.literals += len(lits)
}

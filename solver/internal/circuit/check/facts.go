package check

import (
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/entail"
)

// maxFacts bounds the memory of facts, in literals of 4 bytes: 512 MiB.
const maxFacts = 1 << 27

// facts are sets of literals that entail an Or, given the clauses and sums, if the
// asserted terms meet the needs. A fact is a run of
//
//	number of literals, place of an earlier fact about the same Or or 0, number of
//	needs, literals, needs of three words each
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

// recall appends to lits and needs those of a fact about Or i that all hold.
// Linear in the facts about the Or, mostly one or two.
func (f *facts) recall(i circuit.Node, p *entail.Prover, lits []cnf.Lit, needs []entail.Need) ([]cnf.Lit, []entail.Need, bool) {
next:
	for at := f.latest[i]; at != 0; at = uint32(f.runs[at+1]) {
		end := at + 3 + uint32(f.runs[at])
		fact, rest := f.runs[at+3:end], f.runs[end:end+3*uint32(f.runs[at+2])]
		for _, l := range fact {
			if !p.Holds(l) {
				continue next
			}
		}
		first := len(needs)
		for ; len(rest) > 0; rest = rest[3:] {
			n := entail.Need{Sum: uint32(rest[0]), Amount: int64(rest[1])<<32 | int64(rest[2])}
			if !p.Met(n) {
				needs = needs[:first]
				continue next
			}
			needs = append(needs, n)
		}
		return append(lits, fact...), needs, true
	}
	return lits, needs, false
}

// add notes that these literals entail Or i if these needs are met.
func (f *facts) add(i circuit.Node, lits []cnf.Lit, needs []entail.Need) {
	if len(f.runs)+len(lits)+3*len(needs)+3 > f.limit {
		clear(f.latest)
		f.runs, f.number, f.literals = f.runs[:1], 0, 0
	}
	at := uint32(len(f.runs))
	f.runs = append(f.runs, cnf.Lit(len(lits)), cnf.Lit(f.latest[i]), cnf.Lit(len(needs)))
	f.runs = append(f.runs, lits...)
	for _, n := range needs {
		f.runs = append(f.runs, cnf.Lit(n.Sum), cnf.Lit(n.Amount>>32), cnf.Lit(n.Amount))
	}
	f.latest[i] = at
	f.number++
	f.literals += len(lits)
}

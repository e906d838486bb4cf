package circuit

import (
	"context"
	"errors"
	"fmt"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/entail"
	"github.com/confspace/confspace/solver/internal/sat"
)

// Proof counts what it took to prove that a circuit lacks no model. It is the
// same on every machine.
type Proof struct {
	Proved   int64 // Ors proved, some of them several times
	Recalled int64 // Ors that a lemma proved
	Literals int   // of the lemmas
	Work     entail.Work
}

type walk struct {
	c     *Circuit
	ctx   context.Context
	s     *scopes
	p     *entail.Prover
	used  []cnf.Lit // stack: the literals that the nodes on the way rest on so far
	memo  memo
	proof Proof
	err   error
}

// checkComplete proves that every model of the clauses is one of the circuit.
func (c *Circuit) checkComplete(ctx context.Context, clauses [][]cnf.Lit, s *scopes) (Proof, error) {
	if c.root == False {
		return Proof{}, refuted(ctx, c.vars, clauses)
	}
	p, ok := entail.New(c.vars, clauses)
	if !ok {
		return Proof{}, errors.New("circuit: it has models, the formula has none")
	}
	w := &walk{c: c, ctx: ctx, s: s, p: p, memo: memo{heads: make([]uint32, len(c.decides)), lits: make([]cnf.Lit, 1)}}
	ok = w.node(c.root)
	w.proof.Work = p.Work
	w.proof.Literals = len(w.memo.lits)
	_ = ok
	return w.proof, w.err
}

func refuted(ctx context.Context, vars int, clauses [][]cnf.Lit) error {
	solver := sat.New(vars, 0)
	for _, lits := range clauses {
		solver.AddClause(lits...)
	}
	found, err := solver.Solve(ctx)
	if err == nil && found {
		err = errors.New("circuit: it is False, but a model of the formula is missing")
	}
	return err
}

func (w *walk) node(n Node) bool {
	switch w.c.Kind(n) {
	case KindLiteral:
		return w.literal(n, cnf.Lit(n))
	case KindAnd:
		children := w.c.children(n)
		for _, child := range children {
			if int(child) < 2*w.c.vars+2 && !w.literal(n, cnf.Lit(child)) {
				return false
			}
		}
		for _, child := range children {
			if child >= w.c.inner && !w.node(child) {
				return false
			}
		}
	case KindOr:
		return n < w.c.inner || w.or(n)
	}
	return true
}

func (w *walk) literal(n Node, l cnf.Lit) bool {
	if !w.p.Holds(l) {
		ok, _, err := w.p.Entails(w.ctx, l, w.s.set(w.s.of[n]))
		if err != nil {
			w.err = err
			return false
		}
		if !ok {
			w.err = fmt.Errorf("circuit: a model of the formula is missing: at node %d literal %v is not entailed", n, l)
			return false
		}
	}
	w.used = append(w.used, l)
	return true
}

func (w *walk) or(n Node) bool {
	i := n - w.c.inner
	if lits := w.memo.find(int(i), w.p); lits != nil {
		w.proof.Recalled++
		w.used = append(w.used, lits...)
		return true
	}
	w.proof.Proved++
	base, mark, v := len(w.used), w.p.Len(), w.c.decides[i]
	for k, child := range w.c.children(n) {
		l := cnf.Pos(v) ^ cnf.Lit(k)
		if w.p.Holds(l) || w.p.Holds(l.Not()) || !w.p.Decide(l) {
			w.err = errors.New("XXX contradiction")
			return false
		}
		from := len(w.used)
		if !w.node(child) {
			return false
		}
		w.used = append(w.used[:from], w.p.Explain(w.used[from:], mark)...)
		w.p.Undo()
	}
	w.used = append(w.used[:base], w.p.Explain(w.used[base:], mark)...)
	w.memo.store(int(i), w.used[base:])
	return true
}

type memo struct {
	heads []uint32
	lits  []cnf.Lit
}

func (m *memo) find(i int, p *entail.Prover) []cnf.Lit {
next:
	for at := m.heads[i]; at != 0; at = uint32(m.lits[at+1]) {
		lits := m.lits[at+2 : at+2+uint32(m.lits[at])]
		for _, l := range lits {
			if !p.Holds(l) {
				continue next
			}
		}
		return lits
	}
	return nil
}

func (m *memo) store(i int, lits []cnf.Lit) {
	at := uint32(len(m.lits))
	m.lits = append(m.lits, cnf.Lit(len(lits)), cnf.Lit(m.heads[i]))
	m.lits = append(m.lits, lits...)
	m.heads[i] = at
}

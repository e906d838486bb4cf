package encode

import (
	"encoding/binary"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// The constants may stand in place of a literal; they occur in no clause. Each
// is the other's Not.
const (
	no  cnf.Lit = 0
	yes cnf.Lit = 1
)

// Sink takes the clauses that an encoder makes.
type Sink interface {
	// NewAux adds a variable.
	NewAux() cnf.Var
	// Define adds a clause of the definition of an auxiliary. It restricts the
	// auxiliaries, never the options.
	Define(lits ...cnf.Lit)
}

// gates makes auxiliaries that are functions of other literals. Each is defined
// by full equivalence, so that an assignment of the options has exactly one
// extension to the auxiliaries. Equal gates are made once.
type gates struct {
	sink Sink
	made map[string]cnf.Lit // by kind and inputs
	key  []byte
	buf  []cnf.Lit
}

func newGates(sink Sink) *gates { return &gates{sink: sink, made: map[string]cnf.Lit{}} }

// define adds a clause of a definition, simplified by the constants.
func (g *gates) define(lits ...cnf.Lit) {
	g.buf = g.buf[:0]
	for _, l := range lits {
		switch l {
		case yes:
			return
		case no:
		default:
			g.buf = append(g.buf, l)
		}
	}
	g.sink.Define(g.buf...)
}

// gate returns the literal of the gate of a kind over inputs, and whether it
// exists already; if not the caller defines it.
func (g *gates) gate(kind byte, inputs ...cnf.Lit) (cnf.Lit, bool) {
	g.key = append(g.key[:0], kind)
	for _, l := range inputs {
		g.key = binary.LittleEndian.AppendUint32(g.key, uint32(l))
	}
	if l, ok := g.made[string(g.key)]; ok {
		return l, true
	}
	l := cnf.Pos(g.sink.NewAux())
	g.made[string(g.key)] = l
	return l, false
}

// and returns a literal for the conjunction of lits, which it may reorder.
func (g *gates) and(lits []cnf.Lit) cnf.Lit {
	lits, ok := normal(lits)
	switch {
	case !ok:
		return no
	case len(lits) == 0:
		return yes
	case len(lits) == 1:
		return lits[0]
	}
	a, ok := g.gate('&', lits...)
	if ok {
		return a
	}
	all := make([]cnf.Lit, 0, len(lits)+1)
	for _, l := range lits {
		g.sink.Define(a.Not(), l)
		all = append(all, l.Not())
	}
	g.sink.Define(append(all, a)...)
	return a
}

// or returns a literal for the disjunction of lits, which it may reorder.
func (g *gates) or(lits []cnf.Lit) cnf.Lit {
	negated := make([]cnf.Lit, len(lits))
	for i, l := range lits {
		negated[i] = l.Not()
	}
	return g.and(negated).Not()
}

// normal sorts a conjunction and drops repetitions and yes. It reports false
// when the conjunction is false, because of no or of complementary literals.
func normal(lits []cnf.Lit) ([]cnf.Lit, bool) {
	slices.Sort(lits)
	out := lits[:0]
	for _, l := range lits {
		switch {
		case l == no:
			return nil, false
		case l == yes || len(out) > 0 && out[len(out)-1] == l:
		case len(out) > 0 && out[len(out)-1] == l.Not():
			return nil, false
		default:
			out = append(out, l)
		}
	}
	return out, true
}

// iff returns a literal for the equivalence of a and b.
func (g *gates) iff(a, b cnf.Lit) cnf.Lit {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == yes:
		return b
	case a == no:
		return b.Not()
	case a == b:
		return yes
	case a == b.Not():
		return no
	}
	// Signs move to the result: !a <=> b is !(a <=> b).
	flip := (a ^ b) & 1
	a, b = a&^1, b&^1
	x, ok := g.gate('=', a, b)
	if !ok {
		g.sink.Define(x.Not(), a.Not(), b)
		g.sink.Define(x.Not(), a, b.Not())
		g.sink.Define(x, a, b)
		g.sink.Define(x, a.Not(), b.Not())
	}
	return x ^ flip
}

// ite returns a literal for "t if c, else e".
func (g *gates) ite(c, t, e cnf.Lit) cnf.Lit {
	if c&1 != 0 {
		c, t, e = c.Not(), e, t
	}
	switch {
	case c == no: // yes was made no above
		return e
	case t == e:
		return t
	case t == yes || t == c:
		return g.or([]cnf.Lit{c, e})
	case t == no || t == c.Not():
		return g.and([]cnf.Lit{c.Not(), e})
	case e == yes || e == c.Not():
		return g.or([]cnf.Lit{c.Not(), t})
	case e == no || e == c:
		return g.and([]cnf.Lit{c, t})
	case t == e.Not():
		return g.iff(c, t)
	}
	flip := t & 1
	t, e = t^flip, e^flip
	x, ok := g.gate('?', c, t, e)
	if !ok {
		g.sink.Define(c.Not(), x.Not(), t)
		g.sink.Define(c.Not(), x, t.Not())
		g.sink.Define(c, x.Not(), e)
		g.sink.Define(c, x, e.Not())
		// Implied, but with them propagation sees t and e before c is
		// decided.
		g.sink.Define(t, e, x.Not())
		g.sink.Define(t.Not(), e.Not(), x)
	}
	return x ^ flip
}

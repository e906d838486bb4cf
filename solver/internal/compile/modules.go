package compile

import (
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// modules takes sets of variables out of a formula of which its other clauses see
// no more than one variable: modules, as in a fault tree (Dutuit and Rauzy, "A
// linear-time algorithm to find modules of fault trees", 1996). The circuit gets each of
// them in one piece, see lift.go; what is left is searched. Of a formula that is a tree
// of features nothing is left.
//
//	a fact        a clause of one literal, and what follows by propagation
//	a leaf        a variable in clauses of two, all with the same other variable: it hangs on that
//	equals        (u | !v) and (!u | v): one hangs on the other
//	alike ones    literals that the clauses treat alike, see alike.go: they become one
//
// A chain of implications, or a clause of thousands of options that nothing else
// mentions, takes edges in proportion to its length this way. A search, which decides one
// variable after the other and lists what it leaves open at each, takes their square.
//
// An auxiliary may equal an option, as the circuit can then do without it, and is nothing
// else here.
type modules struct {
	vars    int
	clauses [][]cnf.Lit // each ascending; nil when it is gone
	occurs  [][]uint32  // by literal: the clauses that have it, and some that are gone
	sums    []cnf.Sum
	summed  [][]uint32 // by variable: the sums that it is in, and some that it was in
	sides   []side     // by variable: what it stands for
	taken   []bool     // by variable: it is part of another's module
	may     []bool     // by variable: it is an option
	value   []int8     // by literal: facts
	facts   []cnf.Lit  // as they were found
	looked  int        // of facts, those that are propagated
	stale   []uint32   // sums with facts that are propagated
	look    []cnf.Var  // to be looked at: their clauses have changed
	looks   []bool     // by variable: it is in look
	stamp   []int      // by literal: the last call of equal that met it
	calls   int        // of equal
	made    []*module  // in the order in which they became part of another
	bad     bool       // the formula has no model
	steps   int        // literals that alike looked at
}

// module is a variable, or what several alike ones have in common, with all that hangs on
// it. It holds or it does not.
type module struct {
	lit    cnf.Lit // holds where the module does; 0 when there are alike ones
	alike  []side  // the module holds where one of these does
	one    bool    // and no two of them do
	beside []guest
	lifted
}

// width returns how many modules of one literal a module has in common, or is.
func (m *module) width() int {
	if m.lit != 0 {
		return 1
	}
	n := 0
	for _, s := range m.alike {
		n += s.width()
	}
	return n
}

// side is a module or its negation.
type side struct {
	*module
	not bool
}

// guest is a module that hangs on another. It can be what the other's state, not to hold or
// to hold, says.
type guest struct {
	*module
	can [2]states
}

// states is a set: of not to hold, and of to hold.
type states uint8

const (
	fails states = 1 << iota
	holds
	either = fails | holds
)

// of returns the states of the module that a side of it has in these.
func (s side) of(x states) states {
	if s.not {
		return x>>1 | x&1<<1
	}
	return x
}

// eachItself returns modules of a formula that are its variables 1..vars, each by itself.
func eachItself(f *cnf.Formula, vars int) *modules {
	m := &modules{
		vars: f.Vars(), sides: make([]side, f.Vars()+1), taken: make([]bool, f.Vars()+1), value: make([]int8, 2*f.Vars()+2),
	}
	for v := cnf.Var(1); int(v) <= vars; v++ {
		m.sides[v] = side{module: &module{lit: cnf.Pos(v)}}
	}
	return m
}

// newModules returns the modules of a formula, taken out as far as that is cheap. The
// error is that of ctx.
func newModules(ctx context.Context, f *cnf.Formula) (*modules, error) {
	m := eachItself(f, f.Vars())
	m.occurs, m.summed, m.stamp = make([][]uint32, 2*m.vars+2), make([][]uint32, m.vars+1), make([]int, 2*m.vars+2)
	m.may, m.looks = make([]bool, m.vars+1), make([]bool, m.vars+1)
	for v := cnf.Var(1); int(v) <= m.vars; v++ {
		m.may[v] = int(v) <= f.Options()
	}
	for _, sum := range f.Sums() {
		for _, t := range sum.Terms {
			m.summed[t.Lit.Var()] = append(m.summed[t.Lit.Var()], uint32(len(m.sums)))
		}
		m.sums = append(m.sums, cnf.Sum{Terms: slices.Clone(sum.Terms), Max: sum.Max})
	}
	for j := range m.sums {
		m.limit(uint32(j))
	}
	for _, c := range f.Others() {
		m.add(slices.Clone(c))
	}
	for again := true; again && !m.bad; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m.settle()
		again = !m.bad && m.merge()
	}
	return m, nil
}

// formula returns what is left, over the same variables.
func (m *modules) formula(f *cnf.Formula) *cnf.Formula {
	g := cnf.NewFormula(f.Options(), f.Vars())
	for v := cnf.Var(f.Options() + 1); int(v) <= f.Vars(); v++ {
		if f.Kept(v) {
			g.Keep(v)
		}
	}
	if m.bad {
		g.AddClause()
		return g
	}
	for _, c := range m.clauses {
		if c != nil {
			g.AddClause(c...)
		}
	}
	for _, sum := range m.sums {
		if len(sum.Terms) > 0 {
			g.AddSum(sum.Terms, sum.Max, g.NumClauses())
		}
	}
	return g
}

// add adds a clause, which it takes over.
func (m *modules) add(c []cnf.Lit) {
	slices.Sort(c)
	c = slices.Compact(c)
	for k := 1; k < len(c); k++ {
		if c[k] == c[k-1].Not() {
			return
		}
	}
	if slices.ContainsFunc(c, func(l cnf.Lit) bool { return m.value[l] > 0 }) {
		return
	}
	m.place(slices.DeleteFunc(c, func(l cnf.Lit) bool { return m.value[l] < 0 }))
}

// place enters a clause of literals that are open.
func (m *modules) place(c []cnf.Lit) {
	if len(c) < 2 {
		m.short(c)
		return
	}
	for _, l := range c {
		m.occurs[l] = append(m.occurs[l], uint32(len(m.clauses)))
		m.queue(l.Var())
	}
	m.clauses = append(m.clauses, c)
}

// short takes a clause of less than two literals.
func (m *modules) short(c []cnf.Lit) {
	if len(c) == 0 {
		m.bad = true
		return
	}
	m.fix(c[0])
}

func (m *modules) fix(l cnf.Lit) {
	switch {
	case m.value[l] < 0:
		m.bad = true
	case m.value[l] == 0:
		m.value[l], m.value[l.Not()] = 1, -1
		m.facts = append(m.facts, l)
	}
}

func (m *modules) queue(v cnf.Var) {
	if !m.looks[v] {
		m.looks[v] = true
		m.look = append(m.look, v)
	}
}

// having returns the clauses with a literal, in memory that may be overwritten by the
// next clause with it.
func (m *modules) having(l cnf.Lit) []uint32 {
	m.occurs[l] = slices.DeleteFunc(m.occurs[l], func(k uint32) bool { return m.clauses[k] == nil })
	return m.occurs[l]
}

// drop takes a clause out.
func (m *modules) drop(k uint32) {
	for _, l := range m.clauses[k] {
		m.queue(l.Var())
	}
	m.clauses[k] = nil
}

// shrink takes the literals out of a clause for which gone holds.
func (m *modules) shrink(k uint32, gone func(l cnf.Lit) bool) {
	c := slices.DeleteFunc(m.clauses[k], gone)
	if m.clauses[k] = c; len(c) < 2 {
		m.short(c)
		m.clauses[k] = nil
	}
	for _, l := range c {
		m.queue(l.Var())
	}
}

// settle looks for facts, leaves and equals until there are no more.
func (m *modules) settle() {
	for !m.bad {
		switch {
		case m.looked < len(m.facts):
			l := m.facts[m.looked]
			m.looked++
			m.propagate(l)
		case len(m.stale) > 0: // after all facts, of which one sum may have thousands
			stale := m.stale
			m.stale = nil
			for _, j := range stale {
				m.refresh(j)
			}
		case len(m.look) > 0:
			v := m.look[0]
			m.look, m.looks[v] = m.look[1:], false
			if m.value[cnf.Pos(v)] == 0 && !m.taken[v] && !m.leaf(v) {
				m.equal(v)
			}
		default:
			return
		}
	}
}

// propagate takes a fact out of the clauses.
func (m *modules) propagate(l cnf.Lit) {
	for _, k := range m.having(l) {
		m.drop(k)
	}
	for _, k := range m.having(l.Not()) {
		m.shrink(k, func(x cnf.Lit) bool { return x == l.Not() })
	}
	m.occurs[l], m.occurs[l.Not()] = nil, nil
	for _, j := range m.summed[l.Var()] {
		if n := len(m.stale); n == 0 || m.stale[n-1] != j {
			m.stale = append(m.stale, j)
		}
	}
	m.summed[l.Var()] = nil
}

// refresh takes the facts out of a sum.
func (m *modules) refresh(j uint32) {
	s := &m.sums[j]
	s.Terms = slices.DeleteFunc(s.Terms, func(t cnf.Term) bool {
		if m.value[t.Lit] > 0 {
			s.Max -= t.Coef
		}
		return m.value[t.Lit] != 0
	})
	m.limit(j)
}

// limit makes terms false for which a sum has no room, and takes a sum out that says
// nothing.
func (m *modules) limit(j uint32) {
	s := &m.sums[j]
	total := int64(0)
	for _, t := range s.Terms {
		if total += t.Coef; t.Coef > s.Max && m.value[t.Lit] == 0 {
			m.fix(t.Lit.Not())
		}
	}
	if s.Max < 0 {
		m.bad = true
	}
	if total <= s.Max {
		for _, t := range s.Terms {
			v := t.Lit.Var()
			m.summed[v] = slices.DeleteFunc(m.summed[v], func(i uint32) bool { return i == j })
			m.queue(v)
		}
		s.Terms = nil
	}
}

// leaf hangs u on the only variable that it shares clauses with, if there is but one and
// all of them have two literals.
func (m *modules) leaf(u cnf.Var) bool {
	if !m.may[u] || len(m.summed[u]) > 0 {
		return false
	}
	v := cnf.Var(0)
	for sign := range cnf.Lit(2) {
		l := cnf.Pos(u) ^ sign
		for _, k := range m.having(l) {
			c := m.clauses[k]
			if len(c) > 2 {
				return false
			}
			w := c[0].Var() + c[1].Var() - u
			if v != 0 && w != v {
				return false
			}
			v = w
		}
	}
	if v == 0 || !m.may[v] {
		return false
	}
	can := [2]states{either, either} // of u where v does not hold, and where it does
	for sign := range cnf.Lit(2) {
		for _, k := range m.having(cnf.Pos(u) ^ sign) {
			c := m.clauses[k]
			m.clauses[k] = nil
			other := c[0]
			if other.Var() == u {
				other = c[1]
			}
			if other.Sign() { // where v holds, u is no other than in the clause
				can[1] &= holds >> sign
			} else {
				can[0] &= holds >> sign
			}
		}
	}
	m.queue(v)
	for s, x := range can {
		if x == 0 {
			m.fix(cnf.Pos(v) ^ cnf.Lit(1-s) ^ 1)
			can[s] = either // it is never seen
		}
	}
	m.hang(u, v, can)
	m.occurs[cnf.Pos(u)], m.occurs[cnf.Neg(u)] = nil, nil
	return true
}

// hang makes u part of the module of v.
func (m *modules) hang(u, v cnf.Var, can [2]states) {
	host, other := m.sides[v], m.sides[u]
	can[0], can[1] = other.of(can[0]), other.of(can[1])
	if host.not {
		can[0], can[1] = can[1], can[0]
	}
	host.beside = append(host.beside, guest{other.module, can})
	m.made = append(m.made, other.module)
	m.taken[u] = true
}

// equal looks for a variable that u equals, or is the opposite of, by two clauses, and
// hangs one of them on the other: an auxiliary on the other variable, and one that stands for alike ones on one that
// does not.
func (m *modules) equal(u cnf.Var) {
	m.calls++
	for _, k := range m.having(cnf.Pos(u)) {
		if c := m.clauses[k]; len(c) == 2 {
			m.stamp[c[0]^c[1]^cnf.Pos(u)] = m.calls
		}
	}
	for _, k := range m.having(cnf.Neg(u)) {
		c := m.clauses[k]
		if len(c) != 2 {
			continue
		}
		l := c[0] ^ c[1] ^ cnf.Neg(u) // u entails l, and not u the opposite where that is stamped
		if m.stamp[l.Not()] != m.calls || !m.may[u] && !m.may[l.Var()] {
			continue
		}
		guest, host := u, l
		if !m.may[l.Var()] || m.may[u] && m.sides[u].lit != 0 && m.sides[l.Var()].lit == 0 {
			guest, host = l.Var(), cnf.Pos(u)^l&1
		}
		m.replace(guest, host)
		return
	}
}

// replace makes u part of the module of literal l, which equals it.
func (m *modules) replace(u cnf.Var, l cnf.Lit) {
	for sign := range cnf.Lit(2) {
		old := cnf.Pos(u) ^ sign
		for _, k := range m.having(old) {
			c := m.clauses[k]
			m.clauses[k] = nil
			c[slices.Index(c, old)] = l ^ sign
			m.add(c)
		}
	}
	for _, j := range m.summed[u] {
		m.substitute(j, u, l)
	}
	m.summed[u] = nil
	if l.Sign() {
		m.hang(u, l.Var(), [2]states{holds, fails})
	} else {
		m.hang(u, l.Var(), [2]states{fails, holds})
	}
}

// simplified adds what simplification found out of the formula that was left: facts, and
// variables that equal others. It returns by variable whether the circuit lacks it.
func (m *modules) simplified(r *simplify.Result) (absent []bool) {
	absent = make([]bool, len(r.Rep))
	for v := range absent {
		absent[v] = r.Rep[v] == 0
	}
	for _, l := range r.Units {
		m.value[l], m.value[l.Not()] = 1, -1
		absent[l.Var()] = false
	}
	for v := cnf.Var(1); int(v) < len(r.Rep); v++ {
		l := r.Rep[v]
		if l == 0 || l.Var() == v || m.sides[v].module == nil {
			continue
		}
		if to := l.Var(); m.sides[to].lit == 0 && m.sides[v].lit != 0 && m.may[v] { // an option is decided, not alike ones
			m.sides[to], m.sides[v] = m.sides[v], m.sides[to]
			m.sides[to].not = m.sides[to].not != l.Sign()
			m.sides[v].not = m.sides[v].not != l.Sign()
		}
		if l.Sign() {
			m.hang(v, l.Var(), [2]states{holds, fails})
		} else {
			m.hang(v, l.Var(), [2]states{fails, holds})
		}
	}
	return absent
}

// wanted asks all modules that are no parts for what the circuit needs of them: of those
// with a number everything. It returns all modules, parts before what they hang on.
func (m *modules) wanted(number []cnf.Var, absent []bool) []*module {
	all := m.made
	for v, s := range m.sides {
		if s.module == nil || m.taken[v] || absent[v] {
			continue
		}
		switch x := m.value[cnf.Pos(cnf.Var(v))]; {
		case number[v] != 0:
			s.decided = true
			s.module.wanted = [either + 1]bool{fails: true, holds: true, either: true}
		case x > 0:
			s.module.wanted[s.of(holds)] = true
		case x < 0:
			s.module.wanted[s.of(fails)] = true
		default:
			s.module.wanted[either] = true
		}
		all = append(all, s.module)
	}
	return all
}

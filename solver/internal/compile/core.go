package compile

import (
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// core is what simplification leaves to be searched, with its variables
// numbered densely, and the way back to the formula's literals.
type core struct {
	*lifter
	vars    int
	clauses [][]cnf.Lit
	implied [][]cnf.Lit
	sums    []cnf.Sum

	// What holds with literal l of the core: lift[liftFrom[l]:liftFrom[l+1]].
	lift     []circuit.Node
	liftFrom []uint32
	free     []circuit.Node // by variable: either of the two
	sides    []side         // by variable: what it stands for

	outside []circuit.Node // facts, and what no clause of the core mentions
}

// newCore numbers the variables of the simplified formula in this order,
// which must hold every variable of a clause or sum. They stand for modules; of m, to which
// what simplification found out is added.
func newCore(r *simplify.Result, m *modules, order []cnf.Var, build *circuit.Builder) *core {
	c := &core{
		lifter: &lifter{build, m.simplified(r)}, vars: len(order),
		liftFrom: []uint32{0, 0, 0}, free: make([]circuit.Node, len(order)+1), sides: make([]side, len(order)+1),
	}
	number := make([]cnf.Var, len(r.Rep))
	for i, v := range order {
		number[v] = cnf.Var(i + 1)
		c.sides[i+1] = m.sides[v]
	}
	c.lifter.lift(m.wanted(number, c.absent))
	for v, s := range m.sides {
		switch x := m.value[cnf.Pos(cnf.Var(v))]; {
		case s.module == nil || m.taken[v] || number[v] != 0 || c.absent[v]:
		case x > 0:
			c.outside = append(c.outside, s.nodes[s.of(holds)])
		case x < 0:
			c.outside = append(c.outside, s.nodes[s.of(fails)])
		default:
			c.outside = append(c.outside, s.nodes[either])
		}
	}
	for i, s := range c.sides[1:] {
		if s.module == nil { // an auxiliary, in a projection
			c.liftFrom = append(c.liftFrom, uint32(len(c.lift)), uint32(len(c.lift)))
			c.free[i+1] = circuit.True
			continue
		}
		for _, x := range []states{holds, fails} {
			c.lift = append(c.lift, c.state(s.module, s.of(x))...)
			c.liftFrom = append(c.liftFrom, uint32(len(c.lift)))
		}
		c.free[i+1] = s.nodes[either]
	}
	c.clauses, c.implied = renumber(r.Clauses, number), renumber(r.Implied, number)
	for _, sum := range r.Sums {
		terms := slices.Clone(sum.Terms)
		for i, t := range terms {
			terms[i].Lit = cnf.Pos(number[t.Lit.Var()]) ^ t.Lit&1
		}
		c.sums = append(c.sums, cnf.Sum{Terms: terms, Max: sum.Max})
	}
	return c
}

// renumber rewrites clauses; those with a variable that has no number, which
// only implied ones can have, are left out.
func renumber(clauses [][]cnf.Lit, number []cnf.Var) [][]cnf.Lit {
	var out [][]cnf.Lit
next:
	for _, c := range clauses {
		d := make([]cnf.Lit, len(c))
		for i, l := range c {
			if number[l.Var()] == 0 {
				continue next
			}
			d[i] = cnf.Pos(number[l.Var()]) ^ l&1
		}
		slices.Sort(d)
		out = append(out, d)
	}
	slices.SortFunc(out, slices.Compare[[]cnf.Lit])
	return out
}

// lifted appends the nodes of what holds with literal l of the core.
func (c *core) lifted(dst []circuit.Node, l cnf.Lit) []circuit.Node {
	return append(dst, c.lift[c.liftFrom[l]:c.liftFrom[l+1]]...)
}

// decides reports whether a decision of v of the core is one of a variable of the
// formula. Else it stands for alike ones.
func (c *core) decides(v cnf.Var) bool { return c.sides[v].lit != 0 }

// or returns the node of a decision of v of the core, given those where it holds and where
// it does not. They have the literal that is decided, if there is one.
func (c *core) or(v cnf.Var, hi, lo circuit.Node) circuit.Node {
	s := c.sides[v]
	if s.not {
		hi, lo = lo, hi
	}
	if s.lit == 0 {
		return c.choose(s.module, []circuit.Node{hi}, []circuit.Node{lo})
	}
	if s.lit.Sign() {
		hi, lo = lo, hi
	}
	return c.build.Or(s.lit.Var(), hi, lo)
}

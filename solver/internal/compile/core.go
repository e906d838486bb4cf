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
	vars    int
	clauses [][]cnf.Lit
	implied [][]cnf.Lit
	sums    []cnf.Sum

	// What holds with literal l of the core, the literal that it stands for
	// and all that equal it: lift[liftFrom[l]:liftFrom[l+1]].
	lift     []circuit.Node
	liftFrom []uint32
	free     []circuit.Node // by variable: either of the two

	outside []circuit.Node // facts, and what no clause of the core mentions
}

// newCore numbers the variables of the simplified formula in this order,
// which must hold every variable of a clause or sum.
func newCore(r *simplify.Result, order []cnf.Var, build *circuit.Builder) *core {
	c := &core{vars: len(order), liftFrom: []uint32{0, 0, 0}}
	number := make([]cnf.Var, len(r.Rep))
	for i, v := range order {
		number[v] = cnf.Var(i + 1)
	}
	class := make([][]cnf.Lit, len(r.Rep))
	for v := cnf.Var(1); int(v) < len(r.Rep); v++ {
		if int(v) > build.NumVars() { // an auxiliary, in a projection
			continue
		}
		switch l := r.Rep[v]; {
		case l == cnf.Pos(v): // first, as it is what a decision decides
			class[v] = slices.Insert(class[v], 0, l)
		case l != 0:
			class[l.Var()] = append(class[l.Var()], cnf.Pos(v)^l&1)
		}
	}
	for _, l := range r.Units {
		if int(l.Var()) <= build.NumVars() {
			c.outside = append(c.outside, circuit.Lit(l))
		}
	}
	for v, members := range class {
		if len(members) > 0 && number[v] == 0 {
			c.outside = append(c.outside, freeClass(build, members))
		}
	}
	c.free = make([]circuit.Node, c.vars+1)
	for i, v := range order {
		for sign := range cnf.Lit(2) {
			for _, l := range class[v] {
				c.lift = append(c.lift, circuit.Lit(l^sign))
			}
			c.liftFrom = append(c.liftFrom, uint32(len(c.lift)))
		}
		c.free[i+1] = freeClass(build, class[v])
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

// freeClass returns the node for literals that equal each other, and are
// otherwise open; True when there are none.
func freeClass(build *circuit.Builder, members []cnf.Lit) circuit.Node {
	if len(members) == 0 {
		return circuit.True
	}
	v := members[0].Var()
	if len(members) == 1 || int(v) > build.Options() { // a class of auxiliaries only
		nodes := make([]circuit.Node, len(members))
		for i, l := range members {
			if nodes[i] = circuit.Lit(l); int(v) <= build.Options() {
				nodes[i] = build.Free(v)
			}
		}
		return build.And(nodes)
	}
	var sides [2]circuit.Node
	for sign := range sides {
		nodes := make([]circuit.Node, len(members))
		for i, l := range members {
			nodes[i] = circuit.Lit(l ^ cnf.Lit(sign))
		}
		sides[sign] = build.And(nodes)
	}
	return build.Or(v, sides[0], sides[1])
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

// decided returns the formula's variable that a decision of v of the core
// decides.
func (c *core) decided(v cnf.Var) cnf.Var {
	return cnf.Lit(c.lift[c.liftFrom[cnf.Pos(v)]]).Var()
}

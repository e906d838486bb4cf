package check_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/sat"
	"github.com/stretchr/testify/require"
)

// rebuilt returns a copy of c over vars variables in which change, if not nil,
// may replace the children of an inner node; a node left with one child is
// that child.
func rebuilt(c *circuit.Circuit, vars int, change func(b *circuit.Builder, n circuit.Node, children []circuit.Node) []circuit.Node) *circuit.Circuit {
	b := circuit.NewBuilder(c.NumOptions(), vars)
	place := make([]circuit.Node, c.NumNodes())
	for i := range place {
		n := circuit.Node(i)
		children := c.AppendChildren(nil, n)
		switch {
		case n <= circuit.True || c.Kind(n) == circuit.KindLiteral:
			place[i] = n
			continue
		case i < c.NumNodes()-c.NumInner():
			place[i] = circuit.Node(2*vars + 1 + int(c.Decision(n)))
			continue
		}
		for k, child := range children {
			children[k] = place[child]
		}
		if change != nil {
			children = change(b, n, children)
		}
		if v := c.Decision(n); v != 0 && len(children) == 2 {
			place[i] = b.Or(v, children[0], children[1])
		} else {
			place[i] = b.And(children)
		}
	}
	return b.Finish(place[c.Root()])
}

// lossy returns a copy of c that lacks models, decomposable, deterministic and
// smooth as before, and says how that was done.
func lossy(c *circuit.Circuit, r *rand.Rand) (*circuit.Circuit, string) {
	first := c.NumNodes() - c.NumInner()
	target, kind := circuit.Node(first+r.IntN(c.NumInner())), r.IntN(3)
	done := ""
	free := func(n circuit.Node) bool { return c.Kind(n) == circuit.KindOr && int(n) < first }
	d := rebuilt(c, c.NumVars(), func(b *circuit.Builder, n circuit.Node, children []circuit.Node) []circuit.Node {
		if n < target || done != "" {
			return children
		}
		old := c.AppendChildren(nil, n)
		switch or := c.Kind(n) == circuit.KindOr; {
		case kind == 0 && or:
			done = "an Or that is one of its children"
			return children[:1]
		case kind == 1 && !or && slices.ContainsFunc(old, free):
			done = "a free variable that is fixed"
			k := slices.IndexFunc(old, free)
			children[k] = circuit.Lit(cnf.Pos(c.Decision(old[k])) ^ cnf.Lit(r.IntN(2)))
		case kind == 2 && or:
			done = "an Or that is one of its models"
			var lits []circuit.Node
			pick(c, n, r, &lits)
			return []circuit.Node{b.And(lits)}
		}
		return children
	})
	return d, done
}

// pick appends a random model of n.
func pick(c *circuit.Circuit, n circuit.Node, r *rand.Rand, lits *[]circuit.Node) {
	children := c.AppendChildren(nil, n)
	switch c.Kind(n) {
	case circuit.KindLiteral:
		*lits = append(*lits, n)
	case circuit.KindOr:
		pick(c, children[r.IntN(2)], r, lits)
	case circuit.KindAnd:
		for _, child := range children {
			pick(c, child, r, lits)
		}
	}
}

// requireMissed requires that the model satisfies the formula and not the
// circuit.
func requireMissed(t require.TestingT, c *circuit.Circuit, f *cnf.Formula, err error, what string) {
	var missing *check.MissingError
	require.ErrorAs(t, err, &missing, what)
	holds := make([]bool, c.NumNodes())
	holds[circuit.True] = true
	for _, l := range missing.Model {
		holds[circuit.Lit(l)] = true
	}
	for i := range f.NumClauses() {
		if !slices.ContainsFunc(f.Clause(i), func(l cnf.Lit) bool { return holds[l] }) {
			require.Fail(t, "the model falsifies a clause", "%s: clause %d", what, i)
		}
	}
	for n := 2*c.NumVars() + 2; n < c.NumNodes(); n++ {
		node := circuit.Node(n)
		holds[n] = c.Kind(node) == circuit.KindAnd
		for _, child := range c.AppendChildren(nil, node) {
			if c.Kind(node) == circuit.KindAnd {
				holds[n] = holds[n] && holds[child]
			} else {
				holds[n] = holds[n] || holds[child]
			}
		}
	}
	require.False(t, holds[c.Root()], what)
}

// encoded returns a solver in which the literal that it returns with it says
// that the circuit holds.
func encoded(c *circuit.Circuit) (*sat.Solver, cnf.Lit) {
	s := sat.New(c.NumVars()+c.NumNodes(), 0)
	name := func(n circuit.Node) cnf.Lit {
		if c.Kind(n) == circuit.KindLiteral {
			return cnf.Lit(n)
		}
		return cnf.Pos(cnf.Var(c.NumVars() + 1 + int(n)))
	}
	s.AddClause(name(circuit.False).Not())
	s.AddClause(name(circuit.True))
	for i := range c.NumNodes() {
		n := circuit.Node(i)
		children := c.AppendChildren(nil, n)
		if len(children) == 0 {
			continue
		}
		out := name(n)
		if c.Kind(n) == circuit.KindOr {
			out = out.Not()
		}
		back := []cnf.Lit{out}
		for _, child := range children {
			in := name(child)
			if c.Kind(n) == circuit.KindOr {
				in = in.Not()
			}
			s.AddClause(out.Not(), in)
			back = append(back, in.Not())
		}
		s.AddClause(back...)
	}
	return s, name(c.Root())
}

// equal decides with a SAT solver whether formula and circuit have the same
// models, where auxiliaries in no clause are true.
func equal(t testing.TB, c *circuit.Circuit, f *cnf.Formula) bool {
	clauses := make([][]cnf.Lit, 0, f.NumClauses())
	mentioned := make([]bool, f.Vars()+1)
next:
	for i := range f.NumClauses() {
		for _, l := range f.Clause(i) {
			if slices.Contains(f.Clause(i), l.Not()) {
				continue next
			}
		}
		clauses = append(clauses, f.Clause(i))
		for _, l := range f.Clause(i) {
			mentioned[l.Var()] = true
		}
	}
	for v := f.Options() + 1; v <= f.Vars(); v++ {
		if !mentioned[v] {
			clauses = append(clauses, []cnf.Lit{cnf.Pos(cnf.Var(v))})
		}
	}
	s, root := encoded(c)
	for _, lits := range clauses {
		against := []cnf.Lit{root}
		for _, l := range lits {
			against = append(against, l.Not())
		}
		found, err := s.Solve(t.Context(), against...)
		require.NoError(t, err)
		if found {
			return false
		}
	}
	for _, lits := range clauses {
		s.AddClause(lits...)
	}
	found, err := s.Solve(t.Context(), root.Not())
	require.NoError(t, err)
	return !found
}

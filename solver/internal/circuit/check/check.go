package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// target is the memory of the circuit to check.
type target struct {
	circuit.Arena
	inner circuit.Node // the first inner node
}

func newTarget(c *circuit.Circuit) *target {
	a := c.Arena()
	return &target{a, a.Inner()}
}

// Verify proves from a circuit and its formula alone, without code of the
// compiler, that
//
//   - the arena is well-formed: children before parents, every node reached
//     from the root, and no two nodes the same;
//   - every And is decomposable: its children share no variable;
//   - every Or is deterministic: its first child is an And with its decision
//     variable as a literal, its second child one with the negation;
//   - every Or is smooth: both children have the same variables; and the root
//     has every option and every auxiliary that is kept, unless it is False;
//   - every model of the circuit satisfies every clause and sum;
//   - every model of the formula is one of the circuit.
//
// The clauses that encode sums are left out; the sums themselves count. So both have the same
// models over the options, each once if the auxiliaries are functions of the options, see package
// determine. An auxiliary that no clause mentions (tautologies do not count) must be true in the
// circuit, or absent. One that clauses mention may be absent, and is then first removed from the
// formula by resolution, see project.
//
// Verify returns nil, or an error that says which of these fails and where, for
// the last a [MissingError]. Other errors leave the question open: the cause of
// a context that ended, too many lemmas, or too many clauses without the
// auxiliaries.
//
// Clauses/256 passes over the circuit, a set of variables for each distinct
// scope, and the walk that is told at type descent. Where GOMAXPROCS allows it the passes
// are made beside the rest; the answer does not depend on that.
func Verify(ctx context.Context, c *circuit.Circuit, f *cnf.Formula) error {
	_, err := newTarget(c).prove(ctx, f, maxFacts, runtime.GOMAXPROCS(0) > 1)
	return err
}

// Form proves the first four points of [Verify], those of the arena, Ands and Ors. It
// returns nil, or an error that says what fails and where. One pass, and a set of
// variables for each distinct scope.
func Form(c *circuit.Circuit) error {
	t := newTarget(c)
	if err := t.checkArena(); err != nil {
		return err
	}
	if err := t.checkDistinct(); err != nil {
		return err
	}
	_, err := t.checkScopes()
	return err
}

// prove is Verify with a limit on the literals of all facts. It makes the passes over the
// circuit beside the walk if both may run. The error is the first in this order: of the
// form, of the passes, of the walk. So the answer is the same on one core and on many.
func (c *target) prove(ctx context.Context, f *cnf.Formula, facts int, both bool) (Proof, error) {
	if c.Vars != f.Vars() || c.Options != f.Options() {
		return Proof{}, fmt.Errorf("circuit: %d variables with %d options, the formula %d with %d", c.Vars, c.Options, f.Vars(), f.Options())
	}
	if err := c.checkArena(); err != nil {
		return Proof{}, err
	}
	if c.Root == circuit.False { // and has no inner nodes, as all are reached
		return Proof{}, checkContradictory(ctx, f)
	}
	scope := c.scope()
	if err := c.checkKept(f, scope); err != nil {
		return Proof{}, err
	}
	f = alike(f, scope)
	clauses, err := premises(ctx, f, scope)
	if err != nil {
		return Proof{}, err
	}
	within := &answered{Context: ctx}
	var passed, complete error
	wait := beside(both, func() {
		if passed = c.checkDistinct(); passed == nil {
			passed = c.checkSound(within, clauses)
		}
		if passed == nil {
			passed = c.checkSums(within, f.Sums(), scope)
		}
		if passed != nil {
			within.known.Store(true)
		}
	})
	var proof Proof
	s, form := c.checkScopes()
	switch complete = context.Cause(within); {
	case form != nil:
		within.known.Store(true)
	case complete == nil:
		proof, complete = c.checkComplete(within, clauses, f.Sums(), s, facts)
	}
	wait()
	return proof, cmp.Or(form, passed, complete)
}

// alike returns f or, where a circuit has an auxiliary of the encoding of a sum, the same
// formula without sums: such a circuit was compiled from the clauses alone, which encode
// the sums.
func alike(f *cnf.Formula, scope []uint64) *cnf.Formula {
	if len(f.Sums()) == 0 {
		return f
	}
	beside := make([]bool, f.Vars()+1) // by variable: a clause that encodes no sum mentions it
	for _, clause := range f.Others() {
		for _, l := range clause {
			beside[l.Var()] = true
		}
	}
	plain, within := cnf.NewFormula(f.Options(), f.Vars()), false
	for i := range f.NumClauses() {
		for _, l := range f.Clause(i) {
			v := l.Var()
			within = within || int(v) > f.Options() && !beside[v] && scope[v/64]>>(v%64)&1 != 0
		}
		plain.AddClause(f.Clause(i)...)
	}
	if within {
		return plain
	}
	return f
}

// checkKept checks that the circuit has every kept auxiliary.
func (c *target) checkKept(f *cnf.Formula, scope []uint64) error {
	for v := cnf.Var(c.Options + 1); int(v) <= c.Vars; v++ {
		if f.Kept(v) && scope[v/64]>>(v%64)&1 == 0 {
			return fmt.Errorf("circuit: it lacks auxiliary %d, which is kept", v)
		}
	}
	return nil
}

func (c *target) checkArena() error {
	if len(c.Starts) != len(c.Decides)+1 || c.Starts[0] != 0 || int(c.Starts[len(c.Decides)]) != len(c.Edges) {
		return errors.New("circuit: the arena's slices do not fit each other")
	}
	if int(c.Root) >= c.NumNodes() {
		return fmt.Errorf("circuit: root %d of %d nodes", c.Root, c.NumNodes())
	}
	reached := make([]bool, len(c.Decides))
	if c.Root >= c.inner {
		reached[c.Root-c.inner] = true
	}
	for i := len(c.Decides) - 1; i >= 0; i-- {
		n := c.inner + circuit.Node(i)
		if c.Starts[i] > c.Starts[i+1] {
			return fmt.Errorf("circuit: node %d has a negative number of children", n)
		}
		if !reached[i] {
			return fmt.Errorf("circuit: node %d is not reached from the root", n)
		}
		children := c.Children(n)
		if v := c.Decides[i]; int(v) > c.Vars {
			return fmt.Errorf("circuit: node %d decides variable %d of %d", n, v, c.Vars)
		} else if v != 0 && len(children) != 2 || v == 0 && len(children) < 2 {
			return fmt.Errorf("circuit: node %d has %d children", n, len(children))
		}
		for _, child := range children {
			if child >= n || child == circuit.False || child == circuit.True {
				return fmt.Errorf("circuit: node %d has child %d", n, child)
			}
			if child >= c.inner {
				reached[child-c.inner] = true
			}
		}
	}
	return nil
}

// scope returns the variables of the circuit as a bitmap: each node is reached.
func (c *target) scope() []uint64 {
	set := make([]uint64, c.Vars/64+1)
	note := func(n circuit.Node) {
		switch {
		case n >= c.inner || n <= circuit.True:
		case c.Leaf(n):
			set[cnf.Lit(n).Var()/64] |= 1 << (cnf.Lit(n).Var() % 64)
		default:
			set[c.FreeVar(n)/64] |= 1 << (c.FreeVar(n) % 64)
		}
	}
	note(c.Root)
	for _, n := range c.Edges {
		note(n)
	}
	return set
}

// checkDistinct enters every node into a table with open addressing.
func (c *target) checkDistinct() error {
	t := newInterned(len(c.Decides))
	for i, v := range c.Decides {
		n := c.inner + circuit.Node(i)
		children := c.Children(n)
		hash := uint64(v)
		for _, child := range children {
			hash = mixed(hash, uint64(child))
		}
		if j := t.find(hash, uint32(i), func(j uint32) bool {
			return c.Decides[j] == v && slices.Equal(c.Children(c.inner+circuit.Node(j)), children)
		}); j != uint32(i) {
			return fmt.Errorf("circuit: nodes %d and %d are the same", c.inner+circuit.Node(j), n)
		}
	}
	return nil
}

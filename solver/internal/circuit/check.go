package circuit

import (
	"errors"
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Check proves from the circuit and the formula alone, and none of the code
// that made the circuit, that
//
//   - the arena is well-formed: children before parents, every node reached
//     from the root, and no two nodes the same;
//   - every And is decomposable: its children share no variable;
//   - every Or is deterministic: its first child has its decision variable as
//     a literal, its second child the negation;
//   - every Or is smooth: both children have the same variables; and the root
//     has all of them, unless it is False;
//   - every model of the circuit satisfies every clause;
//
// and checks that every model of the formula is one of the circuit: for at
// most 18 variables by enumeration, which is a proof; above that, on 256
// models found by propagation from pseudo-random decisions, and by the
// circuit being False only when those find no model, which is a test. An
// auxiliary that no clause determines is held true by the circuit; models
// that have it false are not missed.
//
// It returns nil, or an error that says which of these fails and where.
// Clauses/64 passes over the circuit, and a set of variables for each
// distinct scope.
func (c *Circuit) Check(f *cnf.Formula) error {
	if c.vars != f.Vars() || c.options != f.Options() {
		return fmt.Errorf("circuit: %d variables with %d options, the formula %d with %d", c.vars, c.options, f.Vars(), f.Options())
	}
	if err := c.checkArena(); err != nil {
		return err
	}
	if err := c.checkScopes(); err != nil {
		return err
	}
	if err := c.checkEntailed(f); err != nil {
		return err
	}
	return c.checkComplete(f)
}

func (c *Circuit) checkArena() error {
	if int(c.inner) != 3*c.vars+2 || len(c.starts) != len(c.decides)+1 || c.starts[0] != 0 || int(c.starts[len(c.decides)]) != len(c.edges) {
		return errors.New("circuit: the arena's slices do not fit each other")
	}
	if int(c.root) >= c.NumNodes() {
		return fmt.Errorf("circuit: root %d of %d nodes", c.root, c.NumNodes())
	}
	reached := make([]bool, len(c.decides))
	if c.root >= c.inner {
		reached[c.root-c.inner] = true
	}
	for i := len(c.decides) - 1; i >= 0; i-- {
		n := c.inner + Node(i)
		if c.starts[i] > c.starts[i+1] {
			return fmt.Errorf("circuit: node %d has a negative number of children", n)
		}
		if !reached[i] {
			return fmt.Errorf("circuit: node %d is not reached from the root", n)
		}
		children := c.children(n)
		if v := c.decides[i]; int(v) > c.vars {
			return fmt.Errorf("circuit: node %d decides variable %d of %d", n, v, c.vars)
		} else if v != 0 && len(children) != 2 || v == 0 && len(children) < 2 {
			return fmt.Errorf("circuit: node %d has %d children", n, len(children))
		}
		for _, child := range children {
			if child >= n || child == False || child == True {
				return fmt.Errorf("circuit: node %d has child %d", n, child)
			}
			if child >= c.inner {
				reached[child-c.inner] = true
			}
		}
	}
	return c.checkDistinct()
}

func (c *Circuit) checkDistinct() error {
	order := make([]Node, len(c.decides))
	for i := range order {
		order[i] = c.inner + Node(i)
	}
	compare := func(a, b Node) int {
		if d := int(c.Decision(a)) - int(c.Decision(b)); d != 0 {
			return d
		}
		return slices.Compare(c.children(a), c.children(b))
	}
	slices.SortFunc(order, compare)
	for i := 1; i < len(order); i++ {
		if compare(order[i-1], order[i]) == 0 {
			return fmt.Errorf("circuit: nodes %d and %d are the same", order[i-1], order[i])
		}
	}
	return nil
}

// scopes interns sets of variables, as bitmaps in one run of words.
type scopes struct {
	width int
	words []uint64
	known map[string]uint32
	bytes []byte
}

func (s *scopes) set(id uint32) []uint64 { return s.words[int(id)*s.width : (int(id)+1)*s.width] }

func (s *scopes) intern(set []uint64) uint32 {
	s.bytes = s.bytes[:0]
	for _, w := range set {
		for k := 0; k < 64; k += 8 {
			s.bytes = append(s.bytes, byte(w>>k))
		}
	}
	id, ok := s.known[string(s.bytes)]
	if !ok {
		id = uint32(len(s.known))
		s.known[string(s.bytes)] = id
		s.words = append(s.words, set...)
	}
	return id
}

func (c *Circuit) checkScopes() error {
	s := &scopes{width: c.vars/64 + 1, known: map[string]uint32{}}
	set := make([]uint64, s.width)
	scope := make([]uint32, c.NumNodes())
	scope[False], scope[True] = s.intern(set), s.intern(set)
	for v := 1; v <= c.vars; v++ {
		set[v/64] = 1 << (v % 64)
		id := s.intern(set)
		scope[cnf.Pos(cnf.Var(v))], scope[cnf.Neg(cnf.Var(v))], scope[2*c.vars+1+v] = id, id, id
		set[v/64] = 0
	}
	for i, v := range c.decides {
		n := c.inner + Node(i)
		children := c.children(n)
		if v != 0 {
			hi, lo := children[0], children[1]
			if !c.fixes(hi, cnf.Pos(v)) || !c.fixes(lo, cnf.Neg(v)) {
				return fmt.Errorf("circuit: node %d: its children do not decide variable %d", n, v)
			}
			if scope[hi] != scope[lo] {
				return fmt.Errorf("circuit: node %d: its children have different variables", n)
			}
			scope[n] = scope[hi]
			continue
		}
		clear(set)
		for _, child := range children {
			for k, w := range s.set(scope[child]) {
				if set[k]&w != 0 {
					return fmt.Errorf("circuit: node %d: its children share a variable", n)
				}
				set[k] |= w
			}
		}
		scope[n] = s.intern(set)
	}
	if c.root == False {
		return nil
	}
	for v := 1; v <= c.vars; v++ {
		if s.set(scope[c.root])[v/64]>>(v%64)&1 == 0 {
			return fmt.Errorf("circuit: variable %d is missing", v)
		}
	}
	return nil
}

// fixes reports whether n is literal l or an And with l among its children.
func (c *Circuit) fixes(n Node, l cnf.Lit) bool {
	return n == Lit(l) || n >= c.inner && c.decides[n-c.inner] == 0 && slices.Contains(c.children(n), Lit(l))
}

// checkEntailed looks for a model of the circuit that falsifies a clause, for
// 64 clauses in a pass: bit k of a node's word tells whether it has a model
// with all literals of clause k false.
func (c *Circuit) checkEntailed(f *cnf.Formula) error {
	words := make([]uint64, c.NumNodes())
	for first := 0; first < f.NumClauses(); first += 64 {
		last := min(first+64, f.NumClauses())
		words[False], words[True] = 0, ^uint64(0)
		for l := 2; l < 2*c.vars+2; l++ {
			words[l] = ^uint64(0)
		}
		for i := first; i < last; i++ {
			for _, l := range f.Clause(i) {
				words[l] &^= 1 << (i - first)
			}
		}
		c.sweep(words)
		for i := first; i < last; i++ {
			if words[c.root]>>(i-first)&1 != 0 {
				return fmt.Errorf("circuit: a model falsifies clause %d, %v", i, f.Clause(i))
			}
		}
	}
	return nil
}

// sweep computes 64 truth values of every node from those of the literals.
func (c *Circuit) sweep(words []uint64) {
	for v := 1; v <= c.vars; v++ {
		words[2*c.vars+1+v] = words[cnf.Pos(cnf.Var(v))] | words[cnf.Neg(cnf.Var(v))]
	}
	for i, v := range c.decides {
		children := c.edges[c.starts[i]:c.starts[i+1]]
		w := words[children[0]]
		for _, child := range children[1:] {
			if v != 0 {
				w |= words[child]
			} else {
				w &= words[child]
			}
		}
		words[int(c.inner)+i] = w
	}
}

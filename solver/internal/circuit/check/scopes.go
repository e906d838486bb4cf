package check

import (
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// interned is a table of numbered things, by open addressing.
type interned struct{ slots []uint32 } // 1 + number, 0 when empty; a power of two, at most half full

func newInterned(most int) *interned {
	size := 16
	for size < 2*most {
		size *= 2
	}
	return &interned{make([]uint32, size)}
}

// find returns the number of an equal thing in the table, or else enters
// the thing with its number and returns that.
func (t *interned) find(hash uint64, number uint32, equal func(uint32) bool) uint32 {
	mask := uint64(len(t.slots) - 1)
	slot := hash >> 20 & mask
	for ; t.slots[slot] != 0; slot = (slot + 1) & mask {
		if equal(t.slots[slot] - 1) {
			return t.slots[slot] - 1
		}
	}
	t.slots[slot] = number + 1
	return number
}

// mixed adds x to a hash.
func mixed(hash, x uint64) uint64 {
	const odd = 0xD6E8FEB86659FD93
	hash = (hash ^ x) * odd
	return hash ^ hash>>32
}

// scopes are the variables of each node: sets as bitmaps in one run of words,
// each set once.
type scopes struct {
	width int
	words []uint64
	table *interned
	of    []uint32 // by node: its set
}

func (s *scopes) set(id uint32) []uint64 { return s.words[int(id)*s.width : (int(id)+1)*s.width] }

func (s *scopes) intern(set []uint64) uint32 {
	hash := uint64(0)
	for _, w := range set {
		hash = mixed(hash, w)
	}
	next := uint32(len(s.words) / s.width)
	id := s.table.find(hash, next, func(id uint32) bool { return slices.Equal(s.set(id), set) })
	if id == next {
		s.words = append(s.words, set...)
	}
	return id
}

// checkScopes proves that the circuit is decomposable, deterministic and
// smooth, and has every option; it returns the variables of each node.
func (c *target) checkScopes() (*scopes, error) {
	s := &scopes{width: c.Vars/64 + 1, table: newInterned(c.Vars + 1 + len(c.Decides)), of: make([]uint32, c.NumNodes())}
	set := make([]uint64, s.width)
	s.of[circuit.False], s.of[circuit.True] = s.intern(set), s.intern(set)
	for v := 1; v <= c.Vars; v++ {
		set[v/64] = 1 << (v % 64)
		id := s.intern(set)
		s.of[cnf.Pos(cnf.Var(v))], s.of[cnf.Neg(cnf.Var(v))], s.of[c.Free(cnf.Var(v))] = id, id, id
		set[v/64] = 0
	}
	for i, v := range c.Decides {
		n := c.inner + circuit.Node(i)
		if v == 0 {
			clear(set)
			if !c.unite(set, s, c.Children(n)) {
				return nil, fmt.Errorf("circuit: node %d: its children share a variable", n)
			}
			s.of[n] = s.intern(set)
			continue
		}
		hi, lo := c.Children(n)[0], c.Children(n)[1]
		if !c.fixes(hi, cnf.Pos(v)) || !c.fixes(lo, cnf.Neg(v)) {
			return nil, fmt.Errorf("circuit: node %d: its children do not decide variable %d", n, v)
		}
		if s.of[hi] != s.of[lo] {
			return nil, fmt.Errorf("circuit: node %d: its children have different variables", n)
		}
		s.of[n] = s.of[hi]
	}
	for v := 1; v <= c.Options; v++ {
		if c.Root != circuit.False && s.set(s.of[c.Root])[v/64]>>(v%64)&1 == 0 {
			return nil, fmt.Errorf("circuit: option %d is missing", v)
		}
	}
	return s, nil
}

// unite adds the variables of nodes to set; it returns false when one is in
// it already.
func (c *target) unite(set []uint64, s *scopes, nodes []circuit.Node) bool {
	for _, n := range nodes {
		if n < c.inner { // a literal or a free variable
			v := uint32(n) / 2
			if !c.Leaf(n) {
				v = uint32(c.FreeVar(n))
			}
			if set[v/64]>>(v%64)&1 != 0 {
				return false
			}
			set[v/64] |= 1 << (v % 64)
			continue
		}
		for k, w := range s.set(s.of[n]) {
			if set[k]&w != 0 {
				return false
			}
			set[k] |= w
		}
	}
	return true
}

// fixes reports whether n is an And with l among its children. An Or of two
// literals is an open variable, which is not an inner node.
func (c *target) fixes(n circuit.Node, l cnf.Lit) bool {
	return n >= c.inner && c.Decides[n-c.inner] == 0 && slices.Contains(c.Children(n), circuit.Lit(l))
}

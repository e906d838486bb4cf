package circuit

import (
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// scopes interns sets of variables, as bitmaps in one run of words.
type scopes struct {
	width int
	words []uint64
	known map[string]uint32
	bytes []byte
	of    []uint32 // by node: its set
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

func (c *Circuit) checkScopes() (*scopes, error) {
	s := &scopes{width: c.vars/64 + 1, known: map[string]uint32{}, of: make([]uint32, c.NumNodes())}
	set, scope := make([]uint64, s.width), s.of
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
				return nil, fmt.Errorf("circuit: node %d: its children do not decide variable %d", n, v)
			}
			if scope[hi] != scope[lo] {
				return nil, fmt.Errorf("circuit: node %d: its children have different variables", n)
			}
			scope[n] = scope[hi]
			continue
		}
		clear(set)
		for _, child := range children {
			for k, w := range s.set(scope[child]) {
				if set[k]&w != 0 {
					return nil, fmt.Errorf("circuit: node %d: its children share a variable", n)
				}
				set[k] |= w
			}
		}
		scope[n] = s.intern(set)
	}
	for v := 1; v <= c.options; v++ {
		if c.root != False && s.set(scope[c.root])[v/64]>>(v%64)&1 == 0 {
			return nil, fmt.Errorf("circuit: option %d is missing", v)
		}
	}
	return s, nil
}

// fixes reports whether n is literal l or an And with l among its children.
func (c *Circuit) fixes(n Node, l cnf.Lit) bool {
	return n == Lit(l) || n >= c.inner && c.decides[n-c.inner] == 0 && slices.Contains(c.children(n), Lit(l))
}

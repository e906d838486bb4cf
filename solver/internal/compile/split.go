package compile

import "github.com/confspace/confspace/solver/internal/cnf"

// component is a set of open variables and the long clauses over them that are
// not satisfied yet, both ascending, as ranges of the splitter's stack:
//
//	stack[from:mid] variables, stack[mid:to] clauses
//
// Its binary clauses are those between any two of its variables.
type component struct{ from, mid, to int }

// splitter finds the connected components of what an assignment leaves of a
// component: union-find over one pass of its clauses in memory order.
type splitter struct {
	*problem
	vals  []int8
	stack []uint32

	parent []cnf.Var // by variable, union-find
	label  []int32   // by variable, at the root: 1 + component number
	size   []int32   // by variable, at the root
	active []uint32  // clauses found not satisfied
	homes  []cnf.Var // for each of them a variable
	counts []component
}

func newSplitter(p *problem, vals []int8) *splitter {
	return &splitter{
		problem: p, vals: vals,
		parent: make([]cnf.Var, p.vars+1), label: make([]int32, p.vars+1), size: make([]int32, p.vars+1),
	}
}

func (s *splitter) find(v cnf.Var) cnf.Var {
	for s.parent[v] != v {
		s.parent[v] = s.parent[s.parent[v]]
		v = s.parent[v]
	}
	return v
}

// join makes a, a root, and v one component and returns its root.
func (s *splitter) join(a, v cnf.Var) cnf.Var {
	b := s.find(v)
	if a == b {
		return a
	}
	if s.size[a] < s.size[b] {
		a, b = b, a
	}
	s.parent[b] = a
	s.size[a] += s.size[b]
	return a
}

// split appends the components of what is open in c to out, in the order of
// their least variables, and the variables that no clause holds any more to
// free. The components lie on the stack above its present length. Linear, but
// for union-find, in the literals of c's clauses.
func (s *splitter) split(c component, out []component, free []cnf.Var) ([]component, []cnf.Var) {
	vars, clauses := s.stack[c.from:c.mid], s.stack[c.mid:c.to]
	for _, v := range vars {
		s.parent[v], s.size[v], s.label[v] = cnf.Var(v), 1, 0
	}
	for _, u := range vars {
		v := cnf.Var(u)
		if s.vals[cnf.Pos(v)] != 0 {
			continue
		}
		root := s.find(v)
		for _, w := range s.neighbours(v) {
			if s.vals[cnf.Pos(w)] == 0 && s.parent[w] != root {
				root = s.join(root, w)
			}
		}
	}
	s.joinLong(clauses)

	s.counts = s.counts[:0]
	for _, u := range vars {
		v := cnf.Var(u)
		if s.vals[cnf.Pos(v)] != 0 {
			continue
		}
		root := s.find(v)
		if s.size[root] == 1 {
			free = append(free, v)
			continue
		}
		if s.label[root] == 0 {
			s.counts = append(s.counts, component{})
			s.label[root] = int32(len(s.counts))
		}
		s.counts[s.label[root]-1].mid++
	}
	for i, v := range s.homes {
		s.homes[i] = cnf.Var(s.label[s.find(v)] - 1)
		s.counts[s.homes[i]].to++
	}
	return s.lay(vars, out), free
}

// joinLong joins the variables of each clause that is not satisfied, and notes
// these clauses.
func (s *splitter) joinLong(clauses []uint32) {
	s.active, s.homes = s.active[:0], s.homes[:0]
next:
	for _, c := range clauses {
		if s.vals[s.witness[c]] > 0 {
			continue
		}
		lits := s.clause(c)
		for _, l := range lits {
			if s.vals[l] > 0 {
				s.witness[c] = l
				continue next
			}
		}
		root := cnf.Var(0)
		for _, l := range lits {
			if s.vals[l] != 0 {
				continue
			}
			if v := l.Var(); root == 0 {
				root = s.find(v)
			} else if s.parent[v] != root {
				root = s.join(root, v)
			}
		}
		s.active = append(s.active, c)
		s.homes = append(s.homes, root)
	}
}

// lay distributes variables and clauses over the components, whose sizes are
// in s.counts, on the stack.
func (s *splitter) lay(vars []uint32, out []component) []component {
	top := len(s.stack)
	for i, n := range s.counts {
		from, mid := top, top+n.mid
		top = mid + n.to
		out = append(out, component{from, mid, top})
		s.counts[i] = component{from: from, mid: mid}
	}
	if cap(s.stack) < top {
		s.stack = append(s.stack, make([]uint32, top-len(s.stack))...)
	}
	s.stack = s.stack[:top]
	for _, u := range vars {
		if s.vals[u<<1] != 0 {
			continue
		}
		if k := s.label[s.find(cnf.Var(u))]; k != 0 {
			n := &s.counts[k-1]
			s.stack[n.from] = u
			n.from++
		}
	}
	for i, c := range s.active {
		n := &s.counts[s.homes[i]]
		s.stack[n.mid] = c
		n.mid++
	}
	return out
}

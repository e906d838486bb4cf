package compile

import "github.com/confspace/confspace/solver/internal/cnf"

// component is a set of open variables and the long clauses over them that are
// not satisfied yet, both ascending, as ranges of the splitter's stack:
//
//	stack[from:mid] variables, stack[mid:to] clauses
//
// Its binary clauses are those between any two of its variables.
type component struct{ from, mid, to int }

// set is a variable's place in union-find, in one run of memory as all of it is
// wanted at once.
type set struct {
	parent cnf.Var
	size   int32 // at the root
	label  int32 // 1 + component number; at first at the root alone
}

// splitter finds the connected components of what an assignment leaves of a
// component: union-find over one pass of its clauses in memory order.
type splitter struct {
	*problem
	vals  []int8
	stack []uint32

	sets   []set     // by variable, in union-find
	active []uint32  // clauses found not satisfied
	homes  []cnf.Var // for each of them a variable
	counts []component
}

func newSplitter(p *problem, vals []int8) *splitter {
	return &splitter{problem: p, vals: vals, sets: make([]set, p.vars+1)}
}

func (s *splitter) find(v cnf.Var) cnf.Var {
	sets := s.sets
	for sets[v].parent != v {
		up := sets[sets[v].parent].parent
		sets[v].parent = up
		v = up
	}
	return v
}

// join makes a, a root, and v one component and returns its root.
func (s *splitter) join(a, v cnf.Var) cnf.Var {
	b := s.find(v)
	if a == b {
		return a
	}
	if s.sets[a].size < s.sets[b].size {
		a, b = b, a
	}
	s.sets[b].parent = a
	s.sets[a].size += s.sets[b].size
	return a
}

// split appends the components of what is open in c to out, in the order of
// their least variables, and the variables that no clause holds any more to
// free. The components lie on the stack above its present length. Linear, but
// for union-find, in the literals of c's clauses.
func (s *splitter) split(c component, out []component, free []cnf.Var) ([]component, []cnf.Var) {
	vars, clauses := s.stack[c.from:c.mid], s.stack[c.mid:c.to]
	vals, sets := s.vals, s.sets
	for _, v := range vars {
		sets[v] = set{parent: cnf.Var(v), size: 1}
	}
	for _, u := range vars {
		v := cnf.Var(u)
		if vals[cnf.Pos(v)] != 0 {
			continue
		}
		root := s.find(v)
		for _, w := range s.neighbours(v) {
			if vals[cnf.Pos(w)] == 0 && sets[w].parent != root {
				root = s.join(root, w)
			}
		}
	}
	s.joinLong(clauses)

	s.counts = s.counts[:0]
	for _, u := range vars {
		v := cnf.Var(u)
		if vals[cnf.Pos(v)] != 0 {
			continue
		}
		root := s.find(v)
		label := sets[root].label
		if label == 0 {
			if sets[root].size == 1 {
				free = append(free, v)
				continue
			}
			s.counts = append(s.counts, component{})
			label = int32(len(s.counts))
			sets[root].label = label
		}
		sets[v].label = label
		s.counts[label-1].mid++
	}
	for i, v := range s.homes {
		s.homes[i] = cnf.Var(sets[v].label - 1)
		s.counts[s.homes[i]].to++
	}
	return s.lay(vars, out), free
}

// joinLong joins the variables of each clause that is not satisfied, and notes
// these clauses.
func (s *splitter) joinLong(clauses []uint32) {
	s.active, s.homes = s.active[:0], s.homes[:0]
	vals := s.vals
next:
	for _, c := range clauses {
		if vals[s.witness[c]] > 0 {
			continue
		}
		lits := s.clause(c)
		for _, l := range lits {
			if vals[l] > 0 {
				s.witness[c] = l
				continue next
			}
		}
		root := cnf.Var(0)
		for _, l := range lits {
			if vals[l] != 0 {
				continue
			}
			if v := l.Var(); root == 0 {
				root = s.find(v)
			} else if s.sets[v].parent != root {
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
		if k := s.sets[u].label; k != 0 {
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

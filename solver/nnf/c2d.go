package nnf

import "fmt"

// c2d reads a file of c2d's, from the header on.
func (s *scanner) c2d() {
	nodes := s.number("the number of nodes", 1, MaxNodes)
	edges := s.number("the number of edges", 0, MaxNodes)
	s.g.vars = s.number("the number of variables", 0, MaxVars)
	s.end()
	header := s.line
	for s.next() {
		s.c2dNode()
	}
	g := s.g
	if s.list.Len() == 0 && (len(g.kinds) != nodes || len(g.edges) != edges) {
		s.line, s.text = header, nil
		s.fail(0, 0, fmt.Sprintf("the header announces %d nodes and %d edges, the file has %d and %d", nodes, edges, len(g.kinds), len(g.edges)),
			"is the file truncated?")
	}
}

// c2dNode reads the node of a line.
func (s *scanner) c2dNode() {
	g, kind, label := s.g, Literal, int32(0)
	switch word := s.word(); string(word) {
	case "L":
		label = s.literal(g.vars)
	case "A":
		kind = And
	case "O":
		kind = Or
		label = int32(s.number("the decision variable", 0, g.vars))
	default:
		s.fail(s.at-len(word), s.at, "expected a node", "a line begins with L for a literal, A for an And, or O for an Or")
		return
	}
	if kind != Literal {
		// Each child is a word of the line, so a number that is too large fails.
		for k := s.number("the number of children", 0, MaxNodes); k > 0 && s.list.Len() == 0; k-- {
			if len(g.kinds) == 0 {
				s.fail(0, len(s.text), "the first node has children", "children stand before their parents")
				return
			}
			g.edges = append(g.edges, Node(s.number("a child", 0, len(g.kinds)-1)))
		}
	}
	s.end()
	g.push(kind, label, s.line)
}

// push adds a node whose children are already appended.
func (g *Graph) push(kind Kind, label int32, line int) Node {
	n := Node(len(g.kinds))
	g.kinds, g.labels = append(g.kinds, kind), append(g.labels, label)
	g.starts = append(g.starts, uint32(len(g.edges)))
	g.lines = append(g.lines, int32(line))
	g.root = n
	return n
}

package decomp

import "math/bits"

// Graph is an undirected graph without loops over vertices 0..n-1, as a matrix
// of bits: n²/8 bytes, and the number of common neighbours of two vertices
// takes n/64 steps, most of the time of elimination.
type Graph struct {
	n     int
	width int // words in a row
	rows  []uint64
}

// NewGraph returns a graph of n vertices without edges.
func NewGraph(n int) *Graph {
	width := (n + 63) / 64
	return &Graph{n: n, width: width, rows: make([]uint64, n*width)}
}

// Len returns the number of vertices.
func (g *Graph) Len() int { return g.n }

// Connect adds the edge between two vertices; a vertex is not connected to
// itself.
func (g *Graph) Connect(a, b int) {
	if a != b {
		g.rows[a*g.width+b/64] |= 1 << (b % 64)
		g.rows[b*g.width+a/64] |= 1 << (a % 64)
	}
}

// Adjacent reports whether there is an edge between a and b.
func (g *Graph) Adjacent(a, b int) bool { return g.row(a)[b/64]>>(b%64)&1 != 0 }

// Degree returns the number of a's neighbours.
func (g *Graph) Degree(a int) int { return popcount(g.row(a)) }

func (g *Graph) row(a int) []uint64 { return g.rows[a*g.width : (a+1)*g.width] }

func (g *Graph) clone() *Graph {
	return &Graph{n: g.n, width: g.width, rows: append([]uint64(nil), g.rows...)}
}

// Sets of vertices are rows of bits, too.

func insert(set []uint64, v int32) { set[v/64] |= 1 << (v % 64) }

func remove(set []uint64, v int32) { set[v/64] &^= 1 << (v % 64) }

func popcount(row []uint64) int {
	n := 0
	for _, w := range row {
		n += bits.OnesCount64(w)
	}
	return n
}

// appendMembers appends the numbers of the bits of row that are set.
func appendMembers(dst []int32, row []uint64) []int32 {
	for i, w := range row {
		for ; w != 0; w &= w - 1 {
			dst = append(dst, int32(64*i+bits.TrailingZeros64(w)))
		}
	}
	return dst
}

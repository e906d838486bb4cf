package decomp

import "math/bits"

// matrix is a graph as a matrix of bits: n²/8 bytes, and the number of common
// neighbours of two vertices in n/64 steps, which is what elimination spends its time on.
type matrix struct {
	n     int
	width int // words in a row
	rows  []uint64
}

// newMatrix returns the graph of these lists of neighbours.
func newMatrix(near [][]int32) *matrix {
	width := (len(near) + 63) / 64
	g := &matrix{n: len(near), width: width, rows: make([]uint64, len(near)*width)}
	for v, list := range near {
		for _, u := range list {
			insert(g.row(v), u)
		}
	}
	return g
}

func (g *matrix) row(a int) []uint64 { return g.rows[a*g.width : (a+1)*g.width] }

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

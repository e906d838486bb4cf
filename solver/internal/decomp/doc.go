// Package decomp makes tree decompositions of graphs, the same on every
// machine.
//
// A tree decomposition is a tree of bags of vertices: the ends of every edge
// are together in some bag, and the bags of a vertex are connected. The
// largest bag less one is its width. Each bag separates its sides, so
// deciding the variables of a bag in the middle breaks a formula in two.
//
//	graph.go      a graph as lists of neighbours
//	matrix.go     ... as a matrix of bits
//	eliminate.go  elimination orders by least fill or least degree, ties at random
//	tree.go       from an order to a tree; its size, its centre, distances from it
//
// Least fill finds widths of 4 to 109 on the simplified car lines. The least width
// matters little to the compiler, see its NOTES.md.
package decomp

// Package decomp makes tree decompositions of graphs, the same on every
// machine.
//
// A tree decomposition is a tree of bags of vertices: the ends of every edge
// are together in some bag, and the bags of a vertex are connected. The
// largest bag less one is its width. Each bag separates what lies on its
// sides, so deciding the variables of a bag in the middle breaks a formula in
// two.
//
//	graph.go    a graph as a matrix of bits
//	minfill.go  elimination orders by least fill, ties at random
//	tree.go     from an order to a tree; its centre; distances from it
//
// Least fill finds widths of 4 to 57 on the simplified car lines in 30 ms. It
// is not the last word: for C129_FR it finds 54, where flow-based separators
// are known to find 38.
package decomp

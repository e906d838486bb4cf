// Package nnf reads and writes d-DNNF circuits in the two dialects that compilers of
// the field write: that of c2d, which dsharp and others share, and that of d4.
//
//	c2d                         d4
//	nnf 5 4 2    the header     o 1 0        an Or; the first node is the root
//	L 1          a literal      a 3 0        an And
//	L -1                        t 2 0        true; f is false
//	L 2                         1 2 1 2 0    from node 1 an edge to node 2, and literals 1 and 2
//	A 2 0 2      two children   1 2 -1 0     that hold beside it
//	O 1 2 3 1    decides 1
//
// c2d numbers nodes from 0 in the order of the lines, children first; the last is the
// root. The header says how many nodes, edges and variables there are. `A 0` is true
// and `O 0 0` false. d4 writes no number of variables: the number is the largest named
// variable, or an argument of [Read]. A variable that is not named is free.
//
// # A graph
//
// A [Graph] is such a circuit as it stands: [Read] checks only its form: children before
// parents or no cycle, and numbers in range. solver.FromNNF and solver.Adopt make a
// space of a graph: they check that Ands are decomposable and Ors deterministic, and
// make the graph smooth. solver.Space.NNF makes the graph of a space.
//
// # Errors
//
// The error of [Read] is [source.Defects] for malformed input, or that of the reader.
//
// # Files
//
//	graph.go  Graph
//	read.go   Read, lines and words
//	c2d.go    the dialect of c2d
//	d4.go     that of d4
//	write.go  Write
package nnf

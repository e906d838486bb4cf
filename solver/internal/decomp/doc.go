// Package decomp makes tree decompositions of graphs, small and the same on
// every machine.
package decomp

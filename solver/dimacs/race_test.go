//go:build race

package dimacs_test

// raced says that the race detector slows everything down.
const raced = true

//go:build !race

package circuittest

// Raced says that the race detector is on, under which pools forget at random.
const Raced = false

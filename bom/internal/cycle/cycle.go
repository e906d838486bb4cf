// Package cycle finds cycles in a file: parts below themselves, operations
// before themselves.
package cycle

import (
	"fmt"
	"strings"
)

// Find returns cycles of the directed graph on the nodes 0..n-1, each as its
// nodes in arrow order from its smallest one, in the order of those: none if
// and only if the graph is acyclic, and at least one for each knot of cycles
// into which no other knot points. It takes O(nodes + arrows) and does not
// recurse, since a file may be deeper than the stack.
func Find(n int, next func(int) []uint32) [][]uint32 {
	// Kahn: remove nodes without an incoming arrow; each node that is left has
	// one.
	in := make([]int32, n)
	for i := range n {
		for _, j := range next(i) {
			in[j]++
		}
	}
	var free []uint32
	for i := range n {
		if in[i] == 0 {
			free = append(free, uint32(i))
		}
	}
	peeled := 0
	for ; peeled < len(free); peeled++ {
		for _, j := range next(int(free[peeled])) {
			if in[j]--; in[j] == 0 {
				free = append(free, j)
			}
		}
	}
	if peeled == n {
		return nil
	}
	// Each node left has a predecessor that is left. Walk backwards until
	// the walk meets itself (a cycle) or an earlier walk.
	before := make([]int32, n)
	for i := range before {
		before[i] = -1
	}
	for i := range n {
		if in[i] == 0 {
			continue
		}
		for _, j := range next(i) {
			if in[j] > 0 && before[j] < 0 {
				before[j] = int32(i)
			}
		}
	}
	walk := make([]int32, n)
	var found [][]uint32
	for i := range n {
		if in[i] == 0 {
			continue
		}
		at := int32(i)
		for walk[at] == 0 {
			walk[at] = int32(i) + 1
			at = before[at]
		}
		if walk[at] == int32(i)+1 {
			found = append(found, cycleThrough(at, before))
		}
	}
	return found
}

// cycleThrough follows the arrows back from a node of a cycle to itself and
// returns the cycle in arrow order from its smallest node.
func cycleThrough(start int32, before []int32) []uint32 {
	backwards := []uint32{uint32(start)}
	for at := before[start]; at != start; at = before[at] {
		backwards = append(backwards, uint32(at))
	}
	least := 0
	for i, node := range backwards {
		if node < backwards[least] {
			least = i
		}
	}
	cycle := make([]uint32, len(backwards))
	for i := range cycle {
		cycle[i] = backwards[(least-i+len(backwards))%len(backwards)]
	}
	return cycle
}

// Text prints a cycle as "A > B > A"; of a very long one, its beginning.
func Text(names []string) string {
	const shown = 50
	if len(names) > shown {
		return fmt.Sprintf("%s > ... (%d more) > %s", strings.Join(names[:shown], " > "), len(names)-shown, names[0])
	}
	return strings.Join(names, " > ") + " > " + names[0]
}

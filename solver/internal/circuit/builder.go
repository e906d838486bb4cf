package circuit

import (
	"context"
	"fmt"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Builder collects the nodes of a circuit, each once: a node equal to an
// earlier one is that node (hash-consing). It belongs to one goroutine.
//
// The builder trusts its caller that nodes are decomposable, deterministic
// and smooth; package check does not. It panics when it would have to hold
// more than [MaxInner] nodes or [MaxEdges] edges, see Fits.
type Builder struct {
	vars    int
	options int
	inner   Node
	starts  []uint32
	decides []cnf.Var
	edges   []Node
	leaves  []uint64 // scratch of sorted: leaves as a set, empty between calls
	nodes   []Node   // scratch of sorted: inner nodes
	parts   []Node   // scratch of Branch
	table   table    // of the nodes with an inner node among their children
	leafy   table    // of the others: few, so it stays in the cache
}

// table finds inner nodes by open addressing.
type table struct {
	slots []uint32 // 1 + index of an inner node, 0 when empty; a power of two, at most half full
	used  int
}

// NewBuilder returns a builder for a circuit over variables 1..vars, of which
// 1..options are the options.
func NewBuilder(options, vars int) *Builder {
	return &Builder{
		vars: vars, options: options, inner: Node(3*vars + 2),
		starts: []uint32{0}, table: table{slots: make([]uint32, 1<<9)}, leafy: table{slots: make([]uint32, 1<<9)},
	}
}

// Options returns the number of options.
func (b *Builder) Options() int { return b.options }

// NumVars returns the number of variables.
func (b *Builder) NumVars() int { return b.vars }

// NumInner returns the number of And and Or nodes so far.
func (b *Builder) NumInner() int { return len(b.decides) }

// NumEdges returns the number of edges from these nodes to their children.
func (b *Builder) NumEdges() int64 { return int64(len(b.edges)) }

// Fits reports whether there is room for so many nodes and edges more.
func (b *Builder) Fits(nodes, edges int) bool {
	return len(b.decides)+nodes <= MaxInner && b.NumEdges()+int64(edges) <= MaxEdges
}

// NumNodes returns the number of nodes so far with the constants, the literals and
// the open variables, as [Circuit.NumNodes] does.
func (b *Builder) NumNodes() int { return int(b.inner) + len(b.decides) }

// Bytes returns the memory of the nodes and edges so far, as [Circuit.Bytes] does.
func (b *Builder) Bytes() int64 {
	return 4 * int64(len(b.starts)+len(b.decides)+len(b.edges))
}

// Held returns the memory that the builder takes: nodes, edges and the tables of equal
// nodes, with their room to grow.
func (b *Builder) Held() int64 {
	return 4 * int64(cap(b.starts)+cap(b.decides)+cap(b.edges)+len(b.table.slots)+len(b.leafy.slots))
}

// Growth returns the memory that Grow takes anew: 0 while there is room. The old memory is
// garbage then.
func (b *Builder) Growth(nodes, edges int) int64 {
	n := 0
	if want := len(b.decides) + nodes; want > cap(b.decides) {
		n += roomFor(want)
	}
	if want := len(b.starts) + nodes; want > cap(b.starts) {
		n += roomFor(want)
	}
	if want := len(b.edges) + edges; want > cap(b.edges) {
		n += roomFor(want)
	}
	for _, t := range [2]*table{&b.table, &b.leafy} {
		if want := 2 * (t.used + nodes); want > len(t.slots) {
			n += b.sizeOf(t, want)
		}
	}
	return 4 * int64(n)
}

// Grow makes room for so many nodes and edges more. The error is that of ctx, after which
// the builder does not know its nodes any more.
func (b *Builder) Grow(ctx context.Context, nodes, edges int) error {
	b.decides, b.starts, b.edges = extended(b.decides, nodes), extended(b.starts, nodes), extended(b.edges, edges)
	for _, t := range [2]*table{&b.table, &b.leafy} {
		if want := 2 * (t.used + nodes); want > len(t.slots) {
			if err := b.enlarge(ctx, t, want); err != nil {
				return err
			}
		}
	}
	return nil
}

// Finishing returns the memory that Finish takes at most beside the nodes and edges of
// the builder, which may be garbage in the end.
func (b *Builder) Finishing() int64 { return 8*int64(len(b.edges)) + 48*int64(len(b.decides)) }

// Close gives up the tables of equal nodes. All that can be done then is Finish.
func (b *Builder) Close() { b.table, b.leafy = table{}, table{} }

// roomFor returns the capacity that a list of n elements gets when it grows.
func roomFor(n int) int { return n + n/4 + 64 }

// extended returns a list with room for n elements more.
func extended[T any](list []T, n int) []T {
	if n += len(list); n > cap(list) {
		return append(make([]T, 0, roomFor(n)), list...)
	}
	return list
}

// Free returns the node for variable v open: both literals of an option. An
// unconstrained auxiliary is made true instead, so that it does not multiply
// a count.
func (b *Builder) Free(v cnf.Var) Node {
	if int(v) > b.options {
		return Lit(cnf.Pos(v))
	}
	return Node(2*b.vars + 1 + int(v))
}

// And returns the conjunction of children, which it may reorder. True is left
// out, False makes False. No two children may share a variable.
func (b *Builder) And(children []Node) Node { return b.conjoin(b.sorted(children)) }

// conjoin is And of ascending children.
func (b *Builder) conjoin(children []Node) Node {
	if len(children) > 0 && children[0] == False {
		return False
	}
	for len(children) > 0 && children[0] == True {
		children = children[1:]
	}
	switch len(children) {
	case 0:
		return True
	case 1:
		return children[0]
	}
	return b.add(0, children)
}

// Branch returns the conjunction of literal l and children, which it may reorder, for an
// Or that decides l's variable. So l is a child by itself; the other literals and open
// variables become a bundle: an And of its own, shared by all branches with the same
// ones. No two of l and the children may share a variable.
func (b *Builder) Branch(l cnf.Lit, children []Node) Node {
	b.parts = append(b.parts[:0], Lit(l))
	return b.bundle(b.sorted(children))
}

// Bundled returns the conjunction of children, as And does, in which literals and what is
// left open are a bundle, as in Branch.
func (b *Builder) Bundled(children []Node) Node {
	b.parts = b.parts[:0]
	return b.bundle(b.sorted(children))
}

// bundle returns the conjunction of what is in parts, a literal at most, and ascending
// children.
func (b *Builder) bundle(children []Node) Node {
	if len(children) > 0 && children[0] == False {
		return False
	}
	decided := len(b.parts)
	leaves, _ := slices.BinarySearch(children, b.inner)
	bundle := b.conjoin(children[:leaves])
	for _, child := range children[leaves:] {
		if bundle != True && bundle < child {
			b.parts = append(b.parts, bundle)
			bundle = True
		}
		b.parts = append(b.parts, child)
	}
	if bundle != True {
		b.parts = append(b.parts, bundle)
	}
	if decided == 1 && len(b.parts) > 1 && b.parts[1] < b.parts[0] { // a bundle of one literal is that
		b.parts[0], b.parts[1] = b.parts[1], b.parts[0]
	}
	return b.conjoin(b.parts)
}

// sorted sorts children, in their own memory, and leaves out repetitions of True.
// Most children of a large And are literals and open nodes, which a set of bits
// sorts in one pass; below 24 children comparing is as fast.
func (b *Builder) sorted(children []Node) []Node {
	if len(children) < 24 || len(children) < int(b.inner)/256 {
		slices.Sort(children)
		return children
	}
	if b.leaves == nil {
		b.leaves = make([]uint64, b.inner/64+1)
	}
	b.nodes = b.nodes[:0]
	for _, n := range children {
		if n < b.inner {
			b.leaves[n/64] |= 1 << (n % 64)
		} else {
			b.nodes = append(b.nodes, n)
		}
	}
	children = children[:0]
	for k, w := range b.leaves {
		for b.leaves[k] = 0; w != 0; w &= w - 1 {
			children = append(children, Node(64*k+bits.TrailingZeros64(w)))
		}
	}
	slices.Sort(b.nodes)
	return append(children, b.nodes...)
}

// Or returns the disjunction of hi, which entails v, and lo, which entails
// its negation. They must have the same variables, unless one is False; then
// the other is the result.
func (b *Builder) Or(v cnf.Var, hi, lo Node) Node {
	switch {
	case hi == False:
		return lo
	case lo == False:
		return hi
	}
	if hi == Lit(cnf.Pos(v)) && lo == Lit(cnf.Neg(v)) && int(v) <= b.options {
		return b.Free(v)
	}
	return b.add(v, []Node{hi, lo})
}

// children returns the children of inner node i, counted from 0.
func (b *Builder) children(i int) []Node { return b.edges[b.starts[i]:b.starts[i+1]] }

// add returns the node with this decision variable, 0 for an And, and these
// children.
func (b *Builder) add(v cnf.Var, children []Node) Node {
	t := b.tableOf(children)
	mask := uint32(len(t.slots) - 1)
	slot := hashNode(v, children) & mask
	for t.slots[slot] != 0 {
		i := t.slots[slot] - 1
		if b.decides[i] == v && slices.Equal(b.children(int(i)), children) {
			return b.inner + Node(i)
		}
		slot = (slot + 1) & mask
	}
	for _, child := range children {
		if int(child) >= int(b.inner)+len(b.decides) {
			panic(fmt.Sprintf("circuit: child %d before it exists", child))
		}
	}
	t.slots[slot] = uint32(len(b.decides)) + 1
	n := b.push(v, children)
	if t.used++; 2*t.used > len(t.slots) {
		_ = b.enlarge(context.Background(), t, 2*t.used)
	}
	return n
}

// tableOf returns the table in which a node with these children is.
func (b *Builder) tableOf(children []Node) *table {
	if children[len(children)-1] < b.inner {
		return &b.leafy
	}
	return &b.table
}

// push adds a new node without entering it into the table.
func (b *Builder) push(v cnf.Var, children []Node) Node {
	if !b.Fits(1, len(children)) {
		panic("circuit: the builder is full")
	}
	b.decides = append(extended(b.decides, 1), v)
	b.edges = append(extended(b.edges, len(children)), children...)
	b.starts = append(extended(b.starts, 1), uint32(len(b.edges)))
	return b.inner + Node(len(b.decides)-1)
}

// enlarge gives a table room for all nodes, and for that many, and enters the missing ones.
// It goes through the nodes, not the table, in the order of memory. The error is that of
// ctx.
func (b *Builder) enlarge(ctx context.Context, t *table, nodes int) error {
	size := b.sizeOf(t, nodes)
	t.slots, t.used = make([]uint32, size), 0
	mask := uint32(size - 1)
	for i, v := range b.decides {
		if i%(1<<14) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		children := b.children(i)
		if b.tableOf(children) != t {
			continue
		}
		slot := hashNode(v, children) & mask
		for t.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		t.slots[slot] = uint32(i) + 1
		t.used++
	}
	return nil
}

// sizeOf returns the slots of a table with room for so many nodes, and for all nodes if it
// is that of most of them.
func (b *Builder) sizeOf(t *table, nodes int) int {
	if t == &b.table {
		nodes = max(nodes, len(b.decides)+1)
	}
	size := len(t.slots)
	for size < 2*nodes {
		size *= 2
	}
	return size
}

// hashNode mixes the decision variable and the children; every bit of the
// result depends on all of them.
func hashNode(v cnf.Var, children []Node) uint32 {
	const odd = 0x9E3779B97F4A7C15
	h := uint64(v) * odd
	for _, c := range children {
		h = (h ^ uint64(c)) * odd
		h ^= h >> 29
	}
	return uint32(h >> 16)
}

package circuit

import (
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Finish returns the circuit of root, without the nodes that root does not
// reach. The builder may be used further.
//
// Bundles come first, see [Builder.Branch], then the other nodes in their order. Few
// branches have the same bundle, but most of them have parts in common: so bundles are
// cut into blocks, and a block becomes an And if that saves memory. A bundle, too,
// stays only if it saves memory; otherwise its parents get its children.
func (b *Builder) Finish(root Node) *Circuit {
	c, _ := b.FinishWithin(context.Background(), root)
	return c
}

// FinishWithin is Finish, ended by ctx. The error is the context's.
func (b *Builder) FinishWithin(ctx context.Context, root Node) (c *Circuit, err error) {
	defer func() {
		if err = Ended(recover()); err != nil {
			c = nil
		}
	}()
	f := &finish{
		Builder: b, root: root, ctx: ctx, out: NewBuilder(b.options, b.vars),
		blocks: NewBuilder(b.options, b.vars),
		refs:   make([]uint32, len(b.decides)), first: make([]uint32, len(b.decides)), place: make([]Node, len(b.decides)),
		held: make([]bool, len(b.decides)), bundled: make([]bool, len(b.decides)),
	}
	nodes, edges := f.reach()
	f.out.decides = slices.Grow(f.out.decides, nodes)
	f.out.starts, f.out.edges = slices.Grow(f.out.starts, nodes), slices.Grow(f.out.edges, edges)
	f.bundle()
	f.join()
	out := f.out
	return (&Arena{
		Vars: b.vars, Options: b.options, Root: f.root,
		Starts: fitted(out.starts), Decides: fitted(out.decides), Edges: fitted(out.edges),
	}).Circuit(), nil
}

// poll unwinds if the context has ended. A loop over nodes calls it with a counter.
func (f *finish) poll(i int) {
	if i%pollEvery == 0 && f.ctx.Err() != nil {
		panic(unwound{f.ctx.Err()})
	}
}

// fitted returns s, or a copy where s has much room to spare.
func fitted[T any](s []T) []T {
	if cap(s)-len(s) < len(s)/16 {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}

// finish is the making of a circuit from a builder.
type finish struct {
	*Builder
	ctx     context.Context
	root    Node     // of the builder; in the end of out
	out     *Builder // of the circuit
	blocks  *Builder // of the parts of bundles
	cuts    []uint32 // the leaves of bundles: blocks by number, or none for one literal
	first   []uint32 // by inner node that is a bundle: the first of its in cuts
	at      []Node   // by block: its node in out; False if it is dissolved
	refs    []uint32 // by inner node: edges to it from reached nodes, and one to the root
	held    []bool   // by inner node: it is the root or an Or's child
	bundled []bool   // by inner node: it is reached, an And of leaves and bundles, and not held
	place   []Node   // by inner node: its node in out; False for a dissolved bundle
	list    []Node   // scratch

	// Dissolving bundles can make two Ands the same, such as And(a, {b, c}, d) and And(b,
	// {a, c}, d), or two bundles of bundles. So Ands with such a bundle, Ands that could be a
	// bundle, and Ands with two literals or more are looked up. No other two can become
	// equal, since their only literal is the decided one. Once two were equal, every And is
	// looked up.
	merged bool
}

// reach finds the nodes that the root reaches, and counts them.
func (f *finish) reach() (nodes, edges int) {
	if f.root >= f.inner {
		f.refs[f.root-f.inner], f.held[f.root-f.inner] = 1, true
	}
	for i := len(f.refs) - 1; i >= 0; i-- {
		f.poll(i)
		if f.refs[i] == 0 {
			continue
		}
		nodes++
		edges += len(f.children(i))
		for _, child := range f.children(i) {
			if child >= f.inner {
				f.refs[child-f.inner]++
				f.held[child-f.inner] = f.held[child-f.inner] || f.decides[i] != 0
			}
		}
	}
	return nodes, edges
}

// bundle makes the bundles, and the blocks that they have in common.
func (f *finish) bundle() {
	var uses []uint32
	for i := range f.refs {
		f.poll(i)
		f.bundled[i] = f.refs[i] > 0 && f.decides[i] == 0 && !f.held[i]
		leaves, bundles := f.split(i)
		for _, child := range bundles {
			f.bundled[i] = f.bundled[i] && f.bundled[child-f.inner]
		}
		if !f.bundled[i] {
			continue
		}
		f.first[i] = uint32(len(f.cuts))
		for block := range runs(leaves) {
			k := none
			if len(block) > 1 {
				k = uint32(f.blocks.add(0, block) - f.inner)
				if int(k) == len(uses) {
					uses = append(uses, 0)
				}
				uses[k]++
			}
			f.cuts = append(f.cuts, k)
		}
	}
	f.at = make([]Node, len(uses))
	for k, n := range uses {
		f.poll(k)
		if block := f.blocks.children(k); pays(n, len(block)) {
			f.at[k] = f.out.add(0, block)
		}
	}
	for i, bundled := range f.bundled {
		f.poll(i)
		if !bundled || f.refs[i] == 1 { // one parent can as well have its children
			continue
		}
		f.list = f.parts(f.list[:0], i)
		if len(f.list) == 1 {
			f.place[i] = f.list[0]
		} else if pays(f.refs[i], len(f.list)) {
			slices.Sort(f.list)
			f.place[i] = f.add(0, f.list, true)
		}
	}
}

// split returns the children of inner node i that are leaves, and the others.
func (f *finish) split(i int) (leaves, others []Node) {
	children := f.children(i)
	n, _ := slices.BinarySearch(children, f.inner)
	return children[:n], children[n:]
}

// none is the block of a single literal or open variable.
const none = ^uint32(0)

// pays reports whether a node of these children, with two words of its own, saves
// memory for that many parents.
func pays(parents uint32, children int) bool {
	return int64(parents)*int64(children) > int64(parents)+int64(children)+2
}

// runs returns the parts of ascending leaves that are within 64 numbers.
func runs(leaves []Node) func(yield func([]Node) bool) {
	return func(yield func([]Node) bool) {
		for len(leaves) > 0 {
			n := 1
			for n < len(leaves) && leaves[n]/64 == leaves[0]/64 {
				n++
			}
			if !yield(leaves[:n]) {
				return
			}
			leaves = leaves[n:]
		}
	}
}

// parts appends the children in out of bundle i: blocks, leaves and bundles.
func (f *finish) parts(dst []Node, i int) []Node {
	cuts := f.cuts[f.first[i]:]
	leaves, bundles := f.split(i)
	for block := range runs(leaves) {
		if k := cuts[0]; k != none && f.at[k] != False {
			dst = append(dst, f.at[k])
		} else {
			dst = append(dst, block...)
		}
		cuts = cuts[1:]
	}
	for _, child := range bundles {
		if at := f.place[child-f.inner]; at != False {
			dst = append(dst, at)
		} else {
			dst = f.parts(dst, int(child-f.inner))
		}
	}
	return dst
}

// add returns a node in out that is not a bundle; lookUp says that it may exist already.
func (f *finish) add(v cnf.Var, children []Node, lookUp bool) Node {
	if !lookUp && !f.merged {
		return f.out.push(v, children)
	}
	next := f.inner + Node(len(f.out.decides))
	n := f.out.add(v, children)
	if n < next && !f.merged {
		f.merged = true
		if err := f.out.enlarge(f.ctx, &f.out.table, len(f.refs)); err != nil {
			panic(unwound{err})
		}
	}
	return n
}

// join makes all other nodes in their order, with the Ands that an Or decides right
// before it, as in files.
func (f *finish) join() {
	for i, refs := range f.refs {
		f.poll(i)
		if refs > 0 && (f.decides[i] != 0 || !f.held[i] && !f.bundled[i]) {
			f.node(i)
		}
	}
	if f.root >= f.inner {
		f.root = f.node(int(f.root - f.inner))
	}
}

// node returns the node in out of inner node i, which is not a bundle, and makes it first
// if needed. Only Ands are made late, and Ands within Ands.
func (f *finish) node(i int) Node {
	if f.place[i] != False {
		return f.place[i]
	}
	for _, child := range f.children(i) {
		if child >= f.inner && f.place[child-f.inner] == False && !f.bundled[child-f.inner] {
			f.node(int(child - f.inner))
		}
	}
	leafy, dissolved, leaves := f.decides[i] == 0, false, 0
	f.list = f.list[:0]
	for _, child := range f.children(i) {
		switch {
		case child < f.inner:
			f.list = append(f.list, child)
			leaves++
		case f.place[child-f.inner] != False:
			f.list = append(f.list, f.place[child-f.inner])
			leafy = leafy && f.bundled[child-f.inner]
		default:
			f.list = f.parts(f.list, int(child-f.inner))
			dissolved = true
		}
	}
	if f.decides[i] == 0 && !slices.IsSorted(f.list) { // a bundle moved to the front, or is dissolved
		slices.Sort(f.list)
	}
	f.place[i] = f.add(f.decides[i], f.list, leafy || dissolved || leaves > 1)
	return f.place[i]
}

package query

import (
	"math/big"
	"math/bits"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// walk is a circuit under a growing list of fixed options. It keeps track of
// the nodes that are alive: they have a model under the fixed options, and the
// root reaches them by way of such nodes. An option can still take a value
// exactly when a node alive has that literal, or the open option, as a child.
//
// Fixing a literal costs its changes: the nodes that die, each with its
// edges, once; and for counts, the ancestors of the changed nodes. Along a
// whole list of fixed options each node dies once.
//
// It belongs to one goroutine.
type walk struct {
	*links
	ms      *Models
	decides []cnf.Var // the arena's
	assign  circuit.Assignment
	alive   []bool
	open    []int32
	refs    []int32
	dying   []uint32 // dead, but not seen by parents and children yet
	least   []least  // of a walk over the models of least cost: that of each node; see first

	counted bool      // whether models is kept up to date
	models  []big.Int // by node alive: over the options, as of the last settle
	part    big.Int   // scratch of evaluate
	after   big.Int   // scratch of Unrank
	dirty   []uint64  // bitset of nodes whose models may have changed
	stale   bool      // whether a bit of dirty is set
	settled int       // nodes that settle evaluated, ever
	marked  []uint64  // dirty at the last mark, where that was stale
	logged  bool      // whether changes can be undone
	log     []uint32  // what was changed, newest last: a node and the kind of change
}

// mark is a state of a walk to which it can be undone.
type mark struct {
	log   int
	stale bool
}

// The kinds of change in a log, above the node.
const (
	died = iota << 30
	lostRef
	lostOpen
	nodeMask = circuit.MaxInner
)

// walk returns a walk under assign, counted if counts are wanted. The
// caller gives it back by end.
func (ms *Models) walk(assign circuit.Assignment, counted bool) *walk {
	w := ms.borrowWalk(assign)
	copy(w.refs, w.links.refs)
	for n := range w.alive {
		w.alive[n] = true
	}
	if ms.arena.Root == circuit.False {
		w.alive[w.top] = false
	}
	for v := cnf.Var(1); int(v) < len(assign) && int(v) <= ms.arena.Options; v++ {
		if assign[v] != circuit.Open {
			ms.c.Poll(0)
			w.fix(cnf.Pos(v) + cnf.Lit(assign[v]-circuit.FixedTrue))
		}
	}
	if w.counted = counted; !counted {
		return w
	}
	if w.models == nil {
		w.models = make([]big.Int, len(w.alive))
	}
	for n, alive := range w.alive {
		ms.c.Poll(n)
		if alive {
			w.evaluate(uint32(n))
		}
	}
	return w
}

// borrowWalk returns a walk whose live nodes are not set yet.
func (ms *Models) borrowWalk(assign circuit.Assignment) *walk {
	w := ms.walks.Get().(*walk)
	copy(w.open, w.links.open)
	w.ms, w.assign, w.logged, w.counted = ms, assign, false, false
	return w
}

// newWalk returns a walk for the pool.
func (ms *Models) newWalk() *walk {
	k := ms.links()
	n := int(k.top) + 1
	return &walk{
		links: k, decides: ms.arena.Decides, alive: make([]bool, n), open: make([]int32, n), refs: make([]int32, n),
		dirty: make([]uint64, (n+63)/64), marked: make([]uint64, (n+63)/64),
	}
}

// end gives a walk back.
func (w *walk) end() {
	w.forget()
	if w.stale {
		clear(w.dirty)
		w.stale = false
	}
	walks := &w.ms.walks
	w.ms, w.assign, w.least = nil, nil, nil
	walks.Put(w)
}

// possible reports whether the option of l, fixed at most by the assignment,
// can still take the value.
func (w *walk) possible(l cnf.Lit) bool {
	return !w.assign.Forbids(l) && (w.anyAlive(w.facts.of(uint32(l))) || w.anyAlive(w.opens.of(uint32(l.Var()))))
}

func (w *walk) anyAlive(nodes []uint32) bool {
	for _, n := range nodes {
		if w.alive[n] {
			return true
		}
	}
	return false
}

// empty reports whether no model is left.
func (w *walk) empty() bool { return !w.alive[w.top] }

// fix makes l true, which it may be already.
func (w *walk) fix(l cnf.Lit) {
	w.killAll(w.facts.of(uint32(l.Not())))
	for _, n := range w.opens.of(uint32(l.Var())) {
		if w.alive[n] {
			w.open[n]--
			w.note(lostOpen | n)
			w.touch(n)
		}
	}
	w.bury()
}

// and reports whether node n is an And.
func (w *walk) and(n uint32) bool { return n == w.top || w.decides[n] == 0 }

// barren reports whether no child of Or n has a model.
func (w *walk) barren(n uint32) bool {
	for _, kid := range w.kids.of(n) {
		if w.alive[kid] && w.leads(n, kid) {
			return false
		}
	}
	return true
}

// killAll kills those of the nodes that are alive; bury is to follow.
func (w *walk) killAll(nodes []uint32) {
	for _, n := range nodes {
		if w.alive[n] {
			w.kill(n)
		}
	}
}

func (w *walk) kill(n uint32) {
	w.alive[n] = false
	w.note(died | n)
	w.dying = append(w.dying, n)
}

// bury tells the parents of the dying nodes, which may die too, and the
// children, which may become unreachable.
func (w *walk) bury() {
	for i := 0; i < len(w.dying); i++ {
		n := w.dying[i]
		for _, p := range w.parents.of(n) {
			switch {
			case !w.alive[p]:
			case w.and(p) || w.barren(p):
				w.kill(p)
			default:
				w.touch(p)
			}
		}
		for _, kid := range w.kids.of(n) {
			if !w.alive[kid] || !w.leads(n, kid) {
				continue
			}
			w.refs[kid]--
			w.note(lostRef | kid)
			if w.refs[kid] == 0 {
				w.kill(kid)
			}
		}
	}
	w.dying = w.dying[:0]
}

func (w *walk) note(change uint32) {
	if w.logged {
		w.log = append(w.log, change)
	}
}

func (w *walk) touch(n uint32) {
	if w.counted {
		w.dirty[n/64] |= 1 << (n % 64)
		w.stale = true
	}
}

// count returns the number of models left, in the walk's memory, valid
// until the next option is fixed. The walk must be counted.
func (w *walk) count() *big.Int {
	w.settle()
	if w.empty() {
		return w.models[w.top].SetUint64(0)
	}
	return &w.models[w.top]
}

// settle brings the models of the nodes alive up to date, children first.
func (w *walk) settle() {
	if !w.stale {
		return
	}
	for i := range w.dirty {
		for w.dirty[i] != 0 {
			n := uint32(64*i + bits.TrailingZeros64(w.dirty[i]))
			w.dirty[i] &= w.dirty[i] - 1
			if !w.alive[n] {
				continue
			}
			w.settled++
			w.ms.c.Poll(w.settled)
			w.evaluate(n)
			for _, p := range w.parents.of(n) {
				w.dirty[p/64] |= 1 << (p % 64)
			}
		}
	}
	w.stale = false
}

// evaluate sets the number of models of node n, which is alive, from those of its
// children.
func (w *walk) evaluate(n uint32) {
	z, kids := &w.models[n], w.kids.of(n)
	if !w.and(n) {
		x, y := &w.models[kids[0]], &w.models[kids[1]]
		switch {
		case !w.alive[kids[0]]:
			z.Set(y)
		case !w.alive[kids[1]]:
			z.Set(x)
		default:
			z.Add(x, y)
		}
		return
	}
	switch len(kids) {
	case 0:
		z.SetUint64(1)
	case 1:
		z.Set(&w.models[kids[0]])
	default:
		z.Mul(&w.models[kids[0]], &w.models[kids[1]])
		for _, kid := range kids[2:] {
			w.part.Mul(z, &w.models[kid]) // into z itself it would allocate
			*z, w.part = w.part, *z
		}
	}
	if open := w.open[n]; open > 0 {
		z.Lsh(z, uint(open))
	}
}

// mark returns the present state. Of unsettled states only the last marked one
// can be restored.
func (w *walk) mark() mark {
	if w.stale {
		copy(w.marked, w.dirty)
	}
	return mark{len(w.log), w.stale}
}

// forget drops the log: the present state cannot be undone.
func (w *walk) forget() { w.log = w.log[:0] }

// undo goes back to a state. The counts after it stay: a counted walk has fixed
// only one literal since, and must fix the other literal of that option next. A
// node with models of either literal has the open option among its children, or a
// child that has it, or an Or's child that dies; so it is counted again.
func (w *walk) undo(m mark) {
	for i := len(w.log) - 1; i >= m.log; i-- {
		n := w.log[i] & nodeMask
		switch w.log[i] &^ nodeMask {
		case died:
			w.alive[n] = true
		case lostRef:
			w.refs[n]++
		case lostOpen:
			w.open[n]++
		}
	}
	w.log = w.log[:m.log]
	if m.stale {
		copy(w.dirty, w.marked)
	} else if w.stale {
		clear(w.dirty)
	}
	w.stale = m.stale
}

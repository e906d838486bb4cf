package rules

import (
	"math/bits"

	"github.com/confspace/confspace/config"
)

// Lanes is the number of selections that a [Batch] holds.
const Lanes = 64 * len(Mask{})

// A Mask has a bit for each selection of a [Batch]: that of lane 0 is the lowest of the
// first word.
type Mask [4]uint64

// And returns the lanes of both.
func (m Mask) And(n Mask) Mask { return Mask{m[0] & n[0], m[1] & n[1], m[2] & n[2], m[3] & n[3]} }

// Or returns the lanes of one or both.
func (m Mask) Or(n Mask) Mask { return Mask{m[0] | n[0], m[1] | n[1], m[2] | n[2], m[3] | n[3]} }

// Without returns the lanes of m that are not of n.
func (m Mask) Without(n Mask) Mask {
	return Mask{m[0] &^ n[0], m[1] &^ n[1], m[2] &^ n[2], m[3] &^ n[3]}
}

// IsZero reports whether there is no lane.
func (m Mask) IsZero() bool { return m[0]|m[1]|m[2]|m[3] == 0 }

// Count returns the number of lanes.
func (m Mask) Count() int {
	return bits.OnesCount64(m[0]) + bits.OnesCount64(m[1]) + bits.OnesCount64(m[2]) + bits.OnesCount64(m[3])
}

// Has reports whether a lane is among them; it panics if there is no such lane.
func (m Mask) Has(lane int) bool { return m[lane/64]>>(lane%64)&1 != 0 }

// Lanes yields the lanes, ascending.
func (m Mask) Lanes(yield func(int) bool) {
	for w, set := range m {
		for ; set != 0; set &= set - 1 {
			if !yield(64*w + bits.TrailingZeros64(set)) {
				return
			}
		}
	}
}

// xor returns the lanes of one of both.
func (m Mask) xor(n Mask) Mask { return Mask{m[0] ^ n[0], m[1] ^ n[1], m[2] ^ n[2], m[3] ^ n[3]} }

// not returns the other lanes.
func (m Mask) not() Mask { return Mask{^m[0], ^m[1], ^m[2], ^m[3]} }

// An Evaluator evaluates many conditions for many selections at once, [Lanes] of them with
// the work of a few: a subexpression that several conditions have is evaluated once, and with
// operations on whole words. It is immutable and safe for concurrent use; each goroutine has
// a [Batch] of its own. [NewEvaluator] makes it.
type Evaluator struct {
	options int
	steps   []step
	args    []uint32 // of steps: indices of earlier steps
	terms   []Term
	roots   []uint32 // by condition: its step
}

// A step computes one subexpression from earlier ones.
type step struct {
	op         Op
	rel        Relation
	first, end uint32 // in args; of OpLinear in terms
	lo, hi     int    // of OpBetween
	v          int64  // of OpOption the option, of OpLinear the bound
}

// NewEvaluator returns an evaluator of conditions of one catalog, numbered from 0. It
// takes the time and the memory of their size. It panics if a condition is zero or of
// another catalog.
func NewEvaluator(cat *config.Catalog, conditions []Expr) *Evaluator {
	if cat == nil {
		panic("rules: NewEvaluator needs a catalog; it is nil")
	}
	e := &Evaluator{options: cat.NumOptions()}
	b := evaluatorBuilder{Evaluator: e, known: make(map[uint64][]known)}
	for _, c := range conditions {
		if c.cat != cat {
			panic("rules: a condition of another catalog than the evaluator's")
		}
		e.roots = append(e.roots, b.add(c))
	}
	return e
}

// evaluatorBuilder numbers subexpressions, equal ones alike.
type evaluatorBuilder struct {
	*Evaluator
	known map[uint64][]known // by hash
}

type known struct {
	e    Expr
	step uint32
}

func (b *evaluatorBuilder) add(e Expr) uint32 {
	hash := e.Hash()
	for _, k := range b.known[hash] {
		if k.e.Equal(e) {
			return k.step
		}
	}
	s := step{op: e.Op()}
	switch s.op {
	case OpOption:
		s.v = int64(e.Option())
	case OpLinear:
		var terms []Term
		terms, s.rel, s.v = e.Linear()
		s.first = uint32(len(b.terms))
		b.terms = append(b.terms, terms...)
		s.end = uint32(len(b.terms))
	case OpArith:
		return b.note(hash, e, b.addDiagram(e.Decisions()))
	default:
		if s.op == OpBetween {
			s.lo, s.hi = e.Bounds()
		}
		args := make([]uint32, 0, e.NumArgs())
		for arg := range e.Args() {
			args = append(args, b.add(arg))
		}
		s.first = uint32(len(b.args))
		b.args = append(b.args, args...)
		s.end = uint32(len(b.args))
	}
	return b.note(hash, e, b.step(s))
}

func (b *evaluatorBuilder) step(s step) uint32 {
	b.steps = append(b.steps, s)
	return uint32(len(b.steps) - 1)
}

func (b *evaluatorBuilder) note(hash uint64, e Expr, step uint32) uint32 {
	b.known[hash] = append(b.known[hash], known{e, step})
	return step
}

// addDiagram adds a step for each decision, the last first: the ways of a decision lead to
// later ones. The step's arguments are where it goes, rejected and chosen.
func (b *evaluatorBuilder) addDiagram(decisions []Decision) uint32 {
	ends := map[int]uint32{DecidedFalse: b.step(step{op: OpFalse}), DecidedTrue: b.step(step{op: OpTrue})}
	at := make([]uint32, len(decisions))
	way := func(to int) uint32 {
		if to < 0 {
			return ends[to]
		}
		return at[to]
	}
	for i := len(decisions) - 1; i >= 0; i-- {
		d := decisions[i]
		first := uint32(len(b.args))
		b.args = append(b.args, way(d.Rejected), way(d.Chosen))
		at[i] = b.step(step{op: OpArith, v: int64(d.Option), first: first, end: first + 2})
	}
	return at[0]
}

// A Batch holds up to [Lanes] selections, and how they answer the conditions of its
// evaluator. It belongs to one goroutine at a time. [Evaluator.NewBatch] makes it; methods of
// the zero Batch panic.
type Batch struct {
	e       *Evaluator
	n       int
	options []Mask // by option: the lanes in which it is chosen
	values  []Mask // by step
	sums    [Lanes]int64
}

// NewBatch returns an empty batch.
func (e *Evaluator) NewBatch() *Batch {
	return &Batch{e: e, options: make([]Mask, e.options), values: make([]Mask, len(e.steps))}
}

// Len returns the number of selections.
func (b *Batch) Len() int { return b.n }

// All returns the lanes that have a selection.
func (b *Batch) All() (m Mask) {
	for w := range m {
		if have := b.n - 64*w; have > 0 {
			m[w] = ^uint64(0) >> (64 - min(have, 64))
		}
	}
	return m
}

// made panics for the zero Batch.
func (b *Batch) made(method string) {
	if b.e == nil {
		panic("rules: " + method + " of the zero Batch; Evaluator.NewBatch makes one")
	}
}

// Add adds a selection, of which only the chosen options count, and returns its lane. It
// panics if the batch is full, or sel is nil or has another number of options than the
// evaluator's catalog.
func (b *Batch) Add(sel *config.Selection) (lane int) {
	b.made("Add")
	if b.n == Lanes {
		panic("rules: Add to a full batch")
	}
	if sel == nil {
		panic("rules: Add needs a selection; it is nil")
	}
	if sel.Len() != b.e.options {
		panic("rules: a selection of another catalog than the batch's")
	}
	word, bit := b.n/64, uint64(1)<<(b.n%64)
	for o := range sel.Chosen() {
		b.options[o][word] |= bit
	}
	b.n++
	return b.n - 1
}

// Reset takes out all selections.
func (b *Batch) Reset() {
	b.n = 0
	clear(b.options)
}

// Option returns the lanes in which an option is chosen. It panics if the catalog has no such
// option.
func (b *Batch) Option(o config.OptionID) Mask { return b.options[o] }

// Holds returns the lanes in which a condition holds, as of the last Evaluate. Bits of
// lanes without a selection have no meaning. It panics if there is no such condition.
func (b *Batch) Holds(condition int) Mask {
	b.made("Holds")
	return b.values[b.e.roots[condition]]
}

// Evaluate evaluates all conditions. It takes time in proportion to their size, whatever
// the number of selections, and for a weighted sum also to the options that they choose.
func (b *Batch) Evaluate() {
	b.made("Evaluate")
	e := b.e
	for i := range e.steps {
		s := &e.steps[i]
		if s.op == OpLinear {
			b.values[i] = b.linear(e.terms[s.first:s.end], s.rel, s.v)
			continue
		}
		args := e.args[s.first:s.end]
		var m Mask
		switch s.op {
		case OpOption:
			m = b.options[s.v]
		case OpNot:
			m = b.values[args[0]].not()
		case OpAnd:
			m = Mask{}.not()
			for _, a := range args {
				m = m.And(b.values[a])
			}
		case OpOr:
			for _, a := range args {
				m = m.Or(b.values[a])
			}
		case OpImplies:
			m = b.values[args[0]].not().Or(b.values[args[1]])
		case OpIff:
			m = b.values[args[0]].xor(b.values[args[1]]).not()
		case OpBetween:
			m = b.between(args, s.lo, s.hi)
		case OpArith:
			chosen := b.options[s.v]
			m = b.values[args[1]].And(chosen).Or(b.values[args[0]].Without(chosen))
		case OpTrue:
			m = Mask{}.not()
		case OpFalse:
		default:
			panic("rules: not an operator: " + s.op.String())
		}
		b.values[i] = m
	}
}

// between returns the lanes in which from lo to hi of the arguments hold. It adds them up
// in binary, a mask for each digit.
func (b *Batch) between(args []uint32, lo, hi int) Mask {
	var digits [32]Mask
	n := 0
	for _, a := range args {
		carry := b.values[a]
		for d := 0; !carry.IsZero(); d++ {
			digits[d], carry = digits[d].xor(carry), digits[d].And(carry)
			n = max(n, d+1)
		}
	}
	m := atLeast(digits[:n], lo)
	if hi != Unbounded {
		m = m.Without(atLeast(digits[:n], hi+1))
	}
	return m
}

// atLeast returns the lanes in which a number, by digits from the lowest, is at least n.
func atLeast(digits []Mask, n int) Mask {
	if n <= 0 {
		return Mask{}.not()
	}
	if bits.Len(uint(n)) > len(digits) {
		return Mask{}
	}
	m := Mask{}.not() // of the digits so far the number's are at least those of n
	for d, digit := range digits {
		if n>>d&1 != 0 {
			m = m.And(digit)
		} else {
			m = m.Or(digit)
		}
	}
	return m
}

// linear returns the lanes in which a weighted sum compares to a bound.
func (b *Batch) linear(terms []Term, rel Relation, bound int64) (m Mask) {
	clear(b.sums[:b.n])
	for _, t := range terms {
		for w, set := range b.options[t.Option] {
			for ; set != 0; set &= set - 1 {
				b.sums[64*w+bits.TrailingZeros64(set)] += t.Coef
			}
		}
	}
	for lane, sum := range b.sums[:b.n] {
		if rel.holds(sum, bound) {
			m[lane/64] |= 1 << (lane % 64)
		}
	}
	return m
}

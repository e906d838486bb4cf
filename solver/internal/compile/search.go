package compile

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// search traces an exhaustive search into a circuit: it decides a variable of
// a component, propagates, splits what is left into components, and looks
// each of them up before it searches it.
//
// Learnt clauses reach across components. What they derive from a component's
// decisions, a literal or a conflict, follows from the component alone as long
// as every sibling has a model; and may be wrong otherwise. Two rules make
// that safe. A component is recorded under an And with those of its own
// variables only, whatever else the trail holds. And when an And turns out
// False, all that was remembered since its first component was begun is
// forgotten: it may owe its truth to the contradiction. (The same trap was
// found in sharpSAT's cache; Thurley, 2006.) False itself is never
// remembered; the learnt clause is what remembers it.
type search struct {
	ctx   context.Context
	opt   Options
	stats Stats
	err   error

	formula *cnf.Formula
	build   *circuit.Builder
	sat     *cdcl.Solver
	*splitter
	core  *core
	cache *cache

	depth []int32 // by variable, ascending, see order
	asked uint32  // of a projection: variables after this one may be anything; see project
	nodes []circuit.Node
	parts pieces // lits and free of the last split, comps of all that are being solved
	keys  []byte // the keys of the components being searched
	vars  []cnf.Var
	steps int64 // decisions, those in large components several times
	polls int64 // steps at the next poll

	memory *memory

	deadEnds int64 // Ands that turned out False
}

func newSearch(ctx context.Context, f *cnf.Formula, opt Options) *search {
	if opt.MaxBytes == 0 {
		opt.MaxBytes = DefaultBytes
	}
	if opt.cacheBytes == 0 {
		opt.cacheBytes = math.MaxInt64
	}
	if opt.maxEdges == 0 {
		opt.maxEdges = circuit.MaxEdges
	}
	return &search{
		ctx: ctx, opt: opt, formula: f, build: circuit.NewBuilder(f.Options(), f.Vars()),
		stats: Stats{Vars: f.Vars(), Clauses: f.NumClauses(), Width: -1}, asked: math.MaxUint32,
		memory: newMemory(opt.MaxBytes),
	}
}

// run returns the node of the whole formula, which simplified simplifies with so many
// implications at once.
func (s *search) run(simplified func(context.Context, *cnf.Formula, int) (*simplify.Result, *modules, error)) circuit.Node {
	if !s.take(s.formula) {
		return circuit.False
	}
	simple, modules, err := simplified(s.ctx, s.formula, int(min(simplify.MaxImplied, s.memory.limit/impliedShare)))
	if err != nil {
		s.fail(err)
		return circuit.False
	}
	if simple.Contradiction {
		return circuit.False
	}
	graph := newPrimal(s.formula.Vars(), simple.Clauses, simple.Sums, modules.sides, int(min(maxPairs, s.memory.limit/pairShare)))
	if !s.decompose(graph) {
		return circuit.False
	}
	order, err := newOrder(s.ctx, graph, s.formula.Options())
	if err != nil {
		s.fail(err)
		return circuit.False
	}
	if s.projected() {
		s.asked = uint32(order.first(s.formula.Options()))
	}
	node := circuit.False
	if s.prepare(simple, modules, order) {
		node = s.trace()
	}
	s.count()
	return node
}

// prepare sets up the search of the simplified formula in an order. It returns
// false when propagation refutes the clauses: one that is false, or has one
// literal left that is open, is nothing that can be split.
func (s *search) prepare(simple *simplify.Result, modules *modules, order *order) bool {
	s.depth = append([]int32{-1}, order.depth...)
	s.core = newCore(simple, modules, order.vars, s.build)
	s.stats.Width, s.stats.CoreVars, s.stats.CoreClauses = order.width, s.core.vars, len(s.core.clauses)
	s.sat = cdcl.New(s.core.vars)
	s.sat.MaxWords = int(min(int64(s.sat.MaxWords), s.memory.limit/arenaShare))
	s.cache = newCache(s.ctx, s.opt.cacheBytes, s.memory)
	if s.checkBudget(); s.err != nil {
		return false
	}
	for _, clauses := range [][][]cnf.Lit{s.core.clauses, s.core.implied} {
		for _, c := range clauses {
			if !s.sat.AddClause(c...) {
				return false
			}
		}
	}
	for _, sum := range s.core.sums {
		if !s.sat.AddSum(sum.Terms, sum.Max) {
			return false
		}
	}
	if s.sat.Full() {
		s.fail(cdcl.ErrFull)
		return false
	}
	s.splitter = newSplitter(newProblem(s.core.vars, s.core.clauses, s.core.sums))
	s.res.limit = min(s.res.limit, s.memory.limit/residueShare)
	s.memory.loose += 4 * s.build.Held() // as it grew
	s.memory.held = s.hold
	return s.admit(0)
}

// trace returns the node of what prepare has set up.
func (s *search) trace() circuit.Node {
	return s.and(append(slices.Clone(s.core.outside), s.conjoin(s.whole(), 0, true)), false)
}

// fail ends the search. What has no room is over budget.
func (s *search) fail(err error) {
	if errors.Is(err, cdcl.ErrFull) {
		s.err = fmt.Errorf("%w: %w", ErrBytes, err)
		return
	}
	s.err = fmt.Errorf("compile: %w", err)
}

// and returns the conjunction of children if the builder has room for it. The first is the
// literal that was decided, if one was.
func (s *search) and(children []circuit.Node, decided bool) circuit.Node {
	switch {
	case !s.fits(2, len(children)+1): // a bundle, and an edge to it
		return circuit.False
	case !decided:
		return s.build.Bundled(children)
	}
	return s.build.Branch(cnf.Lit(children[0]), children[1:])
}

// fits reports whether the builder has room for so many nodes and edges more, and ends the
// search if not. It is asked each time: between two looks at the budget, all that is open
// on the way down may be closed, with as many edges as the square of the depth.
func (s *search) fits(nodes, edges int) bool {
	n := s.build.NumEdges() + int64(edges)
	if s.build.Fits(nodes, edges) && n <= s.opt.maxEdges {
		return s.grow(nodes, edges)
	}
	if s.err == nil {
		s.err = fmt.Errorf("%w: %d nodes and %d edges", ErrBudget, s.build.NumInner(), n)
	}
	return false
}

// count copies the work counters.
func (s *search) count() {
	w := s.sat.Stats
	s.stats.SatDecisions = w.Decisions - s.stats.Decisions
	s.stats.Propagations, s.stats.Conflicts, s.stats.Learnt = w.Propagations, w.Conflicts, w.Learnt
	s.stats.CacheHits, s.stats.CacheMisses, s.stats.CacheEvictions = s.cache.hits, s.cache.misses, s.cache.evictions
	if s.splitter != nil {
		s.stats.Residues = len(s.res.names) - firstResidue
	}
	s.stats.CacheSize, s.stats.CacheBytes = len(s.cache.entries), s.cache.bytes()
}

// solve returns the node of component c.
func (s *search) solve(c component) circuit.Node {
	if node, ok := s.cache.find(s.stack[c.from:c.mid], s.shortened(c)); ok {
		return node
	}
	if s.poll(c); s.err != nil || !s.deepen() {
		return circuit.False
	}
	if s.least(c) > s.asked {
		return s.extend(c)
	}
	key, hash := len(s.keys), s.cache.hash
	if s.keys = extended(s, s.keys, len(s.cache.key), 1); s.err != nil {
		return circuit.False
	}
	s.keys = append(s.keys, s.cache.key...)
	v := s.choose(c)
	s.stats.Decisions++
	hi := s.branch(c, cnf.Pos(v))
	lo := s.branch(c, cnf.Neg(v))
	if s.err != nil || !s.fits(s.core.sides[v].size, s.core.sides[v].size) {
		return circuit.False
	}
	node := s.core.or(v, hi, lo)
	if node != circuit.False {
		s.cache.store(s.keys[key:], hash, node)
	}
	s.keys = s.keys[:key]
	return node
}

// branch returns the node of component c where l holds.
func (s *search) branch(c component, l cnf.Lit) circuit.Node {
	if s.err != nil {
		return circuit.False
	}
	level, start := s.sat.Level(), len(s.sat.Trail())
	s.sat.Push(l)
	node := circuit.False
	if s.feasible(c, false) {
		node = s.conjoin(c, start, false)
	}
	s.sat.Pop(level)
	return node
}

// feasible propagates a decision; where dead ends have been many, or when it has to be
// sure, it also looks for a model of what is left of c, by conflict-driven search, which
// leaves a contradiction sooner than the exhaustive one.
func (s *search) feasible(c component, sure bool) bool {
	ok := s.sat.Recall() && s.sat.Propagate()
	if ok && !sure && s.deadEnds*deadEndShare < s.stats.Decisions {
		return true
	}
	if ok {
		var err error
		if ok, err = s.sat.Feasible(s.ctx, s.openVars(c)); err != nil {
			s.fail(err)
			return false
		}
	}
	if ok {
		return true
	}
	if s.sat.Full() {
		s.fail(cdcl.ErrFull)
		return false
	}
	if clause, _ := s.sat.Analyze(); len(clause) > 0 {
		s.sat.Learn(clause)
	}
	return false
}

// deadEndShare is how many decisions there must be for each And that turned
// out False for satisfiability checks to be left out. In rule bases of car
// lines there are thousands, and checks would double the time.
const deadEndShare = 32

// openVars returns the open variables of c, in the search's memory.
func (s *search) openVars(c component) []cnf.Var {
	s.vars = s.vars[:0]
	for _, p := range s.stack[c.from:c.mid] {
		for ; p.bits != 0; p.bits &= p.bits - 1 {
			s.vars = append(s.vars, cnf.Var(p.least()))
		}
	}
	return s.vars
}

// conjoin returns the conjunction of the literals of c from trail[start:], the
// variables of c that have become free, and the components that are left. c is
// connected unless it is all that there is, whole.
func (s *search) conjoin(c component, start int, whole bool) circuit.Node {
	nodes, comps, top, undo := len(s.nodes), len(s.parts.comps), len(s.stack), len(s.undo)
	past := len(s.past)
	if s.stack = extended(s, s.stack, 2*(c.to-c.from)+2, partBytes); s.err != nil {
		return circuit.False
	}
	s.parts.lits, s.parts.free = s.parts.lits[:0], s.parts.free[:0]
	s.split(c, s.sat.Trail()[start:], whole, &s.parts)
	lits, decided := s.parts.lits, !whole && s.core.decides(s.parts.lits[0].Var())
	if !whole && !decided {
		lits = lits[1:] // it stands for alike ones, on which the node of the component decides
	}
	for _, l := range lits {
		s.nodes = s.core.lifted(s.nodes, l)
	}
	for _, v := range s.parts.free {
		s.nodes = append(s.nodes, s.core.free[v])
	}
	mark, node := s.cache.clock, circuit.True
	for i := comps; i < len(s.parts.comps) && node != circuit.False; i++ {
		node = s.solve(s.parts.comps[i])
		s.nodes = append(s.nodes, node)
	}
	if node != circuit.False {
		node = s.and(s.nodes[nodes:], decided)
	} else if s.err == nil {
		s.deadEnds++
		s.cache.forget(mark)
	}
	s.nodes, s.parts.comps, s.stack = s.nodes[:nodes], s.parts.comps[:comps], s.stack[:top]
	s.lengthen(undo)
	s.uncount(past)
	return node
}

// poll looks at the budget and at the context, every thousand decisions, and more often
// where components are so large that these take long.
func (s *search) poll(c component) {
	if s.steps += 1 + int64(c.to-c.from)/64; s.steps < s.polls {
		return
	}
	s.polls = s.steps + 1000
	if err := s.ctx.Err(); err != nil {
		s.fail(err)
		return
	}
	s.checkBudget()
	s.sat.Reduce()
	if s.opt.Progress != nil {
		s.opt.Progress(Progress{s.stats.Decisions, s.build.NumNodes(), len(s.cache.entries)})
	}
}

// checkBudget ends the search if it has built more than it may.
func (s *search) checkBudget() {
	if n := s.build.NumNodes(); s.opt.MaxNodes > 0 && n > s.opt.MaxNodes {
		s.err = fmt.Errorf("%w: %d of %d", ErrNodes, n, s.opt.MaxNodes)
	} else if n := s.build.Bytes(); n > s.opt.MaxBytes {
		s.err = fmt.Errorf("%w: a circuit of %d of %d", ErrBytes, n, s.opt.MaxBytes)
	} else if n += s.build.Finishing(); n > s.memory.limit {
		s.exceed(n)
	}
}

// exceed ends the search, which would need n bytes.
func (s *search) exceed(n int64) {
	s.err = fmt.Errorf("%w: %d of %d for %d nodes", ErrBytes, n, s.memory.limit, s.build.NumNodes())
}

// choose returns the variable to decide in c: of those nearest to the centre
// of the tree decomposition, the most frequent in clauses and active in
// conflicts (Sang, Beame, Kautz, "Heuristics for fast exact model counting",
// 2005). Those that stand for alike ones come first, as the circuit has them at each node
// that decides on them: the later, the more of these there are.
func (s *search) choose(c component) cnf.Var {
	vars, clauses := s.stack[c.from:c.mid], s.stack[c.mid:c.to]
	load(s.rest, vars)
	load(s.restLong, clauses)
	best, most, alike := cnf.Var(0), -1.0, false
	depth := s.depth[s.least(c)] // variables are numbered by their distance
scan:
	for _, p := range vars {
		for ; p.bits != 0; p.bits &= p.bits - 1 {
			v := p.least()
			if s.depth[v] != depth {
				break scan
			}
			several := !s.core.decides(cnf.Var(v))
			if alike && !several {
				continue
			}
			n := common(s.near.row(v), s.rest) + common(s.with.row(v), s.restLong)
			if x := float64(n) + s.sat.Activity(cnf.Var(v)); x > most || several != alike {
				best, most, alike = cnf.Var(v), x, several
			}
		}
	}
	for _, p := range vars {
		s.rest[p.at] = 0
	}
	for _, p := range clauses {
		s.restLong[p.at] = 0
	}
	return best
}

package compile

import (
	"math"
	"runtime/debug"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/decomp"
)

// memory is the ledger of what a compilation takes. Lists that can become large ask it
// before they grow. It counts what they hold, and what they have given up since free
// memory was last returned to the system: by so much the process has grown at most. It
// counts by fixed sizes, and lists grow by fixed rules, so it says the same on every
// machine.
//
// Where there is no room, what was given up is collected; then the cache gives way; then
// the compilation ends. A list that grows has its old memory and its new one at once, and
// so has a circuit that is finished.
type memory struct {
	limit int64        // bytes
	base  int64        // bytes that are in use for the formula
	loose int64        // bytes that were given up and may not be free yet
	depth int          // of the search: for so many levels the goroutine's stack has room
	held  func() int64 // bytes in use beside base and the stack
}

// Bytes of memory. What a literal and a variable of the formula take was measured: no
// formula of the tests takes more.
const (
	leastBytes     = 16 << 20 // that a compilation may take in any case
	literalBytes   = 150      // of a literal of the formula, while it is searched
	variableBytes  = 350      // of a variable, the same
	literalGarbage = 150      // more, while it is simplified
	pairBytes      = 32       // of two variables in a clause, while it is decomposed
	levelBytes     = 768      // of a level of the search on the goroutine's stack, which doubles when it is full
	partBytes      = 16       // of a part
	addendLiterals = 4        // of a term of a sum, as literals
)

const (
	// cacheShare is the part of all memory that the cache keeps: an eighth. With half of
	// that a search without structure does not end.
	cacheShare = 8
	// looseShare is the part of all memory that may be garbage where the cache is full: to
	// collect less does not help it.
	looseShare = 16
	// Of what may be large for some formulas and seldom is, a part as large is let in: words
	// of clauses, of 8 bytes with what points to them, residues, implied literals and pairs
	// of the graph.
	arenaShare, residueShare, impliedShare, pairShare = 64, 16, 32, 64
)

// newMemory returns the ledger for a compilation within this budget.
func newMemory(budget int64) *memory {
	return &memory{limit: max(budget, leastBytes), held: func() int64 { return 0 }}
}

// unbounded returns the ledger of a cache with a limit of its own.
func unbounded() *memory {
	return &memory{limit: math.MaxInt64, held: func() int64 { return 0 }}
}

// used returns the bytes that the compilation takes.
func (m *memory) used() int64 { return m.base + m.loose + levelBytes*int64(m.depth) + m.held() }

// fits reports whether there is room for n bytes more.
func (m *memory) fits(n int64) bool { return n <= m.limit-m.used() }

// lend reports whether the cache may take n bytes more.
func (m *memory) lend(n int64) bool {
	if !m.fits(n) && m.loose > m.limit/looseShare {
		m.collect()
	}
	return m.fits(n)
}

// collect returns free memory to the system.
func (m *memory) collect() {
	debug.FreeOSMemory()
	m.loose = 0
}

// take makes room for a formula and its simplification.
func (s *search) take(f *cnf.Formula) bool {
	literals := int64(0)
	for _, c := range f.Others() {
		literals += int64(len(c))
	}
	for _, sum := range f.Sums() {
		literals += addendLiterals * int64(len(sum.Terms))
	}
	s.memory.base = literalBytes*literals + variableBytes*int64(f.Vars())
	return s.spend(literalGarbage * literals)
}

// decompose makes room for a graph and its decompositions.
func (s *search) decompose(p *primal) bool {
	n := pairBytes * int64(p.edges)
	if len(p.clauses) > 0 {
		side := int64(min(s.formula.Vars(), decomp.MaxDense))
		n += side * side / 8 * 2 // one more before the collector runs
	}
	return s.spend(n)
}

// spend makes room for n bytes that are garbage soon, and ends the compilation if there is
// none.
func (s *search) spend(n int64) bool {
	m := s.memory
	if !m.fits(n) && m.loose > 0 {
		m.collect()
	}
	if !m.fits(n) {
		s.exceed(m.used() + n)
		return false
	}
	m.loose += n
	return true
}

// hold returns the memory of the search that [memory] does not know otherwise.
func (s *search) hold() int64 {
	return s.build.Held() + s.sat.Bytes() + 2*s.res.bytes() + s.cache.room() + partBytes*int64(cap(s.stack)) + int64(cap(s.keys))
}

// admit reports whether there is room for n bytes more, for which the cache gives way,
// and ends the search if not.
func (s *search) admit(n int64) bool {
	for m := s.memory; s.err == nil; {
		least := m.limit / cacheShare
		switch {
		case m.fits(n + max(0, least-s.cache.room())):
			return true
		case m.loose > 0:
			m.collect()
		case s.cache.room() <= least || !s.cache.shrink():
			s.exceed(m.used() + n + max(0, least-s.cache.room()))
		}
	}
	return false
}

// grow makes room for so many nodes and edges more of the builder.
func (s *search) grow(nodes, edges int) bool {
	n := s.build.Growth(nodes, edges)
	if n == 0 {
		return true
	}
	if !s.admit(n) {
		return false
	}
	before := s.build.Held()
	if err := s.build.Grow(s.ctx, nodes, edges); err != nil {
		s.fail(err)
		return false
	}
	s.memory.loose += n - (s.build.Held() - before)
	return true
}

// close gives up all but the nodes and edges of the builder, and makes room to finish the
// circuit.
func (s *search) close() bool {
	m := s.memory
	m.loose = m.used()
	s.cache, s.splitter, s.sat, s.core = nil, nil, nil, nil
	s.nodes, s.keys, s.parts = nil, nil, pieces{}
	s.build.Close()
	m.base, m.depth, m.held = 0, 0, s.build.Held
	m.loose -= m.held()
	return s.spend(s.build.Finishing())
}

// deepen makes room for the search to go one level deeper.
func (s *search) deepen() bool {
	m := s.memory
	if s.sat.Level() < m.depth {
		return true
	}
	deeper := max(1<<10, 2*m.depth)
	if !s.admit(levelBytes * int64(deeper)) {
		return false
	}
	m.loose += levelBytes * int64(m.depth)
	m.depth = deeper
	return true
}

// extended returns a list of elements of this size with room for n more. If there is no
// memory for them it ends the search, and the list is as it was.
func extended[T any](s *search, list []T, n int, size int64) []T {
	if n += len(list); n <= cap(list) {
		return list
	}
	n += n / 4
	if !s.admit(size * int64(n)) {
		return list
	}
	s.memory.loose += size * int64(cap(list))
	return append(make([]T, 0, n), list...)
}

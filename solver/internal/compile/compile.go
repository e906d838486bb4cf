package compile

import (
	"context"
	"errors"
	"fmt"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// ErrBudget is wrapped by the error of a compilation that would have passed
// Options.MaxNodes or Options.MaxBytes, which is one of the other two errors; or
// the limits of 32-bit references: [circuit.MaxInner] nodes, [circuit.MaxEdges]
// edges, 4 GiB of clauses.
var (
	ErrBudget = errors.New("compile: budget exhausted")
	ErrNodes  = fmt.Errorf("%w: too many nodes", ErrBudget)
	ErrBytes  = fmt.Errorf("%w: too many bytes", ErrBudget)
)

// DefaultBytes is the value of Options.MaxBytes when it is 0: 2 GiB.
const DefaultBytes = 2 << 30

// Options bound a compilation. The zero value has the stated defaults.
type Options struct {
	// MaxNodes bounds the nodes of the circuit under construction, as NumNodes
	// counts them, so that Stats.BuiltNodes just suffices. 0 means no bound but
	// MaxBytes.
	MaxNodes int
	// MaxBytes bounds the memory that the compilation takes, in bytes: for the
	// simplification of the formula, the circuit under construction, the components
	// being searched and the cache of others, with what they have outgrown and what it
	// takes to finish the circuit. Where it is short the cache forgets, which is not
	// an error. Up to 16 MiB are granted in any case, but never a circuit of more than
	// MaxBytes, as Circuit.Bytes counts it. 0 means DefaultBytes.
	//
	// Near the bound the compilation collects the garbage of the process
	// (debug.FreeOSMemory), so that the process grows by hardly more.
	MaxBytes int64
	// cacheBytes bounds the cache of components in a test; 0 means that MaxBytes does.
	cacheBytes int64
	// maxEdges bounds the edges of the builder in a test; 0 means circuit.MaxEdges.
	maxEdges int64
	// Progress, when set, is called now and then from the compiling goroutine,
	// but not while the formula is simplified.
	Progress func(Progress)
}

// Progress is the work done by a compilation. The work left is unknown.
type Progress struct {
	Decisions int64 // decisions taken
	Nodes     int   // nodes built, as Options.MaxNodes counts them
	CacheSize int   // components remembered
}

// Stats counts the work of a compilation. They are the same on every machine.
type Stats struct {
	Vars, Clauses  int   // of the formula
	CoreVars       int   // variables left to search after simplification
	CoreClauses    int   // distinct clauses left
	Width          int   // of the tree decomposition that guided decisions; -1 when none was made
	Decisions      int64 // decision nodes opened
	SatDecisions   int64 // decisions of satisfiability checks between them
	Propagations   int64
	Conflicts      int64
	Learnt         int64
	CacheHits      int64
	CacheMisses    int64
	CacheEvictions int64
	CacheSize      int // components remembered at the end
	CacheBytes     int64
	Residues       int // of long clauses, told apart
	Nodes, Edges   int // inner nodes of the circuit, and their edges
	BuiltInner     int // inner nodes built on the way, reachable or not
	BuiltNodes     int // nodes built on the way, as Options.MaxNodes counts them
	BuiltBytes     int64
}

// PerNode returns the decisions for each inner node that was built. A decision that
// builds nodes builds several. A result above 3 means that nearly all decisions
// built none, so the cache misses components that it should know.
func (s Stats) PerNode() float64 { return float64(s.Decisions) / float64(max(s.BuiltInner, 1)) }

// Compile returns the circuit of f: its models, over all of its variables but
// some auxiliaries that f does not keep.
// The same formula and options make the same circuit, node by node, on every
// machine.
//
// The error wraps ctx.Err() when ctx ended, polled about every thousand steps,
// and ErrBudget when the circuit would have passed its bounds; the Stats are
// then those of the work so far. A contradictory formula is not an error: its
// circuit is False.
//
// Time and size are bounded by 2^O(w) times the number of variables for a
// formula of treewidth w, and exponential at worst.
func Compile(ctx context.Context, f *cnf.Formula, opt Options) (*circuit.Circuit, Stats, error) {
	if err := ctx.Err(); err != nil {
		return nil, Stats{}, fmt.Errorf("compile: %w", err)
	}
	s := newSearch(ctx, f, opt)
	return s.finish(s.run(simplified))
}

// finish returns the circuit of a root.
func (s *search) finish(root circuit.Node) (*circuit.Circuit, Stats, error) {
	s.stats.BuiltInner, s.stats.BuiltNodes, s.stats.BuiltBytes = s.build.NumInner(), s.build.NumNodes(), s.build.Bytes()
	if s.err == nil {
		s.checkBudget()
	}
	if s.err != nil {
		return nil, s.stats, s.err
	}
	// Free the rest before the finished copy takes its own memory.
	if !s.close() {
		return nil, s.stats, s.err
	}
	c, err := s.build.FinishWithin(s.ctx, root)
	if err != nil {
		return nil, s.stats, fmt.Errorf("compile: %w", err)
	}
	s.stats.Nodes, s.stats.Edges = c.NumInner(), c.NumEdges()
	return c, s.stats, nil
}

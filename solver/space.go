package solver

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/domain"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Space holds all configurations that the catalog and the rules in force allow at
// one point, in a form that answers questions without listing them. It has all
// queries of a [View], about all configurations; [Space.Given] makes views under a
// selection.
//
// A Space is immutable. Any number of goroutines may ask it at once; the same
// question gets the same answer whatever was asked before. [Compile] and [Read] make
// it; the methods of the zero Space panic.
//
// Queries leave their scratch memory to later ones: numbers for each node, and for
// Rank, Unrank and Configurations the reversed edges. That is several times the
// memory of the circuit (Stats.Bytes) for each query that ran at the same time. The
// garbage collector frees unused scratch after a while, but the reversed edges stay
// as long as the space.
type Space struct {
	// View has the queries, under no selection. Do not set it.
	View
	set      *rules.Set
	cat      *config.Catalog
	asOf     config.Point
	active   []rules.RuleID    // in force, ascending
	exprs    []rules.Expr      // of active
	inactive []config.OptionID // not in force, ascending
	timed    timed
	encoding *encode.Encoding
	tracked  []rules.Expr
	placed   sync.Once      // guards placeOf
	placeOf  map[string]int // text of a tracked condition -> its place
	circuit  *circuit.Circuit
	models   *query.Models // of the circuit
	absent   error         // the reason for a missing circuit
	budget   budget        // of the circuit, and of others that a condition needs
	void     bool
	whole    bool // the space has a circuit only, no rules
	stats    Stats
	held     atomic.Int64 // bytes of encodings, circuit and core

	questions  sync.Pool        // *question
	searches   sync.Pool        // *search
	conflicts  sync.Pool        // *conflict
	explainers sync.Pool        // of *Explainer
	apart      encode.Options   // of the encoding in which every origin stands alone
	turn       chan struct{}    // holds a value while a goroutine makes alone, exact or core
	alone      *encode.Encoding // that encoding, nil until its first use
	exact      *encode.Encoding // ... and means exactly what it says; nil until its first use
	core       *domain.Core     // of Domains, nil until its first use
}

// Compile compiles the rules of the set that are in force at a point of time. It
// decides whether any order can be built, see [Space.Void].
//
// Compiling the circuit is exponential at worst. If it would pass the budget of
// cfg, Compile returns a space without a circuit, and no error: that space
// answers all questions that need no counting.
//
// The errors are those of [rules.Set.At], when the rules or options depend on a
// date, serial number or plant that asOf does not give, and the context's. It
// panics when an expression of cfg.Track is of another catalog.
func Compile(ctx context.Context, set *rules.Set, asOf config.Point, cfg Config) (*Space, error) {
	source.NeedContext("solver", ctx)
	if set == nil {
		panic("solver: Compile needs a set of rules; it is nil")
	}
	s := newSpace(set, asOf)
	s.budget = budget{max(cfg.MaxNodes, 0), max(cfg.MaxBytes, 0)}
	s.track(cfg.Track)
	if err := s.bind(); err != nil {
		return nil, err
	}
	var err error
	s.encoding, err = encode.Encode(ctx, set, s.active, s.inactive, encode.Options{Track: s.tracked})
	if err != nil {
		return nil, err
	}
	s.measure()
	if cfg.NoCircuit {
		s.absent = errNotWanted
	} else if err := s.compile(ctx, cfg.Progress); err != nil {
		return nil, err
	}
	if s.circuit != nil { // which knows it at less cost where sums are large
		s.void = s.circuit.Root() == circuit.False
		return s, nil
	}
	search := s.search()
	defer s.release(search)
	buildable, err := search.solve(ctx)
	if err != nil {
		return nil, err
	}
	s.void = !buildable
	return s, nil
}

// newSpace returns a space that has only its rules.
func newSpace(set *rules.Set, asOf config.Point) *Space {
	s := &Space{
		set: set, cat: set.Catalog(), asOf: asOf,
		apart: encode.Options{Standalone: true, Relaxed: true}, turn: make(chan struct{}, 1),
	}
	s.View = View{space: s}
	return s
}

// compile makes the circuit, or notes that it passed the budget.
func (s *Space) compile(ctx context.Context, progress func(Progress)) error {
	c, stats, err := s.budget.run(ctx, s.encoding.Formula, progress, compile.Compile)
	s.stats.Decisions, s.stats.Components, s.stats.Conflicts = stats.Decisions, stats.CacheHits, stats.Conflicts
	if errors.Is(err, ErrBudget) {
		s.absent = err
		return nil
	}
	if err != nil {
		return err
	}
	s.setCircuit(c)
	s.measure()
	return nil
}

// setCircuit makes c the circuit of the space.
func (s *Space) setCircuit(c *circuit.Circuit) { s.circuit, s.models = c, query.New(c) }

// measure sets the statistics of the space itself, not those of the work of
// compiling it.
func (s *Space) measure() {
	s.stats.Rules, s.stats.Variables, s.stats.Clauses = len(s.active), s.encoding.Formula.Vars(), s.encoding.Formula.NumClauses()
	if c := s.circuit; c != nil {
		s.stats.Nodes, s.stats.Edges, s.stats.Bytes = c.NumNodes(), c.NumEdges(), c.Bytes()
	}
	s.held.Store(s.encoding.Bytes() + s.stats.Bytes)
}

// Catalog returns the catalog of the rules.
func (s *Space) Catalog() *config.Catalog { return s.cat }

// Rules returns the rules from which the space was compiled, also those that
// are not in force.
func (s *Space) Rules() *rules.Set { return s.set }

// AsOf returns the point of time that the space was compiled for.
func (s *Space) AsOf() config.Point { return s.asOf }

// Void reports whether no order can be built, since the rules and the catalog
// contradict each other. [Space.Explain] of any order shows how.
func (s *Space) Void() bool { return s.void }

// Stats returns the size of the space and the work of compiling it.
func (s *Space) Stats() Stats { return s.stats }

// HasCircuit reports whether the space can count.
func (s *Space) HasCircuit() bool { return s.circuit != nil }

// needCircuit returns an error that wraps ErrNoCircuit unless there is one.
func (s *Space) needCircuit() error {
	if s.circuit == nil {
		return fmt.Errorf("%w: %w", ErrNoCircuit, s.absent)
	}
	return nil
}

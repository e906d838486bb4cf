package solver

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
)

// Config bounds and watches [Compile]. The zero value compiles a circuit within
// the default budget.
type Config struct {
	// MaxNodes bounds the nodes of the circuit under construction, counted as in
	// [Stats].Nodes. The finished circuit may have fewer. 0 means that only
	// MaxBytes bounds it.
	MaxNodes int
	// MaxBytes bounds the memory that the compilation of the circuit takes, in bytes:
	// for simplifying the rules, for the circuit under construction and the search, for the
	// cache of compiled components, which gives way first, and for finishing the circuit. The
	// process grows by hardly more: near the bound the compilation makes it return its
	// garbage to the system. Up to 16 MiB are granted in any case, but never a circuit of more
	// than MaxBytes, counted as in [Stats].Bytes. 0 means 2 GiB. The bound counts what is
	// stored, so that it is passed at the same place on every machine.
	MaxBytes int64
	// NoCircuit skips the circuit: the space answers every question that a SAT
	// solver can answer.
	NoCircuit bool
	// Track are conditions that are counted often, such as all usages of a bill
	// of material. They become part of the circuit, and one pass counts them all,
	// see [View.Tally]. They do not change any count, but the circuit grows.
	// Conditions of another catalog make Compile panic.
	Track []rules.Expr
	// Progress, when set, is called now and then while the circuit is compiled,
	// by the goroutine that called Compile.
	Progress func(Progress)
}

// budget bounds circuits, see Config.MaxNodes and Config.MaxBytes.
type budget struct {
	nodes int
	bytes int64
}

// compiler is compile.Compile or compile.Project.
type compiler func(context.Context, *cnf.Formula, compile.Options) (*circuit.Circuit, compile.Stats, error)

// run compiles a formula within the budget. The errors are the context's cause,
// and one that wraps [ErrBudget] and names the bound that was passed.
func (b budget) run(ctx context.Context, f *cnf.Formula, progress func(Progress), compiler compiler) (*circuit.Circuit, compile.Stats, error) {
	opt := compile.Options{MaxNodes: b.nodes, MaxBytes: b.bytes}
	if progress != nil {
		opt.Progress = func(p compile.Progress) {
			progress(Progress{Decisions: p.Decisions, Nodes: p.Nodes})
		}
	}
	c, stats, err := compiler(ctx, f, opt)
	switch {
	case errors.Is(err, compile.ErrBudget):
		err = &exhausted{b, errors.Is(err, compile.ErrBytes), stats.Decisions}
	case err != nil && ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	return c, stats, err
}

// Progress is the work done by a compilation. The work left is unknown.
type Progress struct {
	Decisions int64 `json:"decisions"` // taken so far
	Nodes     int   `json:"nodes"`     // built so far, as Config.MaxNodes counts them
}

// Stats holds the size of a space and the work of compiling it. It is the same on
// every machine.
type Stats struct {
	Rules      int   `json:"rules"`      // in force
	Variables  int   `json:"variables"`  // of the clauses: options and auxiliaries
	Clauses    int   `json:"clauses"`    // that the rules and the catalog became
	Nodes      int   `json:"nodes"`      // of the circuit, with two literals and an open node for each variable
	Edges      int   `json:"edges"`      // of the circuit
	Bytes      int64 `json:"bytes"`      // of the circuit: its nodes and edges in memory
	Decisions  int64 `json:"decisions"`  // taken to compile it
	Components int64 `json:"components"` // found in the cache on the way
	Conflicts  int64 `json:"conflicts"`  // met on the way
}

// ErrNoCircuit is wrapped by the error of a query that needs a circuit if the
// space has none; the error says why.
var ErrNoCircuit = errors.New("the space has no circuit")

// ErrBudget is wrapped, beside ErrNoCircuit, by the error of a query that needs a
// circuit if that would have passed Config.MaxNodes or Config.MaxBytes. Compile
// again with a larger budget, or ask questions that need no circuit.
var ErrBudget = errors.New("its budget was exhausted")

// errNotWanted is the reason of a space with Config.NoCircuit.
var errNotWanted = errors.New("it was compiled with Config.NoCircuit")

// exhausted is the reason of a space whose circuit passed its budget.
type exhausted struct {
	budget
	ofBytes   bool // the budget of bytes was passed
	decisions int64
}

// Error says which budget was passed and what to do.
func (e *exhausted) Error() string {
	limit, unit, field := int64(e.nodes), "nodes", "MaxNodes"
	if e.ofBytes {
		limit, unit, field = cmp.Or(e.bytes, compile.DefaultBytes), "bytes", "MaxBytes"
	}
	if limit == 0 {
		return fmt.Sprintf("after %d decisions it had more nodes than 32 bits can number; ask without counting", e.decisions)
	}
	return fmt.Sprintf("its budget of %d %s (Config.%s) was exhausted after %d decisions; raise it, or ask without counting",
		limit, unit, field, e.decisions)
}

func (e *exhausted) Unwrap() error { return ErrBudget }

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
	// MaxNodes bounds the nodes of the circuit under construction, in the sense of
	// [Stats].Nodes: that number suffices when nothing was built that the finished
	// circuit has no use for. 0 means that MaxBytes alone does.
	MaxNodes int
	// MaxBytes bounds the memory of the circuit under construction, in bytes, in the
	// sense of [Stats].Bytes. Beside it the table of the nodes takes up to 16 bytes a
	// node, and the cache of what was compiled already as much as MaxBytes again. 0
	// means 2 GiB; the largest published car line takes 0.8. The bound is a count of
	// what is stored, so that it is passed at the same place on every machine.
	MaxBytes int64
	// NoCircuit compiles none: the space answers what a SAT solver can answer.
	NoCircuit bool
	// Track are conditions whose counts are wanted often, such as all usages of a
	// bill of material: they become part of the circuit, and one pass counts them
	// all, see [View.Tally]. They restrict nothing and no count changes, but the
	// circuit grows. Conditions of another catalog make Compile panic.
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
// and one that wraps [ErrBudget] and says what was passed.
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

// Progress is how far a compilation got. How much is left cannot be known.
type Progress struct {
	Decisions int64 // taken so far
	Nodes     int   // built so far, as Config.MaxNodes counts them
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
	Components int64 `json:"components"` // found compiled already on the way
	Conflicts  int64 `json:"conflicts"`  // met on the way
}

// ErrNoCircuit is wrapped by the error of a query that needs the circuit of a
// space that has none; the error says why it has none.
var ErrNoCircuit = errors.New("the space has no circuit")

// ErrBudget is wrapped, beside ErrNoCircuit, by the error of a query that needs the
// circuit of a space whose circuit would have passed Config.MaxNodes or
// Config.MaxBytes. Compile anew with a larger one, or ask what needs no circuit.
var ErrBudget = errors.New("its budget was exhausted")

// errNotWanted is the reason of a space that was told to have no circuit.
var errNotWanted = errors.New("it was compiled with Config.NoCircuit")

// exhausted is the reason of a space whose circuit passed its budget.
type exhausted struct {
	budget
	ofBytes   bool // it was that of bytes
	decisions int64
}

// Error says what was passed and what to do.
func (e *exhausted) Error() string {
	limit, unit, field := int64(e.nodes), "nodes", "MaxNodes"
	if e.ofBytes {
		limit, unit, field = cmp.Or(e.bytes, compile.DefaultBytes), "bytes", "MaxBytes"
	}
	if limit == 0 {
		return fmt.Sprintf("after %d decisions it passed what 32 bits can number; ask without counting", e.decisions)
	}
	return fmt.Sprintf("its budget of %d %s (Config.%s) was exhausted after %d decisions; raise it, or ask without counting",
		limit, unit, field, e.decisions)
}

func (e *exhausted) Unwrap() error { return ErrBudget }

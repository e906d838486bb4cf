package solver

import (
	"errors"
	"fmt"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/compile"
)

// Config bounds and watches [Compile]. The zero value compiles a circuit within
// the default budget.
type Config struct {
	// MaxNodes bounds the nodes of the circuit. 0 means that MaxBytes alone does.
	MaxNodes int
	// MaxBytes bounds the memory of the circuit under construction, in bytes; as
	// much again serves as cache. 0 means 2 GiB; the largest published car line
	// takes 0.8. The bound is a count of what is stored, so that
	// it is passed at the same place on every machine.
	MaxBytes int64
	// NoCircuit compiles none: the space answers what a SAT solver can answer.
	NoCircuit bool
	// Track are conditions whose counts are wanted often, such as all usages of a
	// bill of material: they become part of the circuit, and one pass counts them
	// all, see [Space.Tally]. They restrict nothing and no count changes, but the
	// circuit grows. Conditions of another catalog make Compile panic.
	Track []rules.Expr
	// Progress, when set, is called now and then while the circuit is compiled,
	// by the goroutine that called Compile.
	Progress func(Progress)
}

// options returns the bounds for the compiler.
func (c Config) options() compile.Options {
	opt := compile.Options{MaxNodes: max(c.MaxNodes, 0), MaxBytes: max(c.MaxBytes, 0)}
	if c.Progress != nil {
		opt.Progress = func(p compile.Progress) {
			c.Progress(Progress{Decisions: p.Decisions, Nodes: p.Nodes})
		}
	}
	return opt
}

// Progress is how far a compilation got. How much is left cannot be known.
type Progress struct {
	Decisions int64 // taken so far
	Nodes     int   // built so far
}

// Stats says how large a space is and what it took to compile. It is the same on
// every machine.
type Stats struct {
	Rules      int   // in force
	Variables  int   // of the clauses: options and auxiliaries
	Clauses    int   // that the rules and the catalog became
	Nodes      int   // of the circuit
	Edges      int   // of the circuit
	Bytes      int64 // of the circuit
	Decisions  int64 // taken to compile it
	Components int64 // found compiled already on the way
	Conflicts  int64 // met on the way
}

// ErrNoCircuit is wrapped by the error of a query that needs the circuit of a
// space that has none; the error says why it has none.
var ErrNoCircuit = errors.New("the space has no circuit")

// ErrBudget is wrapped, beside ErrNoCircuit, by the error of a query that needs the
// circuit of a space whose circuit would have passed Config.MaxNodes or
// Config.MaxBytes. Compile anew with a larger one, or ask what needs no circuit.
var ErrBudget = errors.New("its budget was exhausted")

// errNotWanted is the reason of a space compiled with Config.NoCircuit.
var errNotWanted = errors.New("it was compiled without")

// exhausted is the reason of a space whose circuit passed the budget.
func exhausted(decisions int64) error {
	return fmt.Errorf("%w after %d decisions", ErrBudget, decisions)
}

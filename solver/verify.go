package solver

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/determine"
	"github.com/confspace/confspace/solver/internal/encode"

	"github.com/confspace/confspace/config/source"
)

// Verify proves that the circuit of the space has exactly the configurations of its
// rules, each of them once, so that every count is right. nil means that it is
// proved. It does not trust the compiler, with which it shares no code, nor the file
// from which the space was read.
//
// It encodes the rules and the catalog again: the clauses of the space, their
// origins and the literals of tracked conditions must be the same. It proves that
// each auxiliary variable of the clauses is a function of the options. So clauses
// and options have the same models, one for each configuration.
//
// It proves that the circuit can be counted: the parts of a conjunction share no
// option, the two sides of a choice differ in the chosen option and have the same
// options, and no option or tracked condition is missing. Passes over the circuit,
// one for 256 clauses, prove that its configurations satisfy every clause. A proof
// by unsatisfiability, not a comparison of counts, shows that no configuration is
// missing: on every way through the circuit, each demanded literal follows from the
// clauses and the choices made, by propagation or else by search. A proved part of
// the circuit is remembered with the literals that it needs, so that other ways to
// it need no new proof. A SAT solver proves the circuit of a void space.
//
// Only the encoder, which turns rules into clauses, must be trusted; its tests
// compare every form of rule with its definition.
//
// It is exponential at worst. For a space without rules, which was projected or read
// from another tool's circuit, it proves only the properties of the circuit itself,
// with the memory of one more encoding. The memory is about 50 bytes for each node of
// the circuit, a bit for each option for each distinct set of options below a node,
// and at most 1 GiB for remembered and learnt facts. The error is the context's cause,
// wraps [ErrNoCircuit], says that the proof passed its bounds, or names a fault, which
// is a defect of confspace, of the machine's memory or of the file.
func (s *Space) Verify(ctx context.Context) error {
	source.NeedContext("solver", ctx)
	if err := s.made().needCircuit(); err != nil {
		return err
	}
	if s.whole {
		return s.verifyWhole()
	}
	if err := s.verifyEncoding(ctx); err != nil {
		return err
	}
	return check.Verify(ctx, s.circuit, s.encoding.Formula)
}

// verifyEncoding shows that the clauses are those of the rules, and that their
// auxiliaries are functions of the options.
func (s *Space) verifyEncoding(ctx context.Context) error {
	fresh, err := encode.Encode(ctx, s.set, s.active, s.inactive, encode.Options{Track: s.tracked})
	if err != nil {
		return err
	}
	if what := s.encoding.Differs(fresh); what != "" {
		return fmt.Errorf("the space is not that of its rules: %s are others; compile it again", what)
	}
	return determine.Auxiliaries(ctx, fresh.Formula)
}

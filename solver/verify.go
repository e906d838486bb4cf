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
// rules, each of them once, so that every count is right; nil says that it is
// proved. It takes nothing on trust from the compiler, with which it shares no code,
// nor from a file that the space was read from.
//
// The rules and the catalog are encoded again, and the clauses of the space, what
// each comes from and the literals of tracked conditions must be those that come
// out. Each auxiliary variable of the clauses is shown to be a function of the
// options. So clauses and options have the same models, one for each configuration.
//
// The circuit is shown to be what counting needs: the parts of a conjunction
// share no option, the two sides of a choice differ in the option that is
// chosen and speak of the same options, and no option is missing, nor a tracked
// condition. That its configurations satisfy every clause is shown by passes over
// the circuit, one for 256 clauses. That it lacks none is a proof by
// unsatisfiability, and not by comparing counts: on every way through the circuit,
// each literal that it demands is shown to follow from the clauses and the choices
// made, by propagation or, where that does not show it, by search. What is shown of
// a part of the circuit is remembered with the literals that it rests on, so
// that other ways to it need not show it again. The circuit of a void space is
// proved right by a SAT solver.
//
// What is left to trust is the encoder, which says in clauses what the rules say;
// its tests compare every form of rule with its definition.
//
// A fraction of the time of compiling the rules of a car line; exponential at
// worst. Of a space that has no rules, as it was projected or read from another tool's
// circuit, only that is shown which the circuit alone can show, with the memory of one
// more encoding. The memory is some 50 bytes for each node of the circuit, a bit for
// each option for each distinct set of options that a node speaks of, and at
// most 1 GiB for what is remembered and learnt, of which car lines take a few
// percent. The error is the context's cause, wraps [ErrNoCircuit], or says what
// is wrong, which is a defect of confspace, of the machine's memory or of the file,
// or that the proof passed its bounds.
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

package solver

import "context"

// Verify proves that the circuit of the space and the clauses that the rules
// and the catalog became have exactly the same configurations, each of them
// once, so that every count is right; nil says that it is proved. It takes
// nothing from the compiler on trust, and shares no code with it.
//
// The circuit is shown to be what counting needs: the parts of a conjunction
// share no option, the two sides of a choice differ in the option that is
// chosen and speak of the same options, and no option is missing. That its
// configurations satisfy every clause is shown by passes over the circuit, one
// for 256 clauses. That it lacks none is a proof by unsatisfiability, and not
// by comparing counts: on every way through the circuit, each literal that it
// demands is shown to follow from the clauses and the choices made, by
// propagation or, where that does not show it, by search. What is shown of a
// part of the circuit is remembered with the literals that it rests on, so
// that other ways to it need not show it again. The circuit of a void space is
// proved right by a SAT solver.
//
// How the rules became clauses is not looked at, nor that the auxiliary
// variables of the clauses are determined by the options.
//
// A fraction of the time of compiling the rules of a car line; exponential at
// worst. The memory is some 50 bytes for each node of the circuit, a bit for
// each option for each distinct set of options that a node speaks of, and at
// most 1 GiB for what is remembered and learnt, of which car lines take a few
// percent. The error is the context's cause, wraps [ErrNoCircuit], or says what
// is wrong, which is a defect of confspace or of the machine's memory, or that
// the proof passed its bounds.
func (s *Space) Verify(ctx context.Context) error {
	if err := s.needCircuit(); err != nil {
		return err
	}
	return s.circuit.Verify(ctx, s.encoding.Formula)
}

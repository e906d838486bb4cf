// Package check proves that a circuit has the models of a formula.
//
// It sees the circuit as an arena, by circuit.Circuit.Arena, and shares no code with
// the compiler: a test checks its imports. Compilers may import it, to ask what it
// can prove, see [Removable].
//
// # Pipeline
//
//	circuit                                    formula
//	   │  check.go     well-formed                │  project.go  without the auxiliaries that the
//	   │  scopes.go    decomposable,              │              circuit lacks, by resolution
//	   │               deterministic, smooth      │  settle.go   ... after facts and equal literals
//	   ▼                                          ▼
//	target, scopes ───────────────────────────▶ clauses
//	                       │  sound.go     every model of the circuit satisfies every clause
//	                       │  sums.go      ... and every sum
//	                       │  complete.go  no model is missing, by unsatisfiability (package entail)
//	                       ▼
//	                      nil, or the fault and its place
//
// # Files
//
//	check.go     Verify, and that the arena is well-formed
//	beside.go    ... on two cores
//	scopes.go    decomposability, determinism, smoothness
//	sound.go     that every model of the circuit satisfies the clauses
//	sums.go      ... and the sums
//	complete.go  that no model is missing, and why that is a proof
//	facts.go     the facts about nodes that are met again
//	project.go   the formula without the auxiliaries that the circuit lacks
//	settle.go    ... those of them that are facts or equal another variable
//
// Reading a file proves the first half, up to smoothness, by other means and in linear
// time: see circuit.Read.
package check

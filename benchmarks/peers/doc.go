// Peers compares confspace with logicng-go v0.4.0, the other library in Go that
// compiles formulas to d-DNNF. It is a module of its own, so that confspace
// does not depend on the other library.
//
// # Speed
//
//	go run . -limit 10m                       all reference lines
//	go run . -lines C163_FW,C215_FC -rounds 3
//
// prints, for each car line of the reference data ($CONFSPACE_DATA/mercedes, or
// -data), the seconds that both need to compile a circuit and to count on it:
//
//   - Both get the same formula, parsed by the same reader. The seconds to make
//     of it what the library takes in (a rules.Set; a conjunction in a formula
//     factory) stand in a column of their own and are not part of the ratio.
//   - Every run is a fresh process of this program with the Go runtime's defaults,
//     so that neither inherits the other's heap. They take turns, round by round;
//     of several rounds the fastest of each counts.
//   - logicng-go gets one call of its d-DNNF compiler, and ModelCount on the
//     result; confspace one solver.Compile, and Space.Count.
//   - A run that passes -limit is killed, whatever it is at. The ratio is then a
//     lower bound: the limit over the seconds of confspace.
//
// The exit status is 1 when a count of confspace is not the published one, when
// confspace does not finish, and when it is less than 20 times as fast on a line
// that takes logicng-go over a second.
//
// # Correctness
//
//	go test .                                 seconds
//	go test . -run TestOracle -soak 100000 -seed 7 -timeout 0 -v
//	go test . -run TestMetamorphic -soak 100000 -lines C163_FW,C215_FC -timeout 0
//	go test . -run TestCompare -lines all -limit 10m -timeout 0 -v
//
// TestOracle counts random formulas of 25 to 60 variables of many shapes with
// both. logicng-go errs on one in some thousand of them, so if they differ, a
// third counter decides, which is a page long and shares no code with either. The
// test fails only if confspace is wrong; -v prints how often logicng-go was wrong.
// The formulas depend on -seed and their number alone. A formula that is too hard
// for both others is compared with more and more literals given. Counts per option
// and under selections are compared to counts with unit clauses.
//
// TestMetamorphic renames and reorders formulas, random ones and reference lines;
// TestTricky has formulas for which well-known counters give wrong counts.
//
// # File map
//
//	main.go              the program: flags, rounds, the table
//	measure.go           a run in a process of its own
//	engines.go           confspace and logicng-go behind one interface
//	reference.go         the reference data
//	reference_test.go    the comparison itself, tricky formulas
//	plain_test.go        the third counter
//	random_test.go       random formulas
//	oracle_test.go       confspace against logicng-go, and who was wrong
//	metamorphic_test.go  renaming and reordering
package main

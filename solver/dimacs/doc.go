// Package dimacs reads and writes formulas in conjunctive normal form as the
// field exchanges them, and turns them into rules and rules into them.
//
// # The format
//
//	c 1 DIESEL                a comment; this one names variable 1
//	p cnf 3 2                 the header: 3 variables, 2 clauses
//	c p show 1 3 0            count the assignments of variables 1 and 3 only
//	-1 2 0                    not 1, or 2
//	1 2 c anywhere
//	  3 0                     a clause may spread over lines
//	%                         ends the formula, as in SATLIB's files
//
// [Read] and [Write] do files, [Formula.Set] and [Of] rules.
//
// [Read] is lenient where files in the wild are and the meaning is plain:
// comments anywhere (at the beginning of a line whatever begins with a c, behind
// it a c by itself), blank lines, CRLF, a byte order mark, several clauses in
// a line, clauses over any number of lines, `%` tails, and clauses that are
// empty, tautological, repeated or contradict each other, kept as they are. It
// is strict where a guess would change the answer: a missing or wrong header, a
// number of clauses or a variable that the header does not announce, a clause
// without its 0, and a line that asks for weighted counting, such as "c p weight": see
// marker.go. All such defects are reported at once with their place.
//
// # Projection
//
// Lines "c p show", "c ind" and "cr" name variables; if there are any, the models are
// to be counted by their assignments of these alone. [Formula.Projection] has them all
// together; the rules that a formula makes are its clauses, projected or not.
//
// # Names
//
// A comment line of a number, without sign, and a text names that variable. The
// first name of a variable counts. [Formula.Set] makes option codes of the names.
package dimacs

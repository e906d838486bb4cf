// Package dimacs reads and writes formulas in conjunctive normal form as the
// field exchanges them, and turns them into rules and rules into them.
//
// # The format
//
//	c 1 DIESEL                a comment; this one names variable 1
//	p cnf 3 2                 the header: 3 variables, 2 clauses
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
// without its 0, and a line that asks for another count than that of all models
// over all variables, such as "c p show", "c ind" or "c p weight": see marker.go.
// All such defects are reported at once with their place.
//
// # Names
//
// A comment line of a number, without sign, and a text names that variable. The
// first name of a variable counts. [Formula.Set] makes option codes of the names.
package dimacs

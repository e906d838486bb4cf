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
// [Read] and [Write] are for files, [Formula.Set] and [Of] for rules.
//
// [Read] is lenient where real files differ and the meaning is plain: comments
// anywhere (a line that begins with a c, or a c by itself within a line), blank lines,
// CRLF, a byte order mark, several clauses in a line, clauses over any number of
// lines, `%` tails, and clauses that are empty, tautological, repeated or
// contradictory, which it keeps. It is strict where a guess would change the answer: a
// missing or wrong header, a number of clauses or a variable that the header does not
// announce, a clause without its 0, and a line that asks for weighted counting, such
// as "c p weight": see marker.go. All such defects are reported at once with their
// place.
//
// # Errors
//
// The error of [Read] is [source.Defects] for malformed input, or that of the reader. Other errors
// say which limit a formula or a rule set passes.
//
// # Projection
//
// Lines "c p show", "c ind" and "cr" name variables; with such lines, models that
// agree on these variables count once. [Formula.Projection] returns all of them; the
// rules of a formula are its clauses, projected or not.
//
// # Names
//
// A comment line of a number, without sign, and a text names that variable. The
// first name of a variable counts. [Formula.Set] makes option codes of the names.
package dimacs

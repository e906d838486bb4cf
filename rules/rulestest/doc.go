// Package rulestest helps to test code that works on rules: random
// conditions, tables and sets of every kind over a catalog, and an oracle
// that finds the selections that a set allows by trying them all.
//
// The oracle is slow and simple on purpose, and shares no code with package
// rules' own evaluation: it follows the documentation, from the text of a rule,
// in fractions.
package rulestest

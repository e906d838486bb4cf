// Package rulestest helps to test what works on rules: random conditions,
// tables and sets of every kind over a catalog, and an oracle that says by
// trying out everything which selections a set allows.
//
// The oracle is slow and simple on purpose, and shares no code with package
// rules' own evaluation: it computes from the text of a rule, in fractions, what
// the documentation says.
package rulestest

// Package simplify rewrites a formula into one with fewer variables and
// clauses and the same models: which literals are facts, which are the same,
// and which clauses say something.
package simplify

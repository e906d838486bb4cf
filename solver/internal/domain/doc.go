// Package domain finds out which values each option can still take under one partial
// assignment after another, such as the choices of a customer, by search.
//
// A circuit answers that by a pass up and one down ([circuit.Circuit.Possible]), whatever
// was asked before. A search costs what has changed:
//
//   - A model that was found for an earlier question is a witness for this one if it agrees
//     with it: each option can take the value that some witness gives it.
//   - Only an option on which all witnesses agree is in doubt. Propagation decides some of
//     these. For the others one search looks for a model that differs from the witnesses in
//     as many of them as propagation allows, so that it settles many at once; if there is
//     none, for one that differs in the first. If there is none either, its value is fixed,
//     and is assigned for the rest of the question.
//
// The idea is that of backbone algorithms that look for many differences at a time (Janota,
// Lynce, Marques-Silva, "Algorithms for computing backbones of propositional formulae",
// 2015). A click needs ten to twenty searches on a large car line, each little more than a
// propagation, where a pass over its circuit would take milliseconds to a second.
//
// The answer is a fact about the models. It does not depend on the witnesses that there
// happen to be, nor on what the solver has learnt.
package domain

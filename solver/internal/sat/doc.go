// Package sat answers whether clauses can be satisfied under assumptions.
//
// It wraps the CDCL solver github.com/go-air/gini, pinned at v1.0.4, and is
// the only package that imports it. The engine has edges that a long-lived
// process must not meet; this package rounds them off:
//
//	the engine                            here
//	ends the process when a model fails   its check is switched off, the model is
//	its own check                         checked here and a failure is an error
//	forgets a conflict that needs no      cannot happen: every clause carries the
//	assumption, then answers wrongly      guard literal, assumed false
//	may panic once its tables have grown  tables never grow: the solver is rebuilt
//	has no budget and no context          a context stops it, see [Solver.Solve]
//	says 0 for stopped                    stopped is the context's error
//
// # The guard
//
// Variable 1 of the engine is the guard g, variable v here is v+1 there. Every
// clause C is added as (g or C) and every search assumes not g. So the clauses
// alone are always satisfiable, by g, which has two uses. A conflict among them
// comes back as a conflict with the assumption, never as one of the empty set.
// And a first search under g succeeds without looking: the engine, which stops
// checking models after the first when activation literals are in use, checks
// that one only.
package sat

package decomp

// EliminateDense is Eliminate with a matrix of so many vertices at most.
var EliminateDense = eliminate

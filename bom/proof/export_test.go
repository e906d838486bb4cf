package proof

// ErrBudget is the cause of a context of which the budget of an audit is exhausted.
var ErrBudget = errBudget

// Package circuit holds the models of a formula as a smooth decision d-DNNF in
// one flat array, and answers by folds over it.
package circuit

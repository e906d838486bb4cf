// Package compile turns a formula into a circuit.
package compile

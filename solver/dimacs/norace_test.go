//go:build !race

package dimacs_test

const raced = false

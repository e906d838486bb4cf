//go:build !race

package circuit_test

const raced = false

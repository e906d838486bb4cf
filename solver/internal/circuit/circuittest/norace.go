//go:build !race

package circuittest

const Raced = false

package compile_test

import (
	"flag"
	"testing"
)

var soakFlag = flag.Int("soak", 2000, "random formulas to compare with enumeration")

// TestSoak compares many random formulas with enumeration, 2,000 by default:
//
//	go test ./solver/internal/compile -run TestSoak -soak 100000
func TestSoak(t *testing.T) {
	for seed := range *soakFlag {
		compareWithEnumeration(t, uint64(seed), 6+seed%11)
	}
}

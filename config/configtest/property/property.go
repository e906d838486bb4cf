// Package property runs the property tests of confspace, which draw random values with
// pgregory.net/rapid:
//
//	property.Check(t, func(t *rapid.T) {
//		f := cnftest.Formula(8).Draw(t, "formula")
//		...
//	})
//
// A test draws 30 times, and 20 with -short, so that all tests together take less than a
// minute. RAPID_CHECKS=100, as in .ci/run, or the flag -rapid.checks=100 draw more often.
//
// It imports nothing of confspace, so that each package can use it in its own tests. It
// carries no promise of compatibility.
package property

import (
	"flag"
	"os"
	"strconv"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

const (
	often  = 30
	short  = 100 // rapid draws a fifth of it with -short
	number = "rapid.checks"
)

// Check tests a property of random values, as rapid.Check does. It fails t with the smallest
// values found for which prop fails, and keeps them in testdata/rapid of the package.
func Check(t *testing.T, prop func(*rapid.T)) {
	t.Helper()
	draws()
	rapid.Check(t, prop)
}

// draws says how often rapid draws, unless the user did.
var draws = sync.OnceFunc(func() {
	_, said := os.LookupEnv("RAPID_CHECKS")
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == number })
	if said {
		return
	}
	n := often
	if testing.Short() {
		n = short
	}
	if err := flag.Set(number, strconv.Itoa(n)); err != nil {
		panic(err)
	}
})

package proof_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain draws 40 products for each property, since an audit of one asks some hundred
// questions: -rapid.checks draws more.
func TestMain(m *testing.M) {
	flag.Parse()
	checks := flag.Lookup("rapid.checks")
	if !testing.Short() && checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("40"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

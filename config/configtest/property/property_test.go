package property_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// TestDraws counts how often a property is drawn when nobody says how often.
func TestDraws(t *testing.T) {
	said := os.Getenv("RAPID_CHECKS") != ""
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "rapid.checks" })
	if said {
		t.Skip("the number of draws was given")
	}
	draws, want := 0, 30
	if testing.Short() {
		want = 20
	}
	property.Check(t, func(t *rapid.T) { draws++ })
	require.Equal(t, want, draws)
}

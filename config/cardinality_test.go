package config_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

func ExampleCardinality() {
	c, _ := config.ParseCardinality("[1..3]")
	fmt.Println(c, c.Allows(0), c.Allows(3), config.One)
	// Output: [1..3] false true one
}

func TestParseCardinality(t *testing.T) {
	for text, want := range map[string]config.Cardinality{
		"one": config.One, "optional": config.Optional, "any": config.Any,
		"[1..1]": config.One, "[0..1]": config.Optional, "[0..*]": config.Any, "[1]": config.One,
		"[2..4]": {Min: 2, Max: 4}, "[3]": {Min: 3, Max: 3}, "[1..*]": {Min: 1, Max: config.Unbounded}, "[ 2 .. 4 ]": {Min: 2, Max: 4},
	} {
		c, err := config.ParseCardinality(text)
		require.NoError(t, err, text)
		require.Equal(t, want, c, text)
		require.Equal(t, c, must(config.ParseCardinality(c.String())))
	}
	for _, text := range []string{"", "two", "[", "[]", "[..]", "[1..", "1..2", "[-1..2]", "[2..1]", "[0]", "[0..0]", "[*]", "[*..2]", "[1..2..3]", "[99999999999..*]", "[1.5]", "[+1]", "One"} {
		_, err := config.ParseCardinality(text)
		require.Error(t, err, text)
	}
}

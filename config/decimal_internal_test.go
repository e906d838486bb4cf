package config

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

// Sums of few digits take the short way up to where their digits might not fit.
func TestLimitsOfSmallSums(t *testing.T) {
	for _, c := range []struct {
		x, y  string
		small bool
	}{
		{"1", "0.000000001", true},
		{"1", "0.0000000001", false},
		{"4294967296", "0.000000001", true}, // 2^32
		{"4294967297", "0.000000001", false},
		{"4611686018427387903", "1", true}, // 2^62 - 1
		{"4611686018427387904", "1", false},
		{"4611686018427387904", "-4611686018427387904", false},
		{"-4611686018427387903", "-4611686018427387903", true},
	} {
		x, err := ParseDecimal(c.x)
		require.NoError(t, err)
		y, err := ParseDecimal(c.y)
		require.NoError(t, err)
		for _, pair := range [][2]Decimal{{x, y}, {y, x}} {
			z, ok := addSmall(&pair[0], &pair[1])
			require.Equal(t, c.small, ok, "%s + %s", c.x, c.y)
			if ok {
				require.Zero(t, z.Rat().Cmp(new(big.Rat).Add(x.Rat(), y.Rat())), "%s + %s", c.x, c.y)
			}
		}
	}
}

package exact

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// part returns 1/d for d = 2^bits + add.
func part(bits uint, add int64) config.Decimal {
	d := new(big.Int).Lsh(big.NewInt(1), bits)
	return config.NewRat(new(big.Rat).SetFrac(big.NewInt(1), d.Add(d, big.NewInt(add))))
}

func TestLimitOfDenominators(t *testing.T) {
	var sum Sum
	require.True(t, sum.Add(part(512, -1)))
	require.True(t, sum.Add(config.NewDecimal(7)))
	require.True(t, sum.Add(part(256, -1)), "a factor of 2^512 - 1")
	require.False(t, sum.Add(part(2, -1).Mul(part(2, -1))), "1/9 brings another factor 3")
	require.False(t, new(Sum).Add(part(512, 1)))
}

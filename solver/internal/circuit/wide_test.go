package circuit

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// real is the exact value.
func (x Wide) real() *big.Float {
	return new(big.Float).SetPrec(20_000).SetMantExp(big.NewFloat(x.frac), int(x.exp))
}

func drawWide(t *rapid.T, label string) Wide {
	x := Widen(rapid.Float64Range(0, math.MaxFloat64).Draw(t, label))
	if x.frac != 0 {
		x.exp += int64(rapid.IntRange(-9, 9).Draw(t, label+" scale")) * int64(rapid.SampledFrom([]int{1, 7, 500}).Draw(t, label+" by"))
	}
	return x
}

// requireRounded requires got to be want up to a relative error of 2^-53, or a
// little more.
func requireRounded(t *rapid.T, want, got *big.Float) {
	off := new(big.Float).Sub(want, got)
	allowed := new(big.Float).Mul(want, big.NewFloat(math.Ldexp(1.01, -53)))
	require.LessOrEqual(t, off.Abs(off).Cmp(allowed), 0, "want %v, got %v", want, got)
}

// The arithmetic rounds as that of float64 does, with no bound on the exponent.
func TestWide(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		x, y := drawWide(t, "x"), drawWide(t, "y")
		for _, z := range []Wide{x, y} {
			require.True(t, z.frac == 0 && z.exp == wideZero || z.frac >= 1 && z.frac < 2)
		}
		exact := func() *big.Float { return new(big.Float).SetPrec(20_000) }
		requireRounded(t, exact().Add(x.real(), y.real()), x.Add(y).real())
		require.Equal(t, x.Add(y), y.Add(x))
		product := Wide{1, 0}.times([]Wide{x, y}, []Node{0, 1})
		requireRounded(t, exact().Mul(x.real(), y.real()), product.real())
		if sum := x.Add(y); sum.frac != 0 {
			part, want := x.Ratio(sum), exact().Quo(x.real(), sum.real())
			if part != 0 || want.Cmp(big.NewFloat(0x1p-1021)) > 0 {
				requireRounded(t, want, big.NewFloat(part))
			}
		}
	})
}

// What is added counts as long as a bit of it is in the sum.
func TestWideAddsWhatIsSmall(t *testing.T) {
	for exp := range 70 {
		for _, y := range []float64{1, 1.25, 1.5, 2 - 0x1p-52} {
			y = math.Ldexp(y, -exp)
			got, _ := Widen(1).Add(Widen(y)).real().Float64()
			require.Equal(t, 1+y, got, "1 + %v", y)
		}
	}
}

// float64 values come through unchanged.
func TestWiden(t *testing.T) {
	for _, x := range []float64{0, 1, 2, 0.5, 0.1, math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, 3e-310} {
		got, _ := Widen(x).real().Float64()
		require.Equal(t, x, got)
	}
}

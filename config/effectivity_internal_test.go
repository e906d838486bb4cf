package config

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// Two lists of plants are compared in one walk over both: 200 variants of 1,000
// plants each, every two of them compared, are 40 million words and not 20
// thousand million.
func TestPlantsAreComparedInOneWalk(t *testing.T) {
	var a, b []string
	for i := range 1000 {
		a = append(a, fmt.Sprintf("P%04d", 2*i))
		b = append(b, fmt.Sprintf("P%04d", 2*i+1))
	}
	shared, compared := shareOne(a, b)
	require.False(t, shared)
	require.Less(t, compared, len(a)+len(b))
	shared, _ = shareOne(append(a, "Q"), append(b, "Q"))
	require.True(t, shared)
}

func TestShareOne(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		draw := func(label string) (list []string, bits int) {
			bits = rapid.IntRange(0, 255).Draw(t, label)
			for i := range 8 {
				if bits>>i&1 == 1 {
					list = append(list, fmt.Sprint(i))
				}
			}
			return list, bits
		}
		a, inA := draw("a")
		b, inB := draw("b")
		shared, compared := shareOne(a, b)
		require.Equal(t, inA&inB != 0, shared)
		require.LessOrEqual(t, compared, len(a)+len(b))
	})
}

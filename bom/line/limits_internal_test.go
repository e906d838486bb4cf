package line

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimitOfHints(t *testing.T) {
	d := &lineDraft{hints: 1<<20 - 2}
	meant := func() string {
		any := func(string) bool { return true }
		return d.meant("DIESL", []string{"DIESEL"}, any, any)
	}
	require.Equal(t, "did you mean DIESEL?", meant())
	require.Equal(t, "did you mean DIESEL?", meant())
	require.Empty(t, meant())
}

func TestLimitOfOccasions(t *testing.T) {
	c := cycles{next: make([][]uint32, 4096)}
	require.True(t, c.affords(4095))
	require.False(t, c.affords(4096))
	c.next = c.next[:3]
	require.True(t, c.affords(5592405)) // 3 * 5592405 is 1<<24 - 1
}

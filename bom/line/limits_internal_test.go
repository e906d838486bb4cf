package line

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

func TestLimitOfHints(t *testing.T) {
	d := &lineDraft{hints: 1<<20 - 2}
	known := []string{"DIESEL"}
	require.Equal(t, "did you mean DIESEL?", nearest(d, "DIESL", known))
	require.Equal(t, "did you mean DIESEL?", nearest(d, "DIESL", known))
	require.Empty(t, nearest(d, "DIESL", known))

	d = &lineDraft{}
	for i := range 101 { // those that are shown get hints
		require.NotEmpty(t, nearest(d, "DIESL", known))
		d.list.Add(source.Defect{Place: source.Place{Line: i + 1}})
	}
	require.Empty(t, nearest(d, "DIESL", known))
}

func TestLimitOfOccasions(t *testing.T) {
	c := cycles{next: make([][]uint32, 4096)}
	require.True(t, c.affords(4095))
	require.False(t, c.affords(4096))
	c.next = c.next[:3]
	require.True(t, c.affords(5592405)) // 3 * 5592405 is 1<<24 - 1
}

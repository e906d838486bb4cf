package line

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimitOfHints(t *testing.T) {
	d := &lineDraft{hints: 1<<20 - 2}
	known := []string{"DIESEL"}
	require.Equal(t, "did you mean DIESEL?", nearest(d, "DIESL", known))
	require.Equal(t, "did you mean DIESEL?", nearest(d, "DIESL", known))
	require.Empty(t, nearest(d, "DIESL", known))
}

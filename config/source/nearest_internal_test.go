package source

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimitOfComparedLetters(t *testing.T) {
	var list List
	list.nearest.compared = 1<<25 - 1
	require.Equal(t, "did you mean DIESEL?", list.DidYouMean("DIESL", slices.Values([]string{"DIESEL"})))
	list.nearest.compared = 1 << 25
	require.Empty(t, list.DidYouMean("DIESL", slices.Values([]string{"DIESEL"})))
}

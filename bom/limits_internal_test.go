package bom

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimitOfRows(t *testing.T) {
	var d draft
	require.True(t, d.room(1<<18))
	require.False(t, d.room(1<<18+1))
	require.ErrorContains(t, d.list.Err(), "the structure has 262145 rows; the limit is 262144")
}

package proof

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

// The ID of a witness has room for a number behind it.
func TestLimitOfWitnessIDs(t *testing.T) {
	cat := bomtest.Van(t)
	p := prover{space: bomtest.Space(t, cat, config.Point{}), ids: map[string]int{}}
	place := strings.Repeat("x", 984)
	require.Equal(t, "gap-"+place, p.order(Gap, place, cat.NewSelection()).ID)
	require.Equal(t, "gap", p.order(Gap, place+"x", cat.NewSelection()).ID)
}

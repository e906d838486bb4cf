package line_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

func TestExplodeToAndRouteToAllocateNothingWhenUsedAgain(t *testing.T) {
	s, l, sel := bigProduct(t)
	var x bom.Bill
	var r line.Routing
	require.NoError(t, s.ExplodeTo(&x, sel, config.Point{}))
	require.NoError(t, l.RouteTo(&r, &x))
	assert.Zero(t, testing.AllocsPerRun(20, func() { _ = s.ExplodeTo(&x, sel, config.Point{}) }))
	assert.Zero(t, testing.AllocsPerRun(20, func() { _ = l.RouteTo(&r, &x) }))
}

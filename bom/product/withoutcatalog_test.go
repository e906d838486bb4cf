package product_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
)

func TestDefectsOfOptionsDoNotHideThoseOfTheBill(t *testing.T) {
	fsys := bomtest.Scooter()
	edit := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }
	edit("options.yaml", "product: scooter\nfamilies:\n  - family: motor\n    options: [{code: M25}, {code: M25}]\n")
	edit("bom.csv", "level,position,part,quantity,usage\n1,10,A,-1,\n1,20,B,1,M25 &\n1,30,C,1,M25\n")
	_, err := product.Read(fsys)
	require.Error(t, err)
	for _, want := range []string{"options.yaml:4:", "bom.csv:2:8: the quantity -1 is not above zero", "bom.csv:3:15: expected a code"} {
		assert.ErrorContains(t, err, want)
	}
	assert.NotContains(t, err.Error(), "bom.csv:4", "what nothing is known of is not accused")
}

package product_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// withUnits is a product whose files use the units that its catalog declares.
func withUnits(units string) fstest.MapFS {
	return fstest.MapFS{
		"options.yaml": {Data: []byte("product: box\n" + units + "attributes: {packs: pcs}\nfamilies:\n  - {family: f, options: [{code: A, packs: 1 CTN}, {code: B, packs: 3 CTN}]}\n")},
		"rules.yaml":   {Data: []byte("rules: [{id: R1, rule: sum(packs) <= 2 CTN}]\n")},
		"bom.csv":      {Data: []byte("level,position,part,quantity,per,unit,station\n1,10,SCREW,0.5,,CTN,S\n1,20,GLUE,1,3,kg,S\n1,30,GLUE,2/3,,kg,S\n")},
		"line.yaml":    {Data: []byte("line: x\ntakt: 10000 TMU\nstations: [{station: S, operations: [{operation: P, duration: 500 TMU, parts: [10, 20, 30]}]}]\n")},
	}
}

func TestEveryFileKnowsTheUnitsOfTheCatalog(t *testing.T) {
	p, err := product.Read(withUnits("units: {CTN: 12 pcs, TMU: 1/100000 h}\n"))
	require.NoError(t, err)
	space, err := solver.Compile(context.Background(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	r, err := product.NewResolver(space, p)
	require.NoError(t, err)
	res, err := r.Resolve(context.Background(), config.Order{ID: "O-1", Options: []string{"A"}})
	require.NoError(t, err)
	var totals []string
	for _, part := range res.Bill.Flat() {
		totals = append(totals, part.Part+" "+part.Quantity.String())
	}
	assert.Equal(t, []string{"SCREW 0.5 CTN", "GLUE 1 kg"}, totals)
	assert.Equal(t, "500 TMU", res.Routing.Workload.String())
	_, err = r.Resolve(context.Background(), config.Order{ID: "O-2", Options: []string{"B"}})
	require.ErrorContains(t, err, "R1: sum(packs) <= 2 CTN")
}

func TestUnitsThatNoFileDeclares(t *testing.T) {
	_, err := product.Read(withUnits("units: {CTX: 12 pcs, TMU: 1/100000 h}\n"))
	assert.Equal(t, []string{
		`5:44 attribute packs: unknown unit "CTN": known for pieces are pcs CTX`,
	}, bomtest.Defects(t, err), "what the other files say of units is not told while the catalog has defects")
}

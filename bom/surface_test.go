package bom_test

import (
	"testing"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(bom.Bill), new(bom.Candidate), new(bom.Item), new(bom.ItemID), new(bom.Note), new(bom.PartTotal), new(bom.Position),
			new(bom.PositionError), new(bom.PositionErrors), new(bom.PositionID), new(bom.Row), new(bom.Select),
			new(bom.Slot), new(bom.SlotID), new(bom.Structure), new(bom.Variant), new(bom.VariantID),
		},
		Funcs: map[string]any{
			"NewStructure": bom.NewStructure, "ReadStructure": bom.ReadStructure,
		},
	}.Check(t)
}

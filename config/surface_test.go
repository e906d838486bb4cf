package config_test

import (
	"testing"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	b := config.NewBuilder("p")
	b.Family(config.FamilySpec{Code: "f"})
	b.Option(config.OptionSpec{Family: "f", Code: "A"})
	cat, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	configtest.Surface{
		Values: []any{
			cat, cat.NewSelection(), b,
			new(config.Attribute), new(config.AttributeID), new(config.AttributeSpec), new(config.Builder),
			new(config.Cardinality), new(config.Catalog), new(config.Date), new(config.Decimal), new(config.Default),
			new(config.Effectivity), new(config.Family), new(config.FamilyID), new(config.FamilySpec),
			new(config.Format), new(config.Option), new(config.OptionError), new(config.OptionFault),
			new(config.OptionID), new(config.OptionSpec), new(config.Order), new(config.PlantError),
			new(config.PlantSpec), new(config.Point), new(config.PointError), new(config.Quantity),
			new(config.Selection), new(config.State), new(config.Stretch), new(config.Unit), new(config.UnitSpec),
		},
		Funcs: map[string]any{
			"CheckPlant": config.CheckPlant, "EffectivityDocument": config.EffectivityDocument, "EffectivityKeys": config.EffectivityKeys,
			"NewBuilder": config.NewBuilder,
			"NewDate":    config.NewDate, "NewDecimal": config.NewDecimal, "NewRat": config.NewRat, "Orders": config.Orders,
			"ParseCardinality": config.ParseCardinality, "ParseDate": config.ParseDate, "ParseDecimal": config.ParseDecimal,
			"ParseEffectivity": config.ParseEffectivity, "ParsePlants": config.ParsePlants,
			"ParseQuantity": config.ParseQuantity, "ParseQuantityIn": config.ParseQuantityIn, "ParseSerial": config.ParseSerial,
			"ParseUnit": config.ParseUnit, "ReadCatalog": config.ReadCatalog, "ReadEffectivity": config.ReadEffectivity,
			"ReadOrder": config.ReadOrder, "ReadOrders": config.ReadOrders, "Segment": config.Segment[config.Date],
			"SerialTimeline": config.SerialTimeline, "Spans": config.Spans, "Stretches": config.Stretches,
			"Timeline": config.Timeline, "Units": config.Units, "WriteCatalog": config.WriteCatalog,
			"WriteOrders": config.WriteOrders,
		},
	}.Check(t)
}

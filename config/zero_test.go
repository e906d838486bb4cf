package config_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// TestZeroValues calls each method that takes nothing on the zero value of each
// exported type. A Builder is made by NewBuilder.
func TestZeroValues(t *testing.T) {
	for _, zero := range []any{
		new(config.Attribute), new(config.AttributeSpec), new(config.Cardinality), new(config.Catalog), new(config.Date),
		new(config.Decimal), new(config.Effectivity), new(config.Family), new(config.FamilySpec), new(config.Format), new(config.Option),
		new(config.OptionError), new(config.OptionFault), new(config.OptionSpec), new(config.Order), new(config.PlantError), new(config.PlantSpec),
		new(config.Point), new(config.PointError), new(config.Quantity), new(config.Selection), new(config.State), new(config.Unit),
	} {
		v := reflect.ValueOf(zero)
		for i := range v.NumMethod() {
			name := v.Type().Elem().Name() + "." + v.Type().Method(i).Name
			if method := v.Method(i); method.Type().NumIn() == 0 {
				require.NotPanics(t, func() { method.Call(nil) }, name)
			}
		}
	}
}

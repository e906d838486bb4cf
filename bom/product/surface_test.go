package product_test

import (
	"testing"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config/configtest"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(product.Product), new(product.Refusal), new(product.Resolution), new(product.Resolver), new(product.Resolvers),
		},
		Funcs: map[string]any{
			"NewResolver": product.NewResolver, "NewResolvers": product.NewResolvers, "Read": product.Read,
		},
	}.Check(t)
}

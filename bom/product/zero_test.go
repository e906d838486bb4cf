package product_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
)

// TestZeroValues calls each method that takes nothing on the zero value of each
// exported type. A Resolver is made by NewResolver.
func TestZeroValues(t *testing.T) {
	for _, zero := range []any{
		new(product.Product), new(product.Refusal), new(product.Resolution),
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

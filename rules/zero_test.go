package rules_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/rules"
)

// TestZeroValues calls each method that takes nothing on the zero value of each
// exported type. A Builder is made by NewBuilder.
func TestZeroValues(t *testing.T) {
	for _, zero := range []any{
		new(rules.Expr), new(rules.Op), new(rules.Relation), new(rules.Row), new(rules.Rule), new(rules.RuleSpec),
		new(rules.Set), new(rules.Table), new(rules.Term),
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

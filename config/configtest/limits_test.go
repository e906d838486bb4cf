package configtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
)

func TestLimitOfSelections(t *testing.T) {
	b := config.NewBuilder("p")
	b.Family(config.FamilySpec{Code: "f", Select: config.Any})
	for i := range 20 {
		b.Option(config.OptionSpec{Code: fmt.Sprint("O", i), Family: "f"})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	for range configtest.Selections(cat) {
		break
	}
	b.Option(config.OptionSpec{Code: "O20", Family: "f"})
	cat, err = b.Build()
	require.NoError(t, err)
	require.PanicsWithValue(t, "configtest: 2^21 selections", func() { configtest.Selections(cat) })
}

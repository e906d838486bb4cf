package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
)

func TestWhereUsed(t *testing.T) {
	p, err := product.Read(os.DirFS("../vanline/testdata/trailer"))
	require.NoError(t, err)
	for part, want := range map[string]string{
		"N-8":   "10/30\t8 pcs\tT1\ttrue\nin 16 vehicles, 100.00 %: true\n",
		"C-121": "10/20\t1 pcs\tT1\tOVERRUN\nin 12 vehicles, 75.00 %: OVERRUN\n",
		"W-300": "30\t2 pcs\tT2\tSINGLE\n30\t4 pcs\tT2\tTANDEM\nin 16 vehicles, 100.00 %: true\n",
	} {
		var out strings.Builder
		require.NoError(t, whereUsed(t.Context(), &out, p, config.Point{Date: config.NewDate(2026, 8, 1)}, part))
		assert.Equal(t, want, out.String())
	}
	require.ErrorContains(t, whereUsed(t.Context(), &strings.Builder{}, p, config.Point{Date: 1}, "C-12"), "C-12")
	var missing *config.PointError
	require.ErrorAs(t, whereUsed(t.Context(), &strings.Builder{}, p, config.Point{}, "N-8"), &missing)
}

// TestConditionsFromTheTop reads a part that stands deep in the example line.
func TestConditionsFromTheTop(t *testing.T) {
	p, err := product.Read(os.DirFS("../vanline/product"))
	require.NoError(t, err)
	var out strings.Builder
	asOf := config.Point{Date: config.NewDate(2026, 11, 2), Plant: "NHV"}
	require.NoError(t, whereUsed(t.Context(), &out, p, asOf, "V4090.1010-11"))
	assert.Equal(t, "4090/4090.10/4090.10.10/4090.10.10.10\t216 pcs\tS240\tBEV & BATT75\n"+
		"4090/4090.10/4090.10.10/4090.10.10.10\t288 pcs\tS240\tBEV & BATT100\n"+
		"in 180208160 vehicles, 20.20 %: BEV\n", out.String())
}

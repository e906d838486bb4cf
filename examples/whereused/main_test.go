package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
)

func TestWhereUsed(t *testing.T) {
	p, err := product.Read(os.DirFS("../vanline/testdata/trailer"))
	require.NoError(t, err)
	for part, want := range map[string]string{
		"N-8":   "10/30\t8 pcs\tT1\ttrue\n",
		"C-121": "10/20\t1 pcs\tT1\tOVERRUN\n",
		"W-300": "30\t2 pcs\tT2\tSINGLE\n30\t4 pcs\tT2\tTANDEM\n",
	} {
		var out strings.Builder
		require.NoError(t, whereUsed(&out, p.Structure, part))
		assert.Equal(t, want, out.String())
	}
	require.EqualError(t, whereUsed(&strings.Builder{}, p.Structure, "C-12"), "the bill has no part C-12")
}

// TestConditionsFromTheTop reads a part that stands deep in the example line.
func TestConditionsFromTheTop(t *testing.T) {
	p, err := product.Read(os.DirFS("../vanline/product"))
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, whereUsed(&out, p.Structure, "V4090.1010-11"))
	assert.Equal(t, "4090/4090.10/4090.10.10/4090.10.10.10\t216 pcs\tS240\tBEV & BATT75\n"+
		"4090/4090.10/4090.10.10/4090.10.10.10\t288 pcs\tS240\tBEV & BATT100\n", out.String())
}

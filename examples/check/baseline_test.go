package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBaseline(t *testing.T) {
	overlaps := directory(t, "bom.csv", "F-AL,1,ALU,,,S1", "F-AL,1,ALU,,,S1\n1,10,,F-XL,1,STEEL & RACK,,,S1\n1,10,,F-XS,1,ALU & RACK,,,S1")
	file := filepath.Join(t.TempDir(), "baseline.csv")
	accept := func(rows string) (status int, out, errs string) {
		require.NoError(t, os.WriteFile(file, []byte("kind,subject,reason,until\n"+rows), 0o644))
		return call(t, "-today", "2026-11-02", "-baseline", file, overlaps)
	}

	both := "overlap,position 10 F-ST F-XL,It is known.,2027-01-01\noverlap,position 10 F-AL F-XS,It is known.,2027-01-01\n"
	status, out, errs := accept(both)
	assert.Zero(t, status)
	assert.Empty(t, errs)
	assert.Contains(t, out, "nothing wrong, 2 accepted: ")
	assert.NotContains(t, out, "overlap-1")

	status, out, _ = accept("overlap,position 10 F-ST F-XL,It is known.,2027-01-01\n")
	assert.Equal(t, 1, status, "another fault of a position is not accepted")
	assert.NotContains(t, out, "overlap-1 ")
	assert.Contains(t, out, "overlap-2 ")

	status, out, _ = accept("overlap,position 10,It is known.,2027-01-01\ngap,position 10,It is known.,2027-01-01\n")
	assert.Equal(t, 1, status)
	assert.Contains(t, out, file+`:2:1: no finding is overlap of position 10; there is one of "position 10 F-ST F-XL"`)
	assert.Contains(t, out, file+":3:1: no finding is gap of position 10; remove the row")

	require.NoError(t, os.WriteFile(file, []byte("kind,subject,reason,until\n"+both), 0o644))
	status, out, _ = call(t, "-today", "2027-01-01", "-baseline", file, overlaps)
	assert.Equal(t, 1, status, "its day has come")
	assert.Contains(t, out, file+":2:1: overlap of position 10 F-ST F-XL was accepted until 2027-01-01: It is known.")

	status, _, errs = accept("leak,x,It is known.,2027-01-01\ngap,x,,2027-13-01\ngap,x,So.,2027-01-01\n")
	assert.Equal(t, 1, status)
	for _, want := range []string{":2:1: ", ":3:1: the finding is accepted without a reason", ":3:8: until: ", ":4:1: gap of x is there twice"} {
		assert.Contains(t, errs, file+want)
	}
}

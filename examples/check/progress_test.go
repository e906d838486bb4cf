package main

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/proof"
)

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	assert.Nil(t, newProgress(&out).of("van"), "defects are looked for there")
	file, err := os.Create(t.TempDir() + "/log")
	require.NoError(t, err)
	defer file.Close()
	assert.NotNil(t, newProgress(file).of("van"))

	p := &progress{w: &out, every: time.Hour}
	tell := p.of("van")
	tell(proof.Progress{Points: 3, AllPoints: 24})
	tell(proof.Progress{Points: 4, AllPoints: 24})
	p.every = 0
	tell(proof.Progress{Points: 24, AllPoints: 24, Findings: 5, AllFindings: 9})
	assert.Equal(t, "check: van: 3 of 24 points\ncheck: van: 24 of 24 points, 5 of 9 findings\n", out.String())
}

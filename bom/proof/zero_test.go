package proof_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
)

func TestZeroFindings(t *testing.T) {
	assert.Equal(t, "none", proof.Finding{}.String())
	assert.Equal(t, "none", proof.CallFinding{}.String())
	for _, zero := range []any{proof.Finding{}, proof.CallFinding{}} {
		text, err := json.Marshal(zero)
		require.NoError(t, err)
		assert.JSONEq(t, `{"kind": "none", "witness": {}}`, string(text))
	}
	for kind, want := range []string{"none", "gap", "overlap", "unfitted", "cycle", "dead"} {
		assert.Equal(t, want, proof.FindingKind(kind).String())
	}
}

func TestMissingArgumentsPanicInWords(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	sp := bomtest.Space(t, s.Catalog(), config.Point{})
	unbound, err := line.Read(s.Catalog(), nil, "line.yaml", strings.NewReader("line: x\ntakt: 1 s\nstations: [{station: S}]\n"))
	require.NoError(t, err)
	for want, call := range map[string]func(){
		"proof: CheckBill without a structure":                         func() { _, _ = proof.CheckBill(t.Context(), nil, sp, config.Point{}) },
		"proof: a proof without a space":                               func() { _, _ = proof.CheckBill(t.Context(), s, nil, config.Point{}) },
		"proof: CheckLine without a line that is bound to a structure": func() { _, _ = proof.CheckLine(t.Context(), unbound, sp, config.Point{}) },
		"proof: the space and the structure are of two catalogs":       func() { _, _ = proof.CheckBill(t.Context(), new(bom.Structure), sp, config.Point{}) },
	} {
		assert.PanicsWithValue(t, want, call)
	}
}

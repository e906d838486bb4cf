package proof_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
)

func TestZeroFindings(t *testing.T) {
	assert.Equal(t, "none", proof.Finding{}.String())
	text, err := json.Marshal(proof.Finding{})
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind": "none", "severity": "none", "subject": {"kind": "none"}}`, string(text))
	assert.Zero(t, new(proof.Report).Worst())
	for _, kind := range proof.FindingKinds() {
		assert.NotZero(t, kind.Severity(), "%v", kind)
		assert.NotEmpty(t, kind.Meaning(), "%v", kind)
		var back proof.FindingKind
		require.NoError(t, back.UnmarshalText([]byte(kind.String())))
		assert.Equal(t, kind, back)
	}
	assert.Zero(t, proof.FindingKind(0).Severity())
	assert.Zero(t, proof.FindingKind(200).Severity())
}

func TestMissingArgumentsPanicInWords(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	sp := bomtest.Space(t, s.Catalog(), config.Point{})
	whole := func() *product.Product {
		return &product.Product{Catalog: s.Catalog(), Rules: sp.Rules(), Structure: s}
	}
	other := whole()
	other.Catalog = bomtest.Van(t)
	unread := whole()
	unread.Structure = new(bom.Structure)
	for want, call := range map[string]func(){
		"proof: Audit needs a product; it is nil":                func() { _, _ = proof.Audit(t.Context(), nil, sp, proof.Config{}) },
		"proof: Audit needs a space; it is nil":                  func() { _, _ = proof.Audit(t.Context(), whole(), nil, proof.Config{}) },
		"proof: the space and the structure are of two catalogs": func() { _, _ = proof.Audit(t.Context(), other, sp, proof.Config{}) },
	} {
		assert.PanicsWithValue(t, want, call)
	}
	assert.PanicsWithValue(t, "proof: the space and the structure are of two catalogs", func() { _, _ = proof.Audit(t.Context(), unread, sp, proof.Config{}) })
}

package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
)

// Keys that a line, a station or an operation does not have are defects, and so are
// characters that cannot be printed.
func TestUnknownKeysAndCharacters(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	for text, want := range map[string]string{
		"line: x\ntakt: 1 s\ntact: 2 s\nstations: [{station: S}]\n":                                            "unknown key tact",
		"line: x\ntakt: 1 s\nstations: [{station: S, staton: T}]\n":                                            "unknown key staton",
		"line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: O, time: 1 s}]}]\n":              "unknown key time",
		"line: x\ntakt: 1 s\nstations: [{station: \"S\\x07\"}]\n":                                              "cannot be printed",
		"line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: \"O\\x7f\", duration: 1 s}]}]\n": "cannot be printed",
	} {
		_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text))
		require.ErrorContains(t, err, want, text)
	}
}

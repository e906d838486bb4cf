package line_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config/source"
)

// Keys that a line, a station or an operation does not have are defects, and so are
// characters that cannot be printed.
func TestUnknownKeysAndCharacters(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	for text, want := range map[string]string{
		"line: x\ntakt: 1 s\ntact: 2 s\nstations: [{station: S}]\n":                                             "unknown key tact",
		"line: x\ntakt: 1 s\nstations: [{station: S, staton: T}]\n":                                             "unknown key staton",
		"line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: O, time: 1 s}]}]\n":               "unknown key time",
		"line: x\ntakt: 1 s\nstations: [{station: \"S\\x07\"}]\n":                                               "cannot be printed",
		"line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: \"O\\x7f\", duration: 1 s}]}]\n":  "cannot be printed",
		"line: x\ntakt: 1 s\nstations: [{station: \"S\\u202E\"}]\n":                                             "cannot be printed",
		"line: x\ntakt: 1 s\nstations: [{station: S, operations: [{operation: \"O\u200B\", duration: 1 s}]}]\n": "cannot be printed",
	} {
		_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text))
		require.ErrorContains(t, err, want, text)
	}
}

// Each key that the documentation shows is suggested where a letter of it is missing or
// doubled, in each mapping that has it.
func TestEachDocumentedKeyIsSuggested(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), onePart)
	in := map[string]string{
		"line":      "%s: 1\n",
		"station":   "line: x\ntakt: 1 s\nstations: [{%s: 1}]\n",
		"operation": "line: x\ntakt: 1 s\nstations: [{station: S, operations: [{%s: 1}]}]\n",
	}
	for mapping, keys := range map[string]string{
		"line":      "format line takt stations",
		"station":   "station name operators teams tools rides operations",
		"operation": "operation name when duration after parts needs from until from_serial until_serial plants",
	} {
		for key := range strings.FieldsSeq(keys) {
			last := len(key) - 1
			for _, wrong := range []string{key[:last], key + key[last:], key[:1] + key} {
				_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(fmt.Sprintf(in[mapping], wrong)))
				var defects source.Defects
				require.ErrorAs(t, err, &defects)
				i := slices.IndexFunc(defects, func(d source.Defect) bool { return strings.HasPrefix(d.Msg, "unknown key "+wrong) })
				require.GreaterOrEqual(t, i, 0, "%s in %s: %v", wrong, mapping, err)
				require.Equal(t, "did you mean "+key+"?", defects[i].Hint, "%s in %s", wrong, mapping)
			}
		}
	}
}

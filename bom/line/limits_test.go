package line_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
)

func TestLimitOfOperations(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), "level,position,part,quantity,station\n1,10,A,1,S\n")
	var text strings.Builder
	text.WriteString("line: x\ntakt: 1 s\nstations:\n  - station: S\n    operations:\n")
	for i := range 1024 {
		fmt.Fprintf(&text, "      - {operation: O%d, duration: 1 s}\n", i)
	}
	bomtest.Line(t, s, strings.Replace(text.String(), "O0, ", "O0, parts: [\"10\"], ", 1))
	_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text.String()+"      - {operation: more, duration: 1 s}\n"))
	require.ErrorContains(t, err, "station S has 1025 operations; the limit is 1024")
}

// 1,024 operations consume 4,096 parts each: 1 << 22 together.
func TestLimitOfConsumedParts(t *testing.T) {
	var table strings.Builder
	table.WriteString("level,position,part,quantity,station,select\n")
	var names []string
	for p := range 4 {
		names = append(names, fmt.Sprintf("P%d", p))
		for i := range 1024 {
			table.WriteString(fmt.Sprintf("1,P%d,A%d,1,S,some\n", p, i))
		}
	}
	s := bomtest.Structure(t, bomtest.Van(t), table.String()+"1,more,B,1,S,\n")
	var text strings.Builder
	text.WriteString("line: x\ntakt: 1 s\nstations:\n  - station: S\n")
	var operations strings.Builder
	operations.WriteString("    operations:\n")
	for i := range 1024 {
		operations.WriteString(fmt.Sprintf("      - {operation: O%d, duration: 1 s, parts: [%s]}\n", i, strings.Join(names, ", ")))
	}
	for extra, want := range map[string]string{"": "", "    rides: [more]\n": "the operations consume more than 4194304 parts"} {
		_, err := line.Read(s.Catalog(), s, "line.yaml", strings.NewReader(text.String()+extra+operations.String()))
		if want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, want)
			require.Equal(t, 1, strings.Count(err.Error(), "consume more than"))
		}
	}
}

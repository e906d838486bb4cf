package bom_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
)

// requireLimit reads two tables: one that is within a limit and one that is not.
func requireLimit(t *testing.T, within, beyond, want string) *bom.Structure {
	t.Helper()
	cat := bomtest.Van(t)
	_, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(beyond))
	require.ErrorContains(t, err, want)
	return bomtest.Structure(t, cat, within)
}

func TestLimitOfItems(t *testing.T) {
	var text strings.Builder
	text.WriteString("level,position,part,quantity\n")
	for i := range 512 {
		fmt.Fprintf(&text, "1,%d,A,1\n", i)
	}
	for i := range 511 {
		fmt.Fprintf(&text, "2,%d,B,1\n", i)
	}
	s := requireLimit(t, text.String(), text.String()+"1,more,B,1\n", "bom.csv:1025:8: the structure unfolds into more than 262144 items")
	require.Equal(t, 1<<18, s.NumItems())
}

func TestLimitOfLevels(t *testing.T) {
	levels := func(n int) string {
		var text strings.Builder
		text.WriteString("level,position,part,quantity\n")
		for level := range n {
			text.WriteString(fmt.Sprintf("%d,10,P%d,1\n", level+1, level+1))
		}
		return text.String()
	}
	requireLimit(t, levels(64), levels(65), "bom.csv:66:1: level 65 is deeper than the limit of 64")
	requireLimit(t, levels(62)+"63,10,A,1\n1,20,A,1\n2,10,B,1\n", levels(63)+"64,10,A,1\n1,20,A,1\n2,10,B,1\n",
		"bom.csv:65:7: the structure unfolds to more than 64 levels")
}

func TestLimitOfVariants(t *testing.T) {
	var text strings.Builder
	text.WriteString("level,position,part,quantity,select\n")
	for i := range 1024 {
		text.WriteString(fmt.Sprintf("1,10,P%d,1,some\n", i))
	}
	requireLimit(t, text.String(), text.String()+"1,10,more,1,some\n", "bom.csv:1026:3: position 10 has 1025 variants; the limit is 1024")
}

func TestLimitOfPaths(t *testing.T) {
	text := "level,position,part,quantity\n1," + strings.Repeat("x", 1000) + ",A,1\n2," + strings.Repeat("y", 23)
	s := requireLimit(t, text+",B,1\n", text+"y,B,1\n", "bom.csv:3:28: the path "+strings.Repeat("x", 40)+"... is longer than 1024 bytes")
	require.Len(t, s.Item(1).Path, 1024)
}

package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

// A table with more columns than any has is refused by its header, before a
// family is looked up.
func TestTableOfTooManyColumns(t *testing.T) {
	var header strings.Builder
	for i := range 80_000 {
		fmt.Fprintf(&header, "f%d,", i)
	}
	table := header.String() + "g\n"
	_, err := Read(vans(t), dir("rules.yaml", "rules:\n  - {id: R1, allowed: t.csv}\n", "t.csv", table), "rules.yaml")
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.Len(t, defects, 1)
	require.ErrorContains(t, err, "t.csv:1:1: the header has 80001 columns; the limit is 16384")
}

// What is wrong with one row hides nothing of the others, and no column is
// suggested that is there.
func TestTableIsReadOn(t *testing.T) {
	table := "# format: confspace/1\nengine,engin,(note)\nDIESL,*,a\n*\n*,,b\n"
	_, err := Read(vans(t), dir("rules.yaml", "rules:\n  - {id: R1, allowed: t.csv}\n", "t.csv", table), "rules.yaml")
	var got []string
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	for _, d := range defects {
		got = append(got, fmt.Sprintf("%d:%d %s %s", d.Pos.Line, d.Pos.Column, d.Msg, d.Hint))
	}
	require.Equal(t, []string{
		"2:8 unknown family engin ",
		"3:1 unknown option DIESL did you mean DIESEL?",
		"4:1 this row has 1 cell; the header has 3 write a comma for each empty cell",
		"5:3 empty cell write * if any option will do, - if none of the family may be chosen",
	}, got)
}

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
		got = append(got, fmt.Sprintf("%d:%d %s %s", d.Place.Line, d.Place.Column, d.Msg, d.Hint))
	}
	require.Equal(t, []string{
		"2:8 unknown family engin ",
		"3:1 unknown option DIESL did you mean DIESEL?",
		"4:1 this row has 1 cell; the header has 3 write a comma for each empty cell",
		"5:3 empty cell write * if any option will do, - if none of the family may be chosen",
	}, got)
}

// Two families whose names were exchanged in the header are one defect, in a file and in
// the rules.
func TestExchangedFamiliesAreOneDefect(t *testing.T) {
	rows := func(format, between string) string {
		return strings.Join([]string{
			fmt.Sprintf(format, "VAN", "DIESEL"), fmt.Sprintf(format, "BUS", "ELECTRIC"), fmt.Sprintf(format, "BUS", "DIESEL"),
		}, between)
	}
	for name, files := range map[string][]string{
		"file":   {"rules.yaml", "rules:\n  - {id: R1, allowed: t.csv}\n", "t.csv", "engine,body\n" + rows("%s,%s", "\n") + "\n"},
		"inline": {"rules.yaml", "rules:\n  - id: R1\n    allowed:\n      columns: [engine, body]\n      rows: [" + rows("[%s, %s]", ", ") + "]\n"},
	} {
		_, err := Read(vans(t), dir(files...), "rules.yaml")
		var defects source.Defects
		require.ErrorAs(t, err, &defects, name)
		require.Len(t, defects, 1, "%s: %v", name, err)
		require.Equal(t, "the columns engine and body have each other's name", defects[0].Msg)
		require.Equal(t, 3, defects[0].Follows)
	}
	_, err := Read(vans(t), dir("rules.yaml", "rules:\n  - {id: R1, allowed: t.csv}\n", "t.csv", "engine,body\nVAN,VAN\nBUS,DIESEL\n"), "rules.yaml")
	require.NotContains(t, err.Error(), "each other's name")
}

// A line that YAML cannot read is one defect; the others are read.
func TestRulesAreReadOn(t *testing.T) {
	file := "rules:\n  - id: R1\n    rule: !(TOW & BUS)\n  - id: R2\n     reason: deeper\n    rule: DIESL\n  - id: R3\n    rule: \"TOW\n  - id: R3\n    rule: BUSS\n"
	_, err := Read(vans(t), dir("rules.yaml", file), "rules.yaml")
	var got []string
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	for _, d := range defects {
		got = append(got, fmt.Sprintf("%d:%d %s; %s", d.Place.Line, d.Place.Column, d.Msg, d.Hint))
	}
	require.Equal(t, []string{
		`3:11 tags are not used in these files; write "!(TOW & BUS)" in quotes if the ! belongs to it`,
		"5:6 this line is indented deeper than the keys above it; align it with them",
		"6:11 unknown code DIESL; did you mean DIESEL?",
		"8:11 the closing \" is missing; ",
		"9:9 rule R3 is defined twice, first at rules.yaml:7:9; rename one, or let one end before the other begins",
		"10:11 unknown code BUSS; did you mean BUS?",
	}, got)
}

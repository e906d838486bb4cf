package source_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

// A byte order mark does not count.
func TestLimitOfFiles(t *testing.T) {
	const most = 64 << 20
	text := "\xef\xbb\xbf" + strings.Repeat("x", most+1)
	f, err := source.Read("f", strings.NewReader(text[:len(text)-1]))
	require.NoError(t, err)
	require.Len(t, f.Text, most)
	for _, tooLong := range []string{text, text[3:]} {
		f, err = source.Read("f", strings.NewReader(tooLong))
		require.Nil(t, f)
		require.EqualError(t, err, "f: file is larger than 64 MB")
	}
}

func TestLimitOfYAML(t *testing.T) {
	const most = 16 << 20
	text := "a: b # " + strings.Repeat("x", most-7)
	n, err := parseYAML(t, text)
	require.NoError(t, err)
	require.NotNil(t, n)
	n, err = parseYAML(t, text+"x")
	require.Nil(t, n)
	require.EqualError(t, err, "f.yaml: file is larger than the 16 MB that YAML and JSON files may have\n    split it")
}

func TestLimitOfNesting(t *testing.T) {
	for name, c := range map[string][2]string{ // the text of the deepest that is read, and one around it
		"lists":    {strings.Repeat("[", 100) + strings.Repeat("]", 100), "[%s]"},
		"mappings": {strings.Repeat("{a: ", 100) + "b" + strings.Repeat("}", 100), "{a: %s}"},
		"lines":    {strings.Repeat("- ", 100) + "b", "- %s"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseYAML(t, c[0])
			require.NoError(t, err)
			_, err = parseYAML(t, fmt.Sprintf(c[1], c[0]))
			require.ErrorContains(t, err, "nested deeper than 100 levels")
		})
	}
}

func TestLimitOfColumns(t *testing.T) {
	const most = 1 << 14
	var columns []string
	for i := range most {
		columns = append(columns, fmt.Sprint("c", i))
	}
	header := strings.Join(columns, ",")
	table, err := parseCSV(header + "\n" + header + "\n" + header + ",more\n")
	require.Len(t, table.Header, most)
	require.Len(t, table.Rows, 1)
	require.Equal(t, "c16383", table.Rows[0][most-1].Text)
	require.ErrorContains(t, err, "t.csv:3:1: this row has 16385 cells; the header has 16384")
	table, err = parseCSV(header + ",more\n")
	require.Nil(t, table)
	require.ErrorContains(t, err, "t.csv:1:1: the header has 16385 columns; the limit is 16384")
}

// addLines adds a defect for each line, from the last of the file to the first.
func addLines(list *source.List, lines int) {
	for i := range lines {
		list.Add(source.Defect{Place: source.Place{File: "f", Line: lines - i}, Msg: "m"})
	}
}

func TestLimitOfDefects(t *testing.T) {
	var list source.List
	addLines(&list, 100)
	require.Len(t, list.Err(), 100)
	list.Add(source.Defect{Msg: "other"})
	defects := list.Err().(source.Defects)
	require.Len(t, defects, 101)
	require.EqualError(t, defects[99], "f:99: m")
	require.EqualError(t, defects[100], "f: ... and 1 more")
}

// The last defect of those that are kept is the first in the file; later ones are
// counted.
func TestLimitOfKeptDefects(t *testing.T) {
	var list source.List
	addLines(&list, 10_000)
	list.Add(source.Defect{Msg: "counted"})
	defects := list.Err().(source.Defects)
	require.EqualError(t, defects[0], "f:1: m")
	require.EqualError(t, defects[100], "f: ... and 9901 more")
}

func TestLimitOfHints(t *testing.T) {
	word := strings.Repeat("x", 999)
	require.Equal(t, "did you mean "+word+"a?", source.DidYouMean(word+"b", slices.Values([]string{word + "a"})))
	for _, c := range [][2]string{{word + "bc", word + "c"}, {word + "c", word + "bc"}, {word + "BC", word + "bc"}} {
		require.Empty(t, source.DidYouMean(c[0], slices.Values([]string{c[1]})), "a word of 1001 bytes")
	}
}

func TestLimitOfExcerpts(t *testing.T) {
	line := strings.Repeat("0123456789", 10)
	for _, c := range []struct {
		text         string
		offset       int
		want, before string // the excerpt, and what of it stands before the caret
	}{
		{line, 0, line, ""},
		{line, 50, line, line[:50]},
		{line, 100, line, line},
		{"x" + line, 0, "x" + line[:99] + "…", ""},
		{"x" + line, 50, "x" + line[:99] + "…", "x" + line[:49]},
		{"x" + line, 51, "…" + line, "…" + line[:50]},
		{"x" + line, 101, "…" + line, "…" + line},
		{line + line, 100, "…" + line[50:] + line[:50] + "…", "…" + line[50:]},
	} {
		f, err := source.NewFile("f", []byte(c.text))
		require.NoError(t, err)
		d := f.Defect(c.offset, 1, "m", "")
		require.Equal(t, c.want, d.Excerpt)
		require.Equal(t, len([]rune(c.before)), d.Caret)
	}
}

// A value of up to a hundred bytes is repeated by the hint.
func TestLimitOfQuotedHints(t *testing.T) {
	value := "!a " + strings.Repeat("x", 97)
	_, err := parseYAML(t, "a: "+value)
	require.ErrorContains(t, err, `write "`+value+`" in quotes if the ! belongs to it`)
	_, err = parseYAML(t, "a: "+value+"x")
	require.ErrorContains(t, err, "remove it; quote the text if the ! belongs to it")
}

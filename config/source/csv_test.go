package source_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
	"github.com/stretchr/testify/require"
)

func parseCSV(text string) (*source.Table, error) {
	f, err := source.NewFile("t.csv", []byte(text))
	if err != nil {
		return nil, err
	}
	var list source.List
	return source.ParseCSV(f, &list), list.Err()
}

func TestParseCSV(t *testing.T) {
	table, err := parseCSV("part, name ,when\r\n\r\n100,\"a \"\"b\"\", c\", A \n,,\n 7 , ö ö,\"x \"\"y\"\" z\"\n")
	require.NoError(t, err)
	require.Equal(t, 1, table.Column("name"))
	require.Equal(t, -1, table.Column("nom"))
	require.Len(t, table.Rows, 2)
	row := table.Rows[0]
	require.Equal(t, []string{"100", `a "b", c`, "A"}, []string{row[0].Text, row[1].Text, row[2].Text})
	require.Equal(t, "t.csv:3:6", row[1].Pos.String())
	require.Equal(t, "t.csv:3:19", row[2].Pos.String())
	row = table.Rows[1]
	require.Equal(t, "t.csv:5:2", row[0].Pos.String())
	require.Equal(t, "t.csv:5:6", row[1].Pos.String())
	z := strings.Index(row[2].Text, "z")
	require.Equal(t, `t.csv:5:19: here
    7 , ö ö,"x ""y"" z"
                     ^`, row[2].DefectAt(z, 1, "here", "").Error())
}

func TestCSVDefects(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "t.csv: the file is empty; it needs a header row with the names of its columns"},
		{"only commas", ",,\n", "t.csv: the file is empty"},
		{"semicolons", "part;name\n1;2\n", "t.csv:1:1: the columns are not separated by commas"},
		{"tabs", "part\tname\n1\t2\n", "t.csv:1:1: the columns are not separated by commas"},
		{"column twice", "a,b,a\n", "t.csv:1:5: column a is there twice, first at t.csv:1:1"},
		{"column without name", "a,,b\n1,2,3\n", "t.csv:1:3: column 2 has no name"},
		{"too few", "a,b\n1\n", "t.csv:2:1: this row has 1 cells; the header has 2"},
		{"too many", "a,b\n1,2,3\n", "write a value that contains a comma in double quotes"},
		{"open quote", "a,b\n1,\"2\n3,4\n", "t.csv:2:1: a quote that begins in this row is not closed"},
		{"bare quote", "a,b\n1,2\"3\n", "t.csv:2:4: a quote within a value"},
		{"text behind quote", "a,b\n1,\"2\"3\n", "t.csv:2:5: the closing quote of this value is missing, or text follows it"},
		{"all ragged rows", "a,b\n1\n2\n", "t.csv:3:1: this row has 1 cells"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := parseCSV(c.text)
			require.Nil(t, table)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,\"b\nc\"\r\n\"1\"\"\",ö\n", "\xef\xbb\xbfa\n1\n", "a,b\n1\n", "\"", "a\r\r\n1", "a,b\n\" x \", y\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := source.NewFile("t.csv", text)
		if err != nil {
			return
		}
		var list source.List
		table := source.ParseCSV(file, &list)
		if (table == nil) != (list.Len() > 0) {
			t.Fatal("a table and defects, or neither")
		}
		checkDefects(t, list.Err(), text)
		if table == nil {
			return
		}
		for _, row := range append(table.Rows, table.Header) {
			if len(row) != len(table.Header) {
				t.Fatalf("ragged row %v", row)
			}
			for _, c := range row {
				checkCell(t, file, c)
			}
		}
	})
}

// checkCell fails if the first character of a cell is not where it says.
func checkCell(t *testing.T, f *source.File, c source.Cell) {
	if f.Position(c.Offset) != c.Pos {
		t.Errorf("offset %d is %v, not %v", c.Offset, f.Position(c.Offset), c.Pos)
	}
	if strings.ContainsAny(c.Text, "\n\r") {
		return
	}
	for i, r := range c.Text {
		if got, _ := utf8.DecodeRune(f.Text[c.At(i):]); got != r {
			t.Fatalf("byte %d of %q is %q in the file", i, c.Text, got)
		}
	}
}

func ExampleParseCSV() {
	f, _ := source.NewFile("bom.csv", []byte("part,quantity\n\"Bolt, M8\",4\n"))
	var list source.List
	table := source.ParseCSV(f, &list)
	for _, row := range table.Rows {
		fmt.Println(row[0].Text, "at", row[0].Pos)
	}
	// Output: Bolt, M8 at bom.csv:2:2
}

package source_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
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
	table, err := parseCSV("part, name ,when\r\n\r\n100,\"a \"\"b\"\", c\", A \n\n 7 , ö ö,\"x \"\"y\"\" z\"\n")
	require.NoError(t, err)
	require.Equal(t, 1, table.Column("name"))
	require.Equal(t, -1, table.Column("nom"))
	require.Len(t, table.Rows, 2)
	row := table.Rows[0]
	require.Equal(t, []string{"100", `a "b", c`, "A"}, []string{row[0].Text, row[1].Text, row[2].Text})
	require.Equal(t, "t.csv:3:6", row[1].Place.String())
	require.Equal(t, "t.csv:3:19", row[2].Place.String())
	row = table.Rows[1]
	require.Equal(t, "t.csv:5:2", row[0].Place.String())
	require.Equal(t, "t.csv:5:6", row[1].Place.String())
	z := strings.Index(row[2].Text, "z")
	require.Equal(t, `t.csv:5:19: here
    7 , ö ö,"x ""y"" z"
                     ^`, row[2].DefectAt(z, 1, "here", "").Error())
}

// What is wrong is said once, and what is sound is read all the same.
func TestCSVDefects(t *testing.T) {
	const none = -1 // no table
	for _, c := range []struct {
		name, text string
		rows       int
		want       string
	}{
		{"empty", "", none, "t.csv: the file is empty; it needs a header row with the names of its columns"},
		{"comments only", "# a,b\n\n", none, "t.csv: the file is empty; it needs a header row with the names of its columns"},
		{"only commas", ",,\n", none, "t.csv: the file is empty; it needs a header row with the names of its columns"},
		{"tabs", "part\tname\n1\t2\n3\t4\n", none, "t.csv:1:1: the columns are not separated by commas"},
		{"column twice", "a,b,a\n1,2,3\n", 1, "t.csv:1:5: column a is there twice, first at t.csv:1:1"},
		{"column without name", "a,,b\n1,,3\n1,2,3\n4,5,6\n", 3, "t.csv:1:3: column 2 has no name"},
		{"notes only", "(a),\n1,\n", none, "t.csv: the file has no columns"},
		{"too few", "a,b\n1\n", 0, "t.csv:2:1: this row has 1 cell; the header has 2"},
		{"too many", "a,b\n1,2,3\n4,5\n", 1, "t.csv:2:1: this row has 3 cells; the header has 2"},
		{"open quote", "a,b\n1,\"2\n3,4\n", 1, "t.csv:2:3: this quote is not closed"},
		{"open quote before another", "a,b\n1,\"2\n3,\"4\"\n5,6\n", 2, "t.csv:2:3: this quote is not closed"},
		{"bare quote", "a,b\n1,2\"3\n4,5\n", 1, "t.csv:2:4: a quote within a value"},
		{"text behind quote", "a,b\n1,\"2\"3\n4,5\n", 1, "t.csv:2:5: the closing quote of this value is missing, or text follows it"},
		{"quote in the header", "a,\"b\"c\n1,2\n3,4\n", none, "t.csv:1:5: the closing quote of this value is missing, or text follows it"},
		{"some ragged rows", "a,b\n1\n2,3\n4\n5,6\n", 2, "t.csv:2:1: this row has 1 cell; the header has 2|t.csv:4:1: this row has 1 cell; the header has 2"},
		{"header one short", "a,b\n1,2,3\n4,5,6\n7,8,9\n", none, "t.csv:1:1: the header has 2 cells; all 3 rows below it have 3"},
		{"header one short, a row shorter", "a,b\n1,2,3\n4,5,6\n7\n", none, "t.csv:1:1: the header has 2 cells; 2 of the 3 rows below it have 3"},
		{"header one too long", "a,b,c\n1,2\n4,5\n", none, "t.csv:1:1: the header has 3 cells; all 2 rows below it have 2"},
		{"rows of commas", ",\na,b\n1,2\n,\n,,\n3,4\n,\n", 2, "t.csv:1:1: a row of empty cells"},
		{"a row of other separators", "a,b\n1,2\n;;\n3,4\n", 2, "t.csv:3:1: a row of empty cells"},
		{"all kinds", "a,,b,a\n1\n,,,\n1,\"2,3,4\n5,6,7,8\n9,,9,9\n", 2, "t.csv:1:3: column 2 has no name|t.csv:1:6: column a is there twice, first at t.csv:1:1|" +
			"t.csv:2:1: this row has 1 cell; the header has 4|t.csv:3:1: a row of empty cells|t.csv:4:3: this quote is not closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := parseCSV(c.text)
			require.Equal(t, c.want, strings.Join(firstLines(err), "|"))
			rows := none
			if table != nil {
				rows = len(table.Rows)
			}
			require.Equal(t, c.rows, rows)
		})
	}
}

// firstLines returns the first line of each defect.
func firstLines(err error) []string {
	var lines []string
	for _, d := range err.(source.Defects) {
		line, _, _ := strings.Cut(d.Error(), "\n")
		lines = append(lines, line)
	}
	return lines
}

// A mistake that four hundred rows show is one defect that counts them.
func TestCSVOneCause(t *testing.T) {
	rows := func(header, row string) string { return header + "\n" + strings.Repeat(row+"\n", 402) }
	for _, c := range []struct{ name, text, want string }{
		{"tabs", rows("a\tb\tc", "1\t2\t3"), `t.csv:1:1: the columns are not separated by commas
    a b c
    ^
    there are tabs between them; save the table as comma-separated values (CSV)`},
		{"header one short", rows("a,b", "1,2,3"), `t.csv:1:1: the header has 2 cells; all 402 rows below it have 3
    a,b
    ^
    each column needs a name here, and a value with a comma stands in double quotes
    402 more places follow from it`},
		{"rows of commas", rows("a,b", ",") + "1,2\n", `t.csv:2:1: a row of empty cells
    ,
    ^
    delete it
    401 more places follow from it`},
		{"nameless column", rows("a,", "1,2"), `t.csv:1:3: column 2 has no name
    a,
      ^
    name it, or delete it; it has the value 2 at t.csv:2:3`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseCSV(c.text)
			require.EqualError(t, err, c.want)
		})
	}
}

// texts returns what the rows of a table say.
func texts(rows ...[]source.Cell) [][]string {
	out := [][]string{}
	for _, row := range rows {
		var line []string
		for _, c := range row {
			line = append(line, c.Text)
		}
		out = append(out, line)
	}
	return out
}

// One table, as all kinds of programs write it.
func TestCSVDialects(t *testing.T) {
	for name, text := range map[string]string{
		"commas":             "a,b\n1,2.5\n3,x y\n",
		"semicolons":         "a;b\n1;2.5\n3;x y\n",
		"CR":                 "a,b\r1,2.5\r3,x y\r",
		"CRLF and BOM":       "\xef\xbb\xbfa,b\r\n1,2.5\r\n3,x y\r\n",
		"no last line end":   "a,b\n1,2.5\n3,x y",
		"comments":           "# format: confspace/1\na,b\n  # 1,\"\n1,2.5\n\t#\n#3\n3,x y\n",
		"break in quotes":    "a,b\n1,2.5\n3,\"x\ny\"\n",
		"CRLF in quotes":     "a,b\r\n1,2.5\r\n3,\"x\r\ny\"\r\n",
		"CR in quotes":       "a,b\r1,2.5\r3,\"x\ry\"\r",
		"no name, no cells":  "a,,b,\n1,,2.5,\n3,,x y,\n",
		"notes of the owner": "a,(drawing),b,(a)\n1,D-7,2.5,\n3,,x y,z\n",
	} {
		t.Run(name, func(t *testing.T) {
			table, err := parseCSV(text)
			require.NoError(t, err)
			require.Equal(t, [][]string{{"a", "b"}}, texts(table.Header))
			require.Equal(t, [][]string{{"1", "2.5"}, {"3", "x y"}}, texts(table.Rows...))
			require.Equal(t, name == "semicolons", table.DecimalComma)
			raw := strings.TrimPrefix(text, "\xef\xbb\xbf")
			last := table.Rows[1][1]
			require.Equal(t, "x", raw[last.At(0):last.At(1)])
			require.Equal(t, "y", raw[last.At(2):last.At(3)])
		})
	}
}

func TestCSVDelimiter(t *testing.T) {
	for _, c := range []struct {
		header string
		comma  bool // decimal commas
		cells  int
	}{
		{"a;b;c", true, 3},
		{"a;b,c", false, 2},
		{"\"a,b\";c", true, 2},
		{"\"a;b\",c", false, 2},
		{"\"a;b\"", false, 1},
	} {
		table, err := parseCSV(c.header + "\n")
		require.NoError(t, err)
		require.Len(t, table.Header, c.cells, c.header)
		require.Equal(t, c.comma, table.DecimalComma, c.header)
	}
	table, err := parseCSV("a;b;c;d;e\n2,5;2.5;1.000,5;1,2,3;7\n")
	require.NoError(t, err)
	var numbers []string
	for _, c := range table.Rows[0] {
		numbers = append(numbers, table.Number(c))
	}
	require.Equal(t, []string{"2.5", "2.5", "1.000,5", "1,2,3", "7"}, numbers)
	table, err = parseCSV("a\n\"2,5\"\n")
	require.NoError(t, err)
	require.Equal(t, "2,5", table.Number(table.Rows[0][0]))
}

// Where rows were left out, the reader is told.
func TestCSVGaps(t *testing.T) {
	table, err := parseCSV("a,b\n1\n1,2\n1\n1,\"2\"3\n3,4\n5,6\n1,2,3\n")
	require.Len(t, err, 4)
	require.Equal(t, []int{0, 1, 1, 3}, table.Gaps)
}

// However wide a table is, its header is looked at once.
func TestCSVColumnsAreCapped(t *testing.T) {
	row := strings.Repeat("a,", source.MaxColumns) + "a\n"
	table, err := parseCSV(row + row)
	require.Nil(t, table)
	require.ErrorContains(t, err, "t.csv:1:1: the header has 16385 columns; the limit is 16384")
	require.Len(t, err, 1)
	table, err = parseCSV("a,b\n" + row + "1,2\n")
	require.Len(t, table.Rows, 1)
	require.ErrorContains(t, err, "t.csv:2:1: this row has 16385 cells; the header has 2")
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a,\"b\nc\"\r\n\"1\"\"\",ö\n", "\xef\xbb\xbfa\n1\n", "a,b\n1\n", "\"", "a\r\r\n1", "a,b\n\" x \", y\n",
		"# c\na;(b);\n1;2,5;\n\"\r\n x\";;\n", "a,b\r1,\"\r2\"\r", "a,b\n,\n1,\"2\n3,\"\"\"\n", "a\tb\n", "a,b\n1,2,3\n1,2,3\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := source.NewFile("t.csv", text)
		if err != nil {
			return
		}
		var list source.List
		table := source.ParseCSV(file, &list)
		if table == nil && list.Len() == 0 {
			t.Fatal("neither a table nor a defect")
		}
		if table != nil && len(table.Gaps) > 0 && list.Len() == 0 {
			t.Fatal("rows are left out without a defect")
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
	if f.Place(c.Offset) != c.Place {
		t.Errorf("offset %d is %v, not %v", c.Offset, f.Place(c.Offset), c.Place)
	}
	for i, r := range c.Text {
		got, _ := utf8.DecodeRune(f.Text[c.At(i):])
		if r == ' ' && (got == '\n' || got == '\r') {
			continue // a line break in quotes
		}
		if got != r {
			t.Fatalf("byte %d of %q is %q in the file", i, c.Text, got)
		}
	}
}

func ExampleParseCSV() {
	f, _ := source.NewFile("bom.csv", []byte("part,quantity\n\"Bolt, M8\",4\n"))
	var list source.List
	table := source.ParseCSV(f, &list)
	for _, row := range table.Rows {
		fmt.Println(row[0].Text, "at", row[0].Place)
	}
	// Output: Bolt, M8 at bom.csv:2:2
}

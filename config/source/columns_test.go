package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

var partColumns = source.Columns{
	Known:    []string{"level", "position", "part", "name", "unit", "from_serial"},
	Required: []string{"level", "part"},
}

func parseColumns(t require.TestingT, text string) (*source.Table, error) {
	f, err := source.NewFile("t.csv", []byte(text))
	require.NoError(t, err)
	var list source.List
	return partColumns.Parse(f, &list), list.Err()
}

func ExampleColumns() {
	f, _ := source.NewFile("bom.csv", []byte("Part,Quantity,(drawing)\n100,4,D-7\n"))
	var list source.List
	columns := source.Columns{Known: []string{"part", "quantity", "unit"}, Required: []string{"part"}}
	table := columns.Parse(f, &list)
	fmt.Println(table.Rows[0][table.Column("part")].Text, len(table.Header))
	fmt.Println(list.Err())
	// Output:
	// 100 2
	// bom.csv:1:1: column names are lower case, without spaces: part, not Part
	//     Part,Quantity,(drawing)
	//     ^^^^
	//     write the names as they are known: part, quantity, unit
	//     1 more place follows from it
}

// Where all columns are there, an unknown one has no others to choose from.
func TestUnknownBesideAllColumns(t *testing.T) {
	f, err := source.NewFile("renames.csv", []byte("old,new,colour\nA,B,red\n"))
	require.NoError(t, err)
	var list source.List
	source.Columns{Known: []string{"old", "new"}, Required: []string{"old", "new"}}.Parse(f, &list)
	require.EqualError(t, list.Err(), "renames.csv:1:9: unknown column \"colour\"\n    old,new,colour\n            ^^^^^^\n    write (colour) for a column that is not to be read")
}

// A header is told what is wrong with it in one defect for each cause, and the
// rows are read by what it means.
func TestColumns(t *testing.T) {
	const row = "\n1,10,x,y,z,w"
	for _, c := range []struct{ name, header, columns, want string }{
		{"right", "level,position,part,name,unit,from_serial", "level position part name unit from_serial", ""},
		{"notes", "level,(Level),part,(x),(),(y z)", "level part", ""},
		{
			"a note that has the name of a column", "level,(position),part,name,(part),from_serial", "level position part name from_serial",
			"1:7: the column (position) is a note, and there is no column position (write position for the column that is read; give a note another name)",
		},
		{
			"upper case", "Level,POSITION,Part,name,Unit,From serial", "level position part name unit from_serial",
			"1:1: column names are lower case, without spaces: level, not Level +4",
		},
		{
			"spaces and signs", "level,position,part,na me,unit,from-serial", "level position part name unit from_serial",
			"1:21: column names are lower case, without spaces: name, not na me +1",
		},
		{
			"misspelled", "level,positon,prat,name,unit,from_serial", "level position part name unit from_serial",
			"1:7: unknown column \"positon\" (did you mean position?)|1:15: unknown column \"prat\" (did you mean part?)",
		},
		{
			"short", "lev,pos,part,nam,unt,from_ser", "level position part name unit from_serial",
			"1:1: unknown column \"lev\" (did you mean level?)|1:5: unknown column \"pos\" (did you mean position?)|" +
				"1:14: unknown column \"nam\" (did you mean name?)|1:18: unknown column \"unt\" (did you mean unit?)|" +
				"1:22: unknown column \"from_ser\" (did you mean from_serial?)",
		},
		{
			"near one that is there", "level,part,parts,units,unit,(a)", "level part unit",
			"1:12: unknown column \"parts\" (other columns are position, name, from_serial; write (parts) for a column that is not to be read)|" +
				"1:18: unknown column \"units\" (other columns are position, name, from_serial; write (units) for a column that is not to be read)",
		},
		{
			"other case of one that is there", "level,part,Part,(a),(b),(c)", "level part",
			"1:12: unknown column \"Part\" (other columns are position, name, unit, from_serial; write (Part) for a column that is not to be read)",
		},
		{"missing", "level,position,(a),(b),(c),(d)", "level position", "1:1: column part is missing (level and part must be there)"},
		{"all missing", "(e),position,(a),(b),(c),(d)", "position", "1:1: the columns level and part are missing (level and part must be there)"},
		{"no header", "1,10,9001,Bolt,pcs,0", "", "1:1: the header row is missing: no cell of this row is the name of a column (begin the file with the names of its columns: level,part)"},
		{"twice", "level,part,part,(a),(b),(c)", "level part", "1:12: column part is there twice, first at t.csv:1:7"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := parseColumns(t, c.header+strings.Repeat(row, 3)+"\n")
			var got []string
			if err != nil {
				for _, d := range err.(source.Defects) {
					line := fmt.Sprintf("%d:%d: %s", d.Place.Line, d.Place.Column, d.Msg)
					if d.Follows > 0 {
						line += fmt.Sprintf(" +%d", d.Follows)
					} else if d.Hint != "" {
						line += " (" + d.Hint + ")"
					}
					got = append(got, line)
				}
			}
			require.Equal(t, c.want, strings.Join(got, "|"))
			if c.columns == "" {
				require.Nil(t, table)
				return
			}
			require.Equal(t, c.columns, strings.Join(texts(table.Header)[0], " "))
			require.Len(t, table.Rows, 3)
		})
	}
}

package bom_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
)

// One mistake of a whole file is one defect, however many rows it has.
func TestOneCauseOfAFile(t *testing.T) {
	rows := func(header, row string) string { return header + "\n" + strings.Repeat(row+"\n", 402) }
	for _, c := range []struct{ name, text, want string }{
		{"tabs", rows("level\tposition\tpart\tquantity", "1\t10\tA\t1"), "1:1 the columns are not separated by commas"},
		{"a header one short", rows("level,position,part,quantity", "1,10,A,Bolt,1"), "1:1 the header has 4 cells; all 402 rows below it have 5"},
		{"upper case", "Level,Position,Part,Quantity\n1,10,A,1\n", "1:1 column names are lower case, without spaces: level, not Level"},
		{"no header", "1,10,A,1\n1,20,B,1\n", "1:1 the header row is missing: no cell of this row is the name of a column"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readCSV(t, c.text)
			require.Equal(t, []string{c.want}, bomtest.Defects(t, err))
		})
	}
}

// A row that cannot be read hides nothing that is wrong with others, and what
// depends on it is not accused.
func TestRowsAreReadOn(t *testing.T) {
	_, err := readCSV(t, "level,position,part,quantity\n1,10,A\n2,10,B,-1\n3,10,C,1\n3,20,D,0\n")
	require.Equal(t, []string{
		"2:1 this row has 3 cells; the header has 4",
		"3:8 the quantity -1 must be above zero",
		"5:8 the quantity 0 must be above zero",
	}, bomtest.Defects(t, err))
}

// The same structure as spreadsheets of all countries write it.
func TestDialects(t *testing.T) {
	for name, text := range map[string]string{
		"commas":     "level,position,part,name,quantity,unit\n1,10,A,Eng ine,2.5,kg\n",
		"semicolons": "level;position;part;name;quantity;unit\n1;10;A;Eng ine;2,5;kg\n",
		"old Mac":    "level,position,part,name,quantity,unit\r1,10,A,Eng ine,2.5,kg\r",
		"Windows":    "\xef\xbb\xbflevel,position,part,name,quantity,unit\r\n1,10,A,\"Eng\r\nine\",2.5,kg\r\n",
		"with notes": "# format: confspace/1\nlevel,position,part,name,quantity,unit,(drawing),\n1,10,A,Eng ine,2.5,kg,D-7,\n",
	} {
		t.Run(name, func(t *testing.T) {
			s, err := readCSV(t, text)
			require.NoError(t, err)
			require.Equal(t, "2.5 kg", fmt.Sprint(s.Variant(0).Quantity))
			require.Equal(t, "Eng ine", s.Variant(0).Name)
		})
	}
}

func readCSV(t *testing.T, text string) (*bom.Structure, error) {
	t.Helper()
	return bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(text))
}

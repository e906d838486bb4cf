package bom_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

// Notes stay with their rows, whatever the order of the columns.
func TestNotesStayWithTheirRows(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `(drawing),level,position,part,quantity,(buyer),usage,"( , odd)"
"D, 0",0,,VAN,1,,,
D 1,1,10,A,1,Miller,VAN,x
,1,10,B,1,Smith,!VAN,
,2,10,C,2,,,
`)
	var text strings.Builder
	require.NoError(t, s.WriteCSV(&text))
	assert.Equal(t, `# format: confspace/1
level,position,part,quantity,usage,"( , odd)",(buyer),(drawing)
0,,VAN,,,,,"D, 0"
1,10,A,1,VAN,x,Miller,D 1
1,10,B,1,!VAN,,Smith,
2,10,C,2,,,,
`, text.String())
	assert.Equal(t, []bom.Note{{" , odd", "x"}, {"buyer", "Miller"}, {"drawing", "D 1"}}, s.Variant(0).Notes)
	again := bomtest.Structure(t, cat, text.String())
	assert.Equal(t, bare(s.Rows()), bare(again.Rows()))
}

// bare returns rows without places.
func bare(rows []bom.Row) []bom.Row {
	for i := range rows {
		rows[i].Place = bom.Row{}.Place
	}
	return rows
}

func TestRandomNotesReadBackAsWritten(t *testing.T) {
	cat := bomtest.Van(t)
	name := rapid.StringMatching(`[a-z() "]{0,4}`)
	text := rapid.StringMatching(`[a-z,"#;]{0,5}`)
	written := 0
	property.Check(t, func(t *rapid.T) {
		rows := []bom.Row{
			{Level: 1, Position: "10", Part: "A", Quantity: config.Quantity{Amount: config.NewDecimal(1)}},
			{Level: 1, Position: "20", Part: "B", Quantity: config.Quantity{Amount: config.NewDecimal(1)}},
		}
		for i := range rows {
			for range rapid.IntRange(0, 3).Draw(t, "notes") {
				rows[i].Notes = append(rows[i].Notes, bom.Note{Name: name.Draw(t, "name"), Text: text.Draw(t, "text")})
			}
		}
		s, err := bom.NewStructure(cat, rows)
		if err != nil {
			return
		}
		written++
		var out strings.Builder
		require.NoError(t, s.WriteCSV(&out))
		read, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(out.String()))
		require.NoError(t, err, out.String())
		for id := range bom.VariantID(s.NumVariants()) {
			require.ElementsMatch(t, s.Variant(id).Notes, read.Variant(id).Notes, out.String())
		}
	})
	require.Positive(t, written)
}

func TestBadNotes(t *testing.T) {
	for want, notes := range map[string][]bom.Note{
		"the note (a) is there twice":                                  {{"a", "1"}, {"b", "1"}, {"a", "2"}},
		"the note (a) is empty":                                        {{"a", ""}},
		`the note (a) "x\n" has characters that cannot be printed`:     {{"a", "x\n"}},
		`the name of a note "x\n" has characters that cannot be`:       {{"x\n", "x"}},
		"the note (station) has the name of a column; give it another": {{"station", "x"}},
	} {
		_, err := bom.NewStructure(bomtest.Van(t), []bom.Row{
			{Level: 1, Position: "10", Part: "A", Quantity: config.Quantity{Amount: config.NewDecimal(1)}, Notes: notes},
		})
		require.ErrorContains(t, err, want)
	}
}

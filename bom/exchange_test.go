package bom_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Two names of columns that were exchanged are one defect of the header, whatever
// defects follow in the rows, and the structure is read under the right names.
func TestExchangedNamesAreOneDefect(t *testing.T) {
	const dir = "../examples/vanline/product/"
	options, err := os.Open(dir + "options.yaml")
	require.NoError(t, err)
	defer options.Close()
	cat, err := config.ReadCatalog("options.yaml", options)
	require.NoError(t, err)
	text, err := os.ReadFile(dir + "bom.csv")
	require.NoError(t, err)
	head, rest, _ := strings.Cut(string(text), "\n")
	rows := strings.SplitAfter(rest, "\n")
	rest = strings.Join(rows[:len(rows)/4], "")
	for _, pair := range []string{
		"quantity per", "when usage", "position part", "usage station", "name usage", "part usage", "part quantity", "part unit", "level part", "level from",
		"position unit", "name quantity", "quantity unit", "until station",
	} {
		t.Run(pair, func(t *testing.T) {
			a, b, _ := strings.Cut(pair, " ")
			names := strings.Split(head, ",")
			i, k := slices.Index(names, a), slices.Index(names, b)
			names[i], names[k] = b, a
			s, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader(strings.Join(names, ",")+"\n"+rest))
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			require.Len(t, defects, 1, "%v", err)
			assert.Equal(t, fmt.Sprintf("the columns %s and %s have each other's name", a, b), defects[0].Msg)
			assert.Equal(t, 1, defects[0].Place.Line)
			assert.NotNil(t, s, "the names of its positions")
		})
	}
}

// Where exchanged names would hide the mistakes of a right column, none is told.
func TestMistakesAreNotExchangedNames(t *testing.T) {
	for name, text := range map[string]string{
		"unknown codes beside an empty column of stations": many("level,position,part,quantity,usage,station", "1,%d,A%[1]d,1,NEW%[1]d,"),
		"variants that are always used, without names":     many("level,position,part,quantity", "1,%d,A%[1]d,1\n1,%[1]d,B%[1]d,1"),
		"fractions of pieces per one":                      many("level,position,part,quantity,per", "1,%d,A%[1]d,0.5,1"),
		"levels that skip one":                             many("level,position,part,quantity", "1,%d,A%[1]d,1\n3,1,B%[1]d,1"),
		"from and until":                                   many("level,position,part,quantity,from,until", "1,%d,A%[1]d,1,2026-05-01,2026-01-01"),
		"quantities with a word":                           many("level,position,part,quantity,per", "1,%d,A%[1]d,x%[1]d,1"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bom.ReadStructure(bomtest.Van(t), "bom.csv", strings.NewReader(text))
			require.Error(t, err)
			require.NotContains(t, err.Error(), "each other's name")
		})
	}
}

// many writes a header and 30 rows with their numbers.
func many(header, format string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range 30 {
		fmt.Fprintf(&b, format+"\n", i+1)
	}
	return b.String()
}

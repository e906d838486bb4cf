package bom_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config/configtest/property"
)

// requireSameStructure compares what two structures say, but for places.
func requireSameStructure(t require.TestingT, a, b *bom.Structure) {
	require.Equal(t, a.NumPositions(), b.NumPositions())
	require.Equal(t, a.NumVariants(), b.NumVariants())
	require.Equal(t, a.NumParts(), b.NumParts())
	require.Equal(t, a.NumItems(), b.NumItems())
	for id := range bom.PositionID(a.NumPositions()) {
		p, q := a.Position(id), b.Position(id)
		q.Place = p.Place
		requireSame(t, p.When, q.When)
		q.When = p.When
		require.Equal(t, p, q)
	}
	for id := range bom.ItemID(a.NumItems()) {
		i, j := a.Item(id), b.Item(id)
		requireSame(t, i.When, j.When)
		requireSame(t, i.Usage, j.Usage)
		j.When, j.Usage = i.When, i.Usage
		require.True(t, i.Quantity.Amount.Equal(j.Quantity.Amount) && i.Total.Amount.Equal(j.Total.Amount))
		j.Quantity.Amount, j.Total.Amount = i.Quantity.Amount, i.Total.Amount
		require.Equal(t, i, j)
	}
	for id := range bom.VariantID(a.NumVariants()) {
		require.Equal(t, a.Variant(id).Effectivity, b.Variant(id).Effectivity)
	}
}

func requireSame(t require.TestingT, a, b interface{ MarshalText() ([]byte, error) }) {
	x, err := a.MarshalText()
	require.NoError(t, err)
	y, err := b.MarshalText()
	require.NoError(t, err)
	require.Equal(t, string(x), string(y))
}

// What WriteCSV writes, ReadStructure reads as an equal structure, and what Rows
// returns, NewStructure makes one of.
func TestStructuresReadBackAsWritten(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 6)
		s, _ := p.Read(t)
		var text, again strings.Builder
		require.NoError(t, s.WriteCSV(&text))
		read, err := bom.ReadStructure(s.Catalog(), "bom.csv", strings.NewReader(text.String()))
		require.NoError(t, err, text.String())
		requireSameStructure(t, s, read)
		require.NoError(t, read.WriteCSV(&again))
		require.Equal(t, text.String(), again.String())
		made, err := bom.NewStructure(s.Catalog(), s.Rows())
		require.NoError(t, err)
		requireSameStructure(t, s, made)
	})
}

func TestWriteCSV(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,when,part,name,quantity,per,unit,usage,station
0,,,,VAN-7,Van,,,,,
1,10,optional,TOW,BAR,Bar,1,,,SPORT,S1
1,10,,,BAR-B,,1,,,!SPORT,S1
1,20,,,AXLE,"Axle, rear",3,,,,S1
2,10,,,SCREW,,1,3,,,
2,20,,,OIL,,0.25,,l,,
1,30,,,AXLE,,3,,,,S2
`)
	var text strings.Builder
	require.NoError(t, s.WriteCSV(&text))
	assert.Equal(t, `# format: confspace/1
level,position,select,when,part,name,quantity,per,unit,usage,station
0,,,,VAN-7,Van,,,,,
1,10,optional,TOW,BAR,Bar,1,,,SPORT,S1
1,10,,,BAR-B,,1,,,!SPORT,S1
1,20,,,AXLE,"Axle, rear",3,,,,S1
2,10,,,SCREW,,1,3,,,
2,20,,,OIL,,0.25,,l,,
1,30,,,AXLE,"Axle, rear",3,,,,S2
`, text.String())
}

// A point before three digits is refused where numbers have a decimal comma: it may be
// for thousands.
func TestThousandsWhereCommasAreDecimal(t *testing.T) {
	cat := bomtest.Van(t)
	for quantity, want := range map[string]string{"1.000": "may mean a thousand", "1.5": "fraction of a piece", "1000": "", "12,0": ""} {
		_, err := bom.ReadStructure(cat, "bom.csv", strings.NewReader("level;position;part;quantity\n1;10;A;"+quantity+"\n"))
		if want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, want)
		}
	}
}

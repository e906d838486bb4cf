package proof_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

func TestPartsThatNoOperationFits(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,when,usage,station
1,10,,A,1,VAN,,S1
1,20,all,B,1,,TOW,S1
1,20,,B2,1,,SPORT & E,S1
1,20,,B3,1,,SPORT,S1
1,30,,MANUAL,1,,,S1
1,40,,ASM,1,E,,S1
2,41,,C,1,,,
2,42,,D,1,TOW,,S2
1,50,,F,1,,,S2
`)
	l := bomtest.Line(t, s, `
line: test
takt: 60 s
stations:
  - station: S1
    rides: [30]
  - station: S2
    operations:
      - {operation: O, duration: 1 s, parts: 50, when: PICKUP}
      - {operation: P, duration: 1 s, parts: 50, when: PICKUP & D20}
`)
	findings, err := calls(t.Context(), l, bomtest.Space(t, cat, config.Point{}, "!VAN", "!TOW"), config.Point{})
	require.NoError(t, err)
	var got []string
	var orders []config.Order
	for _, f := range findings {
		var e *line.CallError
		require.ErrorAs(t, f.Fault, &e)
		got = append(got, f.Kind.String()+" "+e.Path+" "+e.Part+" "+e.Station)
		orders = append(orders, *f.Witness)
	}
	assert.Equal(t, []string{
		"overlap 50 F S2",
		"unfitted 20 B3 S1",  // no order takes B; one finding for the position
		"unfitted 40 ASM S1", // C arrives in it; no order takes D
	}, got)
	assert.Equal(t, "unfitted-1: bom.csv:4:1: part B3 (position 20) is delivered to S1, where no operation fits it", findings[1].String())
	assert.Equal(t, []string{"B2", "B3"}, findings[1].Subject.Parts)

	var file bytes.Buffer
	require.NoError(t, config.WriteOrders(&file, orders))
	read, err := config.ReadOrders("orders.jsonl", &file)
	require.NoError(t, err)
	require.Len(t, read, len(orders))
	for i := range read {
		assert.Equal(t, orders[i].ID, read[i].ID)
		assert.Equal(t, orders[i].Options, read[i].Options)
	}
}

func TestWitnessesHaveIDsOfTheirOwn(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,select,part,quantity,usage\n1,10,optional,A,1,TOW\n1,10,,B,1,SPORT\n1,10,,C,1,E\n1,10-2,optional,D,1,TOW\n1,10-2,,E,1,E\n1,20,,F,1,E\n")
	findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.NoError(t, err)
	var ids []string
	for _, f := range findings {
		require.Equal(t, f.ID, f.Witness.ID)
		ids = append(ids, f.Witness.ID)
	}
	assert.Equal(t, []string{"gap-1", "overlap-1", "overlap-2", "overlap-3", "overlap-4"}, ids)
}

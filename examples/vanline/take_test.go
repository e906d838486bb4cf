package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// Each set of take rates that exclude each other is told with what is possible, and why.
func TestImpossibleTakeRates(t *testing.T) {
	t.Parallel()
	status, out, errs := call(t, "-product", trailer, "-take", "testdata/impossible.csv")
	assert.Equal(t, 1, status)
	assert.Equal(t, "vanline: no mix has the take rates\n", errs)
	assert.Equal(t, `
trailer                                                    2026-08-03, plant NHV
================================================================================
  take rates      no mix of vehicles has them: 2 conflicts

  OVERRUN 90 % of TANDEM is impossible: the share is 100 % of TANDEM
    R-2: TANDEM requires OVERRUN (Two axles carry more than 750 kg.)

  BOX 60 % and WINCH 50 % cannot both hold: BOX + WINCH is at most 100 %, not
    110 %; while the others hold, BOX 0 to 50 % and WINCH 0 to 40 % is possible
    R-3: WINCH excludes BOX (The winch stands where the box begins.)
`, out)
	checkLines(t, out)
}

// ofNothing returns a file of take rates, one of which is a share of what another one excludes.
func ofNothing(t *testing.T) string {
	file := filepath.Join(t.TempDir(), "take.csv")
	require.NoError(t, os.WriteFile(file, []byte("condition,given,share\nBOX,,0 %\nOVERRUN,BOX,1/3\n"), 0o644))
	return file
}

func TestTakeRateOfNothing(t *testing.T) {
	t.Parallel()
	status, out, errs := call(t, "-product", trailer, "-take", ofNothing(t))
	assert.Zero(t, status, errs)
	assert.Contains(t, out, "1 target met, 1 of nothing; as even as")
	assert.Contains(t, out, "\n   0.00 %   0.00 %  BOX\n  33.33 %        -  OVERRUN of BOX\n")
	checkLines(t, out)
}

func TestTakeRatesHaveDefects(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "take.csv")
	require.NoError(t, os.WriteFile(file, []byte("condition,share\nBOXX,40 %\nFLAT,50\n"), 0o644))
	status, out, errs := call(t, "-product", trailer, "-take", file)
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.Equal(t, file+":2:1: unknown code BOXX\n    BOXX,40 %\n    ^^^^\n    did you mean BOX?\n"+
		file+":3:6: the share must be 1 (100 %) at most, not 50 (5000 %)\n    FLAT,50\n         ^^\n    write 50 % if that is meant\n", errs)
	status, _, errs = call(t, "-product", trailer, "-take", file, "-vehicles", "-1")
	assert.Equal(t, 2, status)
	assert.Equal(t, "vanline: -vehicles and -book must be 0 at least\n", errs)
}

// Orders of the day that the plan does not count on are named, each with the reason.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "orders.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(`{"id": "O-0", "date": "2026-08-03", "plant": "NHV", "options": ["FLATT"]}
{"id": "O-1", "date": "2026-08-03", "plant": "NHV", "serial": 7, "options": ["FLAT", "SINGLE"]}
{"id": "O-2", "date": "2026-08-03", "plant": "NHV", "serial": 8, "options": ["FLAT", "SINGLE", "LAMPS"]}
{"id": "O-3", "date": "2026-08-03", "plant": "NHV", "options": ["BOX", "SINGLE"]}
{"id": "O-4", "date": "2026-08-03", "plant": "NHV", "options": ["BOXX", "SINGLE"]}
{"id": "O-5", "date": "2026-08-03", "plant": "ESK", "options": ["FLAT", "SINGLE"]}
{"id": "O-6", "date": "2026-08-04", "plant": "NHV", "options": ["FLAT", "SINGLE"]}
{"id": "O-7", "date": "2026-08-03", "plant": "NHV", "partial": true}
`), 0o644))
	args := []string{"-product", trailer, "-orders", file, "-take", "testdata/take.csv", "-vehicles", "2"}
	status, out, errs := call(t, args...)
	assert.Equal(t, 1, status)
	assert.Equal(t, "vanline: orders of the day with an error: 2\n", errs)
	assert.Contains(t, strings.Join(strings.Fields(out), " "), "the day 2 vehicles, 2 orders known 2 orders of other days or plants left out "+
		"O-0: "+file+":1:65: order O-0: unknown option \"FLATT\" did you mean FLAT? "+
		"O-3: cannot be built: R-1: BOX requires OVERRUN (A box is heavier than 750 kg when it is loaded.) "+
		"O-4: "+file+":5:65: order O-4: unknown option \"BOXX\" did you mean BOX? "+
		"O-7: beyond the day's vehicles, -vehicles 2 supply ")
	status, out, _ = call(t, append(args, "-json")...)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, `"reason": "beyond the day's vehicles, -vehicles 2"`)
}

// The order book can be read, is the same for the same seed, and narrows the demand of its day.
func TestOrderBook(t *testing.T) {
	t.Parallel()
	book := func(seed string) string {
		status, out, errs := call(t, "-product", trailer, "-take", "testdata/take.csv", "-book", "4", "-seed", seed)
		require.Zero(t, status, errs)
		return out
	}
	require.Equal(t, book("1"), book("1"))
	require.NotEqual(t, book("1"), book("2"))
	orders, err := config.ReadOrders("book", strings.NewReader(book("1")))
	require.NoError(t, err)
	require.Len(t, orders, 4)
	file := filepath.Join(t.TempDir(), "book.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(book("1")), 0o644))
	status, out, errs := call(t, "-product", trailer, "-orders", file, "-take", "testdata/take.csv", "-vehicles", "4")
	require.Zero(t, status, errs)
	require.Contains(t, out, "4 vehicles, 4 orders known\n")
	require.Contains(t, out, "13 parts at 3 supply areas; 0 depend on the orders\n")
}

// The take rates beside the example line are possible, and it builds what is drawn from their mix.
func TestTakeRatesOfTheLine(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles a space that tracks the conditions of the take rates")
	}
	p := program{stderr: io.Discard, folder: folder}
	r, _ := p.parse([]string{"-take", "take.csv", "-book", "3"})
	s, err := p.ask(t.Context(), r)
	require.NoError(t, err)
	require.Empty(t, s.day.conflicts)
	drawn := 0
	for o := range s.day.orders {
		report, err := s.day.mix.Space().Validate(t.Context(), o)
		require.NoError(t, err)
		assert.Equal(t, "valid", report.Verdict.String())
		if drawn++; drawn == 20 {
			break
		}
	}
}

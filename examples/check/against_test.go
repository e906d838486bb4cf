package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// twoReleases returns two releases of the bicycles, and a folder of what else may be given: open
// orders, renames, and where the orders are.
func twoReleases(t *testing.T) (before, after, folder string) {
	t.Helper()
	before = directory(t)
	after = directory(t,
		"options.yaml", "[RACK, LIGHT]", "[CARRIER, LIGHT, BELL]",
		"rules.yaml", "ALU requires LIGHT", "ALU requires LIGHT & CARRIER",
		"bom.csv", "1,20,,WHEEL,2", "1,20,,WHEEL,3",
		"bom.csv", "LAMP,1,LIGHT", "LAMP-2,1,LIGHT",
		"line.yaml", "duration: 3 min", "duration: 5 min",
	)
	folder = t.TempDir()
	for name, text := range map[string]string{
		"orders.jsonl": `{"id": "O-1", "options": ["STEEL", "RACK"]}
{"id": "O-2", "options": ["ALU", "LIGHT"]}
{"id": "O-3", "options": ["ALU"]}
{"id": "O-4", "options": ["STEEL", "LIGHT"]}
`,
		"renames.csv": "old,new\nRACK,CARRIER\n",
		"next.csv":    "order,station\nO-4,S2\nO-1,\n",
		"lost.csv":    "order,station\nO-4,S9\n",
		"gone.csv":    "order,station\nO-44,S1\n",
		"twice.csv":   "order,station\nO-4,S1\nO-4,S2\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	return before, after, folder
}

func TestAgainst(t *testing.T) {
	before, after, folder := twoReleases(t)
	t.Chdir(folder)
	status, out, errs := call(t, "-against", before, "-renames", "renames.csv", "-orders", "orders.jsonl", "-next", "next.csv", after)
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	assert.Equal(t, `overload: 1 warning. The work of some order exceeds the capacity of a station.
  overload-1  line.yaml:7:14: station S2: the work of an order is up to 330 s, its capacity is 300 s
              6 configurations, 60.0 % of all; order overload-1: STEEL CARRIER LIGHT BELL
nothing wrong: 1 rule in force
1 warning, 1 note: 3 positions, 4 part numbers, proved for all orders at 1 point

against `+before+`
  configurations      10  instead of 6

  kept                 5  83.3 % of old

  lost                 1  16.7 % of old
    because            1  100.0 %  R-1: ALU requires LIGHT & CARRIER (The frame carries the battery…

  gained               5  50.0 % of new
    because            5  100.0 %  the old release has no BELL

  other parts          5  100.0 % of kept
  other routing        5  100.0 % of kept

  needed
    LAMP-2                                            0 pcs to 1 pcs

  freed
    LAMP                                              0 pcs to 1 pcs

  other quantity
    WHEEL                                             1 pcs to 1 pcs more in 100.0 % of kept

  newly exceeded
    S2               330 s of 300 s, in 60.0 % of new

  orders               4  1 break, 2 take other parts, 1 could not be built before

  O-2  can be built with CARRIER
    R-1: ALU requires LIGHT & CARRIER (The frame carries the battery.)

  O-1
    S2       WHEEL                                             2 pcs → 3 pcs

  O-4
    S2       WHEEL                                             2 pcs → 3 pcs
    S2       LAMP-2                                            0 pcs → 1 pcs
    S2       LAMP                                              1 pcs → 0 pcs
`, out)
}

// Each release is asked as of its own point, and an order of a plant that the new one does not declare
// breaks.
func TestAgainstAnotherPoint(t *testing.T) {
	before := directory(t, "options.yaml", "product: bicycle", "product: bicycle\nplants: [P1, P2]")
	after := directory(t, "options.yaml", "product: bicycle", "product: bicycle\nplants: [P2, P3]")
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("orders.jsonl", []byte(`{"id": "O-1", "plant": "P1", "options": ["STEEL"]}
{"id": "O-2", "plant": "P2", "options": ["STEEL"]}
`), 0o644))
	status, out, errs := call(t, "-against", before, "-date", "2026-11-02", "-old-date", "2026-11-01", "-orders", "orders.jsonl", after)
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	assert.Contains(t, out, "\nagainst "+before+", as of 2026-11-02, plant P2\n  the old release as of 2026-11-01, plant P2\n")
	assert.Contains(t, out, `
  orders               2  1 break, 0 take other parts, 0 could not be built before

  O-1  can be built in plant P2
    plant P1 is withdrawn
`)
	status, _, errs = call(t, "-against", before, "-plant", "P3", after)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, `-plant: unknown plant "P3": the catalog declares P1, P2; give the plant of the old release by -old-plant`)
	status, out, errs = call(t, "-against", before, "-plant", "P3", "-old-plant", "P1", after)
	assert.Zero(t, status, errs)
	assert.Contains(t, out, "as of plant P3\n  the old release as of plant P1\n")
}

// An order with a defect does not stop the others.
func TestAgainstGoesOn(t *testing.T) {
	before, after, folder := twoReleases(t)
	t.Chdir(folder)
	require.NoError(t, os.WriteFile("mixed.jsonl", []byte(`{"id": "O-1", "options": ["STEEL", "RACK"]}
{"id": "O-2", "options": ["STEL"]}
{"id": "O-3", "options": }
{"id": "O-4", "options": ["STEEL", "LIGHT"]}
`), 0o644))
	args := []string{"-against", before, "-renames", "renames.csv", "-orders", "mixed.jsonl", after}
	status, out, errs := call(t, args...)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "  orders               2  0 break, 2 take other parts, 0 could not be built before\n    defects            2  on standard error\n")
	assert.Contains(t, errs, "check: mixed.jsonl:2:27: ")
	assert.Contains(t, errs, "mixed.jsonl:3:26: ")
	_, out, _ = call(t, append(args, "-sarif")...)
	assert.Contains(t, out, `"uri": "mixed.jsonl"`)
	_, out, _ = call(t, append(args, "-json")...)
	assert.Contains(t, out, `"defects":`)
}

// Open orders are asked of one release alone.
func TestOrdersAlone(t *testing.T) {
	before, after, folder := twoReleases(t)
	t.Chdir(folder)
	status, out, errs := call(t, "-orders", "orders.jsonl", before)
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	_, out, _ = strings.Cut(out, "\n\n")
	assert.Equal(t, `4 open orders: 3 can be built, 1 invalid
  order O-3 cannot be built; it breaks:
      R-1: ALU requires LIGHT (The frame carries the battery.)
`, out)
	require.NoError(t, os.WriteFile("good.jsonl", []byte(`{"id": "O-1", "options": ["STEEL"]}`), 0o644))
	status, out, errs = call(t, "-orders", "good.jsonl", before)
	assert.Zero(t, status)
	assert.Empty(t, errs)
	assert.Contains(t, out, "\n1 open order: 1 can be built\n")
	status, out, _ = call(t, "-json", "-orders", "orders.jsonl", after)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, `unknown option \"RACK\"`)
}

func TestAgainstErrors(t *testing.T) {
	before, after, folder := twoReleases(t)
	t.Chdir(folder)
	car := directory(t, "options.yaml", "product: bicycle", "product: car")
	broken := directory(t, "bom.csv", "STEEL", "STEL")
	void := directory(t, "rules.yaml", "ALU requires LIGHT", "STEEL & ALU")
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		stderr string
	}{
		{"two products", []string{"-against", car, after}, 1, "check: the old catalog is of product car, the new one of product bicycle\n"},
		{"a broken release", []string{"-against", broken, after}, 1, broken + ":\nbom.csv:2:14"},
		{"not renamed", []string{"-against", before, "-orders", "orders.jsonl", after}, 1, ""},
		{"unknown codes", []string{"-against", after, "-orders", "orders.jsonl", before}, 1, "orders.jsonl:1:36"},
		{"an unknown station", []string{"-against", before, "-orders", "orders.jsonl", "-next", "lost.csv", after}, 1, "orders.jsonl:4:1: order O-4 is at an unknown station, S9"},
		{"an order twice", []string{"-against", before, "-orders", "orders.jsonl", "-next", "twice.csv", after}, 1, "twice.csv:3:1: order O-4 is there twice"},
		{"no such order", []string{"-against", before, "-orders", "orders.jsonl", "-renames", "renames.csv", "-next", "gone.csv", after}, 1, "gone.csv:2:1: there is no order O-44\n"},
		{"a void old release", []string{"-against", void, before}, 1, "check: " + void + ": nothing can be built"},
		{"a void new release", []string{"-against", before, void}, 1, "check: " + void + ": nothing can be built"},
		{"no orders", []string{"-against", before, "-orders", "none.jsonl", after}, 1, "none.jsonl"},
		{"no renames", []string{"-against", before, "-renames", "none.csv", after}, 1, "none.csv"},
		{"two directories", []string{"-against", before, after, before}, 2, "-against and -orders take one directory"},
		{"orders of two directories", []string{"-orders", "orders.jsonl", after, before}, 2, "-orders take one directory"},
		{"renames alone", []string{"-renames", "renames.csv", after}, 2, "need -against"},
		{"orders of nowhere", []string{"-orders", "none.jsonl", after}, 1, "none.jsonl"},
		{"-next alone", []string{"-against", before, "-next", "next.csv", after}, 2, "-next needs -orders"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, _, errs := call(t, tt.args...)
			assert.Equal(t, tt.status, status)
			assert.Contains(t, errs, tt.stderr)
			if tt.stderr == "" {
				assert.Empty(t, errs)
			}
		})
	}
}

func TestAgainstSARIF(t *testing.T) {
	before, after, folder := twoReleases(t)
	t.Chdir(folder)
	status, out, errs := call(t, "-sarif", "-against", before, "-renames", "renames.csv", "-orders", "orders.jsonl", after)
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	assert.Contains(t, out, `"text": "order O-2 breaks: R-1: ALU requires LIGHT & CARRIER (The frame carries the battery.)"`)
	assert.Contains(t, out, `"uri": "orders.jsonl"`)
}

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/examples/internal/schematest"
)

// call runs the program and returns what it prints.
func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// files writes releases of a product and what else may be given, and returns their folder.
func files(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	const families = "\n  - {family: gears, options: [HUB, CHAIN]}\n  - {family: extras, select: any, options: [MOTOR, {code: LAMPS, from: 2026-03-01}]}\n"
	write("old/options.yaml", "product: bicycle\nfamilies:\n  - {family: frame, options: [CITY, TOURING, CARGO]}"+families)
	write("old/rules.yaml", "rules:\n  - {id: R-1, rule: LAMPS requires MOTOR}\n")
	write("new/options.yaml", "product: bicycle\nfamilies:\n  - {family: frame, options: [CITY, ROAD, SPORT]}"+families)
	write("new/rules.yaml", "rules:\n  - {id: R-2, rule: MOTOR excludes HUB, reason: The hub breaks.}\n")
	write("two/options.yaml", "product: bicycle\nplants: [P1, P2]\nfamilies:\n  - {family: frame, options: [CITY, TOURING, {code: CARGO, plants: [P2]}]}\n")
	write("two/rules.yaml", "rules: []\n")
	write("three/options.yaml", "product: bicycle\nplants: [P2, P3]\nfamilies:\n  - {family: frame, options: [CITY, TOURING, {code: ROAD, plants: [P3]}]}\n")
	write("three/rules.yaml", "rules: []\n")
	write("four/options.yaml", "product: bicycle\nplants: [P4]\nfamilies:\n  - {family: frame, options: [CITY, {code: ROAD, plants: [P4]}]}\n")
	write("four/rules.yaml", "rules: []\n")
	write("plants.jsonl", `{"id": "O-1", "plant": "P1", "options": ["CITY"]}
{"id": "O-2", "plant": "P2", "options": ["CITY"]}
{"id": "O-3", "plant": "P1", "options": ["CARGO"]}
{"id": "O-4", "options": ["CARGO"]}
`)
	write("new-plant.jsonl", `{"id": "O-1", "plant": "P3", "options": ["CITY"]}`)
	write("car/options.yaml", "product: car\nfamilies:\n  - {family: gears, options: [HUB]}\n")
	write("car/rules.yaml", "rules: []\n")
	write("old.uvl", "features\n    Car\n        alternative\n            Diesel\n            Petrol\n")
	write("new.uvl", "features\n    Car\n        alternative\n            Diesel\n            Petrol\n            Motor\n")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte("features\n    Car\n        alternative\n            Diesel\n            Petrol\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	write("packed.uvl.gz", packed.String())
	write("broken.uvl", "features\n    Car\n        optional\n            Tow\nconstraints\n    Towb\n")
	write("model.txt", "features")
	write("renames.csv", "old,new\nTOURING,ROAD\n")
	write("orders.jsonl", `{"id": "O-1", "options": ["TOURING", "HUB"]}
{"id": "O-2", "options": ["CITY", "HUB", "MOTOR"]}
{"id": "O-3", "options": ["CITY", "HUB", "LAMPS"]}
{"id": "O-4", "date": "2026-02-01", "options": ["CITY", "CHAIN", "LAMPS", "MOTOR"]}
{"id": "O-5", "options": ["CITY", "CHAIN", "MOTOR"]}
{"id": "O-6", "partial": true, "options": ["CARGO"]}
`)
	write("early.jsonl", `{"id": "O-1", "date": "2026-01-15", "options": ["CITY", "CHAIN"]}`)
	write("unknown.jsonl", `{"id": "O-1", "options": ["TOURIN", "HUB"]}`)
	write("mixed.jsonl", `{"id": "O-1", "options": ["CITY", "CHAIN"]}
{"id": "O-5", "options": ["CITI", "CHAIN"]}
{"id": "O-2", "options": ["CITY", "HUB", "MOTOR"]}
{"id": "O-6", "options": }
`)
	write("two.csv", "old,new\nTOURING,ROAD\nCARGO,ROAD\n")
	return dir
}

func TestCompare(t *testing.T) {
	t.Chdir(files(t))
	rule := strings.Repeat("=", 100)
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		stdout string // within
		stderr string // within
	}{
		{"directories", []string{"-date", "2026-03-01", "old", "new"}, 0, `
  old             old
  new             new

                     old     new
  options              7       7  2 withdrawn, 2 added
    withdrawn     TOURING CARGO
    added         ROAD SPORT
  rules                1       1
  configurations      18      18

  kept                 4  22.2 % of old
    2 options     CITY HUB

  lost                14  77.8 % of old
    2 options     TOURING HUB
    because            6   42.9 %  the new release has none of 2, so many each: TOURING, CARGO
                       2   14.3 %  R-2: MOTOR excludes HUB (The hub breaks.)

  gained              14  77.8 % of new
    2 options     ROAD HUB
    because            6   42.9 %  the old release has none of 2, so many each: ROAD, SPORT
                       2   14.3 %  R-1: LAMPS requires MOTOR
`, ""},
		{"renamed", []string{"-date", "2026-03-01", "-renames", "renames.csv", "old", "new"}, 0, "  kept                 8  44.4 % of old\n", ""},
		{"another date", []string{"-date", "2026-02-01", "old", "new"}, 0, "  configurations      12       9\n", ""},
		{"few causes", []string{"-date", "2026-03-01", "-causes", "1", "old", "new"}, 0, "and 1 more causes; -causes 0 prints all\n", ""},
		{"identical", []string{"-date", "2026-03-01", "old", "old"}, 0, "  kept                18  100.0 % of old\n", ""},
		{"models", []string{"old.uvl", "new.uvl"}, 0, "  gained               1  33.3 % of new\n    2 options     Car Motor\n    because            1  100.0 %  the old release has no Motor\n", ""},
		{"a compressed model", []string{"packed.uvl.gz", "new.uvl"}, 0, "  gained               1  33.3 % of new\n", ""},
		{"orders", []string{"-date", "2026-03-01", "-orders", "orders.jsonl", "old", "new"}, 1, `
  orders               6
    invalid            2  in the old release; 1 of them can be built now
    break              3

  O-1  can be built without TOURING, with CITY
    TOURING is withdrawn
    family frame takes exactly one option

  O-2  can be built without MOTOR
    R-2: MOTOR excludes HUB (The hub breaks.)

  O-6  can be built without CARGO
    CARGO is withdrawn
`, ""},
		{"orders that hold", []string{"-date", "2026-03-01", "-orders", "orders.jsonl", "old", "old"}, 0, "  orders               6\n    invalid            2  in the old release\n", ""},
		{"unknown codes in orders", []string{"-date", "2026-03-01", "-orders", "unknown.jsonl", "old", "new"}, 1, "", "unknown.jsonl:1:27"},
		{"orders beside bad ones", []string{"-date", "2026-03-01", "-orders", "mixed.jsonl", "old", "new"}, 1, `
  orders               3
    break              1
    defects            2  on standard error

  O-2  can be built without MOTOR
    R-2: MOTOR excludes HUB (The hub breaks.)
`, "compare: mixed.jsonl:2:27: "},
		{"no orders", []string{"-date", "2026-03-01", "-orders", "missing.jsonl", "old", "new"}, 1, "", "missing.jsonl"},
		{"no date", []string{"old", "new"}, 0, "  configurations      18      18\n", ""},
		{"the date of the first order", []string{"-orders", "early.jsonl", "old", "new"}, 0, "2026-01-15\n", ""},
		{"two products", []string{"-date", "2026-03-01", "old", "car"}, 1, "", "the old catalog is of product bicycle, the new one of product car"},
		{"two to one", []string{"-date", "2026-03-01", "-renames", "two.csv", "old", "new"}, 1, "", "two.csv:3:7: TOURING and CARGO are renamed to one code, ROAD\n    CARGO,ROAD\n          ^^^^\n"},
		{"no renames", []string{"-renames", "missing.csv", "old", "new"}, 1, "", "missing.csv"},
		{"a broken model", []string{"old.uvl", "broken.uvl"}, 1, "", "compare: broken.uvl:\nbroken.uvl:6:5"},
		{"no model", []string{"old.uvl", "model.txt"}, 1, "", "model.txt: it is neither a product directory nor a feature model (.uvl)"},
		{"nothing there", []string{"old.uvl", "missing"}, 1, "", "missing"},
		{"one release", []string{"old"}, 2, "", "usage"},
		{"an unknown plant", []string{"-date", "2026-03-01", "-plant", "X", "old", "new"}, 1, "", "-plant"},
		{"the plant of both", []string{"two", "three"}, 0, "  configurations       3       2\n", ""},
		{"each its own plant", []string{"two", "four"}, 0, "plant P4\n" + rule + `
  old             two, as of plant P1
  new             four

                     old     new
  plants               2       1  2 withdrawn, 1 added
    withdrawn     P1 P2
    added         P4
  options              3       2  2 withdrawn, 1 added
    withdrawn     TOURING CARGO
    added         ROAD
  rules                0       0
  configurations       2       2
`, ""},
		{
			"a plant of the new release",
			[]string{"-plant", "P3", "two", "three"},
			1, "",
			`compare: two: -plant: unknown plant "P3": the catalog declares P1, P2; give the plant of the old release by -old-plant` + "\n",
		},
		{
			"a plant of the old release",
			[]string{"-plant", "P1", "two", "three"},
			1, "",
			`compare: three: -plant: unknown plant "P1": the catalog declares P2, P3; give the plant of the old release by -old-plant` + "\n",
		},
		{"a plant of neither", []string{"-plant", "X", "two", "three"}, 1, "", "compare: two: -plant: unknown plant \"X\": the catalog declares P1, P2\n"},
		{"a plant of the new release for the old one", []string{"-old-plant", "P3", "two", "three"}, 1, "", "compare: two: -old-plant: unknown plant \"P3\": the catalog declares P1, P2\n"},
		{"two plants of one release", []string{"-plant", "P2", "-old-plant", "P1", "two", "two"}, 0, "  gained               1  33.3 % of new\n    1 option      CARGO\n    because            1  100.0 %  CARGO is not in force at plant P1 (plants P2)\n", ""},
		{"two dates of one release", []string{"-date", "2026-03-01", "-old-date", "2026-02-28", "new", "new"}, 0, "  old             new, as of 2026-02-28\n", ""},
		{"orders of a plant that is withdrawn", []string{"-orders", "plants.jsonl", "two", "three"}, 1, `
  orders               4
    invalid            1  in the old release
    break              2

  O-1  can be built in plant P2
    plant P1 is withdrawn

  O-4  can be built without CARGO, with CITY
    CARGO is withdrawn
    family frame takes exactly one option
`, ""},
		{"orders of a new plant", []string{"-orders", "new-plant.jsonl", "two", "three"}, 1, "", "new-plant.jsonl:1:1: the old release: unknown plant \"P3\": the catalog declares P1, P2\n"},
		{"an unknown flag", []string{"-x"}, 2, "", "-x"},
		{"help", []string{"-h"}, 0, "", "usage"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := call(t, tt.args...)
			require.Equal(t, tt.status, status, stderr)
			require.Contains(t, stdout, tt.stdout)
			require.Contains(t, stderr, tt.stderr)
			if tt.stderr == "" {
				require.Empty(t, stderr)
			}
		})
	}
}

// TestDocument holds what -json prints to its schema, and the schema to that.
func TestDocument(t *testing.T) {
	t.Chdir(files(t))
	c := schematest.New(t)
	for _, args := range [][]string{
		{"-date", "2026-03-01", "-orders", "orders.jsonl", "old", "new"},
		{"-date", "2026-03-01", "-orders", "orders.jsonl", "-renames", "renames.csv", "old", "new"},
		{"-date", "2026-03-01", "-shared", "old", "old"},
		{"-orders", "plants.jsonl", "two", "three"},
		{"old.uvl", "new.uvl"},
	} {
		status, out, errs := call(t, append(args, "-json")...)
		require.Empty(t, errs)
		require.NotEmpty(t, out, status)
		c.Require(t, "compare", out)
	}
	_, out, errs := call(t, "-date", "2026-03-01", "-orders", "mixed.jsonl", "-json", "old", "new")
	require.NotEmpty(t, errs)
	c.Require(t, "compare", out)
}

func TestCancelled(t *testing.T) {
	t.Chdir(files(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	require.Equal(t, 1, run(ctx, []string{"old.uvl", "new.uvl"}, &out, &errs))
	require.Contains(t, errs.String(), "canceled")
	require.Empty(t, out.String())
}

// The next release of the example line takes an option off the list, and brings a rule.
func TestNextVanline(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the example line three times")
	}
	const vanline = "../vanline/"
	status, stdout, stderr := call(t, "-date", "2026-11-02", "-plant", "NHV", "-renames", vanline+"next/renames.csv", vanline+"product", vanline+"next")
	require.Zero(t, status, stderr)
	for _, line := range []string{
		"  configurations  892,189,148  888,083,404\n",
		"  kept            844,313,052  94.6 % of old\n",
		"                   11,740,016   24.5 %  R-ELE-013: TOWBAR & CAM_360 => INFO12",
	} {
		require.Contains(t, stdout, line)
	}
}

// Two releases of a bank's product.
func TestReference(t *testing.T) {
	if testing.Short() {
		t.Skip("solver/difference compares them, too")
	}
	t.Chdir(filepath.Join(configtest.Reference(t, "uvl"), "models"))
	status, stdout, stderr := call(t, "-shared", "financial-2017-05-22.uvl", "financial-2018-05-09.uvl")
	require.Zero(t, status, stderr)
	require.Contains(t, stdout, "  configurations                 430  97,451,212,554,676\n")
	require.Contains(t, stdout, "  lost                           430  100.0 % of old\n")
	require.Contains(t, stdout, `
  by the 347 options that both have: 332 old, 340 new
    kept                         180
    lost                         152
    gained                       160
`)
}

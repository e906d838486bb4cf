package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// call runs the program and returns what it prints.
func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// files writes products and vehicles, and returns their folder.
func files(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	write("bicycle/options.yaml", `product: bicycle
families:
  - {family: frame, options: [CITY, TOURING, CARGO]}
  - {family: gears, options: [HUB, CHAIN]}
  - {family: extras, select: any, options: [MOTOR, {code: LAMPS, from: 2026-03-01}]}
`)
	write("bicycle/rules.yaml", "rules:\n  - {id: R-1, rule: MOTOR excludes HUB, reason: The hub breaks.}\n")
	write("bicycle/bom.csv", `level,position,part,name,quantity,unit,when,usage,station
1,FRAME,P-1,City frame,1,pcs,,CITY,S1
1,FRAME,P-2,Other frame,1,pcs,,!CITY,S1
1,CABLE,P-3,Cable,1,pcs,MOTOR & LAMPS & CARGO,,S1
1,BELT,P-4,Belt,1,pcs,MOTOR & HUB,,S1
`)
	write("bicycle/line.yaml", `line: bikes
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: OP-1, when: LAMPS & TOURING & CHAIN & !MOTOR, duration: 10 s}
`)
	write("void/options.yaml", "product: bicycle\nfamilies:\n  - {family: frame, options: [CITY]}\n  - {family: gears, options: [HUB]}\n")
	write("void/rules.yaml", "rules:\n  - {id: R-1, rule: '!CITY'}\n")
	write("car.uvl", "features\n    Car\n        alternative\n            Diesel\n            Petrol\n        optional\n            Tow\n")
	write("formula.cnf", "p cnf 3 2\n1 2 0\n-1 3 0\n")
	write("given.jsonl", `{"id": "P-1", "options": ["CITY", "CHAIN", "MOTOR"]}
{"id": "P-2", "partial": true, "options": ["CARGO"]}
`)
	write("few.jsonl", `{"id": "P-1", "options": ["CITY", "CHAIN", "MOTOR"]}
{"id": "P-2", "options": ["CARGO", "CHAIN"]}
`)
	write("bad.jsonl", `{"id": "P-1", "options": ["CITY", "HUB", "MOTOR"]}
{"id": "P-2", "options": ["CITY", "HUB"]}
{"id": "P-3", "options": ["CITI", "HUB"]}
{"id": "P-4", "options": ["CITY", "TOURING", "HUB"]}
`)
	write("broken.jsonl", "{\"id\": \"P-1\", \"options\": [\"CITY\"\n")
	return dir
}

func TestCover(t *testing.T) {
	t.Chdir(files(t))
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		lines  int    // of stdout
		stdout string // within
		stderr string // within
	}{
		{"pairs", []string{"-t", "2", "bicycle"}, 0, 6, `{"id":"T-1","date":"2026-03-01","options":[`, "  vehicles        6\n  options         7 of 7\n  pairs           16 of 16\n  lower bound     6: no set has fewer vehicles\n"},
		{"options", []string{"-t", "1", "bicycle"}, 0, 3, `"T-3"`, "  lower bound     3: no set"},
		{"triples", []string{"-t=3", "bicycle", "-verify"}, 0, 6, `"T-6"`, "  triples         "},
		{"all", []string{"-t=4", "bicycle"}, 0, 6, `"T-6"`, "  sets of 4       "},
		{"before the lamps", []string{"-date", "2026-01-01", "bicycle"}, 0, 6, `"date":"2026-01-01"`, "  options         6 of 6\n"},
		{"given", []string{"bicycle", "-given", "given.jsonl", "-verify"}, 0, 6, `{"id":"P-1","options":["CITY","CHAIN","MOTOR"]}` + "\n" + `{"id":"P-2","options":["CARGO",`, "  given           2\n"},
		{"some options", []string{"-options", "frame, MOTOR", "bicycle"}, 0, 3, "MOTOR", "  options         4 of 4\n  pairs           3 of 3\n"},
		{"what vehicles lack", []string{"-rejected", "bicycle"}, 0, 7, "T-1", "  options         14 of 14\n"},
		{"a table", []string{"-csv", "bicycle"}, 0, 7, "id,frame,gears,extras\nT-1,", "  lower bound"},
		{"parts and operations", []string{"-t", "1", "-parts", "-verify", "bicycle"}, 0, 3, "T-3", "  conditions      4\n  never           MOTOR & HUB\n"},
		{"parts and operations alone", []string{"-t", "1", "-parts", "-options", "-", "-verify", "bicycle"}, 0, 3, "T-3", "  conditions      4\n  never           MOTOR & HUB\n  lower bound     3: no set has fewer vehicles\n"},
		{"pairs of no options", []string{"-parts", "-options", "-", "bicycle"}, 1, 0, "", "cover: t is 2; no options are covered, but conditions: t must be 1\n"},
		{"nothing to cover", []string{"-options", "-", "bicycle"}, 1, 0, "", "cover: t is 2; there are no options to cover\n"},
		{"parts of a model", []string{"-parts", "car.uvl"}, 1, 0, "", "cover: -parts: only a product directory has parts and operations\n"},
		{"a model", []string{"car.uvl"}, 0, 2, "Car", "  pairs           "},
		{"a formula", []string{"formula.cnf"}, 0, 1, `["1","2","3"]`, "  pairs           3 of 3\n"},
		{"checked", []string{"-check", "-given", "few.jsonl", "-t", "1", "bicycle"}, 1, 3, "TOURING\nHUB\nLAMPS\n", "  options         4 of 7\n"},
		{"checked, but partial", []string{"-check", "-given", "given.jsonl", "bicycle"}, 1, 0, "", "given.jsonl:2:1: vehicle P-2 leaves options open"},
		{"t is 0", []string{"-t", "0", "bicycle"}, 1, 0, "", "cover: t is 0; an interaction has at least 1 option\n"},
		{"t is too large", []string{"-t", "5", "bicycle"}, 1, 0, "", "cover: t is 5; an order has at most 4 options of 3 families: t must be 1 to 4\n"},
		{"invalid vehicles", []string{"-given", "bad.jsonl", "bicycle"}, 1, 0, "", "bad.jsonl:1:1: vehicle P-1 cannot be built: R-1: MOTOR excludes HUB (The hub breaks.)\n"},
		{"an unknown code", []string{"-given", "bad.jsonl", "bicycle"}, 1, 0, "", "bad.jsonl:3:27: "},
		{"two of a family", []string{"-given", "bad.jsonl", "bicycle"}, 1, 0, "", "bad.jsonl:4:1: vehicle P-4 cannot be built: family frame takes exactly one option"},
		{"a broken file", []string{"-given", "broken.jsonl", "bicycle"}, 1, 0, "", "broken.jsonl:1:"},
		{"no file", []string{"-given", "missing.jsonl", "bicycle"}, 1, 0, "", "missing.jsonl"},
		{"an unknown option", []string{"-options", "frame,MOTR", "bicycle"}, 1, 0, "", "cover: -options: MOTR is not an option or a family; did you mean MOTOR?\n"},
		{"nothing can be built", []string{"void"}, 1, 0, "", "R-1"},
		{"nothing there", []string{"missing"}, 1, 0, "", "missing"},
		{"an unknown plant", []string{"-plant", "X", "bicycle"}, 1, 0, "", "-plant"},
		{"nothing", nil, 2, 0, "", "usage"},
		{"nothing to check", []string{"-check", "bicycle"}, 2, 0, "", "usage"},
		{"no vehicles to print", []string{"-check", "-given", "few.jsonl", "-csv", "bicycle"}, 2, 0, "", "cover: -check prints no vehicles and proves no bound: leave out -csv and -verify\n"},
		{"help", []string{"-h"}, 0, 0, "", "usage"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := call(t, tt.args...)
			require.Equal(t, tt.status, status, stderr)
			require.Equal(t, tt.lines, strings.Count(stdout, "\n"), stdout)
			require.Contains(t, stdout, tt.stdout)
			require.Contains(t, stderr, tt.stderr)
		})
	}
}

// What is printed is orders, which the program checks.
func TestRoundTrip(t *testing.T) {
	t.Chdir(files(t))
	status, stdout, _ := call(t, "bicycle")
	require.Zero(t, status)
	orders, err := config.ReadOrders("out.jsonl", strings.NewReader(stdout))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("out.jsonl", []byte(stdout), 0o644))
	require.Len(t, orders, 6)
	status, stdout, stderr := call(t, "-check", "-given", "out.jsonl", "bicycle")
	require.Zero(t, status, stderr)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "  pairs           16 of 16\n")
	status, stdout, _ = call(t, "-check", "-given", "out.jsonl", "-rejected", "bicycle")
	require.Equal(t, 1, status)
	require.NotEmpty(t, stdout)
}

func TestCancelled(t *testing.T) {
	t.Chdir(files(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	require.Equal(t, 1, run(ctx, []string{"bicycle"}, &out, &errs))
	require.Contains(t, errs.String(), "canceled")
	require.Empty(t, out.String())
	errs.Reset()
	require.Equal(t, 1, run(ctx, []string{"-t", "0", "bicycle"}, &out, &errs))
	require.Equal(t, "cover: t is 0; an interaction has at least 1 option\n", errs.String(), "found before anything is compiled")
}

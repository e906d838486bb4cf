package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/solver"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program and returns what it prints.
func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
	}{
		{"default", nil},
		{"pickup_why", []string{"-order", "VL-2026-000102", "-why"}},
		{"overload", []string{"-order", "VL-2026-000103"}},
		{"refused", []string{"-order", "VL-2026-000115"}},
		{"refused_json", []string{"-order", "VL-2026-000113", "-json"}},
		{"partial", []string{"-order", "VL-2026-000112"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && tt.name != "default" {
				t.Skip("compiles the space once more")
			}
			status, out, errs := call(t, tt.args...)
			require.Zero(t, status, errs)
			require.Empty(t, errs)
			if strings.HasSuffix(tt.name, "_json") {
				require.True(t, json.Valid([]byte(out)))
			} else {
				for line := range strings.Lines(out) {
					require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), width, line)
					require.Equal(t, strings.TrimRight(line, " \n")+"\n", line, "spaces at the end")
				}
			}
			file := filepath.Join("testdata", tt.name+".golden")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(out), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(want), out)
		})
	}
}

func TestAllOrders(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles a space for each day on which rules change")
	}
	orders, err := readOrders()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(orders), 12)
	status, out, errs := call(t, "-order", "all")
	require.Zero(t, status, errs)
	require.Equal(t, len(orders), strings.Count(out, "\nOrder "))
	status, out, errs = call(t, "-order", "all", "-json")
	require.Zero(t, status, errs)
	var doc struct {
		Orders []struct {
			ID, Verdict  string
			BOM, Routing map[string]any
			Conflict     []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	require.Len(t, doc.Orders, len(orders))
	verdicts := map[string]int{}
	for i, o := range doc.Orders {
		require.Equal(t, orders[i].ID, o.ID)
		verdicts[o.Verdict]++
		require.Equal(t, o.Verdict == "valid", o.BOM != nil && o.Routing != nil)
		require.Equal(t, o.Verdict == "invalid", len(o.Conflict) > 0)
	}
	require.Positive(t, verdicts["valid"])
	require.Positive(t, verdicts["invalid"])
	require.Positive(t, verdicts["extendable"])
}

// plantedDir copies the product and edits one of its files.
func plantedDir(t *testing.T, name, from, to string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "product")
	require.NoError(t, os.CopyFS(dir, vanline.Files))
	file := filepath.Join(dir, name)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(text), from)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
	return dir
}

// TestNoOrderTakesTheOthersWithIt plants a gap that one of the first three
// orders meets, and an order with an unknown option.
func TestNoOrderTakesTheOthersWithIt(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles a space for each day on which rules change")
	}
	orders, err := readOrders()
	require.NoError(t, err)
	dir := plantedDir(t, "bom.csv", "V1010.1020-08,\"Tunnel, all-wheel drive\",1,,pcs,AWD | AWD_LOW,", "V1010.1020-08,\"Tunnel, all-wheel drive\",1,,pcs,AWD_LOW,")
	text, err := os.ReadFile(filepath.Join(dir, "orders.jsonl"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "orders.jsonl"), []byte(strings.Replace(string(text), `"PICKUP"`, `"PICKAP"`, 1)), 0o644))
	status, out, errs := call(t, "-product", dir, "-order", "all")
	require.Equal(t, 1, status)
	require.Contains(t, errs, "vanline: orders without an answer: 3 of 16; findings of the proofs over all orders: 1\n")
	require.Equal(t, len(orders), strings.Count(out, "\nOrder "))
	require.Equal(t, 3, strings.Count(out, " no answer\n"))
	require.Contains(t, out, "did you mean PICKUP?")
	require.Contains(t, out, "gap: bom.csv:29:1: position 1010.10.20")

	status, out, _ = call(t, "-product", dir)
	require.Equal(t, 1, status, "a gap in the bill does not pass in silence")
	require.Contains(t, out, "gap: bom.csv:29:1: position 1010.10.20")
}

func TestWrongUsage(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "orders.jsonl")
	require.NoError(t, os.WriteFile(empty, nil, 0o644))
	tests := []struct {
		name   string
		args   []string
		status int
		stderr string
	}{
		{"unknown order", []string{"-order", "VL-2026-00101"}, 1, "did you mean VL-2026-000101?"},
		{"unknown family", []string{"-models", "body,enginee"}, 1, "there is no family enginee: did you mean engine?"},
		{"family of many", []string{"-models", "body,safety_kit"}, 1, "safety_kit"},
		{"family twice", []string{"-models", "body,body"}, 1, "twice"},
		{"unknown family of shares", []string{"-shares", "enginee"}, 1, "there is no family enginee: did you mean engine?"},
		{"unknown attribute", []string{"-cost", "prize"}, 1, "there is no attribute prize: did you mean price?"},
		{"unknown flag", []string{"-orders-file", "x"}, 2, "orders-file"},
		{"argument", []string{"VL-2026-000101"}, 2, "unexpected argument"},
		{"no such directory", []string{"-product", "no/such/place"}, 1, "options.yaml"},
		{"no such file", []string{"-orders", "no/such/file"}, 1, "no/such/file"},
		{"no orders", []string{"-orders", empty}, 1, "there are no orders"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, out, errs := call(t, tt.args...)
			require.Equal(t, tt.status, status)
			require.Empty(t, out)
			require.Contains(t, errs, tt.stderr)
		})
	}
}

// TestProduct holds the example to the size that it is advertised with.
func TestProduct(t *testing.T) {
	p, err := product.Read(vanline.Files)
	require.NoError(t, err)
	orders, err := readOrders()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), p.Rules, orders[0].Point(), solver.Config{})
	require.NoError(t, err)

	require.GreaterOrEqual(t, p.Catalog.NumFamilies(), 40)
	require.GreaterOrEqual(t, space.Stats().Rules, 120)
	require.GreaterOrEqual(t, p.Structure.NumPositions(), 300)
	require.GreaterOrEqual(t, p.Structure.NumVariants(), 900)
	require.GreaterOrEqual(t, p.Structure.Levels(), 3)
	require.GreaterOrEqual(t, p.Line.NumStations(), 24)
	require.GreaterOrEqual(t, p.Line.NumOperations(), 150)
	for _, r := range p.Rules.All() {
		require.GreaterOrEqual(t, len(strings.Fields(r.Reason)), 4, "%s has no reason that a human would write", r.ID)
	}

	s := session{product: p, spaces: []*solver.Space{space}}
	require.NoError(t, s.chooseModels("body,wheelbase,roof,engine,gearbox,drive,market"))
	require.NoError(t, s.countModels(t.Context()))
	require.GreaterOrEqual(t, s.nModels, 200)

	counts, err := space.Counts(t.Context(), nil)
	require.NoError(t, err)
	for o := range config.OptionID(p.Catalog.NumOptions()) {
		if covered, _ := p.Catalog.Option(o).Effectivity.Covers(space.AsOf()); covered {
			require.Positive(t, counts[o].Sign(), "nobody can order %s", p.Catalog.Code(o))
		}
	}
}

// TestSound proves that every buildable order of every day finds exactly the parts that it is due, and each part the one
// operation that consumes it, in each plant.
func TestSound(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("proves each position for each day on which something changes")
	}
	p, err := product.Read(vanline.Files)
	require.NoError(t, err)
	for point := range p.Points() {
		space, err := solver.Compile(t.Context(), p.Rules, point, solver.Config{NoCircuit: true})
		require.NoError(t, err)
		findings, err := proof.CheckBill(t.Context(), p.Structure, space)
		require.NoError(t, err)
		require.Empty(t, findings, "as of %s", point)
		calls, err := proof.CheckLine(t.Context(), p.Line, space)
		require.NoError(t, err)
		require.Empty(t, calls, "as of %s", point)
	}
}

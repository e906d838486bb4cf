package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// TestPlanning holds what is printed of shares, numbers and costs to what the
// space says when it is asked the other way round.
func TestPlanning(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles the space once more")
	}
	s, err := program{stderr: io.Discard, folder: folder}.ask(t.Context(), &request{
		order: "VL-2026-000101", questions: questions{shares: "drive", cost: "mass"},
	})
	require.NoError(t, err)
	for i := range s.answers {
		s.answers[i].resolution = nil // parts and stations are written, never read
	}
	var out bytes.Buffer
	require.NoError(t, writeJSON(&out, s))
	var doc documentJSON
	require.NoError(t, json.Unmarshal(out.Bytes(), &doc))
	space, cat := s.asked[0], s.product.Catalog

	total, err := space.Count(t.Context(), nil)
	require.NoError(t, err)

	require.NotEmpty(t, doc.Shares)
	for _, x := range doc.Shares {
		o, ok := cat.LookupOption(x.Option)
		require.True(t, ok)
		require.Equal(t, "drive", cat.Family(cat.Option(o).Family).Code)
		sel := cat.NewSelection()
		sel.Choose(o)
		n, err := space.Given(sel).Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, n.String(), x.Configurations)
		share, err := x.Share.Float64()
		require.NoError(t, err)
		want, _ := new(big.Rat).SetFrac(n, total).Float64()
		require.InDelta(t, want, share, 1e-6)
	}

	order := doc.Orders[0]
	require.Equal(t, total.String(), order.Of)
	number, ok := new(big.Int).SetString(order.Variant, 10)
	require.True(t, ok)
	sel, err := space.Unrank(t.Context(), nil, number)
	require.NoError(t, err)
	want, err := s.chosen[0].Bind(cat)
	require.NoError(t, err)
	require.True(t, want.Equal(sel), "variant %s is another one", number)

	require.Equal(t, "mass", doc.Cost.Attribute)
	quantities := []config.Quantity{
		doc.Cost.Cheapest, order.Cost.Cheapest, *order.Cost.Order, order.Cost.Dearest, doc.Cost.Dearest,
	}
	for i := range quantities[1:] {
		c, err := quantities[i].Cmp(quantities[i+1])
		require.NoError(t, err)
		require.LessOrEqual(t, c, 0, quantities)
	}
	require.Equal(t, order.Cost.CheapestModel, order.Cost.DearestModel)
}

// without prints a report without the lines about the space file.
func without(t *testing.T, out, spaceFile string) string {
	t.Helper()
	before, rest, found := strings.Cut(out, "  space  ")
	require.True(t, found)
	fact, after, found := strings.Cut(rest, "\n  parts  ")
	require.True(t, found)
	require.Contains(t, strings.Join(strings.Fields(fact), " "), spaceFile)
	return before + "  parts  " + after
}

func TestSpaceFile(t *testing.T) {
	golden, err := os.ReadFile("testdata/trailer.golden")
	require.NoError(t, err)
	product := filepath.Join(t.TempDir(), "product")
	require.NoError(t, os.CopyFS(product, os.DirFS(trailer)))
	t.Chdir(t.TempDir())
	const file = "trailer.space"
	report := func(spaceFile string, args ...string) string {
		status, out, errs := call(t, append([]string{"-product", product, "-models", "body,axle", "-shares", "extras", "-space", file}, args...)...)
		require.Zero(t, status, errs)
		return without(t, out, spaceFile)
	}
	require.Equal(t, string(golden), report("compiled and written to trailer.space"))
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(golden), report("read from trailer.space"))

	// Damaged: compiled and written again, as it was.
	damaged := bytes.Clone(written)
	damaged[len(damaged)/2] ^= 1
	require.NoError(t, os.WriteFile(file, damaged, 0o644))
	require.Equal(t, string(golden), report("did not fit"))
	again, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, written, again)
	// Of other days, other rules.
	report("did not fit: orders.jsonl:5:1: order T-5 is built at 2026-06-01", "-order", "T-5")
	rules := filepath.Join(product, "rules.yaml")
	text, err := os.ReadFile(rules)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(rules, append(text, "\n  - {id: R-9, rule: LAMPS requires FLAT, reason: A trial of the sales department.}\n"...), 0o644))
	report("did not fit: the space has other rules")
	report("read from")

	entries, err := fs.Glob(os.DirFS("."), "*")
	require.NoError(t, err)
	require.Equal(t, []string{file}, entries, "nothing is left beside the file")
}

// TestSpaceFileSpares: what is no space file is not written over.
func TestSpaceFileSpares(t *testing.T) {
	file := filepath.Join(t.TempDir(), "orders.jsonl")
	require.NoError(t, os.WriteFile(file, []byte("{}\n"), 0o644))
	status, out, errs := call(t, "-space", file)
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Contains(t, errs, "not a space file")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "{}\n", string(text))
}

// TestSpaceFileBlamesNoOrder: an order that makes no sense is not the space file's fault,
// and takes no other with it.
func TestSpaceFileBlamesNoOrder(t *testing.T) {
	dir := t.TempDir()
	orders := filepath.Join(dir, "orders.jsonl")
	text, err := os.ReadFile("testdata/trailer/orders.jsonl")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(orders, append([]byte(`{"id": "T-0", "plant": "NHV", "options": ["NONE"]}`+"\n"), text...), 0o644))
	args := []string{"-product", "testdata/trailer", "-orders", orders, "-order", "all", "-space", filepath.Join(dir, "space")}
	status, first, _ := call(t, args...)
	require.Equal(t, 1, status)
	status, second, _ := call(t, args...)
	require.Equal(t, 1, status)
	require.Equal(t, strings.Count(first, "\nOrder "), strings.Count(second, "\nOrder "))
	require.Positive(t, strings.Count(second, "\nOrder "))
}

// TestALineThatIsNoOrderTakesNoOther: the other orders are answered, and the exit status
// and the defect say that one was not.
func TestALineThatIsNoOrderTakesNoOther(t *testing.T) {
	orders := filepath.Join(t.TempDir(), "orders.jsonl")
	text, err := os.ReadFile("testdata/trailer/orders.jsonl")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(orders, append([]byte(`{"id": "T-0", "optins": ["NONE"]}`+"\n"), text...), 0o644))
	status, out, errs := call(t, "-product", "testdata/trailer", "-orders", orders, "-order", "all")
	require.Equal(t, 1, status)
	require.Equal(t, strings.Count(string(text), "\n"), strings.Count(out, "\nOrder "))
	require.Contains(t, errs, "did you mean options?")
	status, _, errs = call(t, "-product", "testdata/trailer", "-orders", orders)
	require.Equal(t, 1, status)
	require.Contains(t, errs, "did you mean options?")
}

// TestNoOrderBorrowsAPoint: an order without a date is answered alike whatever orders
// stand beside it.
func TestNoOrderBorrowsAPoint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "product")
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/trailer")))
	answer := func(orders ...string) string {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "orders.jsonl"), []byte(strings.Join(orders, "\n")), 0o644))
		_, out, errs := call(t, "-product", dir, "-order", "all", "-json")
		return out + errs
	}
	const whole = `{"id": "W", "date": "2026-08-03", "plant": "NHV", "options": ["FLAT", "TANDEM", "OVERRUN", "LAMPS"]}`
	const bare = `{"id": "B", "options": ["FLAT", "TANDEM", "OVERRUN", "LAMPS"]}`
	require.Contains(t, answer(bare), "must give one")
	require.Contains(t, answer(whole, bare), "must give one")
	require.Contains(t, answer(bare, whole), "must give one")
}

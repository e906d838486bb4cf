package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	trailer = "testdata/trailer" // a product of ten positions
	screen  = 60                 // lines that the first screen has at most
)

// checkLines holds a report to its width.
func checkLines(t *testing.T, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), width, line)
		require.Equal(t, strings.TrimRight(line, " \n")+"\n", line, "spaces at the end")
	}
}

// inner matches a list or an object without another in it.
var inner = regexp.MustCompile(`[\[{][^\[\]{}]*[\]}]`)

// folded puts each innermost list and object of a JSON document on one line.
func folded(document string) string {
	return inner.ReplaceAllStringFunc(document, func(s string) string { return strings.Join(strings.Fields(s), " ") })
}

func TestGolden(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
	}{
		{"default", nil},
		{"refused_json", []string{"-order", "VL-2026-000113", "-json"}},
		{"trailer", []string{"-product", trailer, "-models", "body,axle", "-shares", "extras"}},
		{"trailer_full", []string{"-product", trailer, "-models", "body,axle", "-shares", "extras", "-order", "all", "-full"}},
		{"trailer_why", []string{"-product", trailer, "-order", "T-1", "-full", "-why"}},
		{"trailer_json", []string{"-product", trailer, "-order", "T-5", "-json"}},
		{"worst", []string{"-worst"}},
		{"trailer_worst", []string{"-product", trailer, "-worst", "-json"}},
		{"trailer_take", []string{"-product", trailer, "-take", "testdata/take.csv", "-vehicles", "20"}},
		{"trailer_orders", []string{"-product", trailer, "-list", "orders"}},
		{"trailer_families", []string{"-product", trailer, "-list", "families"}},
		{"trailer_attributes", []string{"-product", trailer, "-list", "attributes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && tt.name == "refused_json" {
				t.Skip("compiles the space once more")
			}
			status, out, errs := call(t, tt.args...)
			require.Zero(t, status, errs)
			require.Empty(t, errs)
			if strings.HasSuffix(tt.name, "_json") {
				require.True(t, json.Valid([]byte(out)))
				out = folded(out)
			} else {
				checkLines(t, out)
			}
			if tt.args == nil {
				require.LessOrEqual(t, strings.Count(out, "\n"), screen)
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

// report returns what is printed of one order of a session.
func report(t *testing.T, s *session, i int, as style) string {
	t.Helper()
	of := *s
	of.answers = s.answers[i : i+1]
	var out strings.Builder
	require.NoError(t, writeText(&out, &of, as))
	checkLines(t, out.String())
	return out.String()
}

// TestFirstScreen holds the first screen of each order to a screen.
func TestFirstScreen(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles a space for each day on which rules change")
	}
	s, err := answered()
	require.NoError(t, err)
	for i := range s.answers {
		out := report(t, s, i, style{})
		require.LessOrEqual(t, strings.Count(out, "\n"), screen, out)
	}
}

// conditions matches the conditions that -why adds to a report.
var conditions = regexp.MustCompile("(?m)^        if .*\n(           .*\n)*")

// TestFull counts what the full report of each order prints against its bill and
// its routing.
func TestFull(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("compiles a space for each day on which rules change")
	}
	s, err := answered()
	require.NoError(t, err)
	resolved, overloaded := 0, 0
	for i, a := range s.answers {
		out := report(t, s, i, style{full: true})
		require.NotContains(t, out, "-full")
		require.Equal(t, len(a.order.Options)+len(a.order.Without), optionLines(s, out), a.order.ID)
		r := a.resolution
		if r == nil {
			require.NotContains(t, out, "Bill of materials")
			continue
		}
		resolved++
		_, bill, _ := strings.Cut(out, "\nBill of materials")
		bill, stations, found := strings.Cut(bill, "\nStation sequence")
		require.True(t, found)
		require.Equal(t, r.Bill.Len(), itemLines(bill))
		operations := 0
		for _, v := range r.Routing.Visits {
			require.Contains(t, stations, "\n  "+r.Routing.Line().Station(v.Station).Code+" ")
			operations += len(v.Steps)
		}
		require.Equal(t, operations, strings.Count(stations, "\n    OP-"))
		require.Equal(t, len(r.Routing.Overloaded()), strings.Count(stations, "OVERLOAD"))
		overloaded += len(r.Routing.Overloaded())

		why := report(t, s, i, style{why: true})
		require.Len(t, conditions.FindAllString(why, -1), conditionsOf(r))
		require.Equal(t, out, conditions.ReplaceAllString(why, ""), "without the conditions the reports differ")
	}
	require.GreaterOrEqual(t, resolved, 11)
	require.Positive(t, overloaded)
}

// optionLines returns how many lines of a report are of an option.
func optionLines(s *session, out string) int {
	n := 0
	for line := range strings.Lines(out) {
		if code := strings.Fields(strings.TrimPrefix(cutColumns(line, 27), "without ")); len(code) > 0 {
			if _, ok := s.product.Catalog.LookupOption(code[0]); ok {
				n++
			}
		}
	}
	return n
}

// cutColumns returns a line from a column on.
func cutColumns(line string, column int) string {
	return string([]rune(line)[min(column, len([]rune(line))):])
}

// itemLines returns how many lines of a printed bill are of an item.
func itemLines(bill string) int {
	_, items, _ := strings.Cut(bill, "\n\n") // after the heading
	items, _, _ = strings.Cut(items, "\n  Totals")
	n := 0
	for line := range strings.Lines(items) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

// conditionsOf returns how many conditions selected parts and operations.
func conditionsOf(r *product.Resolution) int {
	n := 0
	count := func(e rules.Expr) {
		if !e.IsZero() {
			n++
		}
	}
	for item := range r.Bill.Items() {
		count(item.When)
		count(item.Usage)
	}
	for _, v := range r.Routing.Visits {
		for _, step := range v.Steps {
			count(r.Routing.Line().Operation(step.Operation).When)
		}
	}
	return n
}

// TestAsOf asks an order as of another day, in place of its own.
func TestAsOf(t *testing.T) {
	t.Parallel()
	args := []string{"-product", trailer, "-order", "T-4"}
	_, out, _ := call(t, args...)
	require.Contains(t, out, "Order T-4                                                        cannot be built\n")
	require.Contains(t, out, "as of           2026-06-01, plant ESK\n")
	status, out, errs := call(t, append(args, "-date", "2026-07-01", "-serial", "17", "-plant", "NHV")...)
	require.Zero(t, status, errs)
	require.Contains(t, out, "Order T-4                                                                  valid\n")
	require.Contains(t, out, "as of           2026-07-01, serial 17, plant NHV\n")

	status, out, errs = callWith(t, `{"id": "X-1", "options": ["FLAT", "SINGLE"]}`, "-product", trailer, "-orders", "-")
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Contains(t, errs, "; give it by -date\n")
	status, out, errs = callWith(t, `{"id": "X-1", "options": ["FLAT", "SINGLE"]}`, "-product", trailer, "-orders", "-", "-date", "2026-07-01")
	require.Zero(t, status, errs)
	require.Contains(t, out, "Order X-1                                                                  valid\n")
}

// TestStandardInput reads orders from standard input, and says so of a defect.
func TestStandardInput(t *testing.T) {
	t.Parallel()
	status, out, errs := callWith(t, `{"id": "X-1", "date": "2026-08-03", "option": ["FLAT"]}`, "-product", trailer, "-orders", "-")
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Contains(t, errs, "standard input:1:")
}

// TestListWithoutOrders lists what a product has that nobody has ordered.
func TestListWithoutOrders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	require.NoError(t, os.Remove(filepath.Join(dir, "orders.jsonl")))
	for list, want := range map[string]int{"families": 0, "attributes": 0, "orders": 1} {
		status, _, errs := call(t, "-product", dir, "-list", list)
		require.Equal(t, want, status, errs)
	}
}

// TestProductWithoutOrders asks what needs no order, and what does.
func TestProductWithoutOrders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	orders := filepath.Join(dir, "orders.jsonl")
	_, want, _ := call(t, "-product", dir)
	require.NoError(t, os.Remove(orders))
	const point = "-date=2026-08-03"
	facts := func(text string) string {
		text, _, _ = strings.Cut(text, "\nOrder ")
		text, _, _ = strings.Cut(text, "  orders ")
		_, text, _ = strings.Cut(text, "=\n") // the heading has the point
		return strings.TrimSpace(text)
	}
	space := filepath.Join(dir, "space")
	for range 2 {
		status, out, errs := call(t, "-product", dir, point, "-space", space)
		require.Zero(t, status, errs)
		require.Contains(t, out, "  orders          none: write orders.jsonl, or give a file by -orders\n")
		require.Contains(t, out, space)
	}
	status, out, errs := call(t, "-product", dir, point)
	require.Zero(t, status, errs)
	require.Equal(t, facts(want), facts(out))
	status, out, errs = call(t, "-product", dir, point, "-json")
	require.Zero(t, status, errs)
	require.Contains(t, out, `"orders": []`)
	status, _, errs = call(t, "-product", dir, point, "-worst")
	require.Zero(t, status, errs)
	require.NoError(t, os.WriteFile(orders, nil, 0o644))
	for _, ask := range [][]string{{"-order", "all"}, {"-order", "T-1"}, {"-list", "orders"}} {
		status, out, errs = call(t, append(ask, "-product", dir)...)
		require.Equal(t, 1, status)
		require.Empty(t, out)
		require.Equal(t, strings.Join(ask, " ")+": the product has no orders: write them to its orders.jsonl, or give another file by -orders\n", errs)
	}
	status, _, errs = call(t, "-product", dir)
	require.Equal(t, 1, status)
	require.Contains(t, errs, "; give it by -date\n")
}

// TestALineThatIsNoOrder asks for an order beside one: it is answered, and the line is
// told.
func TestALineThatIsNoOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	file := filepath.Join(dir, "orders.jsonl")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(text), "\n")
	lines[1] = "{\"id\":\"T-2\",\"optoins\":[]}\n"
	require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines, "")), 0o644))
	for _, args := range [][]string{nil, {"-order", "T-1"}, {"-order", "all"}} {
		status, out, errs := call(t, append(args, "-product", dir)...)
		require.Equal(t, 1, status)
		require.Contains(t, out, "Order T-1")
		require.Contains(t, errs, "orders.jsonl:2:")
	}
	status, out, errs := call(t, "-order", "T-2", "-product", dir)
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Contains(t, errs, "unknown order T-2")
	require.Contains(t, errs, "orders.jsonl:2:")
}

// TestFindingsAreObjects plants a gap into the trailer's bill.
func TestFindingsAreObjects(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	file := filepath.Join(dir, "bom.csv")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), ",BOX,", ",BOX & WINCH,", 1)), 0o644))
	status, out, errs := call(t, "-product", dir, "-json")
	require.Equal(t, 1, status)
	require.Contains(t, errs, "vanline: findings of the proofs over all orders: 1\n")
	var doc struct {
		Findings []struct{ Kind string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	require.Len(t, doc.Findings, 1)
	require.Equal(t, "gap", doc.Findings[0].Kind)
}

// TestAnySubsetOfTheFiles takes the line and then the bill away.
func TestAnySubsetOfTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	for _, tt := range []struct{ file, without string }{
		{"line.yaml", "Station sequence"},
		{"bom.csv", "Bill of materials"},
		{"rules.yaml", "cannot be built"},
	} {
		require.NoError(t, os.Remove(filepath.Join(dir, tt.file)))
		for _, style := range []string{"-full", "-why", "-json"} {
			status, out, errs := call(t, "-product", dir, "-order", "T-1", style)
			require.Zero(t, status, errs)
			require.NotContains(t, out, tt.without)
		}
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
	status, out, errs := printed(t, "-order", "all")
	require.Zero(t, status, errs)
	require.Equal(t, len(orders), strings.Count(out, "\nOrder "))
	status, out, errs = printed(t, "-order", "all", "-json")
	require.Zero(t, status, errs)
	var doc struct {
		Orders []struct {
			Order        config.Order
			Verdict      string
			BOM, Routing map[string]any
			Conflict     []struct{ Kind, Text string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	require.Len(t, doc.Orders, len(orders))
	verdicts := map[string]int{}
	for i, o := range doc.Orders {
		require.Equal(t, orders[i].ID, o.Order.ID)
		verdicts[o.Verdict]++
		require.Equal(t, o.Verdict == "valid", o.BOM != nil && o.Routing != nil)
		require.Equal(t, o.Verdict == "invalid", len(o.Conflict) > 0)
	}
	require.Positive(t, verdicts["valid"])
	require.Positive(t, verdicts["invalid"])
	require.Positive(t, verdicts["extendable"])
}

// TestNoOrderTakesTheOthersWithIt plants a gap that one order meets, and an order with an
// unknown option.
func TestNoOrderTakesTheOthersWithIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(trailer)))
	edit := func(name, from, to string) {
		file := filepath.Join(dir, name)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(text), from))
		require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
	}
	edit("bom.csv", "A-201,Axle,2,pcs,TANDEM,", "A-201,Axle,2,pcs,TANDEM & WINCH,")
	edit("orders.jsonl", `"SINGLE", "LAMPS"`, `"SINGLE", "LAMP"`)
	status, out, errs := call(t, "-product", dir, "-order", "all")
	require.Equal(t, 1, status)
	require.Contains(t, errs, "vanline: orders without an answer: 2 of 5; findings of the proofs over all orders: 1\n")
	require.Equal(t, 5, strings.Count(out, "\nOrder "))
	require.Equal(t, 2, strings.Count(out, " no answer\n"))
	require.Contains(t, out, "did you mean LAMPS?")
	require.Contains(t, out, "gap-1: bom.csv:7:1: position 20")

	status, out, _ = call(t, "-product", dir, "-order", "T-5")
	require.Equal(t, 1, status, "a gap in the bill does not pass in silence")
	require.Contains(t, out, "gap-1: bom.csv:7:1: position 20")
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "orders.jsonl")
	require.NoError(t, os.WriteFile(empty, nil, 0o644))
	tests := []struct {
		name   string
		args   []string
		status int
		stderr string
	}{
		{"unknown order", []string{"-order", "VL-2026-00101"}, 1, "did you mean VL-2026-000101?"},
		{"unknown plant", []string{"-plant", "NVH"}, 1, "-plant: unknown plant \"NVH\": did you mean NHV?"},
		{"unknown family", []string{"-models", "body,enginee"}, 1, "unknown family enginee: did you mean engine?"},
		{"family of many", []string{"-models", "body,safety_kit"}, 1, "safety_kit"},
		{"family twice", []string{"-models", "body,body"}, 1, "twice"},
		{"unknown family of shares", []string{"-shares", "enginee"}, 1, "unknown family enginee: did you mean engine?"},
		{"unknown attribute", []string{"-cost", "prize"}, 1, "unknown attribute prize: did you mean price?"},
		{"unknown flag", []string{"-orders-file", "x"}, 2, "orders-file"},
		{"unknown list", []string{"-list", "options"}, 2, "-list knows orders, families and attributes"},
		{"no date", []string{"-date", "tomorrow"}, 2, "tomorrow"},
		{"-book alone", []string{"-book", "3"}, 2, "vanline: -book needs -take\n"},
		{"-vehicles alone", []string{"-vehicles", "3"}, 2, "vanline: -vehicles needs -take\n"},
		{"-seed alone", []string{"-take", "take.csv", "-seed", "3"}, 2, "vanline: -seed needs -book\n"},
		{"-book and -vehicles", []string{"-take", "take.csv", "-book", "3", "-vehicles", "4"}, 2, "vanline: -book and -vehicles ask for two things: give one of them\n"},
		{"-worst and -take", []string{"-take", "take.csv", "-worst"}, 2, "vanline: -worst and -take ask for two things: give one of them\n"},
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
	t.Parallel()
	p, err := product.Read(vanline.Files)
	require.NoError(t, err)
	orders, err := readOrders()
	require.NoError(t, err)
	space := mustCompile(t, p.Rules, orders[0].Point())

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

	s := session{product: p, asked: []*solver.Space{space}, askedAt: []config.Point{{}}}
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

// TestSmallProduct has one of everything.
func TestSmallProduct(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"options.yaml": "product: mug\nfamilies: [{family: body, options: [CUP]}]\n",
		"bom.csv":      "level,position,part,quantity,station\n1,10,MUG,1,S10\n",
		"line.yaml":    "line: L\ntakt: 60 s\nstations: [{station: S10, operations: [{operation: OP, duration: 5 s, parts: [10]}]}]\n",
		"orders.jsonl": `{"id": "M-1", "options": ["CUP"]}` + "\n" + `{"id": "M-2", "partial": true}` + "\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	status, out, errs := call(t, "-product", dir, "-order", "all")
	require.Zero(t, status, errs)
	for _, want := range []string{
		"1 in 1 family", "1 valid combination of 1 family", "1 part number; 1 position, 1 variant, 1 level",
		"L: 1 station, 1 operation, takt", "1 valid configuration contains this partial order", "1 item, 1 part",
		"All of them take 1 part and 1 operation", "of work at 1 station, 0 over takt",
	} {
		require.Contains(t, strings.Join(strings.Fields(out), " "), want)
	}
	require.NotRegexp(t, `\b1 \w+(ies|s)\b`, strings.ReplaceAll(out, "1 pcs", ""))
}

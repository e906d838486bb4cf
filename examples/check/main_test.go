package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// directory writes the files of a product, a bicycle, after edits of the form
// "file", "from", "to".
func directory(t *testing.T, edits ...string) string {
	t.Helper()
	files := map[string]string{
		"options.yaml": `
product: bicycle
families:
  - {family: frame, options: [STEEL, ALU]}
  - {family: extras, select: any, options: [RACK, LIGHT]}
`,
		"rules.yaml": "rules:\n  - {id: R-1, rule: ALU requires LIGHT, reason: The frame carries the battery.}\n",
		"bom.csv": `level,position,select,part,quantity,usage,from,until,station
1,10,,F-ST,1,STEEL,,,S1
1,10,,F-AL,1,ALU,,,S1
1,20,,WHEEL,2,,,,S2
1,30,optional,LAMP,1,LIGHT,,,S2
`,
		"line.yaml": `
line: workshop
takt: 5 min
stations:
  - station: S1
    operations: [{operation: CLAMP, duration: 40 s, parts: [10]}]
  - station: S2
    operations: [{operation: WHEELS, duration: 3 min, parts: [20]}, {operation: LAMP, duration: 30 s, when: LIGHT, parts: [30]}]
`,
	}
	for i := 0; i < len(edits); i += 3 {
		require.Contains(t, files[edits[i]], edits[i+1])
		files[edits[i]] = strings.Replace(files[edits[i]], edits[i+1], edits[i+2], 1)
	}
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// call runs the program and returns what it prints.
func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestNothingWrong(t *testing.T) {
	status, out, errs := call(t, directory(t))
	assert.Zero(t, status)
	assert.Empty(t, errs)
	assert.Equal(t, "nothing wrong: 1 rule in force\nnothing wrong, 1 note: 3 positions, 4 part numbers, proved for all orders at 1 point\n", out)
}

func TestAnySubsetOfTheFiles(t *testing.T) {
	dir := directory(t)
	for _, name := range []string{"line.yaml", "bom.csv", "rules.yaml"} {
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
		status, out, errs := call(t, dir)
		assert.Zero(t, status, "without %s: %s", name, errs)
		assert.Contains(t, out, "nothing wrong")
	}
	require.NoError(t, os.Remove(filepath.Join(dir, "options.yaml")))
	status, _, errs := call(t, dir)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "options.yaml: no such file")
}

func TestFindings(t *testing.T) {
	for _, test := range []struct {
		name  string
		edits []string
		want  []string // beginnings of the lines
	}{
		{
			"gap",
			[]string{"bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU & RACK,"},
			[]string{"gap: 1 error. ", "  gap-1  bom.csv:2:1: position 10: no variant matches", "         ", "nothing wrong: 1 rule", "1 error"},
		},
		{
			"overlap",
			[]string{"bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU | RACK,"},
			[]string{"overlap: 1 error. ", "  overlap-1  bom.csv:2:1: position 10: 2 variants match", "             2 configurations, 33.3 % of all; order overlap-1: STEEL RACK", "nothing wrong: 1 rule", "1 error: "},
		},
		{
			"a hole in time",
			[]string{"bom.csv", "F-AL,1,ALU,,,S1", "F-AL,1,ALU,,2026-03-01,S1\n1,10,,F-AL2,1,ALU,2026-06-01,,S1"},
			[]string{"gap: 1 error. ", "  gap-1  bom.csv:2:1: position 10: no variant matches", "         ", "nothing wrong: 1 rule", "1 error"},
		},
		{
			"no operation for an order",
			[]string{"line.yaml", "when: LIGHT", "when: LIGHT & !RACK"},
			[]string{"gap: 1 error. ", "  gap-1  bom.csv:5:1: part LAMP ", "         ", "nothing wrong: 1 rule", "1 error"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, out, errs := call(t, directory(t, test.edits...))
			assert.Equal(t, 1, status)
			assert.Empty(t, errs)
			lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
			require.Len(t, lines, len(test.want), out)
			for i, want := range test.want {
				assert.True(t, strings.HasPrefix(lines[i], want), "%s\nis not\n%s", lines[i], want)
			}
		})
	}
}

func TestAHoleInTimeIsOneFindingWithItsPoints(t *testing.T) {
	dir := directory(t, "bom.csv", "F-AL,1,ALU,,,S1", "F-AL,1,ALU,,2026-03-01,S1\n1,10,,F-AL2,1,ALU,2026-06-01,,S1",
		"bom.csv", "WHEEL,2,,,,S2", "WHEEL,2,,,2026-04-01,S2\n1,20,,WHEEL-B,2,,2026-04-01,,S2")
	_, out, _ := call(t, dir)
	assert.Contains(t, out, "; from 2026-03-01 until 2026-06-01; order gap-1: ALU LIGHT\n")
	_, out, _ = call(t, "-from", "2026-06-01", dir)
	assert.Contains(t, out, "nothing wrong")
}

// A part that no order takes at any point is a finding; one that waits for an option of
// another day is none.
func TestPartsThatNoOrderTakes(t *testing.T) {
	for _, test := range []struct {
		name  string
		edits []string
		want  string
	}{
		{
			"optional hides no dead part",
			[]string{"bom.csv", "LAMP,1,LIGHT,", "LAMP,1,LIGHT & !LIGHT,"},
			"dead-1  bom.csv:5:1: position 30: no order takes part LAMP. The rules never allow LIGHT & !LIGHT\n",
		},
		{
			"the rules say so",
			[]string{"bom.csv", "LAMP,1,LIGHT,", "LAMP,1,ALU & !LIGHT,"},
			"dead-1  bom.csv:5:1: position 30: no order takes part LAMP. The rules never allow ALU & !LIGHT\n",
		},
		{
			"never at any point",
			[]string{"bom.csv", "LAMP,1,LIGHT,,,", "LAMP,1,ALU & !LIGHT,2026-01-01,2026-03-01,"},
			"dead-1  bom.csv:5:1: position 30",
		},
		{
			"at another day an order does",
			[]string{"bom.csv", "LAMP,1,LIGHT,", "LAMP,1,ALU & !LIGHT,", "rules.yaml", "rule: ALU requires LIGHT", "rule: ALU requires LIGHT, until: 2026-01-01", "line.yaml", "when: LIGHT", "when: LIGHT | ALU"},
			"",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, out, errs := call(t, directory(t, test.edits...))
			assert.Empty(t, errs)
			if test.want == "" {
				assert.Zero(t, status, out)
				assert.NotContains(t, out, "dead: ")
				return
			}
			assert.Equal(t, 1, status)
			assert.Contains(t, out, test.want)
		})
	}
}

// A plant that builds nothing is a finding, and so is a hole in time; before the first
// day and after the last one a product is not sold.
func TestPlantsAndTimesThatBuildNothing(t *testing.T) {
	plants := []string{"options.yaml", "product: bicycle\n", "product: bicycle\nplants: [P1, P2]\n"}
	never := func(effectivity string) []string {
		return []string{"rules.yaml", "reason: The frame carries the battery.}", "reason: x}\n  - {id: R-2, rule: STEEL & ALU, " + effectivity + "}"}
	}
	status, out, errs := call(t, directory(t, append(plants, never("plants: [P2]")...)...))
	assert.Empty(t, errs)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "void-1  rules.yaml:3:10: nothing can be built: these demands cannot all be met: R-2: STEEL & ALU; family frame takes exactly one option\n          plants P2\n")
	assert.Contains(t, out, "1 error")
	_, out, _ = call(t, "-why", directory(t, append(plants, never("plants: [P2]")...)...))
	assert.Contains(t, out, "  plants P2\n  rules.yaml:3:10: R-2: STEEL & ALU\n  options.yaml:5:14: family frame takes exactly one option\n")

	status, out, _ = call(t, directory(t, never("from: 2026-03-01, until: 2026-04-01")...))
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "void-1  rules.yaml:3:10: nothing can be built")

	status, out, _ = call(t, directory(t, never("from: 2026-03-01")...))
	assert.Zero(t, status)
	const why = ": nothing can be built, and nothing is proved: R-2: STEEL & ALU; family frame takes exactly one option\n"
	assert.Contains(t, out, "void: from 2026-03-01"+why)

	// By serial number it is as by date; equal spans of several plants are one.
	status, out, _ = call(t, directory(t, never("from_serial: 100")...))
	assert.Zero(t, status)
	assert.Contains(t, out, "void: serial from 100"+why)
	status, out, _ = call(t, directory(t, append(plants, never("until: 2026-03-01, until_serial: 100, plants: [P1, P2]")...)...))
	assert.Zero(t, status)
	assert.Equal(t, 1, strings.Count(out, "void: until 2026-03-01, serial until 100, plants P1 P2"+why), out)
	status, out, _ = call(t, directory(t, never("from_serial: 100, until_serial: 200")...))
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "void-1  rules.yaml:3:10: nothing can be built")

	// Each plant has its own reason.
	status, out, errs = call(t, directory(t, append(plants, "rules.yaml", "reason: The frame carries the battery.}",
		"reason: x}\n  - {id: R-2, rule: STEEL & ALU, plants: [P1]}\n  - {id: R-3, rule: '!STEEL & !ALU', plants: [P2]}")...))
	assert.Empty(t, errs)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "void-1  rules.yaml:3:10: nothing can be built: these demands cannot all be met: R-2")
	assert.Contains(t, out, "void-2  rules.yaml:4:10: nothing can be built: these demands cannot all be met: R-3")
	assert.Contains(t, out, "2 errors: no order can be built, and nothing is proved\n")
}

// A defect of another file does not hide those of the orders.
func TestOrdersBesideADefect(t *testing.T) {
	dir := directory(t, "options.yaml", "select: any", "select: many", "bom.csv", "F-ST,1,", "F-ST,one,")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "orders.jsonl"), []byte(`{"id":"O-1","options":["STEL"]}`+"\n"), 0o644))
	_, _, errs := call(t, dir)
	for _, want := range []string{`options.yaml:5:`, "bom.csv:2:", `orders.jsonl:1:24: order O-1: unknown option "STEL"`} {
		assert.Contains(t, errs, want)
	}
}

// The order without any option is an order.
func TestTheEmptyOrderIsAWitness(t *testing.T) {
	dir := directory(t, "options.yaml", "options: [STEEL, ALU]", "select: optional, options: [STEEL, ALU]")
	file := filepath.Join(dir, "witnesses.jsonl")
	require.NoError(t, os.WriteFile(file, []byte("kept until there is another\n"), 0o644))
	status, out, _ := call(t, "-witnesses", file, dir)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "gap-1  bom.csv:2:1: position 10: no variant matches")
	assert.Contains(t, out, "; order gap-1 without any option\n")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, `{"id":"gap-1"}`+"\n", string(text))
}

// The orders of a directory are read, and their names looked up.
func TestOrdersOfTheDirectory(t *testing.T) {
	dir := directory(t)
	orders := filepath.Join(dir, "orders.jsonl")
	require.NoError(t, os.WriteFile(orders, []byte(`{"id":"O-1","options":["STEEL"]}`+"\n"), 0o644))
	status, out, errs := call(t, dir)
	assert.Zero(t, status, out+errs)
	require.NoError(t, os.WriteFile(orders, []byte(`{"id":"O-1","options":["STEL"]}`+"\n"+`{"id":"O-2","option":[]}`+"\n"+`{"id":"O-1","options":[]}`+"\n"), 0o644))
	status, _, errs = call(t, dir)
	assert.Equal(t, 1, status)
	for _, want := range []string{`orders.jsonl:1:24: order O-1: unknown option "STEL"`, `orders.jsonl:2:13: unknown key "option"`, "orders.jsonl:3:7: order O-1 is there twice"} {
		assert.Contains(t, errs, want)
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	dir := directory(t, "bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU & RACK,")
	_, out, errs := call(t, dir, "-why")
	assert.Empty(t, errs)
	assert.Contains(t, out, "    the order has ALU\n")
}

// TestWitnessesAreOrders replays the orders that the program writes.
func TestWitnessesAreOrders(t *testing.T) {
	dir := directory(t, "bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU & RACK,")
	file := filepath.Join(dir, "witnesses.jsonl")
	status, out, _ := call(t, "-why", "-witnesses", file, dir)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "    the order has ALU\n    the order does not have STEEL, RACK\n")
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	orders, err := config.ReadOrders("witnesses.jsonl", f)
	require.NoError(t, err)
	require.Len(t, orders, 1)
	assert.Equal(t, "gap-1", orders[0].ID)
	assert.Equal(t, []string{"ALU", "LIGHT"}, orders[0].Options)
}

func TestRulesThatAllowNothing(t *testing.T) {
	status, out, _ := call(t, directory(t, "rules.yaml", "ALU requires LIGHT", "STEEL & ALU"))
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "void-1  rules.yaml:2:10: nothing can be built: these demands cannot all be met: R-1: STEEL & ALU (The frame carries the battery.)")
	assert.Contains(t, out, "1 error: no order can be built, and nothing is proved\n")

	status, out, _ = call(t, directory(t, "rules.yaml", "rule: ALU requires LIGHT", "rule: STEEL & ALU, until: 2026-01-01"))
	assert.Zero(t, status, "before its first day a product may well be void")
	assert.Contains(t, out, "void: until 2026-01-01: nothing can be built, and nothing is proved: R-1: STEEL & ALU")
}

// Defaults that no order has together are defects; those of different times or conditions are not.
func TestDefaultsThatContradict(t *testing.T) {
	frame := func(alu, rack string) string {
		return directory(t, "options.yaml", "[STEEL, ALU]", "[STEEL, {code: ALU"+alu+"}]",
			"options.yaml", "select: any, options: [RACK, LIGHT]", "select: optional, options: [{code: RACK"+rack+"}, LIGHT]")
	}
	status, _, errs := call(t, frame(", default: true", ", default: true"))
	assert.Equal(t, 1, status)
	assert.Equal(t, `options.yaml:4:59: no order has the default ALU together with RACK at options.yaml:5:72
    change it or give it a condition: R-1: ALU requires LIGHT (The frame carries the battery.); family extras takes at most one option
`, errs)
	status, _, errs = call(t, frame(", default: LIGHT", ", default: STEEL"))
	assert.Zero(t, status, errs)
	status, _, errs = call(t, frame(", default: true, from: 2030-01-01", ", default: true, until: 2030-01-01"))
	assert.Zero(t, status, errs)
}

// TestSeveralDirectories finds the directory before each line: of what is right,
// of findings with what lies below them, and of defects.
func TestSeveralDirectories(t *testing.T) {
	right, gap, broken := directory(t), directory(t, "bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU & RACK,"), directory(t, "bom.csv", "STEEL", "STEL")
	status, out, errs := call(t, "-why", right, gap, broken, "no/such/place")
	assert.Equal(t, 1, status)
	begins := func(line string, dirs ...string) bool {
		return slices.ContainsFunc(dirs, func(dir string) bool { return strings.HasPrefix(line, dir+": ") })
	}
	for line := range strings.Lines(out) {
		assert.True(t, begins(line, right, gap), line)
	}
	assert.Contains(t, out, right+": nothing wrong, 1 note: 3 positions")
	assert.Contains(t, out, gap+":   gap-1  bom.csv:2:1: position 10: no variant matches")
	assert.Contains(t, out, gap+":     the order has ALU\n")
	for line := range strings.Lines(errs) {
		assert.True(t, begins(line, broken, "no/such/place"), line)
	}
	assert.Contains(t, errs, broken+": bom.csv:2:14: ")
	assert.Contains(t, errs, "no/such/place: options.yaml")

	status, _, errs = call(t, right, right)
	assert.Zero(t, status, errs)
}

// TestVanline proves that every buildable order of the example line, on every
// day and in each plant, finds exactly its parts, and each part the one
// operation that consumes it.
func TestVanline(t *testing.T) {
	if testing.Short() {
		t.Skip("proves each position for each day on which something changes")
	}
	status, out, errs := call(t, "../vanline/product")
	assert.Zero(t, status)
	assert.Empty(t, errs)
	var kinds []string
	for line := range strings.Lines(out) {
		if kind, _, heads := strings.Cut(line, ": "); heads && !strings.HasPrefix(line, " ") {
			kinds = append(kinds, kind)
		}
	}
	assert.Equal(t, []string{"overload", "nothing wrong", "8 warnings, 73 notes"}, kinds)
	assert.Contains(t, out, `
nothing wrong: 166 rules in force as of 2026-11-02, plant NHV
8 warnings, 73 notes: 737 positions, 1358 part numbers, proved for all orders at 24 points
`)
	assert.Less(t, strings.Count(out, "\n"), 24, "a screen")
}

// TestNextVanline proves the next release of the line from a day on when all its changes are
// made: it has no error but parts of what has run out by then.
func TestNextVanline(t *testing.T) {
	if testing.Short() {
		t.Skip("proves each position of the example line")
	}
	_, out, errs := call(t, "-from", "2027-06-01", "../vanline/next")
	assert.Empty(t, errs)
	assert.Contains(t, out, "737 positions, 1358 part numbers, proved for all orders at 4 points\n")
	for line := range strings.Lines(out) {
		if kind, _, heads := strings.Cut(line, ": "); heads && !strings.HasPrefix(line, " ") {
			assert.Contains(t, []string{"dead", "overload", "barred", "unused", "nothing wrong", "11 errors, 24 warnings, 71 notes"}, kind)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"-witnesses", "w.jsonl", "a", "b"}, {"-no-such-flag", "a"}, {"-from", "yesterday", "a"}} {
		status, out, errs := call(t, args...)
		assert.Equal(t, 2, status, "%q", args)
		assert.Empty(t, out)
		assert.NotEmpty(t, errs)
	}
}

// -from keeps the stretch in which the date lies, up to one without end.
func TestFromADateWithinAStretch(t *testing.T) {
	dir := directory(t, "bom.csv", "F-AL,1,ALU,,,S1", "F-AL,1,ALU,,2026-03-01,S1")
	for _, from := range []string{"2026-03-01", "2026-03-02", "2030-01-01"} {
		status, out, _ := call(t, "-from", from, dir)
		assert.Equal(t, 1, status, from)
		assert.Contains(t, out, "proved for all orders at 1 point\n", from)
		assert.Contains(t, out, "gap-1  bom.csv:2:1: position 10", from)
	}
}

func TestFailOn(t *testing.T) {
	note, gap := directory(t), directory(t, "bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU & RACK,")
	for _, tt := range []struct {
		least     string
		note, gap int
	}{{"error", 0, 1}, {"warning", 0, 1}, {"info", 1, 1}, {"none", 0, 0}, {"fatal", 2, 2}} {
		status, _, _ := call(t, "-fail-on", tt.least, note)
		assert.Equal(t, tt.note, status, "a note, -fail-on %s", tt.least)
		status, _, _ = call(t, "-fail-on", tt.least, gap)
		assert.Equal(t, tt.gap, status, "a gap, -fail-on %s", tt.least)
	}
}

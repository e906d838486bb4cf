package rules

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

var update = flag.Bool("update", false, "write the golden files")

// dir makes a file system of names and contents in turn.
func dir(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

const rulesFile = `rules:
  - id: R-ENG-012
    rule: TOW requires DIESEL & VAN   # the tow bar
    reason: The tow bar needs the torque of the diesel.
    from: 2026-01-01
    plants: [P2, P1]
  - id: R-ENG-012
    rule: "!TOW | DIESEL"
    until: 2026-01-01
  - id: R-MASS
    rule: |
      sum(mass)
        <= 600
    reason: >
      The axle carries
      no more.
  - id: T-1
    allowed: tables/engine.csv
  - id: T-2
    forbidden:
      columns: [body, extras]
      rows:
        - [VAN, TOW | 12]
        - ["*", "-"]
`

const engineTable = "body,engine\r\nVAN,*\r\nBUS, DIESEL | ELECTRIC \r\n"

func TestRead(t *testing.T) {
	cat := vans(t)
	s, err := Read(cat, dir("p/rules.yaml", rulesFile, "p/tables/engine.csv", engineTable), "p/rules.yaml")
	require.NoError(t, err)
	require.Equal(t, 5, s.NumRules())

	r := s.Rule(0)
	require.Equal(t, "R-ENG-012", r.ID)
	require.Equal(t, "TOW requires DIESEL & VAN", r.Source)
	require.Equal(t, "TOW => DIESEL & VAN", r.Expr.String())
	require.Equal(t, "The tow bar needs the torque of the diesel.", r.Reason)
	require.Equal(t, "from 2026-01-01, plants P1 P2", r.Effectivity.String())
	require.Equal(t, "p/rules.yaml:2:9", r.Place.String())
	require.Equal(t, "The axle carries no more.", s.Rule(2).Reason)
	require.Equal(t, "sum(mass)\n  <= 600", s.Rule(2).Source)
	require.Equal(t, "R-MASS: sum(mass) <= 600", s.Rule(2).String())
	require.Equal(t, []RuleID{0, 1}, s.Lookup("R-ENG-012"))

	allowed := s.Rule(3)
	require.Equal(t, "T-1: allowed combinations of body, engine", allowed.String())
	require.Equal(t, "tables/engine.csv", allowed.Table.Name)
	require.Equal(t, "VAN | BUS & (DIESEL | ELECTRIC)", allowed.Expr.String())
	require.Equal(t, "p/tables/engine.csv:3:1", allowed.Table.Rows[1].Place.String())
	forbidden := s.Rule(4)
	require.Equal(t, `!(VAN & (TOW | "12")) & !!(TOW | "12")`, forbidden.Expr.String())
	require.Equal(t, 2, forbidden.Expr.NumArgs())
}

func TestWriteReadsBack(t *testing.T) {
	cat := vans(t)
	s, err := Read(cat, dir("rules.yaml", rulesFile, "tables/engine.csv", engineTable), "rules.yaml")
	require.NoError(t, err)
	var buf bytes.Buffer
	require.NoError(t, Write(&buf, s))
	again, err := Read(cat, dir("rules.yaml", buf.String()), "rules.yaml")
	require.NoError(t, err, buf.String())
	require.True(t, s.Equal(again), buf.String())
	golden(t, "rules.yaml", buf.String())

	var table bytes.Buffer
	require.NoError(t, s.Rule(3).Table.WriteCSV(&table, cat))
	require.Equal(t, "body,engine\nVAN,*\nBUS,DIESEL | ELECTRIC\n", table.String())
}

func TestReadOfFileCutOff(t *testing.T) {
	_, err := Read(vans(t), dir("rules.yaml", "rules:\n"), "rules.yaml")
	require.ErrorContains(t, err, "rules.yaml:1:7: the list of rules is missing")
	s, err := Read(vans(t), dir("rules.yaml", "rules: []\n"), "rules.yaml")
	require.NoError(t, err)
	require.Zero(t, s.NumRules())
}

func TestReadReportsAllDefects(t *testing.T) {
	const file = `rules:
  - id: A
    rule: DIESL requires VAN & TOV
  - id: A
    rule: VAN
  - rule: VAN
  - id: B
  - id: C
    rule: VAN &
    reson: typo
  - id: D
    rule: VAN
    allowed: t.csv
  - id: E
    allowed: tables/engin.csv
  - id: F
    allowed: tables/engine.csv
  - id: G
    allowed: ../outside.csv
  - id: H
    forbidden: {columns: [body, VAN, colour], rows: [[VAN], [BUS, "", x], VAN]}
  - id: I
    rule: |
      VAN |
        BUSS
  - id: J
    rule: VAN
    from: 2026-01-01
    until: 2025-01-01
  - id: K
    rule: [VAN]
  - VAN
  - id: L
    rule: sum(mas) <= 3 & engine = VAN & body in {VAN, VAN} | engine
`
	const table = "body,engine\nVAN,DISEL | ELECTRIC\nBUS,\nVAN|*,VAN\n"
	_, err := Read(vans(t), dir("rules.yaml", file, "tables/engine.csv", table), "rules.yaml")
	golden(t, "defects.txt", err.Error()+"\n")
}

// golden compares text with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o666))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestReadDir(t *testing.T) {
	const options = "product: p\nfamilies:\n  - family: body\n    options: [VAN, BUS]\n"
	s, err := ReadDir(dir("options.yaml", options, "rules.json", `{"rules": [{"id": "1", "rule": "body = VAN"}]}`))
	require.NoError(t, err)
	require.Equal(t, "1: body = VAN", s.Rule(0).String())

	_, err = ReadDir(dir("options.yaml", options))
	require.ErrorContains(t, err, "rules.yaml: no such file")
	_, err = ReadDir(dir("options.yaml", options, "rules.yaml", "rules: []", "rules.json", "{}"))
	require.ErrorContains(t, err, "rules.json: rules.yaml exists too")
	_, err = ReadDir(dir("options.yaml", "product: p\n", "rules.yaml", "rules: [{id: A, rule: VAN VAN}]"))
	require.ErrorContains(t, err, "no families")
	require.ErrorContains(t, err, "rules.yaml:1:27: VAN cannot stand here")
}

// Conditions of defaults are bound with the rules, and their defects stand in the catalog's file.
func TestReadOfDefaults(t *testing.T) {
	options := func(condition string) string {
		return "product: p\nfamilies:\n  - family: body\n    options:\n    - {code: VAN, default: true}\n    - code: BUS\n      default:\n      - {when: " +
			condition + ", rank: 2}\n      - body = BUS\n"
	}
	s, err := ReadDir(dir("options.yaml", options("VAN"), "rules.yaml", "rules: []"))
	require.NoError(t, err)
	var got []string
	for _, d := range s.Defaults() {
		got = append(got, fmt.Sprintf("%s %d %v %v", s.Catalog().Code(d.Option), d.Rank, d.When, d.Place))
	}
	require.Equal(t, []string{
		"VAN 1 true options.yaml:5:28", "BUS 2 VAN options.yaml:8:9", "BUS 1 BUS options.yaml:9:9",
	}, got)
	_, err = ReadDir(dir("options.yaml", options(`"VAN & BSU"`), "rules.yaml", "rules: [{id: A, rule: BSU}]"))
	require.EqualError(t, err, `options.yaml:8:23: unknown code BSU
    - {when: "VAN & BSU", rank: 2}
                    ^^^
    did you mean BUS?
    1 more place follows from it`)
}

func TestBuilderDefects(t *testing.T) {
	cat := vans(t)
	b := NewBuilder(cat)
	b.Add(RuleSpec{ID: "A", Source: "VAN & DIESL"})
	b.Add(RuleSpec{ID: "A", Source: "VAN"})
	b.Add(RuleSpec{Source: "VAN"})
	b.Add(RuleSpec{ID: "B"})
	b.Add(RuleSpec{ID: "C", Table: &Table{}})
	b.Add(RuleSpec{ID: "D", Source: "VAN", Effectivity: config.Effectivity{FromSerial: 3, UntilSerial: 3}})
	_, err := b.Build()
	require.EqualError(t, err, `rule A is defined twice
    rename one, or let one end before the other begins
rule B says nothing
    give it a condition or a table
rule C: the table has no columns
rule D: never in force: until serial 3 is not after from serial 3
rule number 3 has no id
rule A:1:7: unknown code DIESL
    VAN & DIESL
          ^^^^^
    did you mean DIESEL?`)
}

// FuzzRead checks that no rules file and no table makes the reader panic or
// return both a set and an error, and that what it reads it also writes.
func FuzzRead(f *testing.F) {
	f.Add(rulesFile, engineTable)
	f.Add("rules: [{id: A, allowed: tables/engine.csv}]", "body\n\"VAN|BUS\"\n-\n")
	f.Add("rules:\n- {id: A, rule: 'VAN & \"', from: 2026-13-01}", "")
	f.Add("rules: {}\n", "body,body\n")
	cat := vans(f)
	f.Fuzz(func(t *testing.T, rules, table string) {
		s, err := Read(cat, dir("rules.yaml", rules, "tables/engine.csv", table), "rules.yaml")
		if err != nil {
			if s != nil || err.Error() == "" {
				t.Fatalf("partial result with %v", err)
			}
			return
		}
		var buf bytes.Buffer
		if err := Write(&buf, s); err != nil {
			t.Fatal(err)
		}
		again, err := Read(cat, dir("rules.yaml", buf.String()), "rules.yaml")
		if err != nil || !s.Equal(again) {
			t.Fatalf("%q writes as\n%s\nwhich reads as another set, %v", rules, buf.String(), err)
		}
	})
}

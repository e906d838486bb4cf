package rules

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

func build(t *testing.T, specs ...RuleSpec) (*Set, error) {
	t.Helper()
	b := NewBuilder(vans(t))
	for _, s := range specs {
		b.Add(s)
	}
	return b.Build()
}

func day(d int) config.Date { return config.NewDate(2026, time.November, d) }

func TestSetAt(t *testing.T) {
	s, err := build(t,
		RuleSpec{ID: "A", Source: "VAN"},
		RuleSpec{ID: "B", Source: "VAN", Effectivity: config.Effectivity{From: day(2), Until: day(5)}},
		RuleSpec{ID: "B", Source: "BUS", Effectivity: config.Effectivity{From: day(5)}},
		RuleSpec{ID: "C", Source: "VAN", Effectivity: config.Effectivity{Plants: []string{"P1"}}},
	)
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		at   config.Point
		want []RuleID
	}{
		{"before", config.Point{Date: day(1), Plant: "P2"}, []RuleID{0}},
		{"first day", config.Point{Date: day(2), Plant: "P1"}, []RuleID{0, 1, 3}},
		{"within", config.Point{Date: day(4), Plant: "P2"}, []RuleID{0, 1}},
		{"day of change", config.Point{Date: day(5), Plant: "P2"}, []RuleID{0, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := s.At(c.at)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
	_, err = s.At(config.Point{Date: day(1)})
	var missing *config.PointError
	require.ErrorAs(t, err, &missing)
	require.ErrorContains(t, err, "rule C: ")
	require.Equal(t, []config.Date{day(2), day(5)}, s.Timeline())
	require.Equal(t, []RuleID{1, 2}, s.Lookup("B"))
	require.Empty(t, s.Lookup("X"))
}

func TestVersionsMustNotOverlap(t *testing.T) {
	_, err := build(t,
		RuleSpec{ID: "A", Source: "VAN", Effectivity: config.Effectivity{Until: day(6)}},
		RuleSpec{ID: "A", Source: "BUS", Effectivity: config.Effectivity{From: day(5)}},
	)
	require.ErrorContains(t, err, "rule A is defined twice; both are in force: until 2026-11-06, and from 2026-11-05")
}

func TestBadRuleIDs(t *testing.T) {
	for name, id := range map[string]string{"line break": "A\nB", "space before": " A", "space after": "A ", "control": "A\x00", "invalid": "A\xff"} {
		t.Run(name, func(t *testing.T) {
			_, err := build(t, RuleSpec{ID: id, Source: "VAN"})
			require.ErrorContains(t, err, "is not a rule id")
		})
	}
}

func TestDigest(t *testing.T) {
	base := RuleSpec{ID: "A", Source: "VAN | BUS", Reason: "So."}
	digest := func(specs ...RuleSpec) [32]byte {
		s, err := build(t, specs...)
		require.NoError(t, err)
		return s.Digest()
	}
	same := base
	same.Place.Line, same.Source = 7, "body in {VAN,BUS} // as before"
	require.Equal(t, digest(base), digest(same))
	table := func(forbidden bool, families ...config.FamilyID) RuleSpec {
		row := Row{Cells: make([][]config.OptionID, len(families))}
		row.Cells[0] = []config.OptionID{} // none
		return RuleSpec{ID: "A", Table: &Table{Families: families, Forbidden: forbidden, Rows: []Row{row}}}
	}
	seen := map[[32]byte]string{}
	for name, specs := range map[string][]RuleSpec{
		"none": {}, "base": {base}, "table": {table(false, 0, 1)}, "forbidden": {table(true, 0, 1)}, "columns": {table(false, 0, 2)},
		"id":          {{ID: "B", Source: "VAN | BUS", Reason: "So."}},
		"condition":   {{ID: "A", Source: "VAN & BUS", Reason: "So."}},
		"effectivity": {{ID: "A", Source: "VAN | BUS", Reason: "So.", Effectivity: config.Effectivity{FromSerial: 1}}},
		"plants":      {{ID: "A", Source: "VAN | BUS", Reason: "So.", Effectivity: config.Effectivity{Plants: []string{"P"}}}},
		"twice":       {base, {ID: "B", Source: "VAN"}},
	} {
		d := digest(specs...)
		require.Empty(t, seen[d], name)
		seen[d] = name
	}
	silent, err := build(t, RuleSpec{ID: "A", Source: "VAN | BUS"})
	require.NoError(t, err)
	spoken, err := build(t, base)
	require.NoError(t, err)
	require.Equal(t, spoken.Digest(), silent.Digest(), "a reason decides nothing")
	require.NotEqual(t, spoken.TextDigest(), silent.TextDigest())
}

func TestWriteForeignSource(t *testing.T) {
	cat := vans(t)
	e, err := Parse(cat, "VAN | !BUS")
	require.NoError(t, err)
	b := NewBuilder(cat)
	b.Add(RuleSpec{ID: "clause 1", Expr: e, Source: "1 -2 0"})
	b.Add(RuleSpec{ID: "clause 2", Expr: e, Source: "BUS"})
	s, err := b.Build()
	require.NoError(t, err)
	require.Equal(t, "clause 1: 1 -2 0", s.Rule(0).String())
	var buf bytes.Buffer
	require.NoError(t, Write(&buf, s))
	require.Equal(t, "format: confspace/1\nrules:\n  - id: clause 1\n    rule: \"VAN | !BUS\"\n  - id: clause 2\n    rule: \"VAN | !BUS\"\n", buf.String())
	again, err := Read(cat, dir("rules.yaml", buf.String()), "rules.yaml")
	require.NoError(t, err)
	require.True(t, s.Equal(again))
}

func TestBuilderGoesOn(t *testing.T) {
	b := NewBuilder(vans(t))
	b.Add(RuleSpec{ID: "A", Source: "VAN"})
	first, err := b.Build()
	require.NoError(t, err)
	b.Add(RuleSpec{ID: "A", Source: "VAN"})
	_, err = b.Build()
	require.ErrorContains(t, err, "defined twice")
	_, again := b.Build()
	require.Equal(t, err, again)
	require.Equal(t, 1, first.NumRules())
}

func TestTableDefects(t *testing.T) {
	for _, c := range []struct {
		name  string
		table Table
		want  string
	}{
		{"no columns", Table{}, "no columns"},
		{"no rows", Table{Families: []config.FamilyID{0}}, "no rows"},
		{"no such family", Table{Families: []config.FamilyID{99}, Rows: []Row{{}}}, "family 99 of a catalog of 4"},
		{"column twice", Table{Families: []config.FamilyID{0, 0}, Rows: []Row{{}}}, "two columns"},
		{"ragged", Table{Families: []config.FamilyID{0, 1}, Rows: []Row{{Cells: [][]config.OptionID{nil}}}}, "row 1 of the table has 1 cells for 2 columns"},
		{"other family", Table{Families: []config.FamilyID{0}, Rows: []Row{{Cells: [][]config.OptionID{{7}}}}}, "option 7 in the column of family body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := build(t, RuleSpec{ID: "T", Table: &c.table})
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTableIsCopied(t *testing.T) {
	table := &Table{Families: []config.FamilyID{0}, Rows: []Row{{Cells: [][]config.OptionID{{0}}}}}
	s, err := build(t, RuleSpec{ID: "T", Table: table})
	require.NoError(t, err)
	table.Rows[0].Cells[0][0] = 1
	require.Equal(t, config.OptionID(0), s.Rule(0).Table.Rows[0].Cells[0][0])
}

func TestMisusePanics(t *testing.T) {
	cat, other := vans(t), vans(t)
	for name, f := range map[string]func(){
		"no such option":          func() { Option(cat, 99) },
		"and of nothing":          func() { And() },
		"two catalogs":            func() { And(True(cat), True(other)) },
		"zero Expr":               func() { Not(Expr{}) },
		"between reversed":        func() { Between(2, 1, True(cat)) },
		"between negative":        func() { Between(-1, 1, True(cat)) },
		"between of nothing":      func() { Between(0, 1) },
		"argument out of range":   func() { Not(True(cat)).Arg(1) },
		"evaluation of nothing":   func() { Expr{}.Holds(cat.NewSelection()) },
		"another selection":       func() { Option(cat, 7).Holds(other.NewSelection()) },
		"rule of another catalog": func() { NewBuilder(cat).Add(RuleSpec{ID: "A", Expr: True(other)}) },
	} {
		t.Run(name, func(t *testing.T) { require.Panics(t, f) })
	}
	require.True(t, Expr{}.IsZero())
	require.Equal(t, OpNone, Expr{}.Op())
	require.Empty(t, Expr{}.String())
	require.False(t, errors.Is(ErrDecisions, ErrMagnitude))
}

func TestEvaluationDoesNotAllocate(t *testing.T) {
	cat := vans(t)
	sel := cat.NewSelection()
	sel.Choose(0)
	for _, src := range []string{
		"VAN & (BUS | !TOW) => DIESEL <=> ELECTRIC", "between(1, 2; VAN, TOW, seats)", "sum(mass) <= 600", "VAN.price * TOW.price >= 300",
	} {
		e, err := Parse(cat, src)
		require.NoError(t, err)
		require.Zero(t, testing.AllocsPerRun(100, func() { e.Holds(sel) }), src)
		require.Zero(t, testing.AllocsPerRun(100, func() { e.Truth(sel) }), src)
	}
}

func TestInspection(t *testing.T) {
	cat := vans(t)
	e, err := Parse(cat, "at_most(1; VAN & TOW, DIESEL) | VAN.price * TOW.price >= 300 | sum(mass, seats) <= 40 | true")
	require.NoError(t, err)
	require.Equal(t, OpOr, e.Op())
	require.Equal(t, 4, e.NumArgs())
	require.Equal(t, []config.OptionID{0, 2, 3, 4, 6}, e.Options())
	between := e.Arg(0)
	lo, hi := between.Bounds()
	require.Equal(t, []int{0, 1, 2}, []int{lo, hi, between.NumArgs()})
	require.Equal(t, "VAN & TOW", between.Arg(0).String())
	require.Equal(t, config.OptionID(4), between.Arg(1).Option())
	require.Equal(t, config.NoOption, between.Option())
	require.Len(t, e.Arg(1).Decisions(), 2)
	require.Nil(t, between.Decisions())
	terms, rel, bound := e.Arg(2).Linear()
	require.Equal(t, []Term{{2, 8}, {3, 9}}, terms)
	require.Equal(t, AtMost, rel)
	require.Equal(t, int64(8), bound)
	require.Zero(t, e.Arg(3).NumArgs())
}

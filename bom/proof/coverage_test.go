package proof_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// dead returns what a Coverage of spaces calls dead.
func dead(t *testing.T, cat *config.Catalog, csv string, sources ...string) []string {
	c := proof.NewCoverage(bomtest.Structure(t, cat, csv))
	require.NoError(t, c.Add(t.Context(), bomtest.Space(t, cat, config.Point{}, sources...), config.Point{}))
	var texts []string
	for _, f := range c.Dead() {
		texts = append(texts, f.Error())
	}
	return texts
}

func TestDeadParts(t *testing.T) {
	cat := bomtest.Van(t) // body VAN SUV, engine D20 D30, extras
	assert.Empty(t, dead(t, cat, "level,position,select,part,quantity,usage\n1,10,optional,A,1,VAN\n"))
	assert.Equal(t, []string{"bom.csv:2:1: position 10: no order takes parts A, B. The rules never allow VAN & !VAN | D20 & D30"},
		dead(t, cat, "level,position,select,part,quantity,usage\n1,10,all,A,1,VAN & !VAN\n1,10,,B,1,D20 & D30\n"))
	assert.Equal(t, []string{"bom.csv:2:1: position 10: no order takes part A. The rules never allow D20 & !D20"},
		dead(t, cat, "level,position,select,when,part,quantity\n1,10,optional,D20 & !D20,A,1\n2,10,,,B,1\n"), "what stands below is not told")
	assert.Equal(t, []string{"bom.csv:3:1: position 10/10: no order takes part B. Where part A is taken, !D20 never holds"},
		dead(t, cat, "level,position,select,when,part,quantity\n1,10,optional,D20,A,1\n2,10,optional,!D20,B,1\n"))
	assert.Equal(t, []string{"bom.csv:3:1: position 10: no order takes part B. The rules never allow D30"},
		dead(t, cat, "level,position,select,part,quantity,usage\n1,10,optional,A,1,D20\n1,10,,B,1,D30\n", "!D30"))
	assert.Empty(t, dead(t, cat, "level,position,select,part,quantity,when,usage\n1,10,optional,F,1,D20,\n2,10,optional,G,1,,D30\n1,20,,F,1,,\n"),
		"at another path an order takes it")
}

func TestCoverageAgreesWithEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 3)
		g := bomtest.NewGenerator(t, p)
		var sources []string
		for range g.Int(0, 3, "rules") {
			sources = append(sources, g.Cond(2).Text)
		}
		s, _ := p.Read(t)
		coverage := proof.NewCoverage(s)
		reached, taken := make([]bool, s.NumVariants()), make([]bool, s.NumVariants())
		for range g.Int(1, 2, "points") {
			asOf := config.Point{Date: bomtest.Day(t)}
			sp := bomtest.Space(t, p.Catalog, asOf, sources...)
			orders := 0
			for sel := range rulestest.Valid(sp.Rules(), asOf) {
				orders++
				mark(s, 0, bom.SlotID(s.NumSlots()), taken, asOf, func(e condition) bool { return e.IsZero() || e.Holds(sel) })
			}
			err := coverage.Add(context.Background(), sp, config.Point{})
			if orders == 0 {
				require.ErrorIs(t, err, solver.ErrVoid)
				continue
			}
			require.NoError(t, err)
			mark(s, 0, bom.SlotID(s.NumSlots()), reached, asOf, func(condition) bool { return true })
		}
		want := make(map[string]bool)
		for item := range s.Items() {
			if reached[item.Variant] && !taken[item.Variant] && (item.Parent == bom.NoItem || taken[s.Item(item.Parent).Variant]) {
				want[s.Variant(item.Variant).Place.String()] = true
			}
		}
		got := make(map[string]bool)
		for _, f := range coverage.Dead() {
			require.NotEmpty(t, f.Parts)
			require.True(t, strings.HasPrefix(f.Error(), f.Place.String()+": position "+f.Path))
			require.True(t, !f.Condition.IsZero() || f.Within != "", f.Error())
			require.NotContains(t, f.Error(), "  ", "a hole")
			at := slices.IndexFunc(s.ItemsAt(f.Path), func(id bom.ItemID) bool { return s.Variant(s.Item(id).Variant).Place == f.Place })
			position := s.Variant(s.Item(s.ItemsAt(f.Path)[at]).Variant).Position
			whole := true
			for v, variant := range s.Variants(position) {
				whole = whole && !taken[v]
				if reached[v] && !taken[v] {
					require.True(t, slices.Contains(f.Parts, variant.Part))
					got[variant.Place.String()] = true
				}
			}
			require.Equal(t, whole, f.Whole)
		}
		require.Equal(t, want, got)
	})
}

// A part is dead if it is in force only while the part that it stands in is not taken,
// whichever point is asked first.
func TestPartsThatOutliveTheirAssembly(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage,from,until
1,10,optional,A,1,D20,,
2,10,optional,B,1,,,2026-02-01
2,20,optional,C,1,TOW,,2026-02-01
1,20,optional,D,1,D20,,2026-02-01
`)
	before, after := config.Point{Date: config.NewDate(2026, 1, 1)}, config.Point{Date: config.NewDate(2026, 3, 1)}
	spaces := map[config.Point]*solver.Space{before: bomtest.Space(t, cat, before, "!D20"), after: bomtest.Space(t, cat, after)}
	for _, points := range [][]config.Point{{before, after}, {after, before}} {
		c := proof.NewCoverage(s)
		for _, p := range points {
			require.NoError(t, c.Add(t.Context(), spaces[p], p))
		}
		var told []string
		for _, f := range c.Dead() {
			told = append(told, f.Error())
		}
		assert.Equal(t, []string{
			"bom.csv:3:1: position 10/10: no order takes part B. While it is in force, no order takes part A, in which it stands",
			"bom.csv:4:1: position 10/20: no order takes part C. While it is in force, where part A is taken, TOW never holds",
			"bom.csv:5:1: position 20: no order takes part D. While it is in force, the rules never allow D20",
		}, told)
	}
}

type condition interface {
	IsZero() bool
	Holds(*config.Selection) bool
}

// mark marks the variants of which holds is true and whose effectivities cover a point,
// and so all that they stand in.
func mark(s *bom.Structure, first, end bom.SlotID, marks []bool, asOf config.Point, holds func(condition) bool) {
	covers := func(e config.Effectivity) bool { ok, err := e.Covers(asOf); return ok && err == nil }
	for at := first; at < end; at = s.Slot(at).Next {
		slot := s.Slot(at)
		position := s.Position(slot.Position)
		if !covers(position.Effectivity) || !holds(position.When) {
			continue
		}
		for id := slot.First; id != bom.NoItem; id = s.Sibling(id) {
			variant := s.Variant(s.Item(id).Variant)
			if covers(variant.Effectivity) && holds(variant.Usage) {
				marks[s.Item(id).Variant] = true
				below, last := s.Below(id)
				mark(s, below, last, marks, asOf, holds)
			}
		}
	}
}

func TestDeadFindingsAsJSON(t *testing.T) {
	cat := bomtest.Van(t)
	c := proof.NewCoverage(bomtest.Structure(t, cat, "level,position,select,part,quantity,usage\n1,10,optional,A,1,D20 & D30\n"))
	require.ErrorIs(t, c.Add(t.Context(), bomtest.Space(t, cat, config.Point{}, "!VAN & VAN"), config.Point{}), solver.ErrVoid)
	assert.Empty(t, c.Dead(), "no space reached it")
	require.NoError(t, c.Add(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}))
	text, err := json.Marshal(c.Dead())
	require.NoError(t, err)
	assert.JSONEq(t, `[{"kind":"dead","path":"10","parts":["A"],"whole":true,"condition":"D20 & D30","place":"bom.csv:2:1"}]`, string(text))
	require.Error(t, json.Unmarshal(text[1:len(text)-1], new(proof.DeadFinding)))
	assert.Equal(t, "dead", new(proof.DeadFinding).Error())
	assert.Equal(t, source.Place{File: "bom.csv", Line: 2, Column: 1}, c.Dead()[0].Place)
}

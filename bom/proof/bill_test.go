package proof_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

func TestCheckFindsGapsAndOverlaps(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage
1,10,,A,1,D20
1,10,,B,1,D30
1,10,,C,1,D30 & SPORT
1,20,optional,E,1,TOW
1,20,,F,1,SPORT
1,30,all,G,1,TOW
1,30,,H,1,SPORT
`)
	findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"gap 10", "overlap 10 B C", "overlap 20 E F"}, brief(findings))
	assert.Contains(t, findings[0].Witness.Options, "E")

	// The rules close them.
	findings, err = faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}, "!E", "!(D30 & SPORT)", "at_most(1; TOW, SPORT)"), config.Point{})
	require.NoError(t, err)
	assert.Empty(t, findings)
}

func TestTrapPositionConditionCountsInCompleteness(t *testing.T) {
	cat := bomtest.Van(t)
	for _, test := range []struct {
		when string
		want []string
	}{
		{"TOW", nil},
		{"", []string{"gap 10"}},
	} {
		s := bomtest.Structure(t, cat, "level,position,part,quantity,when,usage\n1,10,HITCH,1,"+test.when+",TOW\n")
		findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, test.want, brief(findings), "when %q", test.when)
	}
}

func TestTrapPositionConditionCountsInOverlap(t *testing.T) {
	cat := bomtest.Van(t)
	for _, test := range []struct {
		when string
		want []string
	}{
		{"!(TOW & SPORT) & (TOW | SPORT)", nil},
		{"TOW | SPORT", []string{"overlap 10 A B"}},
	} {
		s := bomtest.Structure(t, cat, "level,position,part,quantity,when,usage\n1,10,A,1,"+test.when+",TOW\n1,10,B,1,,SPORT\n")
		findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, test.want, brief(findings), "when %q", test.when)
	}
}

func TestCheckLooksBelowVariantsOnlyWhereTheyAreTaken(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,part,quantity,when,usage
1,10,ENGINE,1,,D20 | D30
2,10,PUMP2,1,,D20
2,10,PUMP3,1,,D30
1,10,MOTOR,1,,E
2,10,COIL,1,,A8
1,20,SHARED,1,D20,
2,10,X,1,,TOW
2,10,Y,1,,!TOW | D30
1,30,SHARED,1,D30,
`)
	findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"gap 10/10", "overlap 30/10 X Y"}, brief(findings))
	assert.Contains(t, findings[0].Witness.Options, "E")
	assert.Contains(t, findings[0].Witness.Options, "M6")
	assert.Equal(t, "MOTOR", s.Item(mismatch(t, findings[0]).Above).Part)
}

func TestCheckOfNothingIsAnError(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,A,1\n")
	_, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}, "VAN & PICKUP"), config.Point{})
	require.ErrorIs(t, err, solver.ErrVoid)
}

func TestCheckAsksEffectivityAtTheSpacesPoint(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,from,until\n1,10,A,1,,2026-01-01\n1,10,B,1,2026-02-01,\n")
	for day, want := range map[config.Date][]string{
		config.NewDate(2025, 12, 31): nil,
		config.NewDate(2026, 1, 15):  {"gap 10"},
		config.NewDate(2026, 2, 1):   nil,
	} {
		findings, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{Date: day}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, want, brief(findings), day)
	}
	_, err := faults(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.ErrorContains(t, err, "variant A at bom.csv:2:1: the effectivity (until 2026-01-01) depends on the date")
}

func TestCheckCancelledIsNoAnswer(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,usage\n1,10,A,1,D20\n")
	sp := bomtest.Space(t, cat, config.Point{})
	shutdown := errors.New("the server shuts down")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(shutdown)
	findings, err := faults(ctx, s, sp, config.Point{})
	require.Equal(t, shutdown, err)
	assert.Nil(t, findings)
}

// drawProduct draws a product, its bill and its line, and a space of some rules as of a day.
func drawProduct(t *rapid.T, most int) (*bomtest.Product, *bom.Structure, *line.Line, *solver.Space, config.Point) {
	p := bomtest.Generate(t, 3)
	g := bomtest.NewGenerator(t, p)
	var sources []string
	for range g.Int(0, most, "rules") {
		sources = append(sources, g.Cond(2).Text)
	}
	asOf := config.Point{Date: bomtest.Day(t)}
	s, l := p.Read(t)
	return p, s, l, bomtest.Space(t, p.Catalog, asOf, sources...), asOf
}

// An order explodes without error if and only if it meets no finding, and each finding counts
// the orders that meet it.
func TestFaultsAgreeWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p, s, _, sp, asOf := drawProduct(t, 3)
		findings, err := faults(context.Background(), s, sp, config.Point{})
		want := map[string]int64{}
		orders := 0
		for sel := range rulestest.Valid(sp.Rules(), asOf) {
			orders++
			for key, n := range faultsOf(s, sel, asOf) {
				want[key] += n
			}
		}
		if orders == 0 {
			require.ErrorIs(t, err, solver.ErrVoid)
			return
		}
		require.NoError(t, err)
		got := map[string]int64{}
		for _, f := range findings {
			key := fmt.Sprint(f.Kind, " ", mismatch(t, f).Position, " ", f.Subject.Parts)
			got[key] += f.Count.Int64() // variants of one position may have the same number
			require.InDelta(t, float64(f.Count.Int64())/float64(orders), f.Share, 1e-12)
			report, err := sp.Validate(context.Background(), *f.Witness)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, report.Verdict)
			sel, err := f.Witness.Bind(p.Catalog)
			require.NoError(t, err)
			require.Positive(t, faultsOf(s, sel, asOf)[key], "the witness meets the fault")
			require.True(t, f.Condition.Holds(sel))
		}
		require.Equal(t, want, got)
	})
}

// faultsOf returns what Explode finds wrong with an order: kind, position and parts, with how
// many pairs of variants have these numbers. A position that stands at several paths has a
// fault once.
func faultsOf(s *bom.Structure, sel *config.Selection, asOf config.Point) map[string]int64 {
	_, err := s.Explode(sel, asOf)
	failed, _ := err.(bom.PositionErrors)
	out := map[string]int64{}
	seen := map[string]bool{}
	add := func(kind proof.FindingKind, e *bom.PositionError, variants ...bom.Candidate) {
		ids, parts := []bom.VariantID{}, []string{}
		for _, c := range variants {
			ids, parts = append(ids, c.Variant), append(parts, c.Part)
		}
		if id := fmt.Sprint(kind, e.Position, ids); !seen[id] {
			seen[id] = true
			out[fmt.Sprint(kind, " ", e.Position, " ", parts)]++
		}
	}
	for _, e := range failed {
		var matches []bom.Candidate
		for _, c := range e.Candidates {
			if c.Matches() {
				matches = append(matches, c)
			}
		}
		if len(matches) == 0 {
			add(proof.Gap, e)
		}
		for i, a := range matches {
			for _, b := range matches[i+1:] {
				add(proof.Overlap, e, a, b)
			}
		}
	}
	return out
}

package proof_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// brief lists findings as "kind path parts".
func brief(s *bom.Structure, findings []proof.Finding) []string {
	var out []string
	for _, f := range findings {
		words := []string{f.Kind.String(), f.Mismatch.Path}
		for _, v := range f.Variants {
			words = append(words, s.Variant(v).Part)
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

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
	findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"gap 10", "overlap 10 B C", "overlap 20 E F"}, brief(s, findings))
	assert.Contains(t, findings[0].Witness.Options, "E")

	// The rules close them.
	findings, err = proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}, "!E", "!(D30 & SPORT)", "at_most(1; TOW, SPORT)"), config.Point{})
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
		findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, test.want, brief(s, findings), "when %q", test.when)
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
		findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, test.want, brief(s, findings), "when %q", test.when)
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
	findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.NoError(t, err)
	assert.Equal(t, []string{"gap 10/10", "overlap 30/10 X Y"}, brief(s, findings))
	assert.Contains(t, findings[0].Witness.Options, "E")
	assert.Contains(t, findings[0].Witness.Options, "M6")
	assert.Equal(t, "MOTOR", s.Item(findings[0].Mismatch.Above).Part)
}

func TestCheckOfNothingIsAnError(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,A,1\n")
	_, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}, "VAN & PICKUP"), config.Point{})
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
		findings, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{Date: day}), config.Point{})
		require.NoError(t, err)
		assert.Equal(t, want, brief(s, findings), day)
	}
	_, err := proof.CheckBill(t.Context(), s, bomtest.Space(t, cat, config.Point{}), config.Point{})
	require.ErrorContains(t, err, "variant A at bom.csv:2:1: the effectivity (until 2026-01-01) depends on the date")
}

func TestCheckCancelledIsNoAnswer(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,usage\n1,10,A,1,D20\n")
	sp := bomtest.Space(t, cat, config.Point{})
	shutdown := errors.New("the server shuts down")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(shutdown)
	findings, err := proof.CheckBill(ctx, s, sp, config.Point{})
	require.Equal(t, shutdown, err)
	assert.Nil(t, findings)
}

// faultKey identifies a finding.
type faultKey struct {
	above    bom.ItemID
	position bom.PositionID
	kind     proof.FindingKind
	a, b     bom.VariantID
}

func TestCheckAgreesWithEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 3)
		g := bomtest.NewGenerator(t, p)
		var sources []string
		for range g.Int(0, 3, "rules") {
			sources = append(sources, g.Cond(2).Text)
		}
		asOf := config.Point{Date: bomtest.Day(t)}
		s, _ := p.Read(t)
		sp := bomtest.Space(t, p.Catalog, asOf, sources...)
		findings, err := proof.CheckBill(context.Background(), s, sp, config.Point{})

		want := map[faultKey]bool{}
		orders := 0
		for sel := range rulestest.Valid(sp.Rules(), asOf) {
			orders++
			for key := range faultsOf(s, sel, asOf) {
				want[key] = true
			}
		}
		if orders == 0 {
			require.ErrorIs(t, err, solver.ErrVoid)
			return
		}
		require.NoError(t, err)
		got := map[faultKey]bool{}
		for _, f := range findings {
			key := faultKey{above: f.Mismatch.Above, position: f.Mismatch.Position, kind: f.Kind}
			if f.Kind == proof.Overlap {
				key.a, key.b = f.Variants[0], f.Variants[1]
			}
			require.False(t, got[key], "found once")
			got[key] = true
			report, err := sp.Validate(context.Background(), f.Witness)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, report.Verdict)
			sel, err := f.Witness.Bind(p.Catalog)
			require.NoError(t, err)
			require.True(t, faultsOf(s, sel, asOf)[key], "the witness meets the fault")
		}
		require.Equal(t, want, got)
	})
}

// faultsOf returns what Explode finds wrong with an order.
func faultsOf(s *bom.Structure, sel *config.Selection, asOf config.Point) map[faultKey]bool {
	_, err := s.Explode(sel, asOf)
	failed, _ := err.(bom.PositionErrors)
	out := map[faultKey]bool{}
	for _, e := range failed {
		key := faultKey{above: e.Above, position: e.Position, kind: proof.Gap}
		var matches []bom.VariantID
		for _, c := range e.Candidates {
			if c.Matches() {
				matches = append(matches, c.Variant)
			}
		}
		if len(matches) == 0 {
			out[key] = true
		}
		for i, a := range matches {
			for _, b := range matches[i+1:] {
				out[faultKey{key.above, key.position, proof.Overlap, a, b}] = true
			}
		}
	}
	return out
}

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
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

func TestLineCheckFindsUnconsumedAndTwiceConsumed(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,when,usage,station
1,10,,A,1,VAN,,S1
1,20,all,B,1,,TOW,S1
1,30,,C,1,,,S1
`)
	l := bomtest.Line(t, s, `
line: test
takt: 60 s
stations:
  - station: S1
    operations:
      - {operation: MOUNT-D, duration: 1 s, parts: [10, 30], when: D20 | D30}
      - {operation: MOUNT-E, duration: 1 s, parts: 10, when: E & !SPORT}
      - {operation: MOUNT-S, duration: 1 s, parts: [10, 30], when: SPORT & E | D30}
      - {operation: HITCH, duration: 1 s, parts: 20, when: TOW}
      - {operation: MOUNT-C, duration: 1 s, parts: 30, when: E & PICKUP}
`)
	findings, err := proof.CheckLine(t.Context(), l, bomtest.Space(t, cat, config.Point{}, "D30 => PICKUP"), config.Point{})
	require.NoError(t, err)
	var got []string
	for _, f := range findings {
		words := []string{f.Kind.String(), f.Mismatch.Part}
		for _, o := range f.Operations {
			words = append(words, l.Operation(o).Code)
		}
		got = append(got, strings.Join(words, " "))
	}
	assert.Equal(t, []string{"gap C", "overlap C MOUNT-D MOUNT-S", "overlap C MOUNT-S MOUNT-C"}, got)
	assert.Contains(t, findings[0].String(), "part C (position 30) is delivered to S1, where no operation of this order uses it; it needs exactly one")
}

// callKey identifies a finding.
type callKey struct {
	item  bom.ItemID
	kind  proof.FindingKind
	a, b  line.OperationID
	place string // of what no operation fits: path and station
}

// callKeys returns what Route finds wrong with an order; nothing if it does
// not explode.
func callKeys(p *bomtest.Product, s *bom.Structure, l *line.Line, sel *config.Selection, asOf config.Point) map[callKey]bool {
	out := map[callKey]bool{}
	x, err := s.Explode(sel, asOf)
	if err != nil {
		return out
	}
	for item := range x.Items() {
		if ops, rides := p.Fits(item.Path, item.Station); len(ops) == 0 && !rides && item.CalledWith == item.ID {
			out[callKey{kind: proof.Unfitted, place: item.Path + " " + item.Station}] = true
		}
	}
	_, err = l.Route(x)
	joined, _ := err.(interface{ Unwrap() []error })
	if joined == nil {
		return out
	}
	for _, one := range joined.Unwrap() {
		var e *line.CallError
		if !errors.As(one, &e) {
			continue
		}
		var done []line.OperationID
		for _, c := range e.Consumers {
			if c.Done {
				done = append(done, c.Operation)
			}
		}
		if len(done) == 0 {
			out[callKey{item: e.Item, kind: proof.Gap}] = true
		}
		for i, a := range done {
			for _, b := range done[i+1:] {
				out[callKey{item: e.Item, kind: proof.Overlap, a: a, b: b}] = true
			}
		}
	}
	return out
}

func TestLineCheckAgreesWithEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 3)
		g := bomtest.NewGenerator(t, p)
		var sources []string
		for range g.Int(0, 2, "rules") {
			sources = append(sources, g.Cond(2).Text)
		}
		asOf := config.Point{Date: bomtest.Day(t)}
		s, l := p.Read(t)
		sp := bomtest.Space(t, p.Catalog, asOf, sources...)
		if sp.Void() {
			return
		}
		faults, err := proof.CheckBill(context.Background(), s, sp, config.Point{})
		require.NoError(t, err)
		findings, err := proof.CheckLine(context.Background(), l, sp, config.Point{})
		require.NoError(t, err)
		want := map[callKey]bool{}
		for sel := range rulestest.Valid(sp.Rules(), asOf) {
			for key := range callKeys(p, s, l, sel, asOf) {
				want[key] = true
			}
		}
		got, ids := map[callKey]bool{}, map[string]bool{"": true}
		for _, f := range findings {
			key := callKey{item: f.Mismatch.Item, kind: f.Kind}
			switch f.Kind {
			case proof.Overlap:
				key.a, key.b = f.Operations[0], f.Operations[1]
			case proof.Unfitted:
				key = callKey{kind: f.Kind, place: f.Mismatch.Path + " " + f.Mismatch.Station}
			}
			require.False(t, ids[f.Witness.ID], "an id is there once")
			ids[f.Witness.ID] = true
			require.False(t, got[key], "found once")
			got[key] = true
			report, err := sp.Validate(context.Background(), f.Witness)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, report.Verdict)
		}
		for key := range want {
			require.True(t, got[key], "%v", key)
		}
		if len(faults) == 0 {
			require.Equal(t, want, got)
		}
	})
}

package proof_test

import (
	"context"
	"errors"
	"fmt"
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
	"github.com/confspace/confspace/config/configtest/property"
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
	findings, err := calls(t.Context(), l, bomtest.Space(t, cat, config.Point{}, "D30 => PICKUP"), config.Point{})
	require.NoError(t, err)
	var got []string
	for _, f := range findings {
		got = append(got, strings.Join(append([]string{f.Kind.String(), f.Subject.Parts[0]}, f.Subject.Operations...), " "))
	}
	assert.Equal(t, []string{"gap C", "overlap C MOUNT-D MOUNT-S", "overlap C MOUNT-S MOUNT-C"}, got)
	assert.Contains(t, findings[0].String(), "part C (position 30) is delivered to S1, where no operation of this order uses it; it needs exactly one")
}

// callKeys returns what Route finds wrong with an order, and the parts that no operation fits:
// kind, variant or place, and operations. It is nothing if the order does not explode.
func callKeys(p *bomtest.Product, s *bom.Structure, l *line.Line, sel *config.Selection, asOf config.Point) map[string]bool {
	out := map[string]bool{}
	x, err := s.Explode(sel, asOf)
	if err != nil {
		return out
	}
	for item := range x.Items() {
		if ops, rides := p.Fits(item.Path, item.Station); len(ops) == 0 && !rides && item.CalledWith == item.ID {
			out[fmt.Sprint(proof.Unfitted, " ", s.Variant(item.Variant).Position, " ", item.Station)] = true
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
		var done []string
		for _, c := range e.Consumers {
			if c.Done {
				done = append(done, c.Code)
			}
		}
		v := s.Item(e.Item).Variant
		if len(done) == 0 {
			out[fmt.Sprint(proof.Gap, " ", v, " ", done)] = true
		}
		for i, a := range done {
			for _, b := range done[i+1:] {
				out[fmt.Sprint(proof.Overlap, " ", v, " ", []string{a, b})] = true
			}
		}
	}
	return out
}

func TestCallsAgreeWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p, s, l, sp, asOf := drawProduct(t, 2)
		if sp.Void() {
			return
		}
		positions, err := faults(context.Background(), s, sp, config.Point{})
		require.NoError(t, err)
		findings, err := calls(context.Background(), l, sp, config.Point{})
		require.NoError(t, err)
		want := map[string]int64{}
		for sel := range rulestest.Valid(sp.Rules(), asOf) {
			for key := range callKeys(p, s, l, sel, asOf) {
				want[key]++
			}
		}
		got := map[string]int64{}
		for _, f := range findings {
			var e *line.CallError
			require.ErrorAs(t, f.Fault, &e)
			item := s.Item(e.Item)
			key := fmt.Sprint(f.Kind, " ", item.Variant, " ", f.Subject.Operations)
			if f.Kind == proof.Unfitted {
				key = fmt.Sprint(f.Kind, " ", s.Variant(item.Variant).Position, " ", item.Station)
			}
			require.Zero(t, got[key], "found once")
			got[key] = f.Count.Int64()
			report, err := sp.Validate(context.Background(), *f.Witness)
			require.NoError(t, err)
			require.Equal(t, solver.Valid, report.Verdict)
		}
		for key, n := range want {
			require.GreaterOrEqual(t, got[key], n, "%v", key)
		}
		if len(positions) == 0 {
			require.Equal(t, want, got)
		}
	})
}

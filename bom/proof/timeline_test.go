package proof_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver"
)

// timedDraw draws a product of which options, rules, parts and operations come and go.
type timedDraw struct{ *rapid.T }

// during draws the days between which something is in force; empty is no limit.
func (t timedDraw) during() (from, until string) {
	days := []string{"", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", ""}
	i := rapid.IntRange(0, len(days)-2).Draw(t.T, "from")
	k := rapid.IntRange(i+1, len(days)-1).Draw(t.T, "until")
	return days[i], days[k]
}

// keys writes the days as keys.
func (t timedDraw) keys() string {
	from, until := t.during()
	if from != "" {
		from = ", from: " + from
	}
	if until != "" {
		until = ", until: " + until
	}
	return from + until
}

func (t timedDraw) condition(depth int) string {
	kind := 0
	if depth > 0 {
		kind = rapid.IntRange(0, 4).Draw(t.T, "kind")
	}
	switch kind {
	case 2:
		return "!(" + t.condition(depth-1) + ")"
	case 3:
		return "(" + t.condition(depth-1) + " & " + t.condition(depth-1) + ")"
	case 4:
		return "(" + t.condition(depth-1) + " | " + t.condition(depth-1) + ")"
	}
	return rapid.SampledFrom([]string{"A", "B", "C", "D", "E"}).Draw(t.T, "code")
}

func (t timedDraw) product() fstest.MapFS {
	var options, rules, bill, line bytes.Buffer
	options.WriteString("product: x\nfamilies:\n")
	for i, family := range [][]string{{"A", "B"}, {"C", "D", "E"}} {
		fmt.Fprintf(&options, "  - family: F%d\n    select: %s\n    options:\n", i, []string{"one", "any"}[i])
		for _, code := range family {
			fmt.Fprintf(&options, "      - {code: %s%s}\n", code, t.keys())
		}
	}
	rules.WriteString("rules:\n")
	for i := range rapid.IntRange(1, 3).Draw(t.T, "rules") {
		fmt.Fprintf(&rules, "  - {id: R-%d, rule: %q%s}\n", i, t.condition(2), t.keys())
	}
	bill.WriteString("level,position,part,quantity,usage,station,from,until\n")
	line.WriteString("line: L\ntakt: 30 s\nstations:\n  - station: S1\n    operations:\n")
	for i := range rapid.IntRange(1, 3).Draw(t.T, "positions") {
		for v := range rapid.IntRange(1, 3).Draw(t.T, "variants") {
			from, until := t.during()
			fmt.Fprintf(&bill, "1,%d0,P%d%d,1,%s,S1,%s,%s\n", i+1, i, v, t.condition(2), from, until)
		}
		fmt.Fprintf(&line, "      - {operation: O-%d, duration: 20 s, when: %q, parts: [%d0]%s}\n", i, t.condition(1), i+1, t.keys())
	}
	return fstest.MapFS{
		"options.yaml": {Data: options.Bytes()}, "rules.yaml": {Data: rules.Bytes()}, "bom.csv": {Data: bill.Bytes()}, "line.yaml": {Data: line.Bytes()},
	}
}

// named names a finding as no other of a report.
func named(f proof.Finding) string {
	if f.Kind == proof.Barred {
		f.Subject.Parts = nil // of the first condition that names the option
	}
	return fmt.Sprint(f.Kind, " ", f.Subject.Place, " ", f.Subject.Kind, f.Subject.Parts, f.Subject.Operations)
}

// An audit of a timeline says of each point what an audit of that point says, though the spaces of its
// points answer for each other.
func TestATimelineIsItsPoints(t *testing.T) {
	points := 0
	property.Check(t, func(t *rapid.T) {
		p, err := product.Read(timedDraw{t}.product())
		if err != nil {
			t.Skip() // a condition twice, or the like
		}
		all, err := proof.AuditTimeline(t.Context(), p, proof.Config{})
		require.NoError(t, err)
		require.Empty(t, all.Open)
		at := make(map[string]proof.Finding)
		for _, f := range all.Findings {
			at[named(f)] = f
		}
		shown := make(map[string]int)
		seen := make(map[string]bool)
		built := 0
		for s := range p.Stretches() {
			if seen[s.InForce] {
				continue
			}
			seen[s.InForce] = true
			space, err := solver.Compile(t.Context(), p.Rules, s.Point(), solver.Config{})
			require.NoError(t, err)
			if space.Void() {
				continue
			}
			built++
			one, err := proof.Audit(t.Context(), p, space, proof.Config{})
			require.NoError(t, err)
			for _, f := range one.Findings {
				if f.Kind == proof.Redundant || f.Kind == proof.Indifferent {
					continue // what is shorter depends on the point; an option decides nothing at no point
				}
				shown[named(f)]++
				joined, there := at[named(f)]
				if f.Count == nil {
					continue // told of the timeline if no point says otherwise
				}
				require.True(t, there, "%v at %v", f, s.Point())
				require.True(t, coversOne(joined.Spans, s.Point()), "%v at %v", joined, s.Point())
				if joined.AsOf == s.Point() {
					require.Equal(t, f.Count, joined.Count)
					require.Equal(t, f.Witness.Options, joined.Witness.Options)
				}
			}
		}
		require.Equal(t, built, all.Points)
		points += built
		for name, n := range shown {
			if joined, there := at[name]; there && joined.Kind == proof.Dead {
				require.LessOrEqual(t, n, joined.Points, name) // other variants of the position may be dead there, too
			} else if there {
				require.Equal(t, n, joined.Points, name)
			} else {
				require.Less(t, n, built, name)
			}
		}
		for name, f := range at {
			switch f.Kind {
			case proof.Void, proof.Dead, proof.Redundant, proof.Indifferent:
			default:
				require.Positive(t, shown[name], name)
			}
		}
	})
	require.Greater(t, points, 20)
}

// coversOne reports whether one of some spans covers a point.
func coversOne(spans []config.Effectivity, at config.Point) bool {
	for _, e := range spans {
		if covers, err := e.Covers(at); covers && err == nil {
			return true
		}
	}
	return false
}

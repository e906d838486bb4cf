package benchmarks

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// taken returns when each item below a top position is taken, each condition once: the
// exact bill of the module is the answers to them.
func taken(b testing.TB, p *product.Product, module string, asOf config.Point) []rules.Expr {
	var out []rules.Expr
	seen := map[string]bool{}
	when := map[bom.ItemID]rules.Expr{bom.NoItem: rules.True(p.Catalog)}
	for item := range p.Structure.Items() {
		v := p.Structure.Variant(item.Variant)
		e := when[item.Parent]
		for _, part := range []rules.Expr{item.When, item.Usage} {
			if !part.IsZero() {
				e = rules.And(e, part)
			}
		}
		for _, effectivity := range []config.Effectivity{v.Effectivity, p.Structure.Position(v.Position).Effectivity} {
			in, err := effectivity.Covers(asOf)
			require.NoError(b, err)
			if !in {
				e = rules.False(p.Catalog)
			}
		}
		when[item.ID] = e
		if below := item.Path + "/"; strings.HasPrefix(below, module+"/") && !seen[e.String()] {
			seen[e.String()] = true
			out = append(out, e)
		}
	}
	return out
}

// done returns when each operation of a station is done, each condition once: the
// workload is the answers to them.
func done(b testing.TB, p *product.Product, station string, asOf config.Point) []rules.Expr {
	var out []rules.Expr
	seen := map[string]bool{}
	id, ok := p.Line.LookupStation(station)
	require.True(b, ok)
	for _, op := range p.Line.Operations(id) {
		in, err := op.Effectivity.Covers(asOf)
		require.NoError(b, err)
		if e := op.When; in && !e.IsZero() && !seen[e.String()] {
			seen[e.String()] = true
			out = append(out, e)
		}
	}
	return out
}

// BenchmarkProject counts the different exact bills of modules of vanline, and the
// different workloads of stations. What a thousand random vehicles answer is among them.
func BenchmarkProject(b *testing.B) {
	l := lines(b)[0]
	p := l.read(b)
	asOf := l.order.Point()
	space, err := solver.Compile(b.Context(), p.Rules, asOf, solver.Config{})
	require.NoError(b, err)
	for _, c := range []struct {
		what, name, count string
		conditions        func(testing.TB, *product.Product, string, config.Point) []rules.Expr
	}{
		{"bills", "1210", "2040", taken}, // front door left
		{"bills", "2010", "1003", taken}, // cockpit
		{"workloads", "S110", "22", done},
		{"workloads", "S420", "40", done},
	} {
		b.Run(c.what+"/"+c.name, func(b *testing.B) {
			conditions := c.conditions(b, p, c.name, asOf)
			var made *solver.Space
			b.ReportAllocs()
			for b.Loop() {
				made, err = space.Project(b.Context(), conditions)
				require.NoError(b, err)
			}
			n, err := made.Count(b.Context(), nil)
			require.NoError(b, err)
			b.ReportMetric(float64(n.Int64()), c.what)
			b.ReportMetric(float64(len(conditions)), "conditions")
			b.ReportMetric(float64(made.Stats().Edges), "edges")
			require.Equal(b, c.count, n.String())
			requireAnswers(b, space, made, conditions)
		})
	}
}

// requireAnswers checks that what random vehicles answer to conditions is in a projection
// to these.
func requireAnswers(b testing.TB, space, made *solver.Space, conditions []rules.Expr) {
	sampler, err := space.Sampler(b.Context())
	require.NoError(b, err)
	r := rand.New(rand.NewPCG(1, 1))
	vehicle, answer := space.Catalog().NewSelection(), made.Catalog().NewSelection()
	for range 1000 {
		require.True(b, sampler.Sample(vehicle, r))
		for i, e := range conditions {
			answer.Reject(config.OptionID(i))
			if e.Holds(vehicle) {
				answer.Choose(config.OptionID(i))
			}
		}
		report, err := made.ValidateSelection(b.Context(), answer)
		require.NoError(b, err)
		require.Equal(b, solver.Valid, report.Verdict)
	}
}

package benchmarks

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// BenchmarkWorst finds the worst vehicle of every station of a line: by a circuit that
// tracks the conditions of the operations, with compiling that, and by search without a
// circuit. The bounds and the vehicles are the same, and every configuration comes to some
// work.
func BenchmarkWorst(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		var want []proof.StationLoad
		for _, route := range []struct {
			name             string
			circuit, compile bool
		}{{"tracked", true, false}, {"compiled", true, true}, {"searched", false, false}} {
			b.Run(route.name, func(b *testing.B) {
				p, space := l.compile(b, solver.Config{NoCircuit: !route.circuit})
				study, err := proof.NewStudy(b.Context(), space, config.Point{}, p.Structure, p.Line)
				require.NoError(b, err)
				loads, _, err := study.Worst(b.Context(), nil, nil)
				require.NoError(b, err)
				b.ReportAllocs()
				for b.Loop() {
					if route.compile {
						study, err = proof.NewStudy(b.Context(), space, config.Point{}, p.Structure, p.Line)
						require.NoError(b, err)
					}
					loads, _, err = study.Worst(b.Context(), nil, nil)
					require.NoError(b, err)
				}
				b.ReportMetric(float64(len(loads)), "stations")
				if want == nil {
					want = loads
				}
				for i := range want {
					require.Equal(b, want[i].Least, loads[i].Least)
					require.Equal(b, want[i].Greatest, loads[i].Greatest)
					if route.circuit {
						require.Equal(b, l.count, loads[i].Loads.Total().String())
					}
				}
			})
		}
	})
}

// BenchmarkMustMay says of all parts and operations whether every order that contains a
// partial order has them, some, or none: of nothing, of every second option of an order,
// and of all of it. The last must have what its bill has.
func BenchmarkMustMay(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{NoCircuit: true})
		study, err := proof.NewStudy(b.Context(), space, config.Point{}, p.Structure, p.Line)
		require.NoError(b, err)
		sel, err := l.order.Bind(p.Catalog)
		require.NoError(b, err)
		half, i := p.Catalog.NewSelection(), 0
		for o := range sel.Chosen() {
			if i++; i%2 == 1 {
				half.Choose(o)
			}
		}
		bill, err := p.Structure.Explode(sel, l.order.Point())
		require.NoError(b, err)
		has := make(map[string]bool)
		for _, total := range bill.Flat() {
			has[total.Part] = true
		}
		for _, of := range []struct {
			name string
			sel  *config.Selection
		}{{"nothing", nil}, {"half", half}, {"order", sel}} {
			b.Run(of.name, func(b *testing.B) {
				var outlook proof.Outlook
				b.ReportAllocs()
				for b.Loop() {
					var possible bool
					outlook, possible, err = study.Outlook(b.Context(), of.sel)
					require.NoError(b, err)
					require.True(b, possible)
				}
				presences := make(map[proof.Presence]int)
				for _, x := range outlook.Parts {
					presences[x.Presence]++
					switch {
					case of.sel == sel:
						require.Equal(b, has[x.Part], x.Presence == proof.Must, x.Part)
					case has[x.Part]:
						require.NotEqual(b, proof.Never, x.Presence, x.Part)
					default:
						require.NotEqual(b, proof.Must, x.Presence, x.Part)
					}
				}
				b.ReportMetric(float64(presences[proof.Must]), "must")
				b.ReportMetric(float64(presences[proof.May]), "may")
				b.ReportMetric(float64(presences[proof.Never]), "never")
			})
		}
	})
}

// BenchmarkMustMayLarge says the same of a bill of 10,000 positions and 150,000 variants over
// a line of 400 families and 2,000 options, of nothing.
func BenchmarkMustMayLarge(b *testing.B) {
	generated, err := carline.Generate(carline.Config{Families: 400, Options: 2000, Positions: 10_000})
	require.NoError(b, err)
	l := input{files: generated.Files, order: config.Order{ID: "witness", Options: generated.Witness}}
	p, space := l.compile(b, solver.Config{NoCircuit: true})
	study, err := proof.NewStudy(b.Context(), space, config.Point{}, p.Structure, p.Line)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		outlook, possible, err := study.Outlook(b.Context(), nil)
		require.NoError(b, err)
		require.True(b, possible)
		require.Len(b, outlook.Parts, p.Structure.NumParts())
	}
	b.ReportMetric(float64(p.Structure.NumVariants()), "variants")
	b.ReportMetric(float64(p.Structure.NumParts()), "parts")
}

// BenchmarkQuantities finds the exact interval of the quantity of every part over
// all orders.
func BenchmarkQuantities(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		p, space := l.compile(b, solver.Config{NoCircuit: true})
		study, err := proof.NewStudy(b.Context(), space, config.Point{}, p.Structure, p.Line)
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			intervals, _, err := study.Quantities(b.Context(), nil)
			require.NoError(b, err)
			require.NotEmpty(b, intervals)
		}
	})
}

// BenchmarkDistribution counts how many configurations of the example line come to each
// minute of work on the whole line, and to each number of different parts, by circuits that
// track the conditions. The extremes are the bounds that search finds; of the parts that
// takes long, and is left out.
func BenchmarkDistribution(b *testing.B) {
	l := lines(b)[0]
	p, space := l.compile(b, solver.Config{})
	study, err := proof.NewStudy(b.Context(), space, config.Point{}, p.Structure, p.Line)
	require.NoError(b, err)
	for _, of := range []struct {
		name      string
		objective func() (*solver.Objective, error)
		searched  bool
	}{
		{"work", func() (*solver.Objective, error) { return study.Work() }, true},
		{"parts", study.Parts, false},
	} {
		b.Run(of.name, func(b *testing.B) {
			obj, err := of.objective()
			require.NoError(b, err)
			start := time.Now()
			tracking, err := space.Tracking(b.Context(), obj.Conditions())
			require.NoError(b, err)
			compiling := time.Since(start)
			var d *solver.Distribution
			b.ReportAllocs()
			for b.Loop() {
				d, err = tracking.Distribution(b.Context(), obj, nil)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(len(obj.Conditions())), "conditions")
			b.ReportMetric(float64(len(d.Outcomes)), "values")
			b.ReportMetric(compiling.Seconds(), "s/compile")
			require.Equal(b, l.count, d.Total().String())
			bounds := tracking
			if of.searched {
				bounds = space
			}
			least, greatest, _, err := bounds.Bounds(b.Context(), obj)
			require.NoError(b, err)
			require.Equal(b, least, d.Outcomes[0].Value)
			require.Equal(b, greatest, d.Outcomes[len(d.Outcomes)-1].Value)
		})
	}
}

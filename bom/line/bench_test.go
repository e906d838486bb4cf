package line_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
)

// bigProduct is a structure of 300 positions with 900 variants on three
// levels, and a line of 24 stations with 150 operations.
func bigProduct(t testing.TB) (*bom.Structure, *line.Line, *config.Selection) {
	var families []string
	for f := range 40 {
		families = append(families, fmt.Sprintf("F%d one F%da F%db F%dc", f, f, f, f))
	}
	cat := bomtest.Catalog(t, families...)
	var csv, yaml strings.Builder
	csv.WriteString("level,position,part,name,quantity,unit,usage,station\n")
	position := 0
	write := func(level int, code string) {
		for i, option := range []string{"a", "b", "c"} {
			usage := fmt.Sprintf("F%d%s", position%40, option)
			if i == 0 {
				usage += fmt.Sprintf(" & (F%d%s | !F%d%s)", (position+7)%40, option, (position+7)%40, option)
			}
			fmt.Fprintf(&csv, "%d,%s,P%s%s,Part,%d,pcs,%s,S%02d\n", level, code, code, option, 1+i, usage, position%24)
		}
		position++
	}
	for a := range 60 {
		write(1, fmt.Sprintf("%d", 1000+a))
		for b := range 2 {
			write(2, fmt.Sprintf("%d.%d", 1000+a, b))
			write(3, fmt.Sprintf("%d.%d.0", 1000+a, b))
		}
	}
	yaml.WriteString("line: big\ntakt: 60 s\nstations:\n")
	for s := range 24 {
		fmt.Fprintf(&yaml, "  - station: S%02d\n    operations:\n", s)
		for o := range 7 {
			fmt.Fprintf(&yaml, "      - operation: O%d-%d\n        duration: %d.5 s\n        when: F%da | F%db\n", s, o, 5+o, (s+o)%40, (s+o)%40)
			if o > 0 {
				fmt.Fprintf(&yaml, "        after: [O%d-%d]\n", s, o-1)
			}
		}
	}
	s := bomtest.Structure(t, cat, csv.String())
	require.Equal(t, 300, s.NumPositions())
	require.Equal(t, 900, s.NumVariants())
	l := bomtest.Line(t, s, yaml.String())
	var codes []string
	for f := range 40 {
		codes = append(codes, fmt.Sprintf("F%d%c", f, 'a'+f%3))
	}
	return s, l, bomtest.Order(t, cat, codes...)
}

func BenchmarkExplode(b *testing.B) {
	s, _, sel := bigProduct(b)
	var x bom.Bill
	b.ReportAllocs()
	for b.Loop() {
		if err := s.ExplodeTo(&x, sel, config.Point{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(x.Len()), "items")
}

func BenchmarkFlat(b *testing.B) {
	s, _, sel := bigProduct(b)
	x, err := s.Explode(sel, config.Point{})
	require.NoError(b, err)
	var totals []bom.PartTotal
	b.ReportAllocs()
	for b.Loop() {
		totals = x.AppendFlat(totals[:0])
	}
	b.ReportMetric(float64(len(totals)), "parts")
}

func BenchmarkRoute(b *testing.B) {
	s, l, sel := bigProduct(b)
	x, err := s.Explode(sel, config.Point{})
	require.NoError(b, err)
	var r line.Routing
	b.ReportAllocs()
	for b.Loop() {
		if err := l.RouteTo(&r, x); err != nil {
			b.Fatal(err)
		}
	}
	steps := 0
	for _, visit := range r.Visits {
		steps += len(visit.Steps)
	}
	b.ReportMetric(float64(steps), "operations")
}

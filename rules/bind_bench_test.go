package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// wide returns a catalog of one family of n options O0, O1, ... with different
// values of mass and equal ones of price.
func wide(t testing.TB, n int) *config.Catalog {
	b := config.NewBuilder("wide")
	b.Attribute(config.AttributeSpec{Name: "mass"})
	b.Attribute(config.AttributeSpec{Name: "price"})
	b.Family(config.FamilySpec{Code: "f", Select: config.Any})
	for i := range n {
		mass, err := config.ParseDecimal(fmt.Sprintf("%d.%03d", i+1, (i*i*379)%1000))
		require.NoError(t, err)
		b.Option(config.OptionSpec{Family: "f", Code: fmt.Sprintf("O%d", i), Values: map[string]config.Quantity{
			"mass": {Amount: mass}, "price": {Amount: config.NewDecimal(10)},
		}})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

func BenchmarkBind(b *testing.B) {
	for _, c := range []struct {
		name, src string
		options   int
	}{
		{"codes", "O1 & O2 => O3 | !O4", 1000},
		{"sum over 1000", "sum(mass) <= 5000", 1000},
		{"average over 1000", "avg(mass) <= 5000", 1000},
		{"product over 12", "sum(mass) * sum(mass) <= 3000", 12},
		{"product over 15", "sum(mass) * sum(mass) <= 3000", 15},
		{"product of equal values over 100", "sum(price) * sum(price) <= 30000", 100},
		{"rounded sum over 1000", "floor(sum(mass) / 100) <= 3", 1000},
	} {
		b.Run(c.name, func(b *testing.B) {
			cat := wide(b, c.options)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(cat, c.src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("refused", func(b *testing.B) {
		cat := wide(b, 100)
		for b.Loop() {
			if _, err := Parse(cat, "sum(mass) * sum(mass) <= 30000"); err == nil {
				b.Fatal("bound")
			}
		}
	})
}

// BenchmarkHolds evaluates conditions of the size that usages have, one after the
// other as for one order: the time is per condition.
func BenchmarkHolds(b *testing.B) {
	cat := wide(b, 400)
	var conditions []Expr
	for i := range 900 {
		o := func(k int) string { return fmt.Sprintf("O%d", (i*7+k*13)%400) }
		src := strings.NewReplacer("A", o(1), "B", o(2), "C", o(3), "D", o(4), "E", o(5)).Replace(
			[]string{"A", "A & B", "A & !B", "A & (B | C)", "(A | B | C) & !D & E", "A & B | C & D"}[i%6])
		e, err := Parse(cat, src)
		require.NoError(b, err)
		conditions = append(conditions, e)
	}
	sel := cat.NewSelection()
	for o := 0; o < 400; o += 3 {
		sel.Choose(config.OptionID(o))
	}
	b.ReportAllocs()
	held := 0
	i := 0
	for b.Loop() {
		if conditions[i].Holds(sel) {
			held++
		}
		if i++; i == len(conditions) {
			i = 0
		}
	}
}

package benchmarks

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// BenchmarkReadOrders reads a thousand orders of a line: as WriteOrders writes them,
// with a space behind each comma, and with one escape in each order.
func BenchmarkReadOrders(b *testing.B) {
	on(b, func(b *testing.B, l input) {
		var orders []config.Order
		for i := range 1000 {
			o := l.order
			o.ID = fmt.Sprintf("O-%d", i)
			orders = append(orders, o)
		}
		var text bytes.Buffer
		require.NoError(b, config.WriteOrders(&text, orders))
		spaced := strings.ReplaceAll(text.String(), ",", ", ")
		escaped := strings.ReplaceAll(text.String(), `"O-`, `"\u004f-`)
		for _, layout := range []struct{ name, text string }{{"written", text.String()}, {"spaced", spaced}, {"escaped", escaped}} {
			b.Run(layout.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					read, err := config.ReadOrders("orders.jsonl", strings.NewReader(layout.text))
					if err != nil || len(read) != len(orders) {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(orders)), "µs/order")
				b.ReportMetric(float64(len(l.order.Options)), "options")
			})
		}
	})
}

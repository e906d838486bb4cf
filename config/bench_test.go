package config_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// bigCatalog is options.yaml of n families with four options each.
func bigCatalog(n int) []byte {
	var b strings.Builder
	b.WriteString("product: big\nattributes: {mass: kg}\nfamilies:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - family: f%d\n    name: Family %d\n    options:\n", i, i)
		for j := range 4 {
			fmt.Fprintf(&b, "      - code: O%d_%d\n        name: Option %d\n        mass: %d.5\n", i, j, j, j)
		}
	}
	return []byte(b.String())
}

func BenchmarkReadCatalog(b *testing.B) {
	text := bigCatalog(100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		c, err := config.ReadCatalog("options.yaml", bytes.NewReader(text))
		if err != nil || c.NumOptions() != 400 {
			b.Fatal(err)
		}
	}
}

func BenchmarkSelect(b *testing.B) {
	c := must(readCatalog(string(bigCatalog(100))))
	var o config.Order
	for i := range 100 {
		o.Options = append(o.Options, fmt.Sprintf("O%d_%d", i, i%4))
	}
	b.ReportAllocs()
	for b.Loop() {
		sel, err := o.Bind(c)
		if err != nil || sel.NumChosen() != 100 {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadOrders(b *testing.B) {
	line := `{"id":"O-%d","date":"2026-11-02","plant":"P1","options":["A1","B2","C3","D4","E5","F6","G7","H8"]}` + "\n"
	var text bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&text, line, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		orders, err := config.ReadOrders("orders.jsonl", bytes.NewReader(text.Bytes()))
		if err != nil || len(orders) != 1000 {
			b.Fatal(err)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	c := must(readCatalog(string(bigCatalog(500))))
	b.ReportAllocs()
	for b.Loop() {
		if near, _ := c.Nearest("O77-3"); near != "O77_3" {
			b.Fatal(near)
		}
	}
}

// One catalog answers many goroutines at once; the race detector watches.
func TestCatalogIsConcurrent(t *testing.T) {
	c := must(vanBuilder().Build())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			sel, err := config.Order{Options: []string{"PICKUP", "LONG"}}.Bind(c)
			if err != nil || sel.NumChosen() != 2 || c.Digest() == [32]byte{} {
				t.Error(err)
			}
			var b bytes.Buffer
			if err := config.WriteCatalog(&b, c, config.JSON); err != nil {
				t.Error(err)
			}
			if near, ok := c.Nearest("LNOG"); !ok || near != "LONG" {
				t.Error(near)
			}
		})
	}
	wg.Wait()
	require.Equal(t, 5, c.NumOptions())
}

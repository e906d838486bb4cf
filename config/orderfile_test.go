package config_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/source"
)

func ExampleOrder_Bind() {
	cat, _ := vanBuilder().Build()
	order := config.Order{ID: "O-17", Options: []string{"PICKUP", "LONG"}}
	sel, err := order.Bind(cat)
	fmt.Println(err, sel.NumChosen(), "chosen", sel.NumRejected(), "rejected")
	order.Options = []string{"PICKUP", "LNOG", "bed"}
	_, err = order.Bind(cat)
	fmt.Println(err)
	// Output:
	// <nil> 2 chosen 3 rejected
	// order O-17: bed is a family, not an option
	//     name one of its options: SHORT, LONG
	// order O-17: unknown option "LNOG"
	//     did you mean LONG?
}

func ExampleReadOrders() {
	orders, err := config.ReadOrders("orders.jsonl", strings.NewReader(
		`{"id":"O-1","date":"2026-11-02","plant":"P1","options":["PICKUP","LONG"]}
{"id":"O-2","partial":true,"options":["SUV"],"without":["TOWBAR"]}
`))
	fmt.Println(err)
	for _, o := range orders {
		fmt.Println(o.ID, o.Options, o.Without, o.Partial, o.Point())
	}
	// Output:
	// <nil>
	// O-1 [PICKUP LONG] [] false 2026-11-02, plant P1
	// O-2 [SUV] [TOWBAR] true no date, serial or plant
}

func ExampleWriteOrders() {
	_ = config.WriteOrders(os.Stdout, []config.Order{{ID: "O-1", Serial: 7, Options: []string{"A", `B "b"`}}})
	// Output: {"id":"O-1","serial":7,"options":["A","B \"b\""]}
}

func TestBadOrders(t *testing.T) {
	var out strings.Builder
	for _, c := range []struct{ name, text string }{
		{"no id", `{"options":["A"]}`},
		{"empty id", `{"id":"","options":["A"]}`},
		{"id twice", `{"id":"O-1"}` + "\n\n" + `{"options":["A"],"id":"O-1"}`},
		{"key twice", `{"id":"O-1","id":"O-2"}`},
		{"unknown keys", `{"id":"O-1","option":["A"],"colour":{"a":[1,{"b":null}]},"options":["B"]}`},
		{"wrong kinds", `{"id":7,"date":20261102,"serial":"5","plant":["P1"],"options":"A","without":{"A":1},"partial":"yes"}`},
		{"codes of wrong kinds", `{"id":"O-1","options":["A",3,null,["B"],{"C":1}]}`},
		{"bad values", `{"id":"O-1","date":"02.11.2026","serial":0}` + "\n" + `{"id":"O-2","date":"2026-02-30","serial":-4}` + "\n" + `{"id":"O-3","serial":1e3}`},
		{"an array", `[{"id":"O-1"}]`},
		{"a word", `O-1`},
		{"over lines", "{\n\"id\":\"O-1\"\n}"},
		{"truncated", `{"id":"O-1","options":["A","B`},
		{"truncated after a value", `{"id":"O-1","options":["A"]`},
		{"two on a line", `{"id":"O-1"}{"id":"O-2"}`},
		{"comma missing", `{"id":"O-1" "options":["A"]}`},
		{"comma too many", `{"id":"O-1","options":["A",]}`},
		{"single quotes", `{'id':'O-1'}`},
		{"without quotes", `{id:"O-1"}`},
		{"deep", `{"id":"O-1","x":` + strings.Repeat("[", 20000)},
		{"not UTF-8", "{\"id\":\"O-\xff\"}"},
		{"escaped control character", `{"id":"O-\u001b[2J"}`},
		{"control character", "{\"id\":\"O-\x01\"}"},
	} {
		orders, err := config.ReadOrders("orders.jsonl", strings.NewReader(c.text))
		require.Nil(t, orders, c.name)
		require.IsType(t, source.Defects{}, err, c.name)
		fmt.Fprintf(&out, "== %s\n%v\n\n", c.name, err)
	}
	golden(t, "bad_orders.golden", out.String())
}

func TestBadSelections(t *testing.T) {
	cat := must(vanBuilder().Build())
	orders, err := config.ReadOrders("o.jsonl", strings.NewReader(
		`{"id":"O-1","options":["SUV","suv","SUV","extras","TOWBAR"],"without":["TOWBAR","LONG","LONG",""]}`))
	require.NoError(t, err)
	sel, err := orders[0].Bind(cat)
	require.Nil(t, sel)
	require.EqualError(t, err, `o.jsonl:1:30: order O-1: unknown option "suv"
    did you mean SUV?
o.jsonl:1:36: order O-1: option SUV is chosen twice
    remove one of the two lines
o.jsonl:1:42: order O-1: extras is a family, not an option
    name one of its options: TOWBAR
o.jsonl:1:72: order O-1: option TOWBAR is both chosen and rejected
    remove one of the two lines
o.jsonl:1:88: order O-1: option LONG is rejected twice
    remove one of the two lines
o.jsonl:1:95: order O-1: the code of an option is empty`)
}

func TestSelectClosesTheWorld(t *testing.T) {
	cat := must(vanBuilder().Build())
	suv, _ := cat.LookupOption("SUV")
	towbar, _ := cat.LookupOption("TOWBAR")
	sel := must(config.Order{Options: []string{"SUV"}}.Bind(cat))
	require.True(t, sel.Complete())
	require.Equal(t, config.Rejected, sel.State(towbar))
	sel = must(config.Order{Options: []string{"SUV"}, Partial: true}.Bind(cat))
	require.Equal(t, config.Chosen, sel.State(suv))
	require.Equal(t, config.Open, sel.State(towbar))
	require.True(t, must(config.Order{}.Bind(cat)).Complete())
}

// Orders read back as written.
func TestOrdersRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{OddCodes: true})
		var orders []config.Order
		for i := range rapid.IntRange(0, 4).Draw(t, "orders") {
			o := configtest.Order(t, c)
			o.ID = fmt.Sprintf("%s %d", o.ID, i)
			orders = append(orders, o)
		}
		var text bytes.Buffer
		require.NoError(t, config.WriteOrders(&text, orders))
		again, err := config.ReadOrders("o", bytes.NewReader(text.Bytes()))
		require.NoError(t, err)
		require.Len(t, again, len(orders))
		for i, o := range again {
			require.Equal(t, i+1, o.Place.Line)
			require.True(t, must(o.Bind(c)).Equal(must(orders[i].Bind(c))))
			require.Equal(t, orders[i].Point(), o.Point())
			require.Equal(t, orders[i].Options, o.Options)
		}
		var second bytes.Buffer
		require.NoError(t, config.WriteOrders(&second, again))
		require.Equal(t, text.String(), second.String())
	})
}

func FuzzOrders(f *testing.F) {
	for _, s := range []string{
		`{"id":"O-1","date":"2026-11-02","plant":"P1","serial":5,"options":["A","B"],"without":["C"],"partial":true}` + "\n",
		"{\"id\":\"\\u00e9\",\"options\":[]}\r\n\r\n{\"id\":\"b\"}", `{"id":"a","x":[[{"y":1}]]}`, `{"id":3}`, `[`, `{"id":"a"`, "\xef\xbb\xbf{\"id\":\"a\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		orders, err := config.ReadOrders("o", bytes.NewReader(text))
		if err != nil {
			if _, ok := err.(source.Defects); !ok || orders != nil {
				t.Fatalf("%v", err)
			}
			return
		}
		var first, second bytes.Buffer
		_ = config.WriteOrders(&first, orders)
		again, err := config.ReadOrders("o", bytes.NewReader(first.Bytes()))
		if err != nil || len(again) != len(orders) {
			t.Fatalf("%s\ndoes not read back: %v", first.Bytes(), err)
		}
		_ = config.WriteOrders(&second, again)
		if first.String() != second.String() {
			t.Fatalf("%s\nreads back as\n%s", first.Bytes(), second.Bytes())
		}
	})
}

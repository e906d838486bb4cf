package config_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
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
		{"invisible characters", "{\"id\":\"O-\u200b\",\"plant\":\"P\u00ad1\",\"options\":[\"A\u202e\",\"B\"],\"without\":[\"\ufeffC\\u0090\"]}"},
		{"halves of characters", `{"id":"\ud800","plant":"P\udc00","options":["\ud83d\ude97","A\ud83dx","\ufffd","\ud83d\ud83d\ude97","\\ud800"]}`},
		{"great serial number", `{"id":"O-1","serial":99999999999999999999}`},
		{"a newer format", `{"format":"confspace/2","id":{"new":1},"new":2}` + "\n" + `{"id":"O-2","format":"confspace/7","new":2}`},
		{"a format", `{"format":"confspace/1","id":"O-1"}` + "\n" + `{"format":2,"id":"O-2"}`},
	} {
		orders, err := config.ReadOrders("orders.jsonl", strings.NewReader(c.text))
		if c.name == "id twice" {
			require.Len(t, orders, 1, "the first of them")
		} else {
			require.Empty(t, orders, c.name)
		}
		require.IsType(t, source.Defects{}, err, c.name)
		fmt.Fprintf(&out, "== %s\n%v\n\n", c.name, err)
	}
	golden(t, "bad_orders.golden", out.String())
}

// A date without quotes is one defect, and the rest of the line is read.
func TestADateWithoutQuotesIsOneDefect(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":"O-1","date":2026-01-05,"options":["A"]}`:        "o:1:20: a date without quotes\n    {\"id\":\"O-1\",\"date\":2026-01-05,\"options\":[\"A\"]}\n                       ^^^^^^^^^^\n    write \"2026-01-05\"",
		`{"id":"O-1","options":["A"],"date":2026-01-05}`:        "o:1:36: a date without quotes",
		`{"id":"2026-01-05","options":[2026-01-05,2026-01-06]}`: "o:1:31: a date without quotes",
	} {
		_, err := config.ReadOrders("o", strings.NewReader(text))
		require.ErrorContains(t, err, want)
		_, err = config.ReadOrder("o", strings.NewReader(text))
		require.ErrorContains(t, err, want)
	}
	_, err := config.ReadOrders("o", strings.NewReader(`{"id":"O-1","date":2026-01-05}`))
	require.Len(t, err, 1)
	_, err = config.ReadOrders("o", strings.NewReader(`{"date":2026-01-05,"serial":"x"}`))
	require.Len(t, err, 3, "no id, the date, the serial number: %v", err)
}

// One order alone may have comments, as orders on lines may.
func TestCommentsBesideAnOrder(t *testing.T) {
	o, err := config.ReadOrder("o", strings.NewReader("# format: confspace/1\n{\n  # who\n  \"id\": \"#1\",\n\t# what\n  \"options\": [\"A\",\n \"B\"]}\n# end"))
	require.NoError(t, err)
	require.Equal(t, "#1", o.ID)
	require.Equal(t, []string{"A", "B"}, o.Options)
	_, err = config.ReadOrder("o", strings.NewReader("# one\n{\"options\":\n# two\n [3]}"))
	require.EqualError(t, err, "o:4:3: each code of options must be text in quotes\n    [3]}\n     ^")
	_, err = config.ReadOrder("o", strings.NewReader("# format: confspace/2\n{}"))
	require.ErrorContains(t, err, "o:1:11: the file is in format confspace/2")
	_, err = config.ReadOrder("o", strings.NewReader("{} # no comment"))
	require.ErrorContains(t, err, "o:1:4: text after the order")
	_, err = config.ReadOrder("o", strings.NewReader("# nothing"))
	require.ErrorContains(t, err, "o:1:1: ")
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
    name it once
o.jsonl:1:42: order O-1: extras is a family, not an option
    name one of its options: TOWBAR
o.jsonl:1:72: order O-1: option TOWBAR is both chosen and rejected
    name it once, as chosen or as rejected
o.jsonl:1:88: order O-1: option LONG is rejected twice
    name it once
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
	property.Check(t, func(t *rapid.T) {
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
		streamed := 0
		for _, err := range config.Orders("o", iotest.OneByteReader(bytes.NewReader(text))) {
			if err == nil {
				streamed++
			}
		}
		if err == nil && streamed != len(orders) {
			t.Fatalf("%d orders in a stream of %d", streamed, len(orders))
		}
		if err != nil {
			if _, ok := err.(source.Defects); !ok || len(orders) > streamed {
				t.Fatalf("%d orders in a stream of %d: %v", len(orders), streamed, err)
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

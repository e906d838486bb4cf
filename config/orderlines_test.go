package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

func ExampleOrders() {
	in := strings.NewReader(`# of Monday
{"id":"O-1","options":["PICKUP"]}
{"id":"O-2","options":["PICKUP"}
{"id":"O-3","options":["SUV"]}
`)
	for o, err := range config.Orders("orders.jsonl", in) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(o.ID, o.Options)
	}
	// Output:
	// O-1 [PICKUP]
	// orders.jsonl:3:32: not JSON: invalid character '}' after array element
	//     {"id":"O-2","options":["PICKUP"}
	//                                    ^
	//     put keys and texts in double quotes, a comma between entries and none behind the last
	// O-3 [SUV]
}

func ExampleReadOrder() {
	o, err := config.ReadOrder("body", strings.NewReader("{\n  \"date\": \"2026-11-02\",\n  \"options\": [\"PICKUP\", \"LONG\"]\n}\n"))
	fmt.Println(o.Options, o.Date, err)
	_, err = config.ReadOrder("body", strings.NewReader("{\n  \"optoins\": []\n}\n"))
	fmt.Println(err)
	// Output:
	// [PICKUP LONG] 2026-11-02 <nil>
	// body:2:3: unknown key "optoins" in an order
	//     "optoins": []
	//     ^^^^^^^^^
	//     did you mean options?
}

func ExampleCatalog_Order() {
	cat, _ := vanBuilder().Build()
	sel := cat.NewSelection()
	sel.CloseWorld()
	suv, _ := cat.LookupOption("SUV")
	sel.Choose(suv)
	o := cat.Order(sel)
	o.ID = "O-1"
	text, err := json.Marshal(o)
	fmt.Println(string(text), err)
	// Output: {"id":"O-1","options":["SUV"]} <nil>
}

// spread writes an order in another layout, and with escapes, so that the fast
// reader gives up.
func spread(t *rapid.T, o config.Order) string {
	var out bytes.Buffer
	text, err := json.Marshal(o)
	require.NoError(t, err)
	require.NoError(t, json.Indent(&out, text, " ", "\t"))
	return strings.ReplaceAll(out.String(), "O", `\u004f`)
}

// The two readers of orders say the same, whatever the layout, and so do json and
// the reader of one order.
func TestReadersOfOrdersAgree(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{OddCodes: true})
		o := configtest.Order(t, c)
		o.ID = "O-7"
		fast, err := o.AppendJSON(nil)
		require.NoError(t, err)
		slow := strings.NewReplacer("\n", " ", "\t", " ").Replace(spread(t, o))
		for _, text := range []string{string(fast), slow} {
			orders, err := config.ReadOrders("o", strings.NewReader(text))
			require.NoError(t, err, text)
			require.Len(t, orders, 1)
			requireSameOrder(t, o, orders[0])
		}
		one, err := config.ReadOrder("o", strings.NewReader(spread(t, o)))
		require.NoError(t, err)
		requireSameOrder(t, o, one)
		var read config.Order
		require.NoError(t, json.Unmarshal(fast, &read))
		requireSameOrder(t, o, read)
	})
}

func requireSameOrder(t *rapid.T, want, got config.Order) {
	require.Equal(t, want.ID, got.ID)
	require.Equal(t, want.Point(), got.Point())
	require.Equal(t, want.Partial, got.Partial)
	require.True(t, len(want.Options) == len(got.Options) && len(want.Without) == len(got.Without))
	for i := range want.Options {
		require.Equal(t, want.Options[i], got.Options[i])
	}
	for i := range want.Without {
		require.Equal(t, want.Without[i], got.Without[i])
	}
}

// An order from a selection and back is that selection.
func TestOrderOfASelectionBindsToIt(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{OddCodes: true})
		sel := c.NewSelection()
		for o := range config.OptionID(c.NumOptions()) {
			sel.Set(o, config.State(rapid.IntRange(0, 2).Draw(t, "state")))
		}
		if rapid.Bool().Draw(t, "complete") {
			sel.CloseWorld()
		}
		o := c.Order(sel)
		require.Equal(t, !sel.Complete(), o.Partial)
		again, err := o.Bind(c)
		require.NoError(t, err)
		require.True(t, sel.Equal(again))
	})
}

// Places of codes are those of the file, in whatever line, before and behind the
// fast reader gives up, also where characters have several bytes.
func TestPlacesOfCodes(t *testing.T) {
	cat := must(vanBuilder().Build())
	for _, line := range []string{`{"id":"Größe","options":["SUV","X"]}`, `{"id":"Gr\u00f6ße","options":["SUV","X"]}`} {
		orders, err := config.ReadOrders("o", strings.NewReader("# \n\r\n"+line+"\r\n"))
		require.NoError(t, err)
		_, err = orders[0].Bind(cat)
		var defects source.Defects
		require.ErrorAs(t, err, &defects)
		at := len([]rune(line)) - len(`"X"]}`) + 1
		assert.Equal(t, source.Place{File: "o", Line: 3, Column: at}, defects[0].Place)
	}
}

func TestOrdersGoOn(t *testing.T) {
	long := `{"id":"long","options":["` + strings.Repeat("x", config.MaxOrderLine) + `"]}`
	text := "\xef\xbb\xbf{\"id\":\"a\"}\r\n" + long + "\n{\"id\":\"b\"}\r# none\r\n\r\n\xff\n{\"id\":\"c\"}"
	var got []string
	for o, err := range config.Orders("o", iotest.HalfReader(strings.NewReader(text))) {
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			got = append(got, first)
			continue
		}
		got = append(got, fmt.Sprint(o.ID, " ", o.Place))
	}
	assert.Equal(t, []string{"a o:1:1", "o:2: the line is longer than 16 MB", "b o:3:1", "o:6:1: byte 0xff is not UTF-8", "c o:7:1"}, got)

	got = nil
	broken := io.MultiReader(strings.NewReader("{\"id\":\"a\"}\n{\"id\""), iotest.ErrReader(errors.New("the line is down")))
	for o, err := range config.Orders("o", broken) {
		got = append(got, fmt.Sprint(o.ID, err != nil))
		if err != nil && strings.Contains(err.Error(), "down") {
			got = append(got, err.Error())
		}
	}
	assert.Equal(t, []string{"afalse", "true", "o:2: the line is down"}, got)

	for range config.Orders("o", strings.NewReader("{\"id\":\"a\"}\n{\"id\":\"b\"}\n")) {
		break // no more is yielded
	}
}

func TestOrdersOfANewerFormat(t *testing.T) {
	_, err := config.ReadOrders("o", strings.NewReader("# orders\n# format: confspace/2\n{\"x\":1}\n"))
	require.ErrorContains(t, err, "o:2:11: the file is in format confspace/2")
	_, err = config.ReadOrders("o", strings.NewReader("# format: orders\n{\"x\":1}\n"))
	require.ErrorContains(t, err, "not a format of confspace")
	require.ErrorContains(t, err, "unknown key", "and what follows is read")
	orders, err := config.ReadOrders("o", strings.NewReader("# format: confspace/1\n{\"id\":\"a\"}\n# format: of today\n"))
	require.NoError(t, err)
	require.Len(t, orders, 1)
}

// TestOrdersCostLittle: three allocations an order beside those of the sequence,
// however many options it has.
func TestOrdersCostLittle(t *testing.T) {
	line := `{"id":"O-1","date":"2026-11-02","plant":"P1","options":["` + strings.Join(strings.Split(strings.Repeat("CODE", 40), "E"), `","`) + "\"]}\n"
	text := strings.Repeat(line, 1000)
	allocs := testing.AllocsPerRun(3, func() {
		for _, err := range config.Orders("o", strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	assert.Less(t, allocs, 3100.0)
}

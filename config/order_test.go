package config_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// What WriteOrders writes, ReadOrders reads: what it would refuse is refused
// before anything is written.
func TestWriteOrdersRefusesWhatWouldNotBeRead(t *testing.T) {
	for _, test := range []struct {
		name   string
		orders []config.Order
		want   string
	}{
		{"no id", []config.Order{{ID: "A"}, {}}, "order number 2 has no id\n    give each order an id of its own"},
		{"one id twice", []config.Order{{ID: "A"}, {ID: "B"}, {ID: "A"}}, `order number 3 has the id A, as order number 1 has`},
		{"a line break", []config.Order{{ID: "A\nB"}}, "order number 1 has an id with characters that cannot be printed\n    write an id without them, not \"A\\nB\""},
		{"an invisible code", []config.Order{{ID: "A", Options: []string{"X\u200b"}}}, `order number 1 has a code with characters that cannot be printed: "X\u200b"`},
		{"no plant", []config.Order{{ID: "A", Plant: "P 1"}}, "order number 1 is built in a plant whose name no file can hold"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			err := config.WriteOrders(&out, test.orders)
			require.ErrorContains(t, err, test.want)
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			assert.Zero(t, out.Len())
		})
	}
}

// An id that cannot be printed is quoted in every message.
func TestMessagesAboutAnUnprintableIDQuoteIt(t *testing.T) {
	o := config.Order{ID: "O\x00", Options: []string{"X"}}
	_, err := json.Marshal(o)
	require.ErrorContains(t, err, `order "O\x00" has an id with characters that cannot be printed`)
	assert.NotContains(t, err.Error(), "\x00")
	_, err = o.Bind(options(t, 1))
	require.EqualError(t, err, `order "O\x00": unknown option "X"`)
}

func TestCommentsBetweenOrders(t *testing.T) {
	orders, err := config.ReadOrders("orders.jsonl", strings.NewReader("# format: confspace/1\n\n  # of Monday\n{\"id\":\"O-1\"}\r\n#{\"id\":\"O-2\"}\n"))
	require.NoError(t, err)
	require.Len(t, orders, 1)
	assert.Equal(t, 4, orders[0].Place.Line)
}

func TestFaultsOfOrdersCanBeToldApart(t *testing.T) {
	cat := options(t, 3)
	for fault, order := range map[config.OptionFault]config.Order{
		config.UnknownOption:      {ID: "O", Options: []string{"O9"}},
		config.FamilyNotOption:    {ID: "O", Options: []string{"f"}},
		config.OptionTwice:        {ID: "O", Options: []string{"O1", "O1"}},
		config.OptionContradicted: {ID: "O", Options: []string{"O1"}, Without: []string{"O1"}},
	} {
		_, err := order.Bind(cat)
		var wrong *config.OptionError
		require.ErrorAs(t, err, &wrong, fault)
		assert.Equal(t, fault, wrong.Fault)
		assert.Equal(t, "O", wrong.Order)
		assert.Contains(t, wrong.Error(), "order O: "+`"`+wrong.Code+`": `+fault.String())
	}
	assert.Equal(t, "no fault", config.OptionFault(0).String())
	_, err := config.Order{Options: []string{"O9"}}.Bind(cat)
	require.ErrorContains(t, err, `order without id: unknown option "O9"`)
}

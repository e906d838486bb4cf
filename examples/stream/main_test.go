package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/examples/internal/schematest"
)

func TestStream(t *testing.T) {
	p, err := product.Read(os.DirFS("../vanline/testdata/trailer"))
	require.NoError(t, err)
	orders, err := os.ReadFile("../vanline/testdata/trailer/orders.jsonl")
	require.NoError(t, err)
	var out strings.Builder
	in := string(orders) + "{\n" + `{"id": "T-6", "plant": "NVH"}` + "\n"
	require.NoError(t, stream(t.Context(), p, strings.NewReader(in), &out))
	var got []string
	c := schematest.New(t)
	for line := range strings.Lines(out.String()) {
		c.Require(t, "stream", line)
		var answer struct {
			Verdict, Error string
			BOM            struct{ Items []any }
			Routing        struct{ Stations []any }
		}
		require.NoError(t, json.Unmarshal([]byte(line), &answer))
		assert.Equal(t, answer.Verdict == "valid", len(answer.BOM.Items) > 0 && len(answer.Routing.Stations) == 3)
		fault, _, _ := strings.Cut(answer.Error, ":")
		got = append(got, answer.Verdict+fault)
	}
	c.RequireTight(t, "stream")
	assert.Equal(t, []string{"valid", "invalid", "order T-3", "invalid", "valid", "orders", "orders"}, got)
	assert.Contains(t, out.String(), "order T-6 is built in the unknown plant")
}

package main

import (
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/schematest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

func TestAnswers(t *testing.T) {
	set, err := rules.ReadDir(os.DirFS("../vanline/testdata/trailer"))
	require.NoError(t, err)
	asOf := config.Point{Date: config.NewDate(2026, 8, 3), Plant: "NHV"}
	space, err := solver.Compile(t.Context(), set, asOf, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	server := httptest.NewServer(validator{space})
	defer server.Close()
	c := schematest.New(t)
	for _, tt := range []struct {
		name, order string
		status      int
		body        string // within
	}{
		{"valid", `{"id": "1", "options": ["FLAT", "SINGLE"]}`, 200, `"verdict":"valid"`},
		{"extendable", `{"id": "1", "options": ["BOX"], "partial": true}`, 200, `"verdict":"extendable"`},
		{"invalid", `{"id": "1", "options": ["BOX", "SINGLE"]}`, 200, `"rule":"R-1"`},
		{"another plant", `{"id": "1", "plant": "NVH", "options": ["FLAT", "SINGLE"]}`, 400, "did you mean NHV?"},
		{"unknown option", `{"id": "1", "options": ["FLATT", "SINGLE"]}`, 400, "did you mean FLAT?"},
		{"no JSON", `id: 1`, 400, "order:1:1"},
		{"no order", ``, 400, "order:1:1"},
		{"two orders", `{"id": "1"}` + "\n" + `{"id": "2"}`, 400, "one order is read here"},
		{"too long", `{"id": "` + strings.Repeat("1", 2<<20), 400, "too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			response, err := server.Client().Post(server.URL, "application/json", strings.NewReader(tt.order))
			require.NoError(t, err)
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			assert.Equal(t, tt.status, response.StatusCode)
			assert.Contains(t, string(body), tt.body)
			if tt.status == 200 {
				c.Require(t, "httpvalidate", string(body))
			}
		})
	}
	c.RequireTight(t, "httpvalidate")
}

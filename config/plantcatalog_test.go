package config_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

const twoPlants = "product: van\nplants: [NHV, ESK]\nfamilies:\n  - family: f\n    options: [A, {code: B, plants: NHV}]\n"

func TestPlantsAreDeclared(t *testing.T) {
	cat, err := readCatalog(twoPlants)
	require.NoError(t, err)
	assert.Equal(t, []string{"NHV", "ESK"}, cat.Plants())
	require.NoError(t, cat.CheckPlant("ESK"))
	require.NoError(t, cat.CheckPlant(""), "a point need not give a plant")
	for name, want := range map[string]string{
		"NVH":   `unknown plant "NVH": did you mean NHV?`,
		"nhv":   `unknown plant "nhv": did you mean NHV?`,
		"ROMEO": `unknown plant "ROMEO": the catalog declares NHV, ESK`,
	} {
		require.EqualError(t, cat.CheckPlant(name), want)
	}
}

func TestUnknownPlantsOfOptions(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{
			"near", "product: van\nplants: [NHV, ESK]\nfamilies:\n  - family: f\n    options: [{code: A, plants: NVH}, {code: B, plants: NVH}, {code: C, plants: [ESK, NVH]}]\n",
			"options.yaml:5:33: option A names the unknown plant \"NVH\"\n    options: [{code: A, plants: NVH}, {code: B, plants: NVH}, {code: C, plants: [ESK, NVH]}]\n                                ^^^\n" +
				"    did you mean NHV?\n    2 more places follow from it",
		},
		{
			"none declared", "product: van\nfamilies:\n  - family: f\n    options: [{code: A, plants: NHV}, B]\n",
			"options.yaml:4:33: option A names the unknown plant \"NHV\"\n    options: [{code: A, plants: NHV}, B]\n                                ^^^\n" +
				"    the catalog declares no plants; write plants: [NHV] below product: in options.yaml",
		},
		{
			"declared twice", "product: van\nplants: [P, P]\nfamilies:\n  - family: f\n    options: [A, B]\n",
			"options.yaml:2:13: plant P is declared twice\n    plants: [P, P]\n                ^",
		},
		{
			"two words", "product: van\nplants: [Plant 1]\nfamilies:\n  - family: f\n    options: [A, B]\n",
			"options.yaml:2:10: plant \"Plant 1\" contains the character ' '\n    plants: [Plant 1]\n             ^^^^^^^\n" +
				"    a plant is one word of visible characters without , ; | and double quotes",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readCatalog(test.text)
			require.EqualError(t, err, test.want)
		})
	}
}

func TestOrderInAnUnknownPlant(t *testing.T) {
	cat, err := readCatalog(twoPlants)
	require.NoError(t, err)
	order := config.Order{ID: "O-1", Options: []string{"A"}, Plant: "nhv", Place: source.Place{File: "orders.jsonl", Line: 3, Column: 1}}
	_, err = order.Bind(cat)
	require.EqualError(t, err, "orders.jsonl:3:1: order O-1 is built in the unknown plant \"nhv\"\n    did you mean NHV?")
	var unknown *config.PlantError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, "NHV", unknown.Nearest)
	order.Plant = "NHV"
	_, err = order.Bind(cat)
	require.NoError(t, err)
}

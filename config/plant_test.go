package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

func ExampleParsePlants() {
	fmt.Println(config.ParsePlants("P2 | P1"))
	fmt.Println(config.ParsePlants("P1,P2"))
	// Output:
	// [P1 P2] <nil>
	// [] plant "P1,P2" contains the character ','
}

// plantNames are names and what is wrong with them, for every reader.
var plantNames = []struct{ name, wrong string }{
	{"P1", ""},
	{"Köln-2_b.3/4", ""},
	{strings.Repeat("x", config.MaxCode), ""},
	{strings.Repeat("x", config.MaxCode+1), "is longer than 1000 bytes"},
	{" P1", "begins or ends with a space"},
	{"P1 P2", "contains the character ' '"},
	{"P1,P2", "contains the character ','"},
	{"P1;P2", "contains the character ';'"},
	{"P1|P2", "contains the character '|'"},
	{"P\t1", `contains the character '\t'`},
	{"P\n1", `contains the character '\n'`},
	{`P"1`, `contains the character '"'`},
	{"P\u200b1", `contains the character '\u200b'`},
	{"P\u00a01", `contains the character '\u00a0'`},
	{" ", "a plant has no name"},
}

// One name is good or bad wherever it stands.
func TestPlantsOfAllReaders(t *testing.T) {
	for _, c := range plantNames {
		t.Run(c.name, func(t *testing.T) {
			check := func(reader string, err error) {
				t.Helper()
				if c.wrong == "" {
					require.NoError(t, err, reader)
				} else {
					require.ErrorContains(t, err, c.wrong, reader)
				}
			}
			check("CheckPlant", config.CheckPlant(c.name))
			check("Validate", config.Effectivity{Plants: []string{c.name}}.Validate())
			quoted, err := config.ReadOrders("orders.jsonl", strings.NewReader(fmt.Sprintf(`{"id":"O-1","plant":%s}`, jsonString(c.name))))
			check("ReadOrders", err)
			if err == nil {
				require.Equal(t, c.name, quoted[0].Plant)
			}
			_, err = readYAMLEffectivity(t, "{plants: ["+jsonString(c.name)+"]}")
			check("ReadEffectivity", err)
		})
	}
	require.Error(t, config.CheckPlant(""))
	require.Error(t, config.CheckPlant("\xff"))
}

// jsonString quotes for JSON and YAML alike.
func jsonString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	b.WriteByte('"')
	return b.String()
}

func readYAMLEffectivity(t *testing.T, text string) (config.Effectivity, error) {
	t.Helper()
	f, err := source.NewFile("e.yaml", []byte(text))
	require.NoError(t, err)
	var list source.List
	o := source.NewObject(f, source.ParseYAML(f, &list), &list, "it")
	e := config.ReadEffectivity(nil, o, &list)
	o.Done()
	return e, list.Err()
}

func TestParseEffectivity(t *testing.T) {
	const header = "from,until,from_serial,until_serial,plants\n"
	for _, c := range []struct{ name, row, want, wrong string }{
		{"nothing", ",,,,P", "plants P", ""},
		{"all", "2026-01-01,2026-02-01,2,5,P2 | P1", "from 2026-01-01 until 2026-02-01, serial from 2 until 5, plants P1 P2", ""},
		{"no day", "2026-02-30,,,,", "always", `e.csv:2:1: from: "2026-02-30" is not a day of the calendar`},
		{"never", "2026-02-01,2026-02-01,,,", "from 2026-02-01", "e.csv:2:12: never in force: until 2026-02-01 is not after from 2026-02-01"},
		{"no serial", ",,x,,", "always", `e.csv:2:3: from_serial: "x" is not a serial number`},
		{"signed", ",,+5,,", "always", `e.csv:2:3: from_serial: "+5" is not a serial number`},
		{"never by serial", ",,,1,", "always", "e.csv:2:4: never in force: until_serial 1 is not after from_serial 1"},
		{"comma", `,,,,"P1,P2"`, "always", `e.csv:2:6: plant "P1,P2" contains the character ','`},
		{"twice", `,,,,P1|P1`, "always", `e.csv:2:5: plant P1 is named twice`},
		{"bar at the end", `,,,,P1|`, "always", `e.csv:2:5: a plant has no name`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := source.NewFile("e.csv", []byte(header+c.row+"\n"))
			require.NoError(t, err)
			var list source.List
			cells := source.ParseCSV(f, &list).Rows[0]
			e := config.ParseEffectivity("", cells[0], cells[1], cells[2], cells[3], cells[4], &list)
			require.Equal(t, c.want, e.String())
			require.NoError(t, e.Validate())
			if c.wrong == "" {
				require.NoError(t, list.Err())
			} else {
				require.ErrorContains(t, list.Err(), c.wrong)
			}
		})
	}
	var list source.List
	require.True(t, config.ParseEffectivity("", source.Cell{}, source.Cell{}, source.Cell{}, source.Cell{}, source.Cell{}, &list).Always())
	require.NoError(t, list.Err())
}

package product_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
)

func TestDefectsOfOptionsDoNotHideThoseOfTheBill(t *testing.T) {
	fsys := bomtest.Scooter()
	edit := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }
	edit("options.yaml", "product: scooter\nfamilies:\n  - family: motor\n    options: [{code: M25}, {code: M25}]\n")
	edit("bom.csv", "level,position,part,quantity,usage\n1,10,A,-1,\n1,20,B,1,M25 &\n1,30,C,1,M25\n")
	_, err := product.Read(fsys)
	require.Error(t, err)
	for _, want := range []string{"options.yaml:4:", "bom.csv:2:8: the quantity -1 must be above zero", "bom.csv:3:15: a code, a number"} {
		assert.ErrorContains(t, err, want)
	}
	assert.NotContains(t, err.Error(), "bom.csv:4", "a right name is not accused")
}

// A defect of a value in one file hides no wrong name in another; where names may be
// lost, none is called unknown.
func TestDefectsOfOneFileHideNoWrongNameInAnother(t *testing.T) {
	const (
		options = "product: p\nplants: [NHV]\nattributes: {mass: kg}\nfamilies:\n  - family: f\n    options: [{code: A, mass: 1}, {code: B}]\n"
		rule    = "rules:\n  - {id: R1, rule: A => CC}\n"
		bill    = "level,position,part,quantity,usage,station,plants\n1,10,P,1,,S1,\n1,20,Q,1,D,S1,NVH\n"
		line    = "line: l\ntakt: 60 s\nstations:\n  - station: S1\n    operations: [{operation: O1, duration: 5 s, parts: [10, 9999]}]\n"
	)
	unknownOption := []string{"rules.yaml:2:25: unknown code CC", "bom.csv:3:10: unknown code D", `bom.csv:3:15: variant Q names the unknown plant "NVH"`}
	unknownPosition := []string{`names the unknown position "9999"`}
	for name, test := range map[string]struct {
		file, from, to string
		want, not      []string
	}{
		"a value of an option":  {"options.yaml", "mass: 1", "mass: 1 EUR", append(unknownOption, unknownPosition...), nil},
		"a date of an option":   {"options.yaml", "{code: B}", "{code: B, from: 2026-13-01}", append(unknownOption, unknownPosition...), nil},
		"an unknown key":        {"options.yaml", "family: f\n", "family: f\n    colour: red\n", append(unknownOption, unknownPosition...), nil},
		"an option twice":       {"options.yaml", "{code: B}", "{code: A}", append(unknownOption, unknownPosition...), nil},
		"a cardinality":         {"options.yaml", "family: f\n", "family: f\n    select: two\n", append(unknownOption, unknownPosition...), nil},
		"a list that is lost":   {"options.yaml", "families:", "groups:", unknownPosition, unknownOption},
		"options that are lost": {"options.yaml", "options:", "members:", unknownPosition, unknownOption},
		"a misspelled list":     {"options.yaml", "families:", "familys:", append(unknownOption, unknownPosition...), nil},
		"misspelled options":    {"options.yaml", "options:", "optoins:", append(unknownOption, unknownPosition...), nil},
		"a quantity":            {"bom.csv", "10,P,1", "10,P,-1", append(unknownOption, unknownPosition...), nil},
		"a unit":                {"bom.csv", "10,P,1", "10,P,1 kg", append(unknownOption, unknownPosition...), nil},
		"a row that is lost":    {"bom.csv", "1,10,P,1,,S1,\n", "1,9999,P,1,,S1\n", unknownOption[:1], unknownPosition},
		"a level":               {"bom.csv", "1,10", "x,10", unknownOption, unknownPosition},
		"a misspelled column":   {"bom.csv", "station", "staton", append(unknownOption, unknownPosition...), []string{"no station"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"options.yaml": options, "rules.yaml": rule, "bom.csv": bill, "line.yaml": line}
			files[test.file] = bomtest.ReplaceOnce(t, files[test.file], test.from, test.to)
			fsys := make(fstest.MapFS)
			for name, text := range files {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			_, err := product.Read(fsys)
			require.Error(t, err)
			assert.ErrorContains(t, err, test.file)
			for _, want := range test.want {
				assert.ErrorContains(t, err, want)
			}
			for _, not := range test.not {
				assert.NotContains(t, err.Error(), not)
			}
		})
	}
}

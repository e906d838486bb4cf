package config_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func readCatalog(text string) (*config.Catalog, error) {
	return config.ReadCatalog("options.yaml", strings.NewReader(text))
}

func ExampleReadCatalog() {
	cat, err := config.ReadCatalog("options.yaml", strings.NewReader(`
product: van
attributes: {mass: kg}
families:
  - family: body
    name: Body style
    options:
      - code: PICKUP
        mass: 80.5
        from: 2026-01-01
        families:
          - family: bed
            select: optional
            options: [SHORT, LONG]
      - code: SUV
`))
	fmt.Println(err, cat.NumOptions(), "options")
	pickup, _ := cat.LookupOption("PICKUP")
	fmt.Println(cat.Option(pickup).Place, cat.Option(pickup).Effectivity)
	// Output:
	// <nil> 4 options
	// options.yaml:8:15 from 2026-01-01
}

func ExampleWriteCatalog() {
	cat, _ := vanBuilder().Build()
	if err := config.WriteCatalog(os.Stdout, cat, config.YAML); err != nil {
		panic(err)
	}
	// Output:
	// format: confspace/1
	// product: van
	// attributes:
	//   mass: kg
	// families:
	//   - family: body
	//     name: Body style
	//     options:
	//       - code: PICKUP
	//         mass: 80.5
	//         families:
	//           - family: bed
	//             select: optional
	//             options:
	//               - code: SHORT
	//               - code: LONG
	//       - code: SUV
	//   - family: extras
	//     select: any
	//     options:
	//       - code: TOWBAR
}

// badCatalogs are files that departments might deliver. The golden file holds
// what each is told.
var badCatalogs = []struct{ name, text string }{
	{"empty file", ""},
	{"only comments", "# options of the van\n"},
	{"a word", "hello\n"},
	{"a list at the top", "- product: van\n"},
	{"no families", "product: van\n"},
	{"no product", "families:\n  - {family: f, options: [A]}\n"},
	{"families as mapping", "product: van\nfamilies: {family: body}\n"},
	{"kinds mixed up", "product: [a]\nattributes: [mass]\nfamilies:\n  - body\n  -\n  - [x]\n"},
	{"unknown keys", "product: van\nversion: 3\nfamilies:\n  - {family: f, selct: any, options: [{code: A, nmae: x, co2: 3}]}\n"},
	{"family without options", "product: van\nfamilies:\n  - family: body\n  - family: bed\n    options: []\n"},
	{"empty code in a list", "product: van\nfamilies:\n  - family: body\n    options: [\"\", A]\n"},
	{"family without code", "product: van\nfamilies:\n  - name: Body\n    options: [A]\n"},
	{"option without code", "product: van\nfamilies:\n  - family: f\n    options:\n      - name: A\n      - code:\n      - code: null\n      - code: ''\n"},
	{"null as code", "product: van\nfamilies:\n  - {family: f, options: [NULL, ~, null]}\n"},
	{"too many digits in the unit", "product: van\nattributes: {mass: t}\nfamilies:\n  - {family: f, options: [{code: A, mass: 0.123456789012345678901234567 mg}]}\n"},
	{"code twice", "product: van\nfamilies:\n  - {family: f, options: [A, B, A]}\n  - {family: f, options: [C]}\n  - {family: A, options: [f, D]}\n"},
	{"odd codes", "product: van\nfamilies:\n  - family: f\n    options: ['a\"b', ' a', \"a\\nb\", \"a\\u200bb\", " + strings.Repeat("x", 1001) + "]\n"},
	{"no space after colon", "product: van\nfamilies:\n  - family: f\n    options:\n      - code:A\n"},
	{"no space after colon of a later key", "product: van\nfamilies:\n  - family: f\n    options:\n      - code: A\n        name:Axle\n"},
	{"no space after dash", "product: van\nfamilies:\n  - family: f\n    options:\n      - A\n      -B\n"},
	{"select", "product: van\nfamilies:\n  - {family: a, select: two, options: [A]}\n  - {family: b, select: [3..1], options: [B]}\n  - {family: c, select: \"[2..2]\", options: [C]}\n  - {family: d, select: \"[0..0]\", options: [D]}\n  - {family: e, select: {x: y}, options: [E]}\n"},
	{"numbers", "product: van\nattributes: {mass: kg}\nfamilies:\n  - family: f\n    options:\n      - {code: A, mass: \"1,5\"}\n      - {code: B, mass: NaN}\n      - {code: C, mass: .inf}\n      - {code: D, mass: 1e400}\n      - {code: E, mass: 0x1F}\n      - {code: F, mass: 3 EUR}\n      - {code: G, mass: 3 stone}\n      - {code: H, mass: }\n      - {code: I, mass: [1]}\n      - {code: J, mass: 1234567890123456789012345678901}\n      - {code: K, mass: 1_000}\n"},
	{"units", "product: van\nattributes: {mass: pound, price: €, reach: [km], mass: kg, '': kg}\nfamilies:\n  - {family: f, options: [A]}\n"},
	{"declared units", "product: van\nunits:\n  m3: 10 l\n  EA: 12 pcs\n  CNY: pcs\n  kilo: kgg\n  CTN: 12 pcz\n  x: y\n  y: 2 x\n  c: c\n  Kg: 500 g\n  KG: kg\n  Foo: 6 pcs\n  foo: 12 pcs\n  Eur: money\n  nil: 0 kg\n  neg: -1 kg\n" +
		"  none:\n  list: [pcs]\n  money: EUR\n  2x: pcs\n  'a b': pcs\n  tiny: 1/12345678901234567890 m\n  " + strings.Repeat("x", 33) + ": m\n" +
		"families:\n  - {family: f, options: [A]}\n"},
	{"units as list", "product: van\nunits: [EA]\nfamilies:\n  - {family: f, options: [A]}\n"},
	{"units that are not declared", "product: van\nunits: {CTN: 12 pcs, CR: money}\nattributes: {packs: CTX, mass: kg, price: CR}\nfamilies:\n  - {family: f, options: [{code: A, mass: 3 CTN}, {code: B, mass: 2 CTX}, {code: C, price: 1 EUR}]}\n"},
	{"values that are no decimals", "product: van\nattributes: {mass: kg, time: min, price: EUR}\nfamilies:\n  - {family: f, options: [{code: A, mass: 1/3}, {code: B, time: 62 s}, {code: C, price: 1/3}]}\n"},
	{"values", "product: van\nattributes: {mass: kg}\nfamilies:\n  - family: f\n    options:\n      - {code: A, values: {mass: 3, mas: 4}, mass: 3}\n      - {code: B, values: 3}\n"},
	{"dates", "product: van\nfamilies:\n  - family: f\n    options:\n      - {code: A, from: 2026-13-01, until: 01.02.2026}\n      - {code: B, from: 2026-05-01, until: 2026-05-01}\n      - {code: C, from: 2026-02-30}\n"},
	{"serials and plants", "product: van\nfamilies:\n  - family: f\n    options:\n      - {code: A, from_serial: -1, until_serial: 0x10}\n      - {code: B, from_serial: 9, until_serial: 3}\n      - {code: C, plants: [P1, P1, '']}\n      - {code: D, plants: {a: b}}\n"},
	{"unknown parent", "product: van\nfamilies:\n  - {family: f, options: [PICKUP]}\n  - {family: g, parent: PICKP, options: [G]}\n"},
	{"two parents", "product: van\nfamilies:\n  - family: f\n    options:\n      - code: A\n        families:\n          - {family: g, parent: B, options: [G]}\n      - code: B\n"},
	{"cycle", "product: van\nfamilies:\n  - {family: a, parent: B, options: [A]}\n  - {family: b, parent: C, options: [B]}\n  - {family: c, parent: A, options: [C]}\n"},
	{"tab", "product: van\nfamilies:\n\t- family: f\n"},
	{"dedented", "product: van\nfamilies:\n  - family: f\n    options:\n      - A\n     - B\n"},
	{"indented too deep", "product: van\n  families: []\n"},
	{"second colon", "product: van: the big one\n"},
	{"open double quote", "product: \"van\nfamilies: []\n"},
	{"open single quote", "product: 'van\n"},
	{"unknown escape", "product: \"C:\\cars\"\n"},
	{"escapes not meant", "product: \"C:\\vans\"\nfamilies:\n  - {family: f, name: \"a\\nb\", options: [{code: A, name: \"\\x07\"}]}\n"},
	{"half a surrogate", "product: \"\\ud800\"\n"},
	{"reserved mark", "product: @van\n"},
	{"anchors", "product: &v van\nfamilies: *v\n"},
	{"tags", "product: !!str van\n"},
	{"merge key", "product: van\n<<: {a: b}\n"},
	{"complex key", "? product\n: van\n"},
	{"directive", "%YAML 1.2\n---\nproduct: van\n"},
	{"two documents", "product: van\n---\nproduct: bus\n"},
	{"block scalar dedented", "product: |\nvan\n"},
	{"truncated JSON", "{\"product\": \"van\", \"families\": [{\"family\": \"body\""},
	{"JSON without comma", "{\"product\": \"van\" \"families\": []}"},
	{"JSON with text behind", "{\"product\": \"van\"} x"},
	{"JSON with a brace too many", "{\"product\": \"van\"}}"},
	{"nested too deep", strings.Repeat("[", 5000)},
	{"indented mappings too deep", nestedMappings(200)},
	{"latin-1", "product: Kleinb\xfcs\n"},
	{"utf-16", "\xff\xfep\x00r\x00o\x00d\x00"},
	{"NUL", "product: a\x00b\n"},
	{"old line ends", "product: van\rfamilies: []\r"},
	{"default without a condition", "product: van\nfamilies: [{family: f, options: [{code: A, default: }, {code: B, default: {wen: A}}, {code: C, default: {rank: 0}}]}]\n"},
	{"default that is a list of lists", "product: van\nfamilies: [{family: f, options: [{code: A, default: [[A]]}, {code: B, defalt: A}, {code: C, default: {rank: first}}]}]\n"},
	{"very long line", "product: van\nfamilies: [{family: f, options: [" + manyCodes(50) + ", A7]}]\n"},
}

func manyCodes(n int) string {
	var codes []string
	for i := range n {
		codes = append(codes, fmt.Sprintf("A%d", i))
	}
	return strings.Join(codes, ", ")
}

func nestedMappings(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestBadCatalogs(t *testing.T) {
	var out strings.Builder
	for _, c := range badCatalogs {
		cat, err := readCatalog(c.text)
		require.True(t, cat == nil || cat.NumFamilies() > 0, "%s: a catalog of names", c.name)
		require.IsType(t, source.Defects{}, err, c.name)
		fmt.Fprintf(&out, "== %s\n%v\n\n", c.name, err)
	}
	golden(t, "bad_catalogs.golden", out.String())
}

func TestDefectsAreCapped(t *testing.T) {
	_, err := readCatalog("product: van\nfamilies:\n" + strings.Repeat("  - {family: f, options: [A]}\n", 80))
	defects := err.(source.Defects)
	require.Len(t, defects, source.MaxDefects+1)
	require.EqualError(t, defects[source.MaxDefects], "options.yaml: ... and 58 more")
}

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run with -update if this is meant")
}

// What is written reads back as an equal catalog, in both formats, and is the
// same text when written again.
func TestCatalogRoundTrip(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		c := configtest.Catalog(t, configtest.Limits{Options: 30, Families: 25, Attributes: 3, Units: true, Effectivity: true, Defaults: true, OddCodes: true})
		for _, format := range []config.Format{config.YAML, config.JSON} {
			text := write(t, c, format)
			for _, variant := range []string{text, strings.ReplaceAll(text, "\n", "\r\n"), "\xef\xbb\xbf" + text} {
				again, err := readCatalog(variant)
				require.NoError(t, err)
				require.Equal(t, c.Digest(), again.Digest(), variant)
				require.Equal(t, c.TextDigest(), again.TextDigest(), variant)
				require.Equal(t, text, write(t, again, format))
			}
		}
	})
}

func write(t require.TestingT, c *config.Catalog, format config.Format) string {
	var b bytes.Buffer
	require.NoError(t, config.WriteCatalog(&b, c, format))
	return b.String()
}

func TestDeepCatalogRoundTrip(t *testing.T) {
	b := config.NewBuilder("deep")
	parent := ""
	for i := range 60 {
		for _, side := range []string{"a", "b"} {
			code := fmt.Sprintf("%s%d", side, i)
			b.Family(config.FamilySpec{Code: code, Parent: parent})
			b.Option(config.OptionSpec{Family: code, Code: strings.ToUpper(code)})
		}
		parent = fmt.Sprintf("B%d", i)
	}
	c := must(b.Build())
	for _, format := range []config.Format{config.YAML, config.JSON} {
		again, err := readCatalog(write(t, c, format))
		require.NoError(t, err)
		require.Equal(t, c.Digest(), again.Digest())
		require.Equal(t, c.TextDigest(), again.TextDigest())
	}
}

// Shorthands mean what the long forms mean.
func TestShorthands(t *testing.T) {
	long := "product: p\nplants: [P1]\nattributes:\n  mass: kg\n  n: ''\nfamilies:\n  - family: f\n    select: '[1..2]'\n    options:\n      - code: A\n        mass: 0.5\n        plants: [P1]\n      - code: '007'\n        values: {n: 3}\n  - family: g\n    parent: A\n    options:\n      - code: G\n"
	short := "{product: p, plants: P1, attributes: {mass: kg, n: }, families: [{family: f, select: [1..2], options: [{code: A, mass: 500 g, plants: P1, families: [{family: g, select: one, options: [G]}]}, {code: 007, n: 3}]}]}"
	require.Equal(t, must(readCatalog(long)).Digest(), must(readCatalog(short)).Digest())
}

func TestManyOptions(t *testing.T) {
	var b strings.Builder
	b.WriteString("product: big\nfamilies:\n")
	for i := range 300 {
		fmt.Fprintf(&b, "  - family: f%d\n    options: [A%d, B%d, C%d]\n", i, i, i, i)
	}
	c, err := readCatalog(b.String())
	require.NoError(t, err)
	require.Equal(t, 900, c.NumOptions())
	_, err = readCatalog(strings.Repeat("#", source.MaxYAML+1))
	require.ErrorContains(t, err, "options.yaml: file is larger than the 16 MB")
}

func FuzzCatalog(f *testing.F) {
	for _, c := range badCatalogs {
		if len(c.text) < 2000 {
			f.Add([]byte(c.text))
		}
	}
	for _, format := range []config.Format{config.YAML, config.JSON} {
		var b bytes.Buffer
		if err := config.WriteCatalog(&b, must(vanBuilder().Build()), format); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := readCatalog(string(text))
		if err != nil {
			if ds, ok := err.(source.Defects); !ok || slices.ContainsFunc(ds, func(d source.Defect) bool { return d.Msg == "" || d.Place.File == "" }) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, format := range []config.Format{config.YAML, config.JSON} {
			again, err := readCatalog(write(t, c, format))
			if err != nil || again.Digest() != c.Digest() || again.TextDigest() != c.TextDigest() {
				t.Fatalf("%s\ndoes not read back: %v", write(t, c, format), err)
			}
		}
	})
}

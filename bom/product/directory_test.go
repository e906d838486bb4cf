package product_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// archive joins the files of a directory, each below a line with its name.
func archive(fsys fstest.MapFS) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		out.WriteString("-- " + name + " --\n" + strings.TrimSuffix(string(fsys[name].Data), "\n") + "\n")
	}
	return out.String()
}

// directory splits what archive joined. Files of other names than a product's are left out.
func directory(text string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	name := ""
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "-- "); ok {
			name, _, _ = strings.Cut(rest, " ")
			continue
		}
		switch name {
		case "options.yaml", "rules.yaml", "bom.csv", "line.yaml":
			if fsys[name] == nil {
				fsys[name] = new(fstest.MapFile)
			}
			fsys[name].Data = append(fsys[name].Data, line...)
		}
	}
	return fsys
}

// written writes all files of a product.
func written(t require.TestingT, p *product.Product) fstest.MapFS {
	fsys := make(fstest.MapFS)
	write := func(name string, to func(w *strings.Builder) error) {
		var out strings.Builder
		require.NoError(t, to(&out))
		fsys[name] = &fstest.MapFile{Data: []byte(out.String())}
	}
	write("options.yaml", func(w *strings.Builder) error { return config.WriteCatalog(w, p.Catalog, config.YAML) })
	write("rules.yaml", func(w *strings.Builder) error { return rules.Write(w, p.Rules) })
	if p.Structure != nil {
		write("bom.csv", func(w *strings.Builder) error { return p.Structure.WriteCSV(w) })
	}
	if p.Line != nil {
		write("line.yaml", func(w *strings.Builder) error { return p.Line.WriteYAML(w) })
	}
	return fsys
}

// requireReadBack writes a product, reads that, and requires the same product: equal
// digests, and the same text when it is written again.
func requireReadBack(t require.TestingT, p *product.Product) {
	first := written(t, p)
	again, err := product.Read(first)
	require.NoError(t, err, archive(first))
	require.Equal(t, p.Catalog.Digest(), again.Catalog.Digest())
	require.Equal(t, p.Catalog.TextDigest(), again.Catalog.TextDigest())
	require.Equal(t, p.Rules.Digest(), again.Rules.Digest())
	require.Equal(t, p.Rules.TextDigest(), again.Rules.TextDigest())
	require.Equal(t, archive(first), archive(written(t, again)))
}

func TestProductsReadBackAsWritten(t *testing.T) {
	p, err := product.Read(bomtest.Scooter())
	require.NoError(t, err)
	requireReadBack(t, p)
	property.Check(t, func(t *rapid.T) {
		g := bomtest.Generate(t, 4)
		s, l := g.Read(t)
		set, err := rules.NewBuilder(g.Catalog).Build()
		require.NoError(t, err)
		requireReadBack(t, &product.Product{Catalog: g.Catalog, Rules: set, Structure: s, Line: l})
	})
}

// FuzzDirectory reads whole product directories. What is wrong has a place, and what is
// read is written and read again.
func FuzzDirectory(f *testing.F) {
	f.Add(archive(bomtest.Scooter()))
	f.Add(`-- options.yaml --
format: confspace/1
product: van
plants: [P1, P2]
units: {CTN: 12 pcs, third: 1/3 kg}
attributes: {mass: kg}
families:
  - {family: f, name: "F: x", options: [{code: A, mass: 1.5, from: 2026-01-01, families: [{family: g, select: any, options: [B, C]}]}, D]}
-- rules.yaml --
rules:
  - {id: R-1, rule: "A requires B", reason: Because., plants: [P1]}
  - {id: T-1, forbidden: {columns: [f, g], rows: [[A, C]]}}
-- bom.csv --
level;position;select;part;quantity;per;unit;usage;position_until;station
1;10;some;X;1,5;;kg;A;;S1
1;10;;Y;1;;third;D;;
2;5;;Z;2;;;;;
1;20;;W;1;;CTN;;2027-01-01;S1
-- line.yaml --
line: x
takt: 1 min
stations:
  - {station: S1, rides: [20], operations: [{operation: O, duration: 3 s, when: A, parts: [10]}, {operation: P, duration: 1 s, after: O}]}
`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<13 {
			return
		}
		p, err := product.Read(directory(text))
		if err != nil {
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			for _, d := range defects {
				require.NotEmpty(t, d.Place.File, "%v", d)
			}
			return
		}
		requireReadBack(t, p)
	})
}

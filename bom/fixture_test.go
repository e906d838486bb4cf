package bom_test

import (
	"strings"
	"testing"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/stretchr/testify/require"
)

// catalog builds a catalog from lines such as "body one PICKUP VAN".
func catalog(t testing.TB, lines ...string) *config.Catalog {
	t.Helper()
	b := config.NewBuilder("test")
	for _, line := range lines {
		words := strings.Fields(line)
		sel, err := config.ParseCardinality(words[1])
		require.NoError(t, err)
		b.Family(config.FamilySpec{Code: words[0], Select: sel})
		for _, code := range words[2:] {
			b.Option(config.OptionSpec{Family: words[0], Code: code})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

// van is the catalog of most tests.
func van(t testing.TB) *config.Catalog {
	return catalog(t, "body one PICKUP VAN", "engine one D20 D30 E", "gearbox one M6 A8", "pack any TOW SPORT")
}

func file(t testing.TB, name, text string) *source.File {
	t.Helper()
	return textFile(t, name, text)
}

func textFile(t require.TestingT, name, text string) *source.File {
	f, err := source.Read(name, strings.NewReader(text))
	require.NoError(t, err)
	return f
}

func structure(t testing.TB, cat *config.Catalog, csv string) *bom.Structure {
	t.Helper()
	s, err := bom.ReadStructure(cat, file(t, "bom.csv", csv))
	require.NoError(t, err)
	return s
}

func line(t testing.TB, s *bom.Structure, yaml string) *bom.Line {
	t.Helper()
	l, err := bom.ReadLine(s, file(t, "line.yaml", yaml))
	require.NoError(t, err)
	return l
}

func order(t testing.TB, cat *config.Catalog, codes ...string) *config.Selection {
	t.Helper()
	sel, err := config.Order{ID: "O-1", Options: codes}.Select(cat)
	require.NoError(t, err)
	return sel
}

// show lists items as "path part total", one a line.
func show(x *bom.Exact) []string {
	var out []string
	for item := range x.Items() {
		out = append(out, item.Path+" "+item.Part+" "+item.Total.String())
	}
	return out
}

func totals(x *bom.Exact) []string {
	var out []string
	for _, total := range x.Flat() {
		out = append(out, total.Part+" "+total.Quantity.String())
	}
	return out
}

func replaceOnce(t testing.TB, text, from, to string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, from))
	return strings.Replace(text, from, to, 1)
}

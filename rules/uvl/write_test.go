package uvl_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/rules/uvl"
)

// reread writes a set and reads it back; writing that again must give the same bytes.
func reread(t require.TestingT, set *rules.Set) (*rules.Set, string) {
	var first, second bytes.Buffer
	require.NoError(t, uvl.Write(&first, set, config.Point{}))
	again, err := uvl.Read(fstest.MapFS{"m.uvl": {Data: first.Bytes()}}, "m.uvl")
	require.NoError(t, err, first.String())
	require.NoError(t, uvl.Write(&second, again, config.Point{}))
	require.Equal(t, first.String(), second.String())
	return again, first.String()
}

// codes that need care: keywords, quotes, digits first, characters of the grammar, letters of other languages.
var codes = []string{"A", "b_1", "or", "sum", "12", "3D", "x y", "_u", "Käfer", "a-b", "//", "Type", "A:or", "{}", "true", "M", "N", "P"}

// randomCatalog draws a tree of up to a dozen options with two attributes.
func randomCatalog(t *rapid.T) *config.Catalog {
	b := config.NewBuilder(rapid.SampledFrom([]string{"van", "my van", "a.b", "or", "A"}).Draw(t, "product"))
	b.Attribute(config.AttributeSpec{Name: "mass", Unit: unit("kg")})
	b.Attribute(config.AttributeSpec{Name: "Pack.to price"})
	next := 0
	var below func(parent string, depth int)
	below = func(parent string, depth int) {
		for f := range rapid.IntRange(0, 2).Draw(t, "families") {
			n := min(rapid.IntRange(1, 4).Draw(t, "options"), len(codes)-next)
			if n == 0 {
				return
			}
			family := fmt.Sprintf("%s/%d", parent, f)
			lo := rapid.IntRange(0, n).Draw(t, "min")
			hi := rapid.SampledFrom([]int{config.Unbounded, max(lo, 1), n}).Draw(t, "max")
			b.Family(config.FamilySpec{Code: family, Parent: parent, Select: config.Cardinality{Min: lo, Max: hi}})
			mine := codes[next : next+n]
			next += n
			for _, code := range mine {
				b.Option(config.OptionSpec{Family: family, Code: code, Values: randomValues(t)})
			}
			for _, code := range mine {
				if depth < 3 {
					below(code, depth+1)
				}
			}
		}
	}
	below("", 0)
	if next == 0 {
		b.Family(config.FamilySpec{Code: "f"})
		b.Option(config.OptionSpec{Family: "f", Code: codes[0]})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

func unit(symbol string) config.Unit {
	u, err := config.ParseUnit(symbol)
	if err != nil {
		panic(err)
	}
	return u
}

func randomValues(t *rapid.T) map[string]config.Quantity {
	values := map[string]config.Quantity{}
	for _, name := range []string{"mass", "Pack.to price"} {
		if rapid.Bool().Draw(t, name) {
			d, err := config.ParseDecimal(rapid.SampledFrom([]string{"0", "1", "2.5", "-3", "0.125", "100"}).Draw(t, "value"))
			require.NoError(t, err)
			values[name] = config.Quantity{Amount: d}
		}
	}
	return values
}

// expressions draws conditions in the rule language.
type expressions struct {
	*rapid.T
	cat *config.Catalog
}

func (x expressions) pick(from ...string) string { return rapid.SampledFrom(from).Draw(x.T, "pick") }

func (x expressions) option() string {
	return `"` + x.cat.Code(config.OptionID(rapid.IntRange(0, x.cat.NumOptions()-1).Draw(x.T, "option"))) + `"`
}

func (x expressions) family() config.Family {
	return x.cat.Family(config.FamilyID(rapid.IntRange(0, x.cat.NumFamilies()-1).Draw(x.T, "family")))
}

func (x expressions) condition(depth int) string {
	kind := "option"
	if depth > 0 {
		kind = x.pick("option", "not", "infix", "infix", "list", "card", "family", "compare", "compare", "constant")
	}
	sub := func() string { return "(" + x.condition(depth-1) + ")" }
	switch kind {
	case "not":
		return "!" + sub()
	case "infix":
		return sub() + x.pick("=>", "<=>", " requires ", " excludes ", "&", "|") + sub()
	case "list":
		op := x.pick("&", "|")
		return sub() + op + sub() + op + sub()
	case "card":
		list, n := x.option(), 1
		if rapid.Bool().Draw(x.T, "whole family") {
			f := x.family()
			list, n = fmt.Sprintf("%q", f.Code), len(f.Options)
		}
		return fmt.Sprintf("%s(%d; %s, !%s)", x.pick("at_most", "at_least", "exactly"), rapid.IntRange(0, min(4, n+1)).Draw(x.T, "n"), list, sub())
	case "family":
		f := x.family()
		return fmt.Sprintf("%q %s %q", f.Code, x.pick("=", "!="), x.cat.Code(f.Options[len(f.Options)-1]))
	case "compare":
		return x.number(depth) + x.pick("==", "!=", "<", "<=", ">", ">=") + x.number(depth)
	case "constant":
		return x.pick("true", "false")
	}
	return x.option()
}

func (x expressions) number(depth int) string {
	kind := x.pick("number", "value")
	if depth > 0 {
		kind = x.pick("number", "value", "sum", "scope", "infix", "infix", "minus", "round", "count", "option")
	}
	sub := func() string { return "(" + x.number(depth-1) + ")" }
	switch kind {
	case "value":
		for o := range x.cat.NumOptions() {
			if _, ok := x.cat.Value(config.OptionID(o), 0); ok && rapid.Bool().Draw(x.T, "this") {
				return fmt.Sprintf(`"%s".mass`, x.cat.Code(config.OptionID(o)))
			}
		}
	case "sum":
		return x.pick("sum", "avg") + x.pick("(mass)", `("Pack.to price")`)
	case "scope":
		return x.pick("sum", "avg") + `(mass, ` + x.pick(x.option(), `"`+x.family().Code+`"`) + ")"
	case "infix":
		op := x.pick("+", "-", "*", "/")
		if rapid.Bool().Draw(x.T, "three") {
			return sub() + op + sub() + x.pick("+", "-", "*", "/") + sub()
		}
		return sub() + op + sub()
	case "minus":
		return "-" + sub()
	case "round":
		return x.pick("floor", "ceil") + sub()
	case "count":
		return fmt.Sprintf("count(%s, %q)", x.option(), x.family().Code)
	case "option":
		return x.option()
	}
	return x.pick("0", "1", "2.50", "7", ".5"[1:])
}

// randomTable draws a table over one or two families.
func randomTable(t *rapid.T, cat *config.Catalog) *rules.Table {
	table := &rules.Table{Forbidden: rapid.Bool().Draw(t, "forbidden")}
	for f := range min(2, cat.NumFamilies()) {
		table.Families = append(table.Families, config.FamilyID(f))
	}
	for range rapid.IntRange(1, 3).Draw(t, "rows") {
		var row rules.Row
		for _, f := range table.Families {
			options := cat.Family(f).Options
			row.Cells = append(row.Cells, rapid.SampledFrom([][]config.OptionID{nil, {}, options[:1], options}).Draw(t, "cell"))
		}
		table.Rows = rulestest.AppendRow(table.Rows, row)
	}
	if len(table.Rows) == 0 {
		table.Rows = []rules.Row{{Cells: make([][]config.OptionID, len(table.Families))}}
		table.Rows[0].Cells[0] = []config.OptionID{}
	}
	return table
}

// randomSet draws a set of a few rules; ok is false if the rules are too much for a set.
func randomSet(t *rapid.T) (set *rules.Set, ok bool) {
	cat := randomCatalog(t)
	b := rules.NewBuilder(cat)
	for i := range rapid.IntRange(0, 4).Draw(t, "rules") {
		spec := rules.RuleSpec{ID: fmt.Sprint("R", i)}
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			spec.Table = randomTable(t, cat)
		default:
			spec.Source = expressions{t, cat}.condition(3)
			e, err := rules.Parse(cat, spec.Source)
			if err != nil {
				require.NotContains(t, err.Error(), "unknown", spec.Source)
				return nil, false
			}
			if rapid.Bool().Draw(t, "without source") {
				spec.Expr, spec.Source = e, ""
			}
		}
		b.Add(spec)
	}
	set, err := b.Build()
	require.NoError(t, err)
	return set, true
}

func TestWriteReadKeepsConfigurations(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		set, ok := randomSet(t)
		if !ok {
			t.Skip("not a set")
		}
		again, text := reread(t, set)
		require.Equal(t, configurations(t, set), withoutRoot(set, again, configurations(t, again)), text)
	})
}

// withoutRoot drops the feature that Write gave a catalog that has no root, which all configurations must contain.
func withoutRoot(before, after *rules.Set, all []string) []string {
	root := after.Catalog().Code(0)
	if _, ok := before.Catalog().LookupOption(root); ok {
		return all
	}
	out := make([]string, len(all))
	for i, c := range all {
		rest := strings.Replace(","+c+",", ","+root+",", ",", 1)
		if out[i] = strings.Trim(rest, ","); out[i] == c {
			out[i] += " lacks " + root
		}
	}
	return sortedCopy(out)
}

func TestWriteIsStableForSuite(t *testing.T) {
	fsys := os.DirFS(configtest.Reference(t, "uvl/suite"))
	for name, want := range suite {
		if want.options == 0 || strings.HasPrefix(name, "composition/") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			set, err := uvl.Read(fsys, name)
			require.NoError(t, err)
			again, _ := reread(t, set)
			assert.Equal(t, configurations(t, set), configurations(t, again))
		})
	}
}

// TestWriteAsOf holds the same with effectivities, against an oracle that shares no code with the evaluation of rules.
func TestWriteAsOf(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		cat := rulestest.Catalog(8, true).Draw(t, "catalog")
		set := rulestest.Sets{Rules: 3}.Set(cat).Draw(t, "set")
		asOf := rulestest.Point().Draw(t, "as of")
		var out bytes.Buffer
		require.NoError(t, uvl.Write(&out, set, asOf))
		again, err := uvl.Read(fstest.MapFS{"m.uvl": {Data: out.Bytes()}}, "m.uvl")
		require.NoError(t, err, out.String())
		require.Equal(t, valid(set, asOf), withoutRoot(set, again, valid(again, config.Point{})), out.String())
	})
}

// valid is configurations by another way.
func valid(set *rules.Set, asOf config.Point) []string {
	out := []string{}
	for sel := range rulestest.Valid(set, asOf) {
		var codes []string
		for o := range sel.Chosen() {
			codes = append(codes, set.Catalog().Code(o))
		}
		slices.Sort(codes)
		out = append(out, strings.Join(codes, ","))
	}
	return sortedCopy(out)
}

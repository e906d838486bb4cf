package rules

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

func TestARowTwiceIsADefect(t *testing.T) {
	cat := vans(t)
	const file = "rules: [{id: T, allowed: t.csv}]\n"
	_, err := Read(cat, dir("rules.yaml", file, "t.csv", "body,engine\nVAN|BUS,DIESEL\nVAN,ELECTRIC\nBUS | VAN,DIESEL\n"), "rules.yaml")
	require.EqualError(t, err, "t.csv:4:1: this row repeats the row at t.csv:2:1\n    BUS | VAN,DIESEL\n    ^^^^^^^^^\n    remove one of the two")

	// A row that another one covers, and one that covers all.
	for name, c := range map[string]struct{ table, want string }{
		"any":      {"VAN,DIESEL\nVAN,*\n", "t.csv:2:1: this row adds nothing: the row at t.csv:3:1 matches all that it matches\n    VAN,DIESEL\n    ^^^\n    remove it, or let the other row match less"},
		"options":  {"VAN|BUS,-\nBUS,-\n", "t.csv:3:1: this row adds nothing: the row at t.csv:2:1 matches all"},
		"all":      {"VAN,DIESEL\n*,*\n", "t.csv:3:1: this row matches every order\n    *,*\n    ^\n    remove the row: every order is allowed by it, and the table decides nothing"},
		"crossing": {"VAN,*\n*,DIESEL\n*,-\nBUS,ELECTRIC\n", ""},
		"none":     {"-,DIESEL\nVAN,DIESEL\n", ""},
	} {
		_, err = Read(cat, dir("rules.yaml", file, "t.csv", "body,engine\n"+c.table), "rules.yaml")
		if c.want == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorContains(t, err, c.want, name)
		require.Len(t, err, 1, name)
		_, err = Read(cat, dir("rules.yaml", "rules: [{id: T, allowed: {columns: [body, engine], rows: [["+
			strings.NewReplacer(",", "', '", "\n", "'], ['").Replace("'"+strings.TrimSpace(c.table)+"'")+"]]}}]\n"), "rules.yaml")
		require.ErrorContains(t, err, "this row ", name)
		require.Len(t, err, 1, name)
	}

	// Rows that differ in an unknown column only are not accused.
	_, err = Read(cat, dir("rules.yaml", file, "t.csv", "body,colour\nVAN,RED\nBUS,BLUE\nVAN,GREEN\n"), "rules.yaml")
	require.ErrorContains(t, err, "t.csv:1:6: unknown family colour")
	require.NotContains(t, err.Error(), "twice")

	row := Row{Cells: [][]config.OptionID{{0}}}
	b := NewBuilder(cat)
	b.Add(RuleSpec{ID: "T", Table: &Table{Families: []config.FamilyID{0}, Rows: []Row{row, row}}})
	_, err = b.Build()
	require.ErrorContains(t, err, "rule T: row 2 of the table repeats row 1")
	for want, rows := range map[string][]Row{
		"row 1 of the table adds nothing to row 2": {row, {Cells: [][]config.OptionID{{0, 1}}}},
		"row 2 of the table matches every order":   {row, {Cells: [][]config.OptionID{nil}}},
	} {
		b := NewBuilder(cat)
		b.Add(RuleSpec{ID: "T", Table: &Table{Families: []config.FamilyID{0}, Rows: rows}})
		_, err = b.Build()
		require.ErrorContains(t, err, want)
	}
}

func TestATableThatNoRuleNamesIsADefect(t *testing.T) {
	_, err := Read(vans(t), dir("p/rules.yaml", "rules: [{id: T, allowed: tables/a.csv}]\n",
		"p/tables/a.csv", "body\nVAN\n", "p/tables/b.csv", "body\nBUS\n", "p/tables/readme.txt", "x"), "p/rules.yaml")
	require.EqualError(t, err, "p/tables/b.csv: no rule names this table: it decides nothing\n    name it in p/rules.yaml after allowed: or forbidden:, or remove it")
}

func TestOneUnknownCodeIsOneDefect(t *testing.T) {
	var b strings.Builder
	b.WriteString("rules:\n")
	for i := range 400 {
		b.WriteString("  - {id: R" + string(rune('A'+i/26)) + string(rune('A'+i%26)) + ", rule: VAM requires DIESEL}\n")
	}
	_, err := Read(vans(t), dir("rules.yaml", b.String()), "rules.yaml")
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.Len(t, defects, 1)
	require.ErrorContains(t, err, "rules.yaml:2:21: unknown code VAM")
	require.ErrorContains(t, err, "did you mean VAN?\n    399 more places follow from it")
}

func TestRulesWithoutACatalog(t *testing.T) {
	s, err := Read(nil, dir("rules.yaml", "rules: [{id: A, rule: NOBODY requires KNOWS}, {id: B, rule: A AND B}]\n"), "rules.yaml")
	require.Nil(t, s)
	require.ErrorContains(t, err, "write &")
	require.NotContains(t, err.Error(), "unknown")
	s, err = Read(nil, dir("rules.yaml", "rules: [{id: A, rule: NOBODY requires KNOWS}]\n"), "rules.yaml")
	require.Nil(t, s)
	require.NoError(t, err)
}

// A file of very many columns is no table: each column is a family. It is
// refused by their number, before any of them is compared.
func TestManyColumnsAreCounted(t *testing.T) {
	header := strings.Repeat("family,", 80_000) + "family\n"
	fsys := fstest.MapFS{
		"rules.yaml": {Data: []byte("rules: [{id: T, allowed: t.csv}]\n")},
		"t.csv":      {Data: []byte(header + strings.Repeat("*,", 80_000) + "*\n")},
	}
	_, err := Read(vans(t), fsys, "rules.yaml")
	require.ErrorContains(t, err, "t.csv:1:1: the header has 80001 columns; the limit is 16384")
	_, err = Read(vans(t), fstest.MapFS{"rules.yaml": fsys["rules.yaml"], "t.csv": {Data: []byte("a,b,c,d,e\n*,*,*,*,*\n")}}, "rules.yaml")
	require.ErrorContains(t, err, "t.csv:1:9: the table has 5 columns; the catalog has 4 families")
}

// An option that a cell lists again and again is a defect for each time, not for
// each two of them: the number of defects counts the work.
func TestACellIsReadOnce(t *testing.T) {
	_, err := Read(vans(t), dir("rules.yaml", "rules: [{id: T, allowed: t.csv}]\n", "t.csv", "body\n"+strings.Repeat("VAN|", 2000)+"VAN\n"), "rules.yaml")
	require.ErrorContains(t, err, "... and 1900 more")
}

func TestOneUnknownOptionOfAFamilyIsOneDefect(t *testing.T) {
	_, err := Read(vans(t), dir("rules.yaml", "rules:\n  - {id: A, rule: \"body in {VAM}\"}\n  - {id: B, rule: body = VAM}\n  - {id: C, rule: bdy = VAN}\n  - {id: D, rule: bdy = BUS}\n  - {id: T, allowed: t.csv}\n",
		"t.csv", "body\nVAM\nBUS\n"), "rules.yaml")
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	require.Len(t, defects, 2, "%v", err)
}

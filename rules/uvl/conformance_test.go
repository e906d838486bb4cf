package uvl_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
)

// outcome is what is expected of a file of the suite.
type outcome struct {
	options, rules int    // of a file that reads
	count          int    // its valid configurations, worked out by hand
	refused        string // the construct, of a legal file that is refused
	defects        string // their places and messages, of a faulty file
}

// suite names every file. The counts follow from the models by hand: in boolean02, for example, three ways to choose from C
// and D, times, over the choices of I, M and N, the choices of K and L that remain: 2 + 2 + 4 + 1.
var suite = map[string]outcome{
	"arithmetic_level/aggregate_functions/aggregate.uvl":            {options: 3, rules: 2, count: 3},
	"arithmetic_level/aggregate_functions/aggregateFunctions.uvl":   {options: 3, rules: 2, count: 1}, // A and C: 7, on average 3.5
	"arithmetic_level/aggregate_functions/aggregateFunctions02.uvl": {options: 4, rules: 2, count: 4}, // D; B and C are free
	"arithmetic_level/aggregate_functions/aggregateFunctions03.uvl": {options: 4, rules: 2, count: 0}, // 19.5 takes all four, then the average is 4.875
	"arithmetic_level/arithmetic-simpleconstraints.uvl":             {options: 3, rules: 2, count: 1}, // B alone
	"arithmetic_level/arithmetic_constraints02.uvl":                 {options: 7, rules: 7, count: 0}, // F - C is at most 0.5
	"arithmetic_level/expressions.uvl":                              {options: 3, rules: 24, count: 1},
	"boolean_level/attribute_constraints/fm01_attrctcs.uvl":         {options: 5, rules: 2, count: 5},
	"boolean_level/attribute_constraints/fm02_attrctcs.uvl":         {options: 5, rules: 3, count: 4},
	"boolean_level/attribute_constraints/fm03_attrctcs.uvl":         {options: 5, rules: 4, count: 4},
	"boolean_level/attributes.uvl":                                  {options: 3, count: 4},
	"boolean_level/attributes02.uvl":                                {options: 6, count: 4},
	"boolean_level/boolean.uvl":                                     {options: 7, rules: 4, count: 3},
	"boolean_level/boolean02.uvl":                                   {options: 16, rules: 8, count: 27},
	"boolean_level/cardinality.uvl":                                 {options: 4, count: 4},
	"boolean_level/cardinality02.uvl":                               {options: 19, count: 724}, // C 11 ways, D 31: 11 + 31 + 2*11*31
	"boolean_level/namespace.uvl":                                   {options: 3, count: 3},
	"composition/Pizzas-imports/Dough.uvl":                          {options: 3, count: 2},
	"composition/Pizzas-imports/Pizzas.uvl":                         {options: 12, rules: 1, count: 42}, // 7 toppings, 2 doughs, 3 of size and crust
	"composition/Pizzas-imports/Topping.uvl":                        {options: 4, count: 7},
	"composition/Pizzas-imports/submodels/Size.uvl":                 {options: 3, count: 2},
	"composition/composition_root.uvl":                              {options: 26, rules: 7, count: 0}, // see composition_sub1
	"composition/composition_sub1.uvl":                              {options: 15, rules: 5, count: 0}, // a power of 10 - 15 or 0, never 25
	"composition/composition_sub1_sub1.uvl":                         {options: 5, rules: 1, count: 1},
	"composition/composition_sub1_sub2.uvl":                         {options: 5, rules: 1, count: 1},
	"composition/nested/nested_referenced_sub.uvl":                  {options: 3, count: 4},
	"composition/nested/nested_sub.uvl":                             {options: 6, count: 20}, // 2 * 2 * (1 + 4)
	"composition/nested_main.uvl":                                   {options: 7, count: 21},
	"faulty/illegalname.uvl":                                        {defects: "4:13: the name 12B starts with a digit"},
	"faulty/missingreference.uvl":                                   {defects: "7:5: unknown feature C; 7:9: unknown feature D"},
	"faulty/same_feature_names.uvl": {defects: "22:6: the feature Lightsaber stands twice; 26:6: the feature Flag stands twice; " +
		"30:6: the feature Staff stands twice"},
	"faulty/wrong_attribute_name.uvl":                         {defects: "2:3: there is no file faulty/nested/string-attributes-external.uvl to import"},
	"faulty/wrongindent.uvl":                                  {defects: "3:5: expected a feature, found a group"},
	"language_level/all.uvl":                                  {refused: "typed feature"},
	"language_level/arithmetic.uvl":                           {options: 3, rules: 1, count: 1},
	"language_level/boolean.uvl":                              {options: 3, count: 3},
	"language_level/type.uvl":                                 {refused: "typed feature"},
	"lexing/dotinfeaturename.uvl":                             {refused: "dotted name"},
	"lexing/dotinstringconstant.uvl":                          {refused: "typed feature"},
	"lexing/legalnumbers.uvl":                                 {options: 1, rules: 2, count: 0}, // 6.2 == 6
	"syntax/brackets.uvl":                                     {refused: "typed feature"},
	"syntax/comments.uvl":                                     {options: 4, rules: 3, count: 0}, // B with C makes 24, not 20
	"syntax/dash.uvl":                                         {refused: "typed feature"},
	"syntax/comments_and_blanks/fm01_blanks.uvl":              {options: 12, rules: 1, count: 42},
	"syntax/comments_and_blanks/fm02_inline_comment.uvl":      {options: 12, rules: 1, count: 42},
	"syntax/comments_and_blanks/fm03_block_comment.uvl":       {options: 12, rules: 1, count: 42},
	"syntax/comments_and_blanks/fm04_tabs.uvl":                {options: 12, rules: 1, count: 42},
	"syntax/comments_and_blanks/fm05_eof_blanks.uvl":          {options: 12, rules: 1, count: 42},
	"syntax/comments_and_blanks/fm06_comments_and_blanks.uvl": {options: 4, rules: 3, count: 0},
}

func TestSuite(t *testing.T) {
	fsys := os.DirFS(filepath.Join(configtest.Reference(t, "uvl"), "suite"))
	seen := 0
	err := fs.WalkDir(fsys, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".uvl") {
			return err
		}
		seen++
		t.Run(name, func(t *testing.T) {
			want, ok := suite[name]
			require.True(t, ok, "no outcome is expected of this file")
			checkOutcome(t, fsys, name, want)
		})
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, len(suite), seen, "files of the suite that were found")
}

func checkOutcome(t *testing.T, fsys fs.FS, name string, want outcome) {
	set, err := uvl.Read(fsys, name)
	var refused *uvl.Unsupported
	switch {
	case want.refused != "":
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, want.refused, refused.Construct)
		assert.True(t, refused.Place.IsValid())
		assert.Contains(t, err.Error(), refused.Error())
	case want.defects != "":
		assert.Equal(t, want.defects, messages(t, name, err))
		assert.False(t, errors.As(err, &refused), "a faulty file is not a legal one")
	default:
		require.NoError(t, err)
		assert.Equal(t, want.options, set.Catalog().NumOptions(), "options")
		assert.Equal(t, want.rules, set.NumRules(), "rules")
		assert.Len(t, configurations(t, set), want.count, "valid configurations")
	}
}

// messages joins the defects of an error: places in the main file without its name, and messages, without excerpt and hint.
func messages(t testing.TB, name string, err error) string {
	t.Helper()
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	var out []string
	for _, d := range defects {
		out = append(out, strings.TrimPrefix(d.Place.String(), name+":")+": "+d.Msg)
	}
	return strings.Join(out, "; ")
}

// TestModels reads models of real products. How many features each has is told by a table beside them.
func TestModels(t *testing.T) {
	dir := filepath.Join(configtest.Reference(t, "uvl"), "models")
	table, err := os.ReadFile(filepath.Join(dir, "reference.tsv"))
	require.NoError(t, err)
	for row := range strings.Lines(string(table)) {
		cells := strings.Split(strings.TrimSpace(row), "\t")
		features, err := strconv.Atoi(cells[1])
		if err != nil {
			continue // the header
		}
		t.Run(cells[0], func(t *testing.T) {
			text := modelText(t, filepath.Join(dir, cells[0]+".uvl"))
			fsys := fstest.MapFS{"model.uvl": {Data: text}}
			var set *rules.Set
			var err error
			allocs := testing.AllocsPerRun(1, func() { set, err = uvl.Read(fsys, "model.uvl") })
			require.NoError(t, err)
			t.Logf("%.3f allocations per byte", allocs/float64(len(text)))
			assert.Equal(t, features, set.Catalog().NumOptions())
			assert.Less(t, allocs, float64(len(text)), "the work grows with the text")
			again, _ := reread(t, set)
			assert.Equal(t, set.NumRules(), again.NumRules())
		})
	}
}

// modelText is the content of a file, or of the same file compressed.
func modelText(t testing.TB, name string) []byte {
	t.Helper()
	if text, err := os.ReadFile(name); err == nil {
		return text
	}
	f, err := os.Open(name + ".gz")
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	text, err := io.ReadAll(z)
	require.NoError(t, err)
	return text
}

// TestTestdata holds the models of this repository to counts that were worked out apart from it.
func TestTestdata(t *testing.T) {
	for name, want := range map[string]outcome{
		"bike.uvl":    {options: 11, rules: 4, count: 18}, // 3 of bell and horn, 2 of lights, 3 of frame and rack
		"van/van.uvl": {options: 20, rules: 11, count: 68},
	} {
		t.Run(name, func(t *testing.T) { checkOutcome(t, os.DirFS("testdata"), name, want) })
	}
}

func ExampleRead() {
	set, err := uvl.Read(os.DirFS("testdata"), "van/van.uvl")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Catalog().Product(), "has", set.Catalog().NumOptions(), "options and the rules")
	for _, r := range set.All() {
		fmt.Println(r)
	}
	// Output:
	// van has 20 options and the rules
	// C1: sum(mass) <= 1950
	// C2: Navigation => "seats.Row2" & Camera
	// C3: "drive.Electric" <=> !"drive.box.Manual"
	// C4: "High roof" => !"drive.Petrol"
	// C5: Towbar => "drive.Diesel" | "drive.Electric"
	// C6: Towbar => "Low roof"
	// drive.C1: "drive.Diesel" => "drive.box.Automatic" | "drive.box.Manual"
	// drive.C2: sum(power, "drive.Drive") >= 96
	// drive.C3: avg(mass, "drive.Drive") < 400
	// seats.C1: "seats.Row3" => "seats.Row2"
	// seats.C2: "seats.Row2" => "seats.Row1"
}

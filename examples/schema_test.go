package examples_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/examples/internal/schematest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
	"github.com/confspace/confspace/solver/session"
)

// goldens are the files of JSON in the repository, and the schema that each must have; of
// a file of lines each line.
var goldens = map[string]string{
	"bom/change/testdata/change.json":                "change",
	"bom/fleet/testdata/report.json":                 "fleet",
	"bom/line/testdata/call-error.json":              "elements#/$defs/call_error",
	"bom/product/testdata/audit.json":                "audit",
	"bom/product/testdata/position-errors.json":      "errors",
	"bom/product/testdata/refusal.json":              "refusal",
	"bom/product/testdata/resolution.json":           "resolution",
	"bom/proof/testdata/study.json":                  "study",
	"examples/vanline/product/orders.jsonl":          "order",
	"examples/vanline/testdata/refused_json.golden":  "vanline",
	"examples/vanline/testdata/trailer/orders.jsonl": "order",
	"examples/vanline/testdata/trailer_json.golden":  "vanline",
}

// TestGoldensHaveTheirSchema finds the files of JSON by their names: one that is not
// listed fails.
func TestGoldensHaveTheirSchema(t *testing.T) {
	c := schematest.New(t)
	found := 0
	root := os.DirFS("..")
	require.NoError(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if name != "." && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return err
		}
		ext := path.Ext(name)
		if ext != ".json" && ext != ".jsonl" && !strings.HasSuffix(name, "_json.golden") || strings.HasSuffix(name, schematest.Suffix) {
			return nil
		}
		if document, ok := strings.CutPrefix(name, "examples/testdata/documents/"); ok {
			text, err := fs.ReadFile(root, name)
			require.NoError(t, err)
			c.Require(t, strings.TrimSuffix(document, ".json"), string(text))
			return nil
		}
		found++
		require.Contains(t, goldens, name, "list it with its schema")
		text, err := fs.ReadFile(root, name)
		require.NoError(t, err)
		if ext != ".jsonl" {
			c.Require(t, goldens[name], string(text))
			return nil
		}
		for line := range strings.Lines(string(text)) {
			c.Require(t, goldens[name], line)
		}
		return nil
	}))
	require.Len(t, goldens, found)
}

// TestDocumentsOfRandomProductsHaveTheirSchema validates what the library writes of any
// product.
func TestDocumentsOfRandomProductsHaveTheirSchema(t *testing.T) {
	c := schematest.New(t)
	property.Check(t, func(t *rapid.T) {
		for _, w := range documents().Draw(t, "documents") {
			c.Require(t, w.schema, w.text)
		}
	})
}

// TestSchemasSayWhatIsWritten: over many products each key of each schema is written, and
// those that are not required are left out at times.
func TestSchemasSayWhatIsWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 100 products")
	}
	c := schematest.New(t)
	for seed := range 100 {
		for _, w := range documents().Example(seed) {
			c.Require(t, w.schema, w.text)
		}
	}
	reversed := &line.CycleError{Operations: []line.OperationID{1, 0}, Codes: []string{"O-2", "O-1"}, Done: []bool{true, true}, Station: "S1", Later: "S2"}
	c.Require(t, "elements#/$defs/cycle_error", schematest.Text(t, reversed)) // random lines have cycles of precedence alone
	c.Require(t, "analysis", schematest.Text(t, together(t)))                 // seldom so in random rules
	for name, texts := range seldom(t) {
		for _, text := range texts {
			c.Require(t, name, text)
		}
	}
	for _, name := range c.Names() {
		switch name {
		case "vanline", "take", "change", "check", "compare", "worst", "study", "fleet", "stream", "httpvalidate": // by the tests of these programs
		default:
			c.RequireTight(t, name)
		}
	}
}

// together analyses rules that say together what none of them does.
func together(t *testing.T) *analysis.Report {
	b := config.NewBuilder("bicycle")
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for _, code := range []string{"CITY", "HUB", "RACK", "MOTOR", "BELL"} {
		b.Option(config.OptionSpec{Code: code, Family: "extras"})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	rb := rules.NewBuilder(cat)
	for i, rule := range []string{"CITY requires HUB | RACK", "MOTOR excludes HUB", "MOTOR excludes RACK", "HUB | RACK => BELL"} {
		rb.Add(rules.RuleSpec{ID: fmt.Sprint("R-", i+1), Source: rule})
	}
	set, err := rb.Build()
	require.NoError(t, err)
	report, err := analysis.Rules(t.Context(), set, config.Point{}, analysis.Config{})
	require.NoError(t, err)
	return report
}

// seldom returns documents that random products hardly ever have: a derivation by cases, one of a space
// without rules, and defaults that contradict each other.
func seldom(t *testing.T) map[string][]string {
	read := func(options, text string) *rules.Set {
		set, err := rules.ReadDir(fstest.MapFS{"options.yaml": {Data: []byte(options)}, "rules.yaml": {Data: []byte(text)}})
		require.NoError(t, err)
		return set
	}
	docs := map[string][]string{}
	bicycle := read("product: bicycle\nfamilies:\n  - {family: extras, select: any, options: [RACK, LIGHT, BELL]}\n",
		"rules:\n  - {id: R-1, rule: RACK => LIGHT | BELL}\n  - {id: R-2, rule: RACK => LIGHT | !BELL}\n  - {id: R-3, rule: RACK => !LIGHT | BELL}\n  - {id: R-4, rule: RACK => !LIGHT | !BELL}\n")
	space, err := solver.Compile(t.Context(), bicycle, config.Point{}, solver.Config{})
	require.NoError(t, err)
	answers, err := space.Project(t.Context(), []rules.Expr{rules.Option(bicycle.Catalog(), 0), rules.Option(bicycle.Catalog(), 1)})
	require.NoError(t, err)
	for _, of := range []*solver.Space{space, answers} {
		s, err := session.New(t.Context(), of, session.Config{})
		require.NoError(t, err)
		why, decided, err := s.Why(t.Context(), 0)
		require.NoError(t, err)
		require.True(t, decided)
		why.How, err = why.Derivation(t.Context())
		require.NoError(t, err)
		docs["derivation"] = append(docs["derivation"], schematest.Text(t, why.How))
		docs["elements#/$defs/reason"] = append(docs["elements#/$defs/reason"], schematest.Text(t, why))
	}
	docs["derivation"] = append(docs["derivation"], schematest.Text(t, session.Derivation{}))

	const options = "product: bicycle\nfamilies:\n  - {family: frame, options: [STEEL, {code: ALU, default: true}]}\n  - {family: extras, select: any, options: [{code: RACK, default: ALU}, BELL]}\n"
	set := read(options, "rules:\n  - {id: R-1, rule: ALU excludes RACK}\n")
	b := config.NewBuilder("bicycle")
	for _, family := range []string{"FRAME", "SADDLE"} {
		b.Family(config.FamilySpec{Code: family, Select: config.Optional})
		b.Option(config.OptionSpec{Family: family, Code: family + "_OWN", Defaults: []config.Default{{}}})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	rb := rules.NewBuilder(cat)
	rb.Add(rules.RuleSpec{ID: "R-1", Source: "FRAME_OWN excludes SADDLE_OWN"})
	made, err := rb.Build()
	require.NoError(t, err)
	for _, set := range []*rules.Set{set, made} {
		space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
		require.NoError(t, err)
		_, err = session.Defaults(t.Context(), space)
		var wrong *session.DefaultsError
		require.ErrorAs(t, err, &wrong)
		docs["defaults"] = append(docs["defaults"], schematest.Text(t, wrong))
		wrong.Explanation.Smallest = false // as of sums that are too large
		docs["defaults"] = append(docs["defaults"], schematest.Text(t, wrong))
	}
	return docs
}

// keywords are those that the schemas use; another would be a misspelled one.
var keywords = []string{
	"$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items", "oneOf",
	"const", "enum", "pattern", "minLength", "minItems", "maxItems", "minimum", "maximum",
}

// TestSchemasAreClosed: each object refuses unknown keys, and each key is described.
func TestSchemasAreClosed(t *testing.T) {
	c := schematest.New(t)
	for _, name := range c.Names() {
		c.Schemas(name, func(ref string, node map[string]any) {
			for keyword := range node {
				assert.Contains(t, keywords, keyword, ref)
			}
			properties, ok := node["properties"].(map[string]any)
			if !ok {
				assert.NotEqual(t, "object", node["type"], ref)
				return
			}
			assert.Equal(t, "object", node["type"], ref)
			assert.Equal(t, false, node["additionalProperties"], ref)
			for key, p := range properties {
				assert.Regexp(t, "^[a-z]+(_[a-z]+)*$", key, ref)
				assert.NotEmpty(t, p.(map[string]any)["description"], "%s: %s", ref, key)
			}
			required, _ := node["required"].([]any)
			for _, key := range required {
				assert.Contains(t, properties, key, ref)
			}
			_, format := properties["format"]
			element := slices.Contains([]string{"elements", "order", "study", "change", "fleet"}, name) || strings.Contains(ref, "$defs/") && !strings.HasSuffix(ref, "$defs/error")
			assert.Equal(t, !element, format, "%s: a document names its format, an element does not", ref)
			assert.Equal(t, format, slices.Contains(required, any("format")), ref)
		})
	}
}

package examples_test

import (
	"go/parser"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/examples/internal/schematest"
)

// writers are the types that write documents and elements, and their schemas.
var writers = []struct{ dir, typ, schema string }{
	{"bom", "Bill", "bill"},
	{"bom", "Bill", "elements#/$defs/item"},
	{"bom", "Bill", "elements#/$defs/part_total"},
	{"bom", "PositionErrors", "errors"},
	{"bom", "PositionError", "elements#/$defs/candidate"},
	{"bom", "PositionError", "elements#/$defs/position_error"},
	{"bom/line", "Routing", "routing"},
	{"bom/line", "Routing", "elements#/$defs/visit"},
	{"bom/line", "Routing", "elements#/$defs/operation"},
	{"bom/line", "Routing", "elements#/$defs/call"},
	{"bom/line", "CallError", "elements#/$defs/call_error"},
	{"bom/line", "CallError", "elements#/$defs/consumer"},
	{"bom/line", "CycleError", "elements#/$defs/cycle_error"},
	{"bom/product", "Resolution", "resolution"},
	{"bom/product", "Refusal", "refusal"},
	{"bom/proof", "Report", "audit"},
	{"bom/proof", "Finding", "elements#/$defs/finding"},
	{"config", "Order", "order"},
	{"config/source", "Defects", "defects"},
	{"config/source", "Defects", "elements#/$defs/defect"},
	{"solver", "Report", "report"},
	{"solver", "Explanation", "explanation"},
	{"solver/analysis", "Report", "analysis"},
	{"solver/analysis", "Finding", "analysis#/$defs/finding"},
	{"solver/analysis", "Consequence", "analysis#/$defs/consequence"},
	{"solver/analysis", "Effect", "analysis#/$defs/effect"},
	{"solver/session", "Session", "session"},
	{"solver/session", "Step", "step"},
	{"solver/session", "Step", "elements#/$defs/state_change"},
	{"solver/session", "Reason", "elements#/$defs/reason"},
	{"solver/session", "Derivation", "derivation"},
	{"solver/session", "Derivation", "elements#/$defs/inference_by_demand"},
	{"solver/session", "Derivation", "elements#/$defs/inference_broken"},
	{"solver/session", "Derivation", "elements#/$defs/inference_by_case"},
	{"solver/session", "Completion", "completion"},
	{"solver/session", "DefaultsError", "defaults"},
	{"solver/session", "DefaultsError", "elements#/$defs/default"},
	{"solver", "Repair", "repair"},
	{"solver", "Relaxation", "relaxation"},
	{"solver", "Clash", "clash"},
	{"solver", "Cause", "elements#/$defs/cause_line"},
	{"solver", "Cause", "elements#/$defs/cause_rule"},
	{"solver", "Cause", "elements#/$defs/cause_row"},
	{"solver", "Cause", "elements#/$defs/cause_family"},
}

// TestCommentsListTheKeys: each AppendJSON of a document or an element says its keys, and
// each type that is a document where its schema stands.
func TestCommentsListTheKeys(t *testing.T) {
	c := schematest.New(t)
	listed := map[string]bool{}
	for _, w := range writers {
		listed[w.schema] = true
		pkg, _ := configtest.Package(t, filepath.Join("..", w.dir), parser.ParseComments)
		for _, typ := range pkg.Types {
			if typ.Name != w.typ {
				continue
			}
			name, pointer, element := strings.Cut(w.schema, "#")
			if !element {
				require.Contains(t, typ.Doc, "examples/schema/"+name+schematest.Suffix, w.typ)
			}
			for _, m := range typ.Methods {
				if m.Name != "AppendJSON" {
					continue
				}
				seen := false
				c.Schemas(name, func(ref string, node map[string]any) {
					if _, at, _ := strings.Cut(ref, "#"); at != pointer {
						return
					}
					for key := range node["properties"].(map[string]any) {
						seen = true
						assert.Regexp(t, `[\t ",]`+key+`\b`, m.Doc, "%s.AppendJSON: %s", w.typ, key)
					}
				})
				require.True(t, seen, w.schema)
			}
		}
	}
	pkg, _ := configtest.Package(t, "vanline", parser.ParseComments)
	c.Schemas("vanline", func(ref string, node map[string]any) {
		properties, _ := node["properties"].(map[string]any)
		for key := range properties {
			assert.Regexp(t, `[\t ,]`+key+`\b`, pkg.Doc, ref)
		}
	})
	for _, name := range c.Names() {
		switch name {
		case "vanline", "change", "check", "compare", "take", "worst", "stream", "httpvalidate", "elements", "study", "fleet": // of programs, and of elements
		default:
			assert.True(t, listed[name], name)
		}
	}
}

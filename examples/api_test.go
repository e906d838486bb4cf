package examples_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/doc"
	"go/printer"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestAPI holds what each package exports to a golden file, so that every change of the
// API shows in review. Run it with -update when one is meant.
func TestAPI(t *testing.T) {
	for _, pkg := range append([]string{"config/source", "config/source/document", "config/source/jsonw", "rules/syntax"}, public...) {
		t.Run(pkg, func(t *testing.T) {
			golden := filepath.Join("testdata", "api", strings.ReplaceAll(pkg, "/", "_")+".txt")
			got := api(t, filepath.Join("..", pkg))
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), got, "go test ./examples -run TestAPI -update if this is meant")
		})
	}
}

// api prints the exported declarations of a package, without bodies and comments, in the
// order of go doc.
func api(t *testing.T, dir string) string {
	t.Helper()
	pkg, set := configtest.Package(t, dir, 0)
	var out bytes.Buffer
	show := func(node ast.Node) {
		if f, ok := node.(*ast.FuncDecl); ok {
			f.Body = nil
		}
		require.NoError(t, (&printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 4}).Fprint(&out, set, node))
		out.WriteString("\n\n")
	}
	values := func(list []*doc.Value) {
		for _, v := range list {
			show(v.Decl)
		}
	}
	functions := func(list []*doc.Func) {
		for _, f := range list {
			show(f.Decl)
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	functions(pkg.Funcs)
	for _, typ := range pkg.Types {
		show(typ.Decl)
		values(typ.Consts)
		values(typ.Vars)
		functions(typ.Funcs)
		functions(typ.Methods)
	}
	return out.String()
}

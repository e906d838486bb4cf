package examples_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPanicsOnNilNameTheCall fails where a package panics on a nil argument in other words than
// "pkg: Func needs an X; it is nil".
func TestPanicsOnNilNameTheCall(t *testing.T) {
	style := regexp.MustCompile(`^"(\w+): (\w+|" \+ name \+ ")( and \w+)? needs? .*; (it|one|both|\w+) (is|are) nil`)
	seen := 0
	for _, dir := range public {
		names, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
		require.NoError(t, err)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			require.NoError(t, err)
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 {
					return true
				}
				if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "panic" {
					return true
				}
				var text bytes.Buffer
				require.NoError(t, printer.Fprint(&text, set, call.Args[0]))
				if !regexp.MustCompile(`\bnil\b`).Match(text.Bytes()) {
					return true
				}
				seen++
				if found := style.FindStringSubmatch(text.String()); found == nil || found[1] != file.Name.Name {
					t.Errorf("%s: the panic is %s, not %s: Func needs an X; it is nil", set.Position(call.Pos()), text.String(), file.Name.Name)
				}
				return true
			})
		}
	}
	require.Greater(t, seen, 30)
}

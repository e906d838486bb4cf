package examples_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMethodsDifferByMoreThanCase fails where a type has two methods whose names differ by
// the case of letters only.
func TestMethodsDifferByMoreThanCase(t *testing.T) {
	type method struct{ dir, typ, folded string }
	known := make(map[method]string)
	require.NoError(t, fs.WalkDir(os.DirFS(".."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", name), nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			m := method{path.Dir(name), receiver(f.Recv.List[0].Type), strings.ToLower(f.Name.Name)}
			if other := known[m]; other != "" {
				t.Errorf("%s: methods %s and %s of %s", m.dir, other, f.Name.Name, m.typ)
			}
			known[m] = f.Name.Name
		}
		return nil
	}))
	require.Greater(t, len(known), 1000)
}

// receiver returns the name of the type of a receiver.
func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.IndexListExpr:
		return receiver(x.X)
	}
	return x.(*ast.Ident).Name
}

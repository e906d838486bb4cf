package examples_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryTypeHasAnExample fails where a package that users import exports a
// type without an Example of its own or of one of its methods.
func TestEveryTypeHasAnExample(t *testing.T) {
	for _, dir := range public {
		t.Run(dir, func(t *testing.T) {
			names, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
			require.NoError(t, err)
			set := token.NewFileSet()
			exampled := make(map[string]bool)
			var files []*ast.File
			for _, name := range names {
				file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
				require.NoError(t, err)
				files = append(files, file)
				for _, example := range doc.Examples(file) {
					typ, _, _ := strings.Cut(example.Name, "_")
					exampled[typ] = exampled[typ] || example.Output != "" || example.EmptyOutput
				}
			}
			pkg, err := doc.NewFromFiles(set, files, dir)
			require.NoError(t, err)
			require.NotEmpty(t, pkg.Types)
			for _, typ := range pkg.Types {
				if !exampled[typ.Name] {
					t.Errorf("%s.%s has no Example with an Output", pkg.Name, typ.Name)
				}
			}
		})
	}
}

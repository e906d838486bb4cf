package examples

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/confspace/confspace"

// layers lists the top-level packages from the bottom up: a package imports
// only what stands before it, or itself.
var layers = []string{"config", "rules", "solver", "bom", "examples", "benchmarks"}

// withoutSolver are packages that link no SAT solver: who explodes and routes
// released orders needs none.
var withoutSolver = []string{
	"bom", "bom/line", "bom/mates", "bom/internal/condition", "bom/internal/cycle", "bom/internal/exact", "config/source/jsonw", "bom/internal/tell",
}

func layer(dir string) int {
	top, _, _ := strings.Cut(dir, "/")
	for i, l := range layers {
		if l == top {
			return i
		}
	}
	return -1
}

func TestImportDirection(t *testing.T) {
	root := os.DirFS("..")
	seen := 0
	eachGoFile(t, root, func(file string, imports []string) {
		from := layer(file)
		require.GreaterOrEqual(t, from, 0, "%s lies outside of the packages %v", file, layers)
		for _, imp := range imports {
			dir, ours := strings.CutPrefix(imp, module+"/")
			if !ours {
				continue
			}
			seen++
			to := layer(dir)
			if to < 0 {
				t.Errorf("%s imports %s, which is no package of this module", file, imp)
			} else if to > from {
				t.Errorf("%s imports %s: imports point from right to left in %v", file, imp, layers)
			}
		}
	})
	require.Positive(t, seen, "no import of this module was found: the test looks in the wrong place")
}

func TestBillsAndLinesNeedNoSolver(t *testing.T) {
	eachGoFile(t, os.DirFS(".."), func(file string, imports []string) {
		if strings.HasSuffix(file, "_test.go") || !slices.Contains(withoutSolver, path.Dir(file)) {
			return
		}
		for _, imp := range imports {
			dir, ours := strings.CutPrefix(imp, module+"/")
			if ours && layer(dir) > layer("rules") && !slices.Contains(withoutSolver, dir) {
				t.Errorf("%s imports %s, which needs a solver", file, imp)
			}
		}
	})
}

func TestOneImporterOfTheSATSolver(t *testing.T) {
	importers := map[string]bool{}
	eachGoFile(t, os.DirFS(".."), func(file string, imports []string) {
		for _, imp := range imports {
			if strings.HasPrefix(imp, "github.com/go-air/gini") {
				importers[path.Dir(file)] = true
			}
		}
	})
	require.Equal(t, map[string]bool{"solver/internal/sat": true}, importers)
}

// eachGoFile calls f with every Go file of this module, nested modules left
// out, and the paths that it imports.
func eachGoFile(t *testing.T, root fs.FS, f func(file string, imports []string)) {
	t.Helper()
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(name, "go.mod")); name != "." && err == nil {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range parsed.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imp)
		}
		f(name, imports)
		return nil
	})
	require.NoError(t, err)
}

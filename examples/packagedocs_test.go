package examples_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// public are the packages that users import. config/source and its rooms, rules/syntax and
// the test kits serve the other packages.
var public = []string{
	"config", "rules", "rules/uvl",
	"solver", "solver/analysis", "solver/calendar", "solver/cover", "solver/difference", "solver/dimacs", "solver/fit", "solver/nnf", "solver/session",
	"bom", "bom/change", "bom/fleet", "bom/line", "bom/proof", "bom/product",
}

// TestPackagesHaveDocs fails where a package of the module has no documentation.
func TestPackagesHaveDocs(t *testing.T) {
	docs := make(map[string]bool)
	root := os.DirFS("..")
	require.NoError(t, fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if _, err := fs.Stat(root, path.Join(name, "go.mod")); err == nil && name != "." || name == ".git" || name == ".ci" {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", name), nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		docs[dir] = docs[dir] || strings.TrimSpace(file.Doc.Text()) != ""
		return nil
	}))
	require.Greater(t, len(docs), len(public))
	for dir, documented := range docs {
		if !documented {
			t.Errorf("package %s has no documentation: begin it with a comment right above the package clause", dir)
		}
	}
}

// TestPackageDocsNameTheirErrors fails where the documentation of a package has no section
// Errors that names an error which the package exports.
func TestPackageDocsNameTheirErrors(t *testing.T) {
	found := 0
	for _, dir := range public {
		pkg := documentation(t, dir)
		_, section, ok := strings.Cut(pkg.Doc, "\n# Errors\n")
		if !ok {
			t.Errorf("the documentation of %s has no section Errors", dir)
		}
		section, _, _ = strings.Cut(section, "\n# ")
		for _, name := range exportedErrors(pkg) {
			found++
			if !regexp.MustCompile(`\b` + name + `\b`).MatchString(section) {
				t.Errorf("the section Errors of %s does not name %s", dir, name)
			}
		}
	}
	require.Greater(t, found, 20)
}

// documentation returns the documentation of a package, without its tests.
func documentation(t *testing.T, dir string) *doc.Package {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
	require.NoError(t, err)
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(set, files, dir)
	require.NoError(t, err)
	require.NotEmpty(t, pkg.Types)
	return pkg
}

// exportedErrors returns the types with a method Error and the variables Err….
func exportedErrors(pkg *doc.Package) (names []string) {
	vars := pkg.Vars
	for _, typ := range pkg.Types {
		vars = append(vars, typ.Vars...)
		for _, method := range typ.Methods {
			if method.Name == "Error" {
				names = append(names, typ.Name)
			}
		}
	}
	for _, v := range vars {
		for _, name := range v.Names {
			if strings.HasPrefix(name, "Err") {
				names = append(names, name)
			}
		}
	}
	return names
}

package check_test

import (
	"go/build"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The checker owes nothing to the compiler: what it imports, and what that imports, is
// this and no other package of the module.
func TestCheckerIsIndependent(t *testing.T) {
	const module, root = "github.com/confspace/confspace/", "../../../.."
	var met []string
	var visit func(dir string)
	visit = func(dir string) {
		if slices.Contains(met, dir) {
			return
		}
		met = append(met, dir)
		pkg, err := build.ImportDir(path.Join(root, dir), 0)
		require.NoError(t, err)
		for _, imp := range pkg.Imports {
			if dir, ours := strings.CutPrefix(imp, module); ours {
				visit(dir)
			}
		}
	}
	visit("solver/internal/circuit/check")
	require.ElementsMatch(t, []string{
		"solver/internal/circuit/check",
		"solver/internal/circuit",
		"solver/internal/cnf",
		"solver/internal/entail",
		"solver/internal/sat",
		"solver/internal/wire",
	}, met)
}

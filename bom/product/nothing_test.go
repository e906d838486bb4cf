package product_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
)

func TestADirectoryThatIsNoneIsOneDefect(t *testing.T) {
	file := filepath.Join(t.TempDir(), "options.yaml")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	for _, test := range []struct {
		name string
		fsys fs.FS
		want string
	}{
		{"nil", nil, "the file system is nil; give one, such as os.DirFS of a directory"},
		{"a file", os.DirFS(file), "the directory of the product cannot be read: not a directory\n    name a directory that has options.yaml"},
		{"no name", os.DirFS(""), "the directory of the product cannot be read: os: DirFS with empty root\n    name a directory that has options.yaml"},
		{"nothing there", os.DirFS(filepath.Join(filepath.Dir(file), "no-such")), "options.yaml: no such file\n    a product directory has options.yaml or options.json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := product.Read(test.fsys)
			assert.Nil(t, p)
			require.EqualError(t, err, test.want)
		})
	}
}

func TestNilProductPanicsInWords(t *testing.T) {
	var p *product.Product
	want := func(name string) string { return "product: " + name + " needs a product; it is nil" }
	assert.PanicsWithValue(t, want("Effectivities"), func() { p.Effectivities() })
	assert.PanicsWithValue(t, want("Timeline"), func() { p.Timeline() })
	assert.PanicsWithValue(t, want("Stretches"), func() { p.Stretches() })
	assert.PanicsWithValue(t, want("Points"), func() { p.Points() })
	assert.PanicsWithValue(t, want("PointsFrom"), func() { p.PointsFrom(0) })
}

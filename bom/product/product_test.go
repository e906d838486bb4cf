package product_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
)

func TestReadProductReportsAllFiles(t *testing.T) {
	fsys := bomtest.Scooter()
	for name, edit := range map[string][2]string{
		"rules.yaml": {"M40 requires DISC", "M40 requires DISK"},
		"bom.csv":    {"1,100,,,FRAME,Frame,1", "1,100,,,FRAME,Frame,0"},
		"line.yaml":  {"takt: 1.5 min", "takt: 1.5 kg"},
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(bomtest.ReplaceOnce(t, string(fsys[name].Data), edit[0], edit[1]))}
	}
	p, err := product.Read(fsys)
	assert.Nil(t, p)
	assert.Equal(t, []string{"2:21 the quantity 0 must be above zero", "3:7 takt 1.5 kg is not a time", "4:24 unknown code DISK"}, bomtest.Defects(t, err))

	fsys["options.yaml"] = &fstest.MapFile{Data: []byte("product: [")}
	_, err = product.Read(fsys)
	require.Error(t, err)
}

func TestReadProductRefusesAFileInTwoForms(t *testing.T) {
	for name := range bomtest.Scooter() {
		stem, isYAML := strings.CutSuffix(name, ".yaml")
		if !isYAML {
			continue
		}
		fsys := bomtest.Scooter()
		fsys[stem+".json"] = &fstest.MapFile{Data: []byte("{}")}
		p, err := product.Read(fsys)
		assert.Nil(t, p)
		require.EqualError(t, err, stem+".json: "+name+" exists too\n    keep one of the two")
	}
}

// A countingFS counts how often each file is opened.
type countingFS struct {
	fstest.MapFS
	opened map[string]int
}

func (c countingFS) Open(name string) (fs.File, error) {
	c.opened[name]++
	return c.MapFS.Open(name)
}

// Stat does not open the file.
func (c countingFS) Stat(name string) (fs.FileInfo, error) { return c.MapFS.Stat(name) }

func TestReadProductReadsEachFileOnce(t *testing.T) {
	fsys := bomtest.Scooter()
	fsys["rules.yaml"] = &fstest.MapFile{Data: []byte("rules: [{id: R1, rule: M40 requires DISK}]\n")}
	counted := countingFS{fsys, map[string]int{}}
	_, err := product.Read(counted)
	require.ErrorContains(t, err, "unknown code DISK")
	assert.Equal(t, map[string]int{"options.yaml": 1, "rules.yaml": 1, "bom.csv": 1, "line.yaml": 1}, counted.opened)
}

func TestReadTakesAnySubset(t *testing.T) {
	fsys := bomtest.Scooter()
	for _, name := range []string{"line.yaml", "bom.csv", "rules.yaml"} {
		delete(fsys, name)
		p, err := product.Read(fsys)
		require.NoError(t, err, "without %s", name)
		require.NotNil(t, p.Catalog)
		require.NotNil(t, p.Rules)
		assert.Nil(t, p.Line)
		assert.Equal(t, fsys["bom.csv"] == nil, p.Structure == nil)
	}
	p, err := product.Read(fstest.MapFS{"line.yaml": bomtest.Scooter()["line.yaml"]})
	assert.Nil(t, p)
	require.ErrorContains(t, err, "options.yaml: no such file")

	fsys = bomtest.Scooter()
	fsys["bom.csv"].Mode = os.ModeDir
	_, err = product.Read(fsys)
	require.ErrorContains(t, err, "bom.csv")
	var path *os.PathError
	assert.False(t, errors.As(err, &path), "defects, not errors of the system")
}

func TestReadSaysThatAFileIsMisnamed(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"bom.csv", "BOM.csv", "BOM.csv: BOM.csv is not a file of a product, and there is no bom.csv\n    rename it to bom.csv"},
		{"rules.yaml", "rules.yml", "rules.yml is not a file of a product, and there is no rules.yaml"},
		{"line.yaml", "lines.yaml", "did you mean line.yaml?"},
	} {
		fsys := bomtest.Scooter()
		fsys[test.to] = fsys[test.from]
		delete(fsys, test.from)
		_, err := product.Read(fsys)
		require.ErrorContains(t, err, test.want)
	}
}

func TestAMisnamedFileThatIsRequired(t *testing.T) {
	fsys := bomtest.Scooter()
	fsys["options.yml"] = fsys["options.yaml"]
	delete(fsys, "options.yaml")
	_, err := product.Read(fsys)
	require.ErrorContains(t, err, "did you mean options.yaml?")
	require.NotContains(t, err.Error(), "no such file")
}

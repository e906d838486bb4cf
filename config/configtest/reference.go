package configtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Reference returns a folder of the reference data: published product models
// with known answers, which are not part of this repository. It is looked for
// in $CONFSPACE_DATA, else in ../shared/data beside the repository; where it is
// absent the test is skipped.
func Reference(t testing.TB, folder string) string {
	t.Helper()
	root := os.Getenv("CONFSPACE_DATA")
	if root == "" {
		root = filepath.Join(moduleRoot(t), "..", "shared", "data")
	}
	dir := filepath.Join(root, filepath.FromSlash(folder))
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no reference data: ", err)
	}
	return dir
}

// moduleRoot returns the folder of the go.mod above the test.
func moduleRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

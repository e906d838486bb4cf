package source_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/confspace/confspace/config/source"
)

func TestOneOf(t *testing.T) {
	for _, c := range []struct {
		name, want, wrong string
		files             []string
	}{
		{"first", "a.yaml", "", []string{"a.yaml"}},
		{"second", "a.json", "", []string{"a.json", "b.yaml"}},
		{"both", "", "a.json: a.yaml exists too\n    keep one of the two", []string{"a.yaml", "a.json"}},
		{"none", "", "a.yaml: no such file\n    a product directory has a.yaml or a.json", []string{"b.yaml"}},
		{"capital", "", "a.yaml: no such file\n    rename A.yaml to a.yaml", []string{"A.yaml", "b.yaml"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for _, name := range c.files {
				fsys[name] = &fstest.MapFile{}
			}
			got, err := source.OneOf(fsys, "a.yaml", "a.json")
			wrong := ""
			if err != nil {
				wrong = err.Error()
			}
			if got != c.want || wrong != c.wrong {
				t.Errorf("got %q, %q", got, wrong)
			}
			if errors.Is(err, fs.ErrNotExist) != (c.name == "none" || c.name == "capital") {
				t.Errorf("ErrNotExist: %v", err)
			}
		})
	}
}

package product

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// A need says whether a product must have a file.
type need bool

const (
	required need = true
	optional need = false
)

// ours are the files that Read looks for.
var ours = []string{"options.yaml", "options.json", "rules.yaml", "rules.json", "bom.csv", "line.yaml", "line.json", "mates.yaml", "mates.json", "orders.jsonl"}

// find returns the one of the names that exists, or "". A missing optional
// file is a defect only if the name of another file is near to it.
func find(fsys fs.FS, list *source.List, n need, names ...string) string {
	if fsys == nil {
		list.Add(source.Defect{Msg: "the file system is nil; give one, such as os.DirFS of a directory"}) // once: what is equal is dropped
		return ""
	}
	name, err := source.OneOf(fsys, names...)
	var path *fs.PathError
	switch {
	case err == nil:
		return name
	case errors.Is(err, fs.ErrNotExist) && (misnamed(fsys, list, names) || n == optional):
	case !errors.Is(err, fs.ErrNotExist) && errors.As(err, &path):
		list.Add(source.Defect{
			Msg: fmt.Sprintf("the directory of the product cannot be read: %v", path.Err), Hint: "name a directory that has " + ours[0], Cause: path,
		})
	default:
		list.AddError(source.Place{File: names[0]}, err)
	}
	return ""
}

// misnamed reports files whose names are near to that of a missing file, and returns
// whether there are any: they would otherwise be ignored in silence.
func misnamed(fsys fs.FS, list *source.List, names []string) (found bool) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return false // a file system that cannot list its files
	}
	for _, e := range entries {
		if slices.Contains(ours, e.Name()) || e.IsDir() {
			continue
		}
		if meant, near := source.Nearest(e.Name(), slices.Values(names)); near {
			found = true
			hint := "did you mean " + meant + "? rename it, or give it a name that is less near"
			if strings.EqualFold(e.Name(), meant) {
				hint = "rename it to " + meant
			}
			list.Add(source.Defect{
				Place: source.Place{File: e.Name()},
				Msg:   fmt.Sprintf("%s is not a file of a product, and there is no %s", e.Name(), meant),
				Hint:  hint,
			})
		}
	}
	return found
}

// open calls read with the one of the names that exists, and lists its error.
func open(fsys fs.FS, list *source.List, n need, read func(name string, r io.Reader) error, names ...string) {
	name := find(fsys, list, n, names...)
	if name == "" {
		return
	}
	list.AddError(source.Place{File: name}, source.Open(fsys, name, func(r io.Reader) error { return read(name, r) }))
}

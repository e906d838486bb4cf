package source

import (
	"errors"
	"io/fs"
	"strings"
)

// OneOf returns the one of the names that exists in fsys: a file that may have
// several names, such as rules.yaml and rules.json. The error is [Defects]:
// none exists (then errors.Is(err, fs.ErrNotExist)), more than one does, or
// fsys cannot say.
func OneOf(fsys fs.FS, names ...string) (string, error) {
	if fsys == nil {
		return "", Defects{{Place: Place{File: names[0]}, Msg: errNoFiles.Error(), Cause: errNoFiles}}
	}
	found := ""
	for _, name := range names {
		switch _, err := fs.Stat(fsys, name); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return "", Defects{{Place: Place{File: name}, Msg: err.Error(), Cause: err}}
		case found != "":
			return "", Defects{{Place: Place{File: name}, Msg: found + " exists too", Hint: "keep one of the two"}}
		default:
			found = name
		}
	}
	if found == "" {
		hint := "a product directory has " + strings.Join(names, " or ")
		if written, meant := misnamed(fsys, names); written != "" {
			hint = "rename " + written + " to " + meant
		}
		return "", Defects{{Place: Place{File: names[0]}, Msg: "no such file", Hint: hint, Cause: fs.ErrNotExist}}
	}
	return found, nil
}

// misnamed returns a file of fsys whose name differs from one of the names only in
// case, and that name; both are empty if there is none.
func misnamed(fsys fs.FS, names []string) (written, meant string) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return "", "" // a file system that cannot list
	}
	for _, e := range entries {
		for _, name := range names {
			if strings.EqualFold(e.Name(), name) && !e.IsDir() {
				return e.Name(), name
			}
		}
	}
	return "", ""
}

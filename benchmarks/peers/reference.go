package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"github.com/confspace/confspace/solver/dimacs"
)

// dataRoot returns the folder of the reference data: $CONFSPACE_DATA, or else
// beside the repository.
func dataRoot() string {
	if dir := os.Getenv("CONFSPACE_DATA"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// A reference is a formula with a known number of models.
type reference struct {
	name, path string
	count      *big.Int
}

// references returns the formulas that reference.tsv of a folder lists, in its
// order: all, or those of the names.
func references(dir string, names ...string) ([]reference, error) {
	text, err := os.ReadFile(filepath.Join(dir, "reference.tsv"))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	column := 0
	for i, title := range strings.Split(lines[0], "\t") {
		if title == "count" {
			column = i
		}
	}
	byName := map[string]reference{}
	var all []reference
	for _, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) <= column {
			return nil, fmt.Errorf("%s: malformed line %q", dir, line)
		}
		r := reference{name: fields[0], path: filepath.Join(dir, fields[0])}
		if filepath.Ext(r.name) == "" {
			r.path += ".cnf.gz"
		}
		var ok bool
		if r.count, ok = new(big.Int).SetString(fields[column], 10); !ok {
			return nil, fmt.Errorf("%s: %s: %q is not a number", dir, r.name, fields[column])
		}
		all, byName[r.name] = append(all, r), r
	}
	if len(names) == 0 {
		return all, nil
	}
	var some []reference
	for _, name := range names {
		r, ok := byName[name]
		if !ok {
			return nil, fmt.Errorf("%s: no formula %q", dir, name)
		}
		some = append(some, r)
	}
	return some, nil
}

// read reads a DIMACS file, unpacking it when its name ends in .gz.
func read(path string) (*dimacs.Formula, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return dimacs.Read(filepath.Base(path), r)
}

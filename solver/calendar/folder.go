package calendar

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// file returns the name of the file of a space: a digest of the rules, of those in
// force, and of the configuration.
func (c *Calendar) file(key string) string {
	h := source.NewHasher("calendar")
	h.Digest(c.set.Digest())
	h.Text(key)
	compile := &c.config.Compile
	h.Number(uint64(compile.MaxNodes))
	h.Number(uint64(compile.MaxBytes))
	circuit := uint64(1)
	if compile.NoCircuit {
		circuit = 0
	}
	h.Number(circuit)
	tracked := make([]string, len(compile.Track))
	for i, e := range compile.Track {
		tracked[i] = e.String()
	}
	h.Texts(tracked)
	sum := h.Sum()
	return filepath.Join(c.config.Folder, hex.EncodeToString(sum[:16])+".space")
}

// read reads a space file.
func (c *Calendar) read(name string) (*solver.Space, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	space, err := solver.Read(file, c.set)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return space, nil
}

// outdated reports whether a file is missing or cannot be used.
func outdated(err error) bool {
	var other *solver.SetMismatch
	return errors.As(err, &other) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, solver.ErrNotSpace) ||
		errors.Is(err, solver.ErrTruncated) || errors.Is(err, solver.ErrCorrupt)
}

package solver

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/wire"
)

// WriteTo writes the space as a file, for [Read] to load in a small part of the time
// that compiling takes. It implements [io.WriterTo]; n is the number of bytes
// written. The bytes depend on the space alone, and a space that was read writes the
// same bytes again. It writes blocks of up to 64 KiB, so w needs no buffer. O(size
// of the clauses and the circuit); a byte or two for each edge. It takes no context and
// ends with w: to end it early, let w return an error.
//
// The errors are those of w, [io.ErrShortWrite] when w took less than it was given
// without saying why, and of a tracked condition, made in code, that nests deeper
// than text can (syntax.MaxDepth operators), since conditions are stored as text;
// then nothing was written. It panics when w is nil.
func (s *Space) WriteTo(w io.Writer) (n int64, err error) {
	if w == nil {
		panic("solver: WriteTo needs a writer; it is nil")
	}
	tracked := make([]string, len(s.made().tracked))
	for i, e := range s.tracked {
		tracked[i] = e.String()
		if _, err := rules.Parse(s.cat, tracked[i]); err != nil {
			return 0, fmt.Errorf("tracked condition %d cannot be written: %w", i, err)
		}
	}
	z := wire.NewWriter(w, fileMagic, fileVersion)
	catalog, digest := s.cat.Digest(), s.set.Digest()
	z.Bytes(catalog[:])
	z.Bytes(digest[:])
	z.Uint(uint64(uint32(s.asOf.Date)))
	z.Uint(s.asOf.Serial)
	z.Text(s.asOf.Plant)
	z.Flush()
	z.Bool(s.void)
	z.Int(s.circuitState())
	// Reading computes the other statistics.
	z.Uint(uint64(s.stats.Decisions))
	z.Uint(uint64(s.stats.Components))
	z.Uint(uint64(s.stats.Conflicts))
	z.Int(s.budget.nodes)
	z.Uint(uint64(s.budget.bytes))
	z.Int(len(tracked))
	for _, text := range tracked {
		z.Text(text)
	}
	if !s.whole {
		s.encoding.Write(z)
	}
	if s.circuit != nil {
		s.circuit.Write(z)
	}
	return z.Close()
}

// WriteFile writes the space to the file of a name, whole or not at all: it writes another
// file beside it and renames that, since others may be reading the file or write it at the
// same time. The errors are those of [Space.WriteTo] and of the file system.
func (s *Space) WriteFile(name string) error {
	s.made()
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // unless it was renamed
	_, err = s.WriteTo(file)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}

// circuitState returns the state of the circuit for the file.
func (s *Space) circuitState() int {
	var passed *exhausted
	switch {
	case s.whole:
		return circuitWhole
	case s.circuit != nil:
		return circuitPresent
	case !errors.As(s.absent, &passed):
		return circuitNotWanted
	case passed.ofBytes:
		return circuitOverBytes
	}
	return circuitOverNodes
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// A system on the shop floor starts like this: the space is compiled once when
// the rules change, and every process that answers for orders loads the file.

// useSpaceFile makes the space of an order the first of the session: the one
// in the file if it fits, otherwise a compiled one, which is written to the
// file.
func (s *session) useSpaceFile(ctx context.Context, name string, o config.Order) error {
	space, err := s.readSpace(ctx, name, o)
	switch {
	case err == nil:
		s.spaceFile = "read from " + name
		s.spaces.Put(space)
		return nil
	case errors.Is(err, fs.ErrNotExist):
		s.spaceFile = "compiled and written to " + name
	case outdated(err):
		s.spaceFile = fmt.Sprintf("compiled and written to %s, which did not fit: %v", name, err)
	default: // never write over a file that may not be a space file
		return fmt.Errorf("%s: %w", name, err)
	}
	if space, err = s.space(ctx, o.Point()); err != nil {
		return ofOrder(o, err)
	}
	return space.WriteFile(name)
}

// readSpace reads a space that can answer for an order.
func (s *session) readSpace(ctx context.Context, name string, o config.Order) (*solver.Space, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	space, err := solver.Read(file, s.product.Rules)
	if err != nil {
		return nil, err
	}
	if _, err := space.Validate(ctx, o); err != nil {
		return nil, err
	}
	_, err = space.Count(ctx, nil) // not every space can count
	return space, err
}

// outdated reports whether a file was refused because of other rules, another
// point or damage, or because it cannot count.
func outdated(err error) bool {
	var rules *solver.SetMismatch
	var point *solver.PointMismatch
	return errors.As(err, &rules) || errors.As(err, &point) || errors.Is(err, solver.ErrNoCircuit) ||
		errors.Is(err, solver.ErrTruncated) || errors.Is(err, solver.ErrCorrupt)
}

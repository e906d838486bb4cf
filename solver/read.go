package solver

import (
	"io"
	"math"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/wire"
)

// Read reads a space that [Space.WriteTo] wrote. set must be equal to the one from
// which it was compiled ([rules.Set.Equal]); the space answers in its terms. Read
// compiles nothing: O(size of the file), besides finding the rules in force.
//
// It reads r up to the end of the space and not a byte further, in blocks of up to
// 64 KiB, so r needs no buffer. It takes no context and ends with r: to end it early, let
// r return an error.
//
// The errors are those of r, a [*SetMismatch], found before most of the file is read,
// and those that wrap [ErrNotSpace], [ErrNewer], [ErrTruncated] or [ErrCorrupt].
// Checksums find damage. Against a file with forged checksums Read gives these
// guarantees: it never panics, its memory stays proportional to the bytes, and the
// circuit is a smooth d-DNNF, so that no query panics and all queries see the same
// configurations. These may be other than those of the rules, and some may be counted
// more than once. [Space.Verify] proves that a space is that of its rules, whoever
// wrote the file. Read panics when r or set is nil.
func Read(r io.Reader, set *rules.Set) (*Space, error) {
	if set == nil {
		panic("solver: Read needs a set of rules; it is nil")
	}
	if r == nil {
		panic("solver: Read needs a reader; it is nil")
	}
	z := wire.NewReader(r, fileMagic, fileVersion)
	s, err := readHeader(z, set)
	if err != nil {
		return nil, err
	}
	s.void = z.Bool()
	state := z.Int(circuitStates - 1)
	for _, n := range []*int64{&s.stats.Decisions, &s.stats.Components, &s.stats.Conflicts} {
		*n = int64(z.Uint() & math.MaxInt64)
	}
	s.budget = budget{z.Int(math.MaxInt64), int64(z.Uint() & math.MaxInt64)}
	s.readTracked(z)
	if state != circuitWhole {
		s.encoding = encode.Read(z, set)
		if z.Err() == nil && len(s.encoding.Tracked) != len(s.tracked) {
			z.Fail("%d literals for %d tracked conditions", len(s.encoding.Tracked), len(s.tracked))
		}
	}
	switch state {
	case circuitWhole:
		s.readWhole(z)
	case circuitPresent:
		s.setCircuit(circuit.Read(z, s.encoding.Formula))
		if z.Err() == nil && s.void != (s.circuit.Root() == circuit.False) {
			z.Fail("it has a circuit with models and without")
		}
	case circuitNotWanted:
		s.absent = errNotWanted
	case circuitOverNodes, circuitOverBytes:
		s.absent = &exhausted{s.budget, state == circuitOverBytes, s.stats.Decisions}
	}
	z.End()
	if z.Err() != nil {
		return nil, z.Err()
	}
	s.measure()
	return s, nil
}

// readHeader reads the header: rules, catalog and point of the space.
func readHeader(z *wire.Reader, set *rules.Set) (*Space, error) {
	var catalog, digest [32]byte
	z.Bytes(catalog[:])
	z.Bytes(digest[:])
	asOf := config.Point{Date: config.Date(uint32(z.Int(math.MaxUint32))), Serial: z.Uint(), Plant: z.Text()}
	z.End()
	if z.Err() != nil {
		return nil, z.Err()
	}
	if err := mismatch(set, catalog, digest); err != nil {
		return nil, err
	}
	s := newSpace(set, asOf)
	if err := s.bind(); err != nil {
		z.Fail("its point of time does not suit the rules: %v", err)
	}
	return s, z.Err()
}

// readTracked reads the tracked conditions.
func (s *Space) readTracked(z *wire.Reader) {
	n := z.Int(math.MaxUint32)
	for i := 0; i < n && z.Err() == nil; i++ {
		text := z.Text()
		if z.Err() != nil {
			return
		}
		e, err := rules.Parse(s.cat, text)
		if err != nil {
			z.Fail("tracked condition %d: %v", i, err)
			return
		}
		s.tracked = append(wire.Grow(s.tracked, 1, n), e)
	}
}

var _ io.WriterTo = (*Space)(nil)

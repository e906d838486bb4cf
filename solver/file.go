package solver

import (
	"fmt"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/wire"
)

// A space file is, in blocks with checksums (see package wire):
//
//	magic       so that anything else is refused, also what a transfer as text changed
//	version     of the format
//	catalog     SHA-256
//	rules       SHA-256, of catalog and rules
//	asOf        date, serial, plant
//	---------   the first block ends here: what the file is for is known
//	void        whether nothing can be built
//	circuit     whether there is one, and else why not
//	work        decisions, components, conflicts
//	budget      nodes, bytes
//	tracked     conditions, as text
//	encoding    formula, origins, literals of tracked conditions; none without rules
//	circuit     nodes and edges
//
// Rules and catalog are not in it: whoever has a space file has them, and reads
// them anyway.
const (
	fileMagic   = "\x89cfspace\r\n\x1a\n"
	fileVersion = 2
)

// What a file says of the circuit.
const (
	circuitPresent = iota
	circuitNotWanted
	circuitOverNodes
	circuitOverBytes
	circuitWhole // and there are no rules, nor an encoding
	circuitStates
)

// The errors of [Read] for a file that it refuses. What wraps them says more.
var (
	// ErrNotSpace: it does not begin like a space file.
	ErrNotSpace = wire.ErrMagic
	// ErrNewer: it is of a format that a later version of this package writes.
	ErrNewer = wire.ErrNewer
	// ErrTruncated: it ends too early. Copy it again, or compile anew.
	ErrTruncated = wire.ErrTruncated
	// ErrCorrupt: a checksum does not match, or what it says makes no sense. Copy it
	// again, or compile anew.
	ErrCorrupt = wire.ErrCorrupt
)

// SetMismatch is the error of reading a space that was compiled from other rules,
// or for another catalog, than those given.
type SetMismatch struct {
	// Catalog says that the catalog is another one; else it is the same, and the
	// rules are not.
	Catalog bool
	// File and Given are the digests of what differs: [config.Catalog.Digest] or
	// [rules.Set.Digest].
	File, Given [32]byte
}

// Error says what differs and what to do.
func (e *SetMismatch) Error() string {
	what := "other rules"
	if e.Catalog {
		what = "another catalog"
	}
	return fmt.Sprintf("the space file was compiled from %s (digest %x...) than given (digest %x...): compile the space anew, or give those that it was compiled from",
		what, e.File[:6], e.Given[:6])
}

// mismatch returns a [*SetMismatch] unless the set is the one with the digests.
func mismatch(set *rules.Set, catalog, digest [32]byte) error {
	if given := set.Catalog().Digest(); catalog != given {
		return &SetMismatch{Catalog: true, File: catalog, Given: given}
	}
	if given := set.Digest(); digest != given {
		return &SetMismatch{File: digest, Given: given}
	}
	return nil
}

package solver

import (
	"fmt"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/wire"
)

// A space file is, in blocks with checksums (see package wire):
//
//	magic       so that other files are refused, also those that a transfer as text changed
//	version     of the format
//	catalog     SHA-256
//	rules       SHA-256, of catalog and rules
//	asOf        date, serial, plant
//	---------   the first block ends here: it says what the file is for
//	void        whether no order can be built
//	circuit     whether there is one, or else why not
//	work        decisions, components, conflicts
//	budget      nodes, bytes
//	tracked     conditions, as text
//	encoding    formula, origins, literals of tracked conditions; none without rules
//	circuit     nodes and edges
//
// It does not hold the rules and the catalog: its reader has them.
const (
	fileMagic   = "\x89cfspace\r\n\x1a\n"
	fileVersion = 2
)

// The states of the circuit in a file.
const (
	circuitPresent = iota
	circuitNotWanted
	circuitOverNodes
	circuitOverBytes
	circuitWhole // and no rules and no encoding
	circuitStates
)

// The errors of [Read] for a file that it refuses. The error that wraps them
// says more.
var (
	// ErrNotSpace: the file does not begin like a space file.
	ErrNotSpace = wire.ErrMagic
	// ErrNewer: a later version of this package wrote the file.
	ErrNewer = wire.ErrNewer
	// ErrTruncated: the file ends too early. Copy it again, or compile
	// again.
	ErrTruncated = wire.ErrTruncated
	// ErrCorrupt: a checksum does not match, or the contents make no sense. Copy it
	// again, or compile again.
	ErrCorrupt = wire.ErrCorrupt
)

// SetMismatch is the error of a space that was compiled from other rules, or for
// another catalog, than those given: a file that [Read] refuses, or a space given
// beside a product.
type SetMismatch struct {
	// Catalog says that the catalog differs; otherwise the rules differ.
	Catalog bool `json:"catalog"`
	// Space and Given are the digests that differ: [config.Catalog.Digest] or
	// [rules.Set.Digest].
	Space [32]byte `json:"space"`
	Given [32]byte `json:"given"`
}

// Error says which of the two differs and what to do.
func (e *SetMismatch) Error() string {
	what := "other rules"
	if e.Catalog {
		what = "another catalog"
	}
	return fmt.Sprintf("the space has %s (digest %x...) than the given set (digest %x...): compile the space again, or give the set from which it was compiled",
		what, e.Space[:6], e.Given[:6])
}

// mismatch returns a [*SetMismatch] unless the set is the one with the digests.
func mismatch(set *rules.Set, catalog, digest [32]byte) error {
	if given := set.Catalog().Digest(); catalog != given {
		return &SetMismatch{Catalog: true, Space: catalog, Given: given}
	}
	if given := set.Digest(); digest != given {
		return &SetMismatch{Space: digest, Given: given}
	}
	return nil
}

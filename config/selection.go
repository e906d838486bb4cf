package config

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/config/source"
)

// State is the state of an option in a [Selection].
type State uint8

// The states of an option. The zero State is Open: not decided yet.
const (
	Open State = iota
	Chosen
	Rejected
)

var stateWords = source.Words[State]{What: "a state of an option", Texts: []string{"open", "chosen", "rejected"}}

// String returns "open", "chosen" or "rejected".
func (s State) String() string { return stateWords.String(s) }

// MarshalText returns String; a number that is not one of them is an error.
func (s State) MarshalText() ([]byte, error) { return stateWords.Append(nil, s) }

// UnmarshalText reads what MarshalText writes.
func (s *State) UnmarshalText(text []byte) error { return stateWords.Set(s, text) }

// Selection says for each option of one catalog whether it is chosen, rejected
// or open. It is two bitsets: 2 bits per option. A Selection is mutable and not
// safe for concurrent use while it is written. [Catalog.NewSelection] makes it;
// the zero value has no catalog and no options.
//
// Methods panic if an option id is not below Len, or if two selections have
// different catalogs.
type Selection struct {
	cat              *Catalog
	n                int
	chosen, rejected []uint64 // disjoint; bits from n on are 0
}

// NewSelection returns a selection of the catalog's options, all open.
func (c *Catalog) NewSelection() *Selection {
	n := len(c.options)
	words := (n + 63) / 64
	both := make([]uint64, 2*words)
	return &Selection{cat: c, n: n, chosen: both[:words:words], rejected: both[words:]}
}

// Catalog returns the catalog whose options are selected.
func (s *Selection) Catalog() *Catalog { return s.cat }

// Len returns the number of options of the catalog.
func (s *Selection) Len() int { return s.n }

// check panics on an id of another catalog, which would corrupt the last word.
// It panics with a value that is put into words later, and so is inlined.
func (s *Selection) check(o OptionID) {
	if int(o) >= s.n {
		panic(outsideError{o, s.n})
	}
}

type outsideError struct {
	option OptionID
	n      int
}

func (e outsideError) Error() string {
	return fmt.Sprintf("config: option %d of a selection of %d", e.option, e.n)
}

// Choose makes an option chosen, whatever its state.
func (s *Selection) Choose(o OptionID) {
	s.check(o)
	w, bit := o/64, uint64(1)<<(o%64)
	s.chosen[w] |= bit
	s.rejected[w] &^= bit
}

// Reject makes an option rejected, whatever its state.
func (s *Selection) Reject(o OptionID) {
	s.check(o)
	w, bit := o/64, uint64(1)<<(o%64)
	s.rejected[w] |= bit
	s.chosen[w] &^= bit
}

// Clear makes an option open again.
func (s *Selection) Clear(o OptionID) {
	s.check(o)
	w, bit := o/64, uint64(1)<<(o%64)
	s.chosen[w] &^= bit
	s.rejected[w] &^= bit
}

// Set makes an option open, chosen or rejected.
func (s *Selection) Set(o OptionID, state State) {
	switch state {
	case Chosen:
		s.Choose(o)
	case Rejected:
		s.Reject(o)
	default:
		s.Clear(o)
	}
}

// State returns the state of an option. O(1), no allocation.
func (s *Selection) State(o OptionID) State {
	s.check(o)
	w, shift := o/64, o%64
	return State(s.chosen[w]>>shift&1 | s.rejected[w]>>shift&1<<1)
}

// IsChosen reports whether an option is chosen. O(1), no allocation.
func (s *Selection) IsChosen(o OptionID) bool {
	s.check(o)
	return s.chosen[o/64]>>(o%64)&1 != 0
}

// Chosen returns the chosen options in ascending order.
func (s *Selection) Chosen() iter.Seq[OptionID] {
	return s.ids(func(w int) uint64 { return s.chosen[w] })
}

// Rejected returns the rejected options in ascending order.
func (s *Selection) Rejected() iter.Seq[OptionID] {
	return s.ids(func(w int) uint64 { return s.rejected[w] })
}

// Open returns the open options in ascending order.
func (s *Selection) Open() iter.Seq[OptionID] {
	return s.ids(s.openWord)
}

// openWord returns word w of the open options.
func (s *Selection) openWord(w int) uint64 {
	mask := ^uint64(0)
	if rest := s.n - 64*w; rest < 64 {
		mask = 1<<rest - 1
	}
	return mask &^ s.chosen[w] &^ s.rejected[w]
}

// ids iterates over the set bits of words.
func (s *Selection) ids(word func(w int) uint64) iter.Seq[OptionID] {
	return func(yield func(OptionID) bool) {
		for w := range s.chosen {
			for set := word(w); set != 0; set &= set - 1 {
				if !yield(OptionID(64*w + bits.TrailingZeros64(set))) {
					return
				}
			}
		}
	}
}

// NumChosen returns the number of chosen options.
func (s *Selection) NumChosen() int { return count(s.chosen) }

// NumRejected returns the number of rejected options.
func (s *Selection) NumRejected() int { return count(s.rejected) }

func count(words []uint64) int {
	n := 0
	for _, w := range words {
		n += bits.OnesCount64(w)
	}
	return n
}

// CloseWorld rejects every open option: a complete order has only the
// options that it names.
func (s *Selection) CloseWorld() {
	for w := range s.rejected {
		s.rejected[w] |= s.openWord(w)
	}
}

// Complete reports whether no option is open.
func (s *Selection) Complete() bool {
	for w := range s.chosen {
		if s.openWord(w) != 0 {
			return false
		}
	}
	return true
}

// Clone returns a copy.
func (s *Selection) Clone() *Selection {
	return &Selection{s.cat, s.n, slices.Clone(s.chosen), slices.Clone(s.rejected)}
}

// CopyFrom makes s equal to t without allocating.
func (s *Selection) CopyFrom(t *Selection) {
	if t == nil {
		panic("config: CopyFrom needs a selection; it is nil")
	}
	if s.cat != t.cat {
		panic("config: CopyFrom needs a selection of the same catalog")
	}
	copy(s.chosen, t.chosen)
	copy(s.rejected, t.rejected)
}

// Equal reports whether s and t are of one catalog and have the same states.
func (s *Selection) Equal(t *Selection) bool {
	return t != nil && s.cat == t.cat && slices.Equal(s.chosen, t.chosen) && slices.Equal(s.rejected, t.rejected)
}

// Differences returns the options whose states in s and t differ, in ascending order.
// O(options / 64 and differences).
func (s *Selection) Differences(t *Selection) iter.Seq[OptionID] {
	if t == nil || s.cat != t.cat {
		panic("config: Differences needs a selection of the same catalog")
	}
	return s.ids(func(w int) uint64 { return (s.chosen[w] ^ t.chosen[w]) | (s.rejected[w] ^ t.rejected[w]) })
}

// Reset makes every option open.
func (s *Selection) Reset() {
	clear(s.chosen)
	clear(s.rejected)
}

package rules

import (
	"fmt"
	"iter"

	"github.com/confspace/confspace/config"
)

// Set is the rules of a product, bound to its catalog. It is immutable and safe
// for concurrent use. A [Builder], [Read] or [ReadDir] makes it.
type Set struct {
	cat      *config.Catalog
	rules    []Rule
	byID     map[string][]RuleID
	defaults []Default
	digest   [32]byte
	text     [32]byte // digest of what people read
}

// Catalog returns the catalog that the rules are bound to.
func (s *Set) Catalog() *config.Catalog { return s.cat }

// NumRules returns the number of rules; ids are below it.
func (s *Set) NumRules() int { return len(s.rules) }

// Rule returns a rule. It panics if there is none with that id.
func (s *Set) Rule(id RuleID) Rule { return s.rules[id] }

// All returns the rules by id.
func (s *Set) All() iter.Seq2[RuleID, Rule] {
	return func(yield func(RuleID, Rule) bool) {
		for i, r := range s.rules {
			if !yield(RuleID(i), r) {
				return
			}
		}
	}
}

// Lookup returns the rules that people know by an id, ascending; several if
// they are versions of one rule. The slice is the set's.
func (s *Set) Lookup(id string) []RuleID { return s.byID[id] }

// At returns the rules that are in force at a point, ascending. The slice is
// the caller's. The error wraps a [*config.PointError] for the first rule that
// depends on what p does not give, or a [*config.PlantError] for a plant that the
// catalog does not declare. O(rules).
func (s *Set) At(p config.Point) ([]RuleID, error) {
	if err := s.cat.CheckPlant(p.Plant); err != nil {
		return nil, err
	}
	var ids []RuleID
	for i, r := range s.rules {
		covers, err := r.Effectivity.Covers(p)
		if err != nil {
			return nil, fmt.Errorf("%srule %s: %w", r.Place.Prefix(), r.ID, err)
		}
		if covers {
			ids = append(ids, RuleID(i))
		}
	}
	return ids, nil
}

// Timeline returns the dates at which a rule or an option comes into force or
// goes out of it, ascending, each once; see [config.Segment]. The slice is the
// caller's.
func (s *Set) Timeline() []config.Date {
	return config.Timeline(func(yield func(config.Effectivity) bool) {
		for _, r := range s.rules {
			if !yield(r.Effectivity) {
				return
			}
		}
		if s.cat != nil { // else the zero Set
			s.cat.Effectivities()(yield)
		}
	})
}

// Digest returns a SHA-256 of everything that decides answers: the catalog's
// digest and, in their order, ids, conditions and effectivities of the rules. Sets
// that differ in how they were written alone (names, reasons, places, the text of
// conditions beside the condition itself, files of tables) have equal digests on
// every machine, other sets different ones.
func (s *Set) Digest() [32]byte { return s.digest }

// TextDigest returns a SHA-256 of the texts for people, which Digest does not
// hash: the catalog's [config.Catalog.TextDigest] and the reasons.
func (s *Set) TextDigest() [32]byte { return s.text }

// Equal reports whether s and t have one [Set.Digest]: the same answers for every
// order.
func (s *Set) Equal(t *Set) bool { return t != nil && s.digest == t.digest }

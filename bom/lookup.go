package bom

import (
	"maps"
	"slices"
	"sync"

	"github.com/confspace/confspace/rules"
)

// index finds items by name. Each half is made when it is first used.
type index struct {
	names, numbers sync.Once
	named          map[string][]ItemID // path, or a code that is not a path -> items
	parts          map[string][]ItemID // part number -> items
}

// ItemsAt returns the items of a name, in document order. A path (the codes from the
// product down, joined by slashes) names the items of its position; any other name is a
// code, and names the items of every position with that code. It returns nil if there are
// none. The slice is the structure's. O(1), except the first call of a lookup, which takes
// O(items).
func (s *Structure) ItemsAt(name string) []ItemID { return s.named()[name] }

// ItemsOf returns the items of a part number, in document order: where the part is used.
// It returns nil if there are none. The slice is the structure's. O(1), like ItemsAt.
func (s *Structure) ItemsOf(part string) []ItemID {
	s.index.numbers.Do(func() {
		s.index.parts = make(map[string][]ItemID, len(s.parts))
		for i := range s.items {
			part := s.items[i].Part
			s.index.parts[part] = append(s.index.parts[part], ItemID(i))
		}
	})
	return s.index.parts[part]
}

// Condition returns the condition under which an order takes an item: the conditions of
// the item and of all items above it, from the top down, joined by and; true if there
// are none. It does not contain effectivities. It panics if there is no such item, and
// for the zero Structure. O(level).
func (s *Structure) Condition(id ItemID) rules.Expr {
	var all []rules.Expr
	for ; id != NoItem; id = s.items[id].Parent {
		for _, e := range [...]rules.Expr{s.items[id].Usage, s.items[id].When} {
			if !e.IsZero() {
				all = append(all, e)
			}
		}
	}
	if len(all) == 0 {
		return rules.True(s.catalog)
	}
	slices.Reverse(all)
	return rules.And(all...)
}

// Names returns the names that ItemsAt knows, sorted, for messages about an unknown
// one. The caller owns them.
func (s *Structure) Names() []string { return slices.Sorted(maps.Keys(s.named())) }

func (s *Structure) named() map[string][]ItemID {
	s.index.names.Do(func() {
		named, byCode := make(map[string][]ItemID, len(s.items)), make(map[string][]ItemID)
		for i := range s.items {
			item := &s.items[i]
			named[item.Path] = append(named[item.Path], item.ID)
			byCode[item.Position] = append(byCode[item.Position], item.ID)
		}
		for code, items := range byCode {
			if _, path := named[code]; !path {
				named[code] = items
			}
		}
		s.index.named = named
	})
	return s.index.named
}

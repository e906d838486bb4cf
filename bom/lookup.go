package bom

import (
	"maps"
	"slices"
	"sync"

	"github.com/confspace/confspace/rules"
)

// index finds items by what people call them. Each half is made when first asked for.
type index struct {
	names, numbers sync.Once
	named          map[string][]ItemID // path, or code that is no path -> items
	parts          map[string][]ItemID // part number -> items
}

// ItemsAt returns the items that a name means, in document order: those of the position
// at a path, which is the codes from the product down, joined by slashes; or of what is
// no path, those of every position with that code. It returns nil if there are none. The
// slice is the structure's. O(1), but for the first call of a lookup, which takes O(items).
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

// Condition returns under which condition an order takes an item: the conditions of the
// item and of all that it stands in, from the top down, joined by and; true if there are
// none. Effectivities are left out. It panics if there is no such item, and for the zero
// Structure. O(level).
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

// Names returns the names that ItemsAt knows, sorted, for messages about one that it
// does not. The caller owns them.
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

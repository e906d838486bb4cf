// Package configtest is a kit for tests of code that uses package config: rapid
// generators of catalogs, selections, orders and effectivities, the enumeration
// of all configurations of a small catalog, and the meaning of a catalog's
// tree, written as plainly as possible, to check engines against.
//
//	property.Check(t, func(t *rapid.T) {
//		cat := configtest.Catalog(t, configtest.Limits{Options: 12})
//		want := 0
//		for sel := range configtest.Selections(cat) {
//			if configtest.Holds(cat, sel) {
//				want++
//			}
//		}
//		// ... compare with the engine's count
//	})
//
// Everything drawn is small, valid, and shrinks towards few options in one flat
// family.
package configtest

// Package difference compares two releases of a product: which configurations the new one
// gains, loses and keeps, exactly, and why.
//
//	old catalog ─┐
//	new catalog ─┴─ NewMatch ─▶ Match   which options are the same: by code, or renamed
//
//	d, err := difference.Compare(ctx, before, after, difference.Config{})
//	fmt.Println(d.Lost.Count, "of", d.Old, "configurations are lost")
//	for _, cause := range d.Lost.Causes {
//		fmt.Println(cause.Count, cause)
//	}
//
// A configuration is the set of codes that an order names. It is kept if both releases allow
// it. With an option that only the old release has it is lost, with one that only the new
// release has it is gained. Lost and kept are together the old release, gained and kept the
// new one.
//
// If all configurations have an option that is withdrawn, nothing is kept unless that option
// is renamed. [Match.Shared] then counts by the options that both releases have. [Match.Fate]
// says of an open order whether it breaks, why, and which order is the nearest that the new
// release can build.
//
// # How
//
// Each demand of a release (a rule, the row of a table, a family, a parent, see
// [solver.Space.Demands]) is a condition on its catalog. On the other catalog it says the same
// if withdrawn and added options count as never chosen. One run of [solver.Conditions] finds
// the demands that not all configurations of the other release meet: these are the causes. The
// kept configurations are those of the new release that meet these demands of the old one,
// too; they are compiled once. No configuration is enumerated, and no condition is as large as
// a release.
//
// # Errors
//
// [source.Defects] for catalogs of two products and renames that make no sense, with places if
// they were read from a file. [rules.ErrDecisions], wrapped, for a condition that takes too many
// decisions on the other catalog. The context's, which never become "nothing differs".
//
// # File map
//
//	match.go       Match: which options are the same
//	renames.go     renames, and their file
//	translate.go   conditions on the other catalog
//	difference.go  Compare
//	cause.go       why configurations are lost or gained
//	fate.go        what becomes of open orders
//	shared.go      the releases by the options of both
//	smallest.go    the smallest of them
//	json.go        the forms for machines
package difference

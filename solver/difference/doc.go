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
// it; one with an option that only the old release has is lost, and one with an option that
// only the new one has is gained. So lost and kept are together those of the old release, gained and kept
// those of the new one.
//
// Where some option that all configurations have is withdrawn or added nothing is kept, unless it
// is renamed; [Match.Shared] then counts by the options that both releases have. [Match.Fate] says of an
// open order whether it breaks, why, and which order is the nearest that the new release can build.
//
// # How
//
// Each demand of a release (a rule, the row of a table, a family, a parent; see
// [solver.Space.Demands]) is a condition on its catalog. As a condition on the other catalog,
// in which options that this one does not have are never chosen, it can be asked of the
// configurations of the other release. One run of [solver.Conditions] says which demands not
// all of these meet: those few are the causes. The configurations of both releases are those of the new one that
// meet what the old one demanded besides; they are compiled once. Nothing is
// enumerated, and no condition is as large as a release.
//
// Errors: source.Defects for catalogs of two products and renames that make no sense, with
// places if they were read from a file; the context's, which never become "nothing differs".
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

package uvl_test

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// configurations lists the valid configurations of a set, each as its codes, by trying every selection that the tree
// allows. It knows nothing of how sets are read, written or solved.
func configurations(t require.TestingT, set *rules.Set) []string {
	cat := set.Catalog()
	out := []string{}
	sel := cat.NewSelection()
	tree(cat, sel, 0, func() {
		for _, r := range set.All() {
			if !r.Expr.Holds(sel) {
				return
			}
		}
		var codes []string
		for o := range sel.Chosen() {
			codes = append(codes, cat.Code(o))
		}
		slices.Sort(codes)
		out = append(out, strings.Join(codes, ","))
		require.LessOrEqual(t, len(out), 1_000_000, "too many configurations to list")
	})
	return sortedCopy(out)
}

func sortedCopy(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// tree decides the families from f on, in the order of the catalog, where parents come first.
func tree(cat *config.Catalog, sel *config.Selection, f config.FamilyID, yield func()) {
	if int(f) == cat.NumFamilies() {
		yield()
		return
	}
	family := cat.Family(f)
	if family.Parent != config.NoOption && !sel.IsChosen(family.Parent) {
		for _, o := range family.Options {
			sel.Reject(o)
		}
		tree(cat, sel, f+1, yield)
		return
	}
	subsets(family.Options, sel, func(n int) {
		if family.Select.Allows(n) {
			tree(cat, sel, f+1, yield)
		}
	})
}

// subsets chooses every subset of options in turn.
func subsets(options []config.OptionID, sel *config.Selection, yield func(n int)) {
	var walk func(i, n int)
	walk = func(i, n int) {
		if i == len(options) {
			yield(n)
			return
		}
		sel.Reject(options[i])
		walk(i+1, n)
		sel.Choose(options[i])
		walk(i+1, n+1)
	}
	walk(0, 0)
}

package rulestest

import (
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/syntax"
)

// Valid returns every valid complete selection of a set at a point, in
// ascending order of the number that the chosen options write in binary, option
// 0 least. Each selection is the caller's. It panics if the catalog has more
// than [configtest.MaxOptions] options, or if asOf leaves out what an effectivity
// depends on. Time 2^options.
func Valid(set *rules.Set, asOf config.Point) iter.Seq[*config.Selection] {
	cat := set.Catalog()
	var checks []func(*config.Selection) bool
	for o := range config.OptionID(cat.NumOptions()) {
		if !covers(cat.Option(o).Effectivity, asOf) {
			checks = append(checks, func(sel *config.Selection) bool { return !sel.IsChosen(o) })
		}
	}
	for _, r := range set.All() {
		if covers(r.Effectivity, asOf) {
			checks = append(checks, Check(r))
		}
	}
	return func(yield func(*config.Selection) bool) {
		for sel := range configtest.Selections(cat) {
			broken := func(check func(*config.Selection) bool) bool { return !check(sel) }
			if configtest.Holds(cat, sel) && !slices.ContainsFunc(checks, broken) && !yield(sel.Clone()) {
				return
			}
		}
	}
}

// Count returns how many selections [Valid] returns.
func Count(set *rules.Set, asOf config.Point) int {
	count := 0
	for range Valid(set, asOf) {
		count++
	}
	return count
}

func covers(e config.Effectivity, asOf config.Point) bool {
	ok, err := e.Covers(asOf)
	if err != nil {
		panic("rulestest: " + err.Error())
	}
	return ok
}

// Check returns a function that reports whether a complete selection satisfies
// a rule, by the rule's table or by the text of its condition.
func Check(r rules.Rule) func(*config.Selection) bool {
	cat := r.Expr.Catalog()
	if r.Table != nil {
		return func(sel *config.Selection) bool {
			matches := slices.ContainsFunc(r.Table.Rows, func(row rules.Row) bool { return rowMatches(cat, r.Table, row, sel) })
			return matches != r.Table.Forbidden
		}
	}
	n, err := syntax.Parse(r.Source)
	if e, bad := rules.Parse(cat, r.Source); err != nil || bad != nil || !e.Equal(r.Expr) {
		n = r.Expr.Syntax() // the text is in another language
	}
	return func(sel *config.Selection) bool { return Holds(cat, n, sel) }
}

// rowMatches reports whether a selection matches a row of a table.
func rowMatches(cat *config.Catalog, t *rules.Table, row rules.Row, sel *config.Selection) bool {
	for i, cell := range row.Cells {
		chosen := func(o config.OptionID) bool { return sel.State(o) == config.Chosen }
		switch {
		case cell == nil:
		case len(cell) == 0:
			if slices.ContainsFunc(cat.Family(t.Families[i]).Options, chosen) {
				return false
			}
		case !slices.ContainsFunc(cell, chosen):
			return false
		}
	}
	return true
}

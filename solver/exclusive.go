package solver

import (
	"cmp"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// exclusives collects the literals of conditions and finds sets of them of which at most
// one holds in any configuration: sets whose members leave no common choice to a family
// that takes at most one option.
type exclusives struct {
	cat *config.Catalog
	of  map[config.FamilyID][]claim
}

// claim is a literal and the choices that it leaves a family: by option, and last
// for none of them.
type claim struct {
	lit    cnf.Lit
	leaves []bool
}

// add notes a literal that is equivalent to a condition.
func (x *exclusives) add(l cnf.Lit, e rules.Expr) {
	seen := config.FamilyID(x.cat.NumFamilies())
	for _, o := range e.Options() {
		f := x.cat.Option(o).Family
		if f == seen || x.cat.Family(f).Select.Max != 1 {
			continue
		}
		seen = f
		if leaves := leaves(e, x.cat.Family(f).Options); slices.Contains(leaves, false) {
			x.of[f] = append(x.of[f], claim{l, leaves})
		}
	}
}

// leaves returns which of some options, of which at most one is taken, may be taken if a
// condition holds. The last entry says whether none may be taken.
func leaves(e rules.Expr, options []config.OptionID) []bool {
	out := slices.Repeat([]bool{true}, len(options)+1)
	switch e.Op() {
	case rules.OpOption, rules.OpNot:
		negated := e.Op() == rules.OpNot
		if negated {
			e = e.Arg(0)
		}
		if at := slices.Index(options, e.Option()); e.Op() == rules.OpOption && at >= 0 {
			for i := range out {
				out[i] = (i == at) != negated
			}
		}
	case rules.OpAnd:
		for arg := range e.Args() {
			for i, may := range leaves(arg, options) {
				out[i] = out[i] && may
			}
		}
	case rules.OpOr:
		clear(out)
		for arg := range e.Args() {
			for i, may := range leaves(arg, options) {
				out[i] = out[i] || may
			}
		}
	}
	return out
}

// sets returns the sets, the largest first, equal ones in the order of the families. A
// literal may be in several.
func (x *exclusives) sets() [][]cnf.Lit {
	var out [][]cnf.Lit
	for f := range config.FamilyID(x.cat.NumFamilies()) {
		first := len(out)
		var taken [][]bool // by set: the choices that its literals leave
	claims:
		for _, c := range x.of[f] {
			for i, t := range taken {
				if !meet(t, c.leaves) {
					out[first+i] = append(out[first+i], c.lit)
					for j, may := range c.leaves {
						t[j] = t[j] || may
					}
					continue claims
				}
			}
			taken = append(taken, slices.Clone(c.leaves))
			out = append(out, []cnf.Lit{c.lit})
		}
	}
	slices.SortStableFunc(out, func(a, b []cnf.Lit) int { return cmp.Compare(len(b), len(a)) })
	return out
}

// meet reports whether both have an entry in common.
func meet(a, b []bool) bool {
	for i := range a {
		if a[i] && b[i] {
			return true
		}
	}
	return false
}

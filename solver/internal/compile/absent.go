package compile

import (
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// simplified simplifies f, with no more than implied implications at once, and takes out of the result the auxiliaries that the
// circuit can do without: those that nobody wants to know about and that were
// eliminated, are facts, equal another variable or are in no clause that is
// left.
//
// An auxiliary is taken out only when [check.Removable] says that [check.Verify]
// can do without it, too: elimination from the simplified clauses may be cheap,
// and from the formula's too much to be checked. Then a second attempt eliminates
// no others than those that can be checked, and so on; the last none.
func simplified(ctx context.Context, f *cnf.Formula, implied int) (*simplify.Result, *modules, error) {
	m, err := newModules(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	left := m.formula(f)
	var may func(v cnf.Var) bool
	for attempt := 1; ; attempt++ {
		r, err := simplify.Simplify(ctx, left, simplify.Options{May: may, MaxImplied: implied})
		if err != nil || r.Contradiction || f.Options() == f.Vars() {
			return r, m, err
		}
		absent, err := check.Removable(ctx, f, dispensable(f, r))
		if err != nil {
			return nil, nil, err
		}
		gone := slices.DeleteFunc(slices.Clone(r.Eliminated), func(v cnf.Var) bool { return !contains(absent, v) })
		if len(gone) == len(r.Eliminated) {
			omit(r, absent)
			return r, m, nil
		}
		may = func(v cnf.Var) bool { return attempt < maxAttempts && contains(gone, v) }
	}
}

// maxAttempts is how many attempts eliminate auxiliaries before one that does
// not. The first is enough for all rules met so far.
const maxAttempts = 5

func contains(ascending []cnf.Var, v cnf.Var) bool {
	_, ok := slices.BinarySearch(ascending, v)
	return ok
}

// dispensable returns the auxiliaries, ascending, that may be absent.
func dispensable(f *cnf.Formula, r *simplify.Result) []cnf.Var {
	searched := make([]bool, f.Vars()+1)
	for _, c := range r.Clauses {
		for _, l := range c {
			searched[l.Var()] = true
		}
	}
	for _, sum := range f.Sums() { // also one that says nothing any more, for the checker
		for _, t := range sum.Terms {
			searched[t.Lit.Var()] = true
		}
	}
	var absent []cnf.Var
	for v := cnf.Var(f.Options() + 1); int(v) <= f.Vars(); v++ {
		if !f.Kept(v) && !searched[v] {
			absent = append(absent, v)
		}
	}
	return absent
}

// omit takes auxiliaries out of Units and Rep.
func omit(r *simplify.Result, absent []cnf.Var) {
	for _, v := range absent {
		r.Rep[v] = 0
	}
	r.Units = slices.DeleteFunc(r.Units, func(l cnf.Lit) bool {
		return contains(absent, l.Var())
	})
}

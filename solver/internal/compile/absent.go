package compile

import (
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// simplified simplifies f and takes out of the result the auxiliaries that the
// circuit can do without: those that nobody wants to know about and that were
// eliminated, are facts, equal another variable or are in no clause that is
// left.
//
// An auxiliary is taken out only when [circuit.Removable] says that
// [circuit.Circuit.Verify] can do without it, too: elimination from the
// simplified clauses may be cheap, and from the formula's too much to be
// checked. Then it is not eliminated in a second attempt, and none in a third.
func simplified(ctx context.Context, f *cnf.Formula) (*simplify.Result, error) {
	barred := make([]bool, f.Vars()+1)
	for attempt := 1; ; attempt++ {
		r, err := simplify.Simplify(ctx, f, func(v cnf.Var) bool { return attempt < 3 && !barred[v] })
		if err != nil || r.Contradiction || f.Options() == f.Vars() {
			return r, err
		}
		absent := dispensable(f, r)
		for n := -1; n != len(absent); { // those that go make what is left easier or harder
			n = len(absent)
			if absent, err = circuit.Removable(ctx, f, absent); err != nil {
				return nil, err
			}
		}
		again := false
		for _, v := range r.Eliminated {
			if _, ok := slices.BinarySearch(absent, v); !ok {
				barred[v], again = true, true
			}
		}
		if !again {
			omit(r, absent)
			return r, nil
		}
	}
}

// dispensable returns the auxiliaries, ascending, that may be absent.
func dispensable(f *cnf.Formula, r *simplify.Result) []cnf.Var {
	searched := make([]bool, f.Vars()+1)
	for _, c := range r.Clauses {
		for _, l := range c {
			searched[l.Var()] = true
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
		_, ok := slices.BinarySearch(absent, l.Var())
		return ok
	})
}

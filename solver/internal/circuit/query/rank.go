package query

import (
	"math/big"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Rank sets z to the number of models over the options that agree with assign
// and come before m in canonical order. It reports false, and leaves z
// undefined, when m is not one of them.
//
// For each option that m lacks, the models that agree with m on all options
// before and have this one come before m. Their number is that of the models
// that agree on the options before, less those that also lack this one. So
// over a run of lacked options the sum is the count before the run less the
// count after it, without counts within.
//
// It takes NumEdges steps, and two counts for each option that m has and might
// lack; a count costs the changes since the last, see walk.
func (ms *Models) Rank(z *big.Int, m circuit.Model, assign circuit.Assignment) bool {
	w := ms.walk(assign, true)
	defer w.end()
	z.SetUint64(0)
	lacking := false
	for v := cnf.Var(1); int(v) <= ms.arena.Options; v++ {
		l := cnf.Neg(v)
		if m.Has(v) {
			l = cnf.Pos(v)
		}
		if !w.possible(l) {
			return false
		}
		if !w.possible(l.Not()) {
			continue // all models left agree
		}
		switch {
		case l.Sign() && !lacking:
			z.Add(z, w.count())
		case !l.Sign() && lacking:
			z.Sub(z, w.count())
		}
		lacking = l.Sign()
		w.fix(l)
	}
	if lacking {
		z.Sub(z, w.count())
	}
	return !w.empty()
}

// Unrank sets m to model number n, from 0, of those over the options that
// agree with assign, in canonical order. It reports false, and leaves m
// undefined, when n is negative or too large.
//
// It counts from the end: of the models left, those that lack the next option
// come last.
//
// Time as for Rank, but with a count for each option that is not decided by
// those before it.
func (ms *Models) Unrank(m circuit.Model, n *big.Int, assign circuit.Assignment) bool {
	w := ms.walk(assign, true)
	defer w.end()
	after := &w.after // models after the wanted one
	after.Sub(w.count(), n)
	after.Sub(after, one)
	if n.Sign() < 0 || after.Sign() < 0 {
		return false
	}
	clear(m)
	w.logged = true
	for v := cnf.Var(1); int(v) <= ms.arena.Options; v++ {
		has := w.possible(cnf.Pos(v))
		if has && w.possible(cnf.Neg(v)) {
			before := w.mark()
			w.fix(cnf.Neg(v))
			if lacking := w.count(); after.Cmp(lacking) < 0 {
				has = false
			} else {
				after.Sub(after, lacking)
				w.undo(before)
				w.fix(cnf.Pos(v))
			}
			w.forget()
		}
		if has {
			m.Set(cnf.Pos(v))
		}
	}
	return true
}

var one = big.NewInt(1)

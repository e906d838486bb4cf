package encode

import (
	"math"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/wire"
)

// Write writes the encoding: the formula, its origins, the origin of each clause,
// and the literals that are tracked.
func (e *Encoding) Write(w *wire.Writer) {
	e.Formula.Write(w)
	w.Int(len(e.Origins))
	for _, o := range e.Origins {
		w.Int(int(o.Kind))
		switch o.Kind {
		case Rule:
			w.Uint(uint64(o.Rule))
		case Row:
			w.Uint(uint64(o.Rule))
			w.Int(o.Row)
		case Family:
			w.Uint(uint64(o.Family))
		case Parent, Inactive:
			w.Uint(uint64(o.Option))
		}
	}
	// Origins ascend, with definitions between: 0 is a definition, 1 the same
	// origin as before, 2 the next one, and so on.
	last := uint32(0)
	for _, origin := range e.of {
		if origin == definition {
			w.Uint(0)
			continue
		}
		w.Uint(uint64(origin-last) + 1)
		last = origin
	}
	w.Int(len(e.Tracked))
	for _, l := range e.Tracked {
		w.Uint(uint64(l))
	}
}

// Read reads the encoding of a set, and makes r fail when it names a rule, row or
// option that the set does not have.
func Read(r *wire.Reader, set *rules.Set) *Encoding {
	e := &Encoding{Formula: cnf.Read(r, set.Catalog().NumOptions())}
	e.readOrigins(r, set)
	last := 0
	for i := 0; i < e.Formula.NumClauses() && r.Err() == nil; i++ {
		origin := definition
		if step := r.Int(int64(len(e.Origins))); step > 0 {
			if last += step - 1; last >= len(e.Origins) {
				r.Fail("clause %d is of origin %d of %d", i, last, len(e.Origins))
			}
			origin = uint32(last)
		}
		e.of = append(wire.Grow(e.of, 1, e.Formula.NumClauses()), origin)
	}
	n := r.Int(math.MaxUint32)
	for i := 0; i < n && r.Err() == nil; i++ {
		e.track(cnf.Lit(r.Int(2*int64(e.Formula.Vars()) + 1)))
	}
	return e
}

func (e *Encoding) readOrigins(r *wire.Reader, set *rules.Set) {
	cat := set.Catalog()
	n := r.Int(math.MaxUint32)
	for i := 0; i < n && r.Err() == nil; i++ {
		// index reads one of n things.
		index := func(n int) int {
			if n == 0 {
				r.Fail("origin %d has no kind", i)
				return 0
			}
			return r.Int(int64(n - 1))
		}
		o := Origin{Kind: Kind(r.Int(int64(Inactive)))}
		switch o.Kind {
		case Rule:
			o.Rule = rules.RuleID(index(set.NumRules()))
		case Row:
			o.Rule = rules.RuleID(index(set.NumRules()))
			rows := 0
			if r.Err() == nil && set.Rule(o.Rule).Table != nil {
				rows = len(set.Rule(o.Rule).Table.Rows)
			}
			o.Row = index(rows)
		case Family:
			o.Family = config.FamilyID(index(cat.NumFamilies()))
		case Parent, Inactive:
			o.Option = config.OptionID(index(cat.NumOptions()))
		}
		e.Origins = append(wire.Grow(e.Origins, 1, n), o)
	}
}

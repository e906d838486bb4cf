package cnf

import (
	"math"

	"github.com/confspace/confspace/solver/internal/wire"
)

// Write writes the formula, clause by clause. The set of kept variables is
// not written.
func (f *Formula) Write(w *wire.Writer) {
	w.Int(f.options)
	w.Int(f.vars - f.options)
	w.Int(f.NumClauses())
	w.Int(len(f.lits))
	for i := range f.NumClauses() {
		c := f.Clause(i)
		w.Int(len(c))
		for _, l := range c {
			w.Uint(uint64(l))
		}
	}
	w.Int(len(f.sums))
	for _, s := range f.sums {
		w.Uint(uint64(s.Max + 1))
		w.Int(s.From)
		w.Int(s.To)
		w.Int(len(s.Terms))
		for _, t := range s.Terms {
			w.Uint(uint64(t.Lit))
			w.Uint(uint64(t.Coef))
		}
	}
}

// Read reads a formula over a known number of options. It makes r fail when there
// are others, or literals of no variable, and also when there are more auxiliaries
// than literals: each auxiliary has its definition, so memory by variable stays
// proportional to the bytes read.
func Read(r *wire.Reader, options int) *Formula {
	if n := r.Int(int64(MaxVar)); n != options {
		r.Fail("%d options, not %d", n, options)
	}
	vars := options + r.Int(int64(MaxVar)-int64(options))
	clauses, literals := r.Int(math.MaxUint32), r.Int(math.MaxUint32)
	if vars-options > literals {
		r.Fail("%d auxiliaries in %d literals", vars-options, literals)
	}
	f := &Formula{starts: []uint32{0}, options: options, vars: vars}
	for i := 0; i < clauses && r.Err() == nil; i++ {
		for k := r.Int(int64(literals - len(f.lits))); k > 0 && r.Err() == nil; k-- {
			l := Lit(r.Int(2*int64(vars) + 1))
			if l < 2 {
				r.Fail("clause %d has the literal %d", i, l)
			}
			f.lits = append(wire.Grow(f.lits, 1, literals), l)
		}
		f.starts = append(wire.Grow(f.starts, 1, clauses+1), uint32(len(f.lits)))
	}
	if len(f.lits) != literals {
		r.Fail("%d literals, not %d", len(f.lits), literals)
	}
	f.readSums(r)
	return f
}

// readSums reads the sums, and refuses those that AddSum would refuse.
func (f *Formula) readSums(r *wire.Reader) {
	last := 0
	for n := r.Int(math.MaxUint32); n > 0 && r.Err() == nil; n-- {
		s := Sum{Max: int64(r.Int(1<<62)) - 1, From: r.Int(int64(f.NumClauses())), To: r.Int(int64(f.NumClauses()))}
		if s.From < last || s.To < s.From {
			r.Fail("a sum in clauses %d to %d, after %d", s.From, s.To, last)
		}
		last = s.To
		v, total := Var(0), int64(0)
		for k := r.Int(int64(f.vars)); k > 0 && r.Err() == nil; k-- {
			t := Term{Lit(r.Int(2*int64(f.vars) + 1)), int64(r.Int(1<<62 - 1))}
			if t.Lit.Var() <= v || t.Coef == 0 || t.Coef >= 1<<62-total {
				r.Fail("a sum has the term %d·%d after variable %d", t.Coef, t.Lit, v)
			}
			v = t.Lit.Var()
			total += t.Coef
			s.Terms = append(s.Terms, t)
		}
		f.sums = append(f.sums, s)
	}
}

package simplify

import (
	"cmp"
	"context"
	"slices"

	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Result is a formula simplified: Units, and that each variable equals its
// representative, and Clauses, together have the models of the formula over all
// variables but Eliminated.
type Result struct {
	// Contradiction is set when the formula has no model; then nothing else is
	// set.
	Contradiction bool
	// Units are the literals that every model contains, ascending.
	Units []cnf.Lit
	// Rep is by variable the literal that it equals in every model: its own
	// positive literal, or one of another variable, the lowest of those that are
	// kept ([cnf.Formula.Kept]) or else the lowest of all. It is 0 for variables
	// of Units and Eliminated.
	Rep []cnf.Lit
	// Eliminated are auxiliaries, ascending, that are mentioned nowhere else. The
	// other variables determine them.
	Eliminated []cnf.Var
	// Clauses are over representatives, two literals or more each, ascending,
	// distinct, and none follows from the others by unit propagation, unless
	// the budget ended before that was known.
	Clauses [][]cnf.Lit
	// Implied are clauses that follow from Clauses and let propagation see
	// more.
	Implied [][]cnf.Lit
	// Sums are over representatives, terms ascending; each excludes something by
	// itself. Their clause ranges are not set.
	Sums []cnf.Sum
}

// simplifier is a formula during simplification.
type simplifier struct {
	ctx     context.Context
	vars    int
	value   []int8    // by literal: facts
	rep     []cnf.Lit // by literal
	clauses [][]cnf.Lit
	implied [][]cnf.Lit
	gone    []bool // by variable: eliminated
	steps   int64  // left to spend
	implies int    // implications that probing may hold
	bad     bool
	sums    []cnf.Sum
	models  models
	may     func(v cnf.Var) bool // whether a variable may be eliminated
	kept    func(v cnf.Var) bool
}

// budget bounds the clauses that propagation visits while it looks for
// implications, shorter clauses and redundant ones, and those that resolution
// meets. Car lines take a twentieth of it.
const budget = 60_000_000

// Options bound a simplification. The zero value has the stated defaults.
type Options struct {
	// May says which auxiliaries may be eliminated; those that the formula keeps are
	// not. nil allows all.
	May func(v cnf.Var) bool
	// MaxImplied bounds the implications that probing holds at once, 4 bytes each. 0
	// means MaxImplied.
	MaxImplied int
}

// MaxImplied is the value of Options.MaxImplied when it is 0: 200 MB.
const MaxImplied = 50_000_000

// Simplify simplifies f, with its sums instead of the clauses that encode them.
// It returns ctx's error when that ended, polled about every thousand steps. The
// result is the same on every machine, since all bounds are counts of steps.
func Simplify(ctx context.Context, f *cnf.Formula, opt Options) (*Result, error) {
	s := &simplifier{
		ctx: ctx, vars: f.Vars(), value: make([]int8, 2*f.Vars()+2), rep: make([]cnf.Lit, 2*f.Vars()+2), steps: budget,
		gone: make([]bool, f.Vars()+1), kept: f.Kept,
		may:     func(v cnf.Var) bool { return !f.Kept(v) && (opt.May == nil || opt.May(v)) },
		implies: cmp.Or(opt.MaxImplied, MaxImplied),
	}
	for l := range s.rep {
		s.rep[l] = cnf.Lit(l)
	}
	for _, c := range f.Others() {
		s.clauses = append(s.clauses, slices.Clone(c))
	}
	s.take(f.Sums())
	if err := s.backbone(f); err != nil || s.bad {
		return &Result{Contradiction: s.bad}, err
	}
	s.normalise()
	for range 5 {
		before := s.size()
		s.probe()
		s.normalise()
		s.shorten()
		s.normalise()
		s.eliminate()
		s.normalise()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.size() == before {
			break
		}
	}
	s.thin()
	return s.result(), ctx.Err()
}

func (s *simplifier) size() int {
	n := 0
	for _, c := range s.clauses {
		n += len(c)
	}
	return n
}

func (s *simplifier) result() *Result {
	r := &Result{Rep: make([]cnf.Lit, s.vars+1), Clauses: s.clauses, Implied: s.implied}
	for v := cnf.Var(1); int(v) <= s.vars; v++ {
		root := s.root(cnf.Pos(v))
		switch {
		case s.gone[root.Var()]:
			r.Eliminated = append(r.Eliminated, v)
		case s.value[root] > 0:
			r.Units = append(r.Units, cnf.Pos(v))
		case s.value[root] < 0:
			r.Units = append(r.Units, cnf.Neg(v))
		default:
			r.Rep[v] = root
		}
	}
	r.Sums = s.summed()
	return r
}

// root returns the representative of l.
func (s *simplifier) root(l cnf.Lit) cnf.Lit {
	for s.rep[l] != l {
		s.rep[l] = s.rep[s.rep[l]]
		l = s.rep[l]
	}
	return l
}

// fix makes l a fact.
func (s *simplifier) fix(l cnf.Lit) {
	l = s.root(l)
	s.value[l], s.value[l^1] = 1, -1
}

// merge makes a and b the same. The one that is kept represents both, or the
// lower variable: so a variable that is not kept represents no other that is.
func (s *simplifier) merge(a, b cnf.Lit) {
	a, b = s.root(a), s.root(b)
	if ka, kb := s.kept(a.Var()), s.kept(b.Var()); kb && !ka || ka == kb && a.Var() > b.Var() {
		a, b = b, a
	}
	if a != b {
		s.rep[b], s.rep[b^1] = a, a^1
	}
}

// normalise rewrites the clauses to representatives, without facts,
// tautologies and duplicates, until no clause is a unit.
func (s *simplifier) normalise() {
	s.clauses = s.rewrite(s.clauses)
	s.implied = s.rewrite(s.implied)
}

func (s *simplifier) rewrite(clauses [][]cnf.Lit) [][]cnf.Lit {
	for again := true; again; {
		again = false
		kept := clauses[:0]
	next:
		for _, c := range clauses {
			out := c[:0]
			for _, l := range c {
				l = s.root(l)
				if s.value[l] > 0 {
					continue next
				}
				if s.value[l] == 0 {
					out = append(out, l)
				}
			}
			slices.Sort(out)
			out = slices.Compact(out)
			for k := 1; k < len(out); k++ {
				if out[k] == out[k-1].Not() {
					continue next
				}
			}
			if len(out) == 1 {
				s.fix(out[0])
				again = true
				continue
			}
			if len(out) > 0 {
				kept = append(kept, out)
			}
		}
		clauses = kept
	}
	slices.SortFunc(clauses, slices.Compare[[]cnf.Lit])
	return slices.CompactFunc(clauses, slices.Equal[[]cnf.Lit])
}

// backbone finds the facts: literals that every model contains. One model
// gives the candidates; each is proved, or refuted by another model, which
// differs in as many other candidates as possible, and so refutes many.
func (s *simplifier) backbone(f *cnf.Formula) error {
	sat := cdcl.New(f.Vars())
	for _, c := range f.Others() {
		if !sat.AddClause(c...) {
			s.bad = true
			return nil
		}
	}
	for _, sum := range f.Sums() {
		if !sat.AddSum(sum.Terms, sum.Max) {
			s.bad = true
			return nil
		}
	}
	ok, err := sat.Solve(s.ctx)
	if err != nil || !ok {
		s.bad = err == nil
		return err
	}
	model := make([]int8, len(s.value))
	for l := range model {
		model[l] = sat.Phase(cnf.Lit(l))
	}
	s.models = newModels(len(s.value))
	s.models.add(sat)
	for v := cnf.Var(1); int(v) <= s.vars; v++ {
		l := cnf.Pos(v)
		if model[l] < 0 {
			l = l.Not()
		}
		switch {
		case sat.Value(l) > 0:
			s.fix(l)
			continue
		case model[l] == 0 || sat.Stats.Propagations > budget:
			continue
		}
		for x, seen := range model {
			if seen > 0 {
				sat.Prefer(cnf.Lit(x).Not())
			}
		}
		ok, err := sat.Solve(s.ctx, l.Not())
		if err == nil {
			err = s.ctx.Err()
		}
		if err != nil {
			return err
		}
		if !ok {
			sat.AddClause(l)
			s.fix(l)
			continue
		}
		s.models.add(sat)
		for l := range model {
			if model[l] != sat.Phase(cnf.Lit(l)) {
				model[l] = 0 // both ways have been seen
			}
		}
	}
	return nil
}

// fresh returns a propagator over the clauses and implied ones.
func (s *simplifier) fresh() *propagator {
	p := newPropagator(s.vars)
	for _, c := range s.clauses {
		p.add(c)
	}
	for _, c := range s.implied {
		p.add(c)
	}
	return p
}

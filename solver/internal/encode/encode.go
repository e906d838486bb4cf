package encode

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Options choose between encodings of equal meaning.
type Options struct {
	// Standalone makes the clauses of every origin independent of the others,
	// so that any subset of the origins can be searched. Otherwise rules may
	// rely on the cardinalities and the tree, and their clauses are fewer.
	Standalone bool
	// Relaxed, beside Standalone, weakens a weighted sum whose diagram over
	// single options is too large: if a family has more options than it may,
	// only the heaviest positive one counts. So the clauses of some origins
	// contradict each other only if the origins do, and always then if the
	// cardinalities are among them. They are far easier to search than binary
	// addition.
	Relaxed bool
	// MaxSubsets bounds the clauses of a cardinality without auxiliaries; a
	// larger one takes auxiliaries. 0 means 2,016, at most one of 64; a negative
	// number allows none.
	MaxSubsets int
	// MaxDiagram bounds the nodes of the decision diagram of a weighted sum, a
	// cardinality or a table; beyond it a sum is added in binary, and a table
	// becomes a gate per row. 0 means 20,000; a negative number allows none.
	MaxDiagram int
	// MaxAlone bounds, with Relaxed, the diagrams over single options. 0 means
	// 2,000; a negative number allows none.
	MaxAlone int
	// Families are the families whose demands are encoded, ascending; nil means all.
	Families []config.FamilyID
	// Track are conditions on the catalog's options. Each gets a literal, defined
	// after all rules.
	Track []rules.Expr
}

// Encoding is a rule set at a point of time as clauses, each with its origin.
type Encoding struct {
	// Formula has the options as variables, option o as o+1, and after them the
	// auxiliaries. Each of its models is a configuration, and each
	// configuration one of its models.
	Formula *cnf.Formula
	// Origins are in the order of the catalog, then of the rules.
	Origins []Origin
	// Tracked has a literal for each condition of Options.Track, true exactly in
	// the configurations in which the condition holds, or a constant, see
	// [Constant]. Their variables are kept ([cnf.Formula.Keep]). Equal conditions
	// have the same literal.
	Tracked []cnf.Lit
	// Weakened says that Options.Relaxed has weakened a sum.
	Weakened bool

	of []uint32 // origin by clause
}

// originBytes is the memory of an Origin.
const originBytes = 32

// Bytes returns the memory of what is stored.
func (e *Encoding) Bytes() int64 {
	return e.Formula.Bytes() + originBytes*int64(len(e.Origins)) + 4*int64(len(e.Tracked)+len(e.of))
}

// Origin returns the index of clause i's origin in Origins. It reports false for
// a clause that defines an auxiliary.
func (e *Encoding) Origin(i int) (int, bool) {
	return int(e.of[i]), e.of[i] != definition
}

// Differs names a difference between e and other; "" if they are equal.
func (e *Encoding) Differs(other *Encoding) string {
	switch {
	case !e.Formula.Equal(other.Formula):
		return "the clauses"
	case !slices.Equal(e.Origins, other.Origins) || !slices.Equal(e.of, other.of):
		return "the origins of the clauses"
	case !slices.Equal(e.Tracked, other.Tracked):
		return "the literals of the tracked conditions"
	}
	return ""
}

// With returns a copy of an encoding with Options.Standalone that also defines a literal for a condition:
// true exactly in the assignments of the options in which the condition holds, or a constant.
func (e *Encoding) With(x rules.Expr) (*Encoding, cnf.Lit) {
	f := e.Formula
	c := &Encoding{Formula: cnf.NewFormula(f.Options(), f.Vars()), Origins: e.Origins, Weakened: e.Weakened}
	for i := range f.NumClauses() {
		c.add(e.of[i], f.Clause(i))
	}
	return c, NewStandaloneEncoder(x.Catalog(), c).Literal(x)
}

// NewAux adds an auxiliary, for [Encoder].
func (e *Encoding) NewAux() cnf.Var { return e.Formula.NewAux() }

// Define adds a clause of a definition, for [Encoder].
func (e *Encoding) Define(lits ...cnf.Lit) { e.add(definition, lits) }

func (e *Encoding) add(origin uint32, lits []cnf.Lit) {
	e.Formula.AddClause(lits...)
	e.of = append(e.of, origin)
}

// Encode encodes the catalog and the given rules of the set; inactive are the options
// that are not in force. Time and size are linear in the rules and the options,
// except for cardinalities and weighted sums, which [Options] bound. The context is
// polled within long rules and tables; the error is the context's.
func Encode(ctx context.Context, set *rules.Set, active []rules.RuleID, inactive []config.OptionID, opt Options) (*Encoding, error) {
	cat := set.Catalog()
	e := &Encoding{Formula: cnf.NewFormula(cat.NumOptions(), cat.NumOptions())}
	w := writer{Encoding: e, Encoder: NewEncoder(cat, e)}
	w.poll = &poll{ctx: ctx}
	w.standalone, w.relaxed = opt.Standalone, opt.Standalone && opt.Relaxed
	if opt.MaxSubsets != 0 {
		w.maxSubsets = max(opt.MaxSubsets, 0)
	}
	if opt.MaxDiagram != 0 {
		w.maxDiagram = max(opt.MaxDiagram, 0)
	}
	if opt.MaxAlone != 0 {
		w.maxAlone = max(opt.MaxAlone, 0)
	}
	families := opt.Families
	if families == nil {
		for f := range config.FamilyID(cat.NumFamilies()) {
			families = append(families, f)
		}
	}
	for _, f := range families {
		if w.poll.ended() {
			return nil, context.Cause(ctx)
		}
		w.family(f)
	}
	for _, o := range inactive {
		w.begin(Origin{Kind: Inactive, Option: o})
		w.emit([]cnf.Lit{Option(o).Not()})
	}
	for _, r := range active {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		w.rule(r, set.Rule(r))
	}
	for _, x := range opt.Track {
		if w.poll.ended() {
			return nil, context.Cause(ctx)
		}
		e.track(w.Literal(x))
	}
	if w.poll.over {
		return nil, context.Cause(ctx)
	}
	e.Weakened = w.weakened
	return e, nil
}

// writer adds the clauses of one origin after the other.
type writer struct {
	*Encoding
	*Encoder
	origin uint32
}

// begin starts the clauses of an origin.
func (w *writer) begin(o Origin) {
	w.origin = uint32(len(w.Origins))
	w.Origins = append(w.Origins, o)
}

// emit adds a clause of the current origin.
func (w *writer) emit(clause []cnf.Lit) { w.add(w.origin, clause) }

// family encodes a family's cardinality and that its options need its parent.
// The greatest number holds always, the least number only when the parent
// holds.
func (w *writer) family(f config.FamilyID) {
	family := w.cat.Family(f)
	lits := make([]cnf.Lit, len(family.Options))
	for i, o := range family.Options {
		lits[i] = Option(o)
	}
	w.begin(Origin{Kind: Family, Family: f})
	parent := w.parent(f)
	most := func(e *Encoder) {
		for _, clause := range e.countForm(lits, 0, family.Select.Max, false) {
			w.emit(clause)
		}
	}
	least := func(e *Encoder) {
		for _, clause := range e.countForm(lits, family.Select.Min, rules.Unbounded, false) {
			if parent != yes {
				clause = append(clause, parent.Not())
			}
			w.emit(clause)
		}
	}
	if !w.nativeFamily(f, lits, true, most) {
		most(w.Encoder)
	}
	if !w.nativeFamily(f, lits, false, least) {
		least(w.Encoder)
	}
	if parent == yes {
		return
	}
	for _, o := range family.Options {
		w.begin(Origin{Kind: Parent, Option: o})
		w.emit([]cnf.Lit{Option(o).Not(), parent})
	}
}

// rule encodes a rule; a table of forbidden combinations row by row, each an
// origin of its own.
func (w *writer) rule(id rules.RuleID, r rules.Rule) {
	switch {
	case r.Table == nil:
		w.begin(Origin{Kind: Rule, Rule: id})
		if !w.nativeRule(r.Expr) {
			w.assert(r.Expr, false, w.emit)
		}
	case r.Table.Forbidden:
		for i := range r.Table.Rows {
			if w.poll.ended() {
				return
			}
			w.begin(Origin{Kind: Row, Rule: id, Row: i})
			var cells []form
			w.cells(r.Table, i, func(none bool, options []cnf.Lit) {
				cells = append(cells, negatedCell(none, options))
			})
			for _, clause := range w.disjoin(cells) {
				w.emit(clause)
			}
		}
	default:
		w.begin(Origin{Kind: Rule, Rule: id})
		if f, ok := w.allowed(r.Table); ok {
			for _, clause := range w.functionForm([]function{f}, false) {
				w.emit(clause)
			}
			return
		}
		if clause, ok := simplified(w.rows(r.Table)); ok {
			w.emit(clause)
		}
	}
}

// rows returns a literal for each row of a table, "all its cells hold".
func (w *writer) rows(t *rules.Table) []cnf.Lit {
	rows := make([]cnf.Lit, len(t.Rows))
	for i := range t.Rows {
		if w.poll.ended() {
			return nil
		}
		var cells []cnf.Lit
		w.cells(t, i, func(none bool, options []cnf.Lit) {
			l := w.g.or(options)
			if none {
				l = l.Not()
			}
			cells = append(cells, l)
		})
		rows[i] = w.g.and(cells)
	}
	return rows
}

// cells yields the conditions of a row's cells: one of the options holds or,
// for none, no option of the family holds; then the options are those of the
// family. Cells that match anything are left out.
func (w *writer) cells(t *rules.Table, row int, yield func(none bool, options []cnf.Lit)) {
	for j, options := range t.Rows[row].Cells {
		if options == nil {
			continue
		}
		none := len(options) == 0
		if none {
			options = w.cat.Family(t.Families[j]).Options
		}
		lits := make([]cnf.Lit, len(options))
		for i, o := range options {
			lits[i] = Option(o)
		}
		yield(none, lits)
	}
}

// negatedCell returns clauses for the negation of a cell.
func negatedCell(none bool, options []cnf.Lit) form {
	if none {
		return form{options}
	}
	f := make(form, len(options))
	for i, l := range options {
		f[i] = []cnf.Lit{l.Not()}
	}
	return f
}

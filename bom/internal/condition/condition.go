// Package condition keeps the conditions of a bill of material or a line.
// Departments write the same few over and over, so each is kept once.
package condition

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// An ID is an index into a Table; 0 is the condition that always holds.
type ID uint32

// A Table has the distinct conditions of a structure or a line, by ID.
type Table struct {
	exprs []rules.Expr
	// options holds the option of each condition that is a single option, as most
	// are; NoOption for others.
	options []config.OptionID
	texts   []string // canonical; kept, since printing an expression allocates
}

// Holds evaluates a condition. It does not allocate.
func (t *Table) Holds(id ID, sel *config.Selection) bool {
	return id == 0 || t.evaluate(id, sel)
}

// evaluate is apart from Holds, so that the condition that always holds costs
// no call.
func (t *Table) evaluate(id ID, sel *config.Selection) bool {
	if o := t.options[id]; o != config.NoOption {
		return sel.IsChosen(o)
	}
	return t.exprs[id].Holds(sel)
}

// Key returns the canonical text of a condition, "" for the one that always
// holds. It does not allocate.
func (t *Table) Key(id ID) string {
	if id == 0 {
		return ""
	}
	return t.texts[id]
}

// Numbers numbers conditions from 0, equal ones alike. The zero value is ready to use.
type Numbers struct {
	all  []rules.Expr
	next []int          // by number: the one before of the same hash, or -1
	last map[uint64]int // hash -> the last number with it
}

// Of returns the number of a condition, and whether an equal one had it already. It panics for
// the zero Expr.
func (n *Numbers) Of(e rules.Expr) (number int, known bool) {
	hash := e.Hash()
	last, some := n.last[hash]
	if !some {
		last = -1
	}
	for i := last; i >= 0; i = n.next[i] {
		if n.all[i].Equal(e) {
			return i, true
		}
	}
	if n.last == nil {
		n.last = make(map[uint64]int)
	}
	number = len(n.all)
	n.all, n.next, n.last[hash] = append(n.all, e), append(n.next, last), number
	return number, false
}

// All returns the conditions by number. The slice is not the caller's.
func (n *Numbers) All() []rules.Expr { return n.all }

// An Interner keeps each condition once. The zero value is ready to use.
type Interner struct {
	table   Table
	numbers Numbers
}

// Add returns the number of a condition; the zero expression means always.
func (in *Interner) Add(e rules.Expr) ID {
	if e.IsZero() {
		return 0
	}
	if in.table.exprs == nil {
		in.table = Table{exprs: make([]rules.Expr, 1), options: make([]config.OptionID, 1), texts: make([]string, 1)}
	}
	number, known := in.numbers.Of(e)
	if !known {
		option := config.NoOption
		if e.Op() == rules.OpOption {
			option = e.Option()
		}
		in.table.exprs = append(in.table.exprs, e)
		in.table.options = append(in.table.options, option)
		in.table.texts = append(in.table.texts, e.String())
	}
	return ID(number + 1)
}

// Table returns the conditions added so far.
func (in *Interner) Table() Table { return in.table }

// Key returns the canonical text of a condition, "" for none.
func Key(e rules.Expr) string {
	if e.IsZero() {
		return ""
	}
	return e.String()
}

// Text returns the canonical text of a condition, "always" for none.
func Text(e rules.Expr) string {
	if e.IsZero() {
		return "always"
	}
	return e.String()
}

// AppendOptions appends the options that a condition names.
func AppendOptions(dst []config.OptionID, e rules.Expr) []config.OptionID {
	if e.IsZero() {
		return dst
	}
	return append(dst, e.Options()...)
}

package domain

import (
	"context"
	"slices"
	"sync"

	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/simplify"
)

// Core is what is left of a formula to search: its clauses and sums, simplified, over
// variables numbered anew. Any number of keepers share it, from any goroutine. It is immutable
// but for the models that they share: a keeper begins with those that others have found.
//
// Variables 1..bound are mentioned by a clause or sum. Those after, up to vars, are mentioned
// by none: each stands for options that equal each other or its opposite, and can take either
// value whatever the others take.
type Core struct {
	of      []cnf.Lit // by option: the literal that it equals, or always or never
	equal   []cnf.Lit // the options that equal a variable, or negated its opposite, variable by variable
	starts  []uint32  // those of variable v are equal[starts[v]:starts[v+1]]
	bound   int
	vars    int
	clauses [][]cnf.Lit
	sums    []cnf.Sum
	void    bool

	mu     sync.Mutex
	shared []uint64 // models, each of words; guarded by mu
}

// maxShared is the number of models that keepers share: the first ones that they find, which
// are of questions that ask for little, so that they suit many.
const maxShared = 1024

// words returns the length of a model over the bound variables.
func (c *Core) words() int { return c.bound/64 + 1 }

// Bytes returns the memory of what is stored, with all models that may be shared.
func (c *Core) Bytes() int64 {
	n := 4*int64(len(c.of)+len(c.equal)+len(c.starts)) + 8*maxShared*int64(c.words())
	for _, clause := range c.clauses {
		n += 24 + 4*int64(len(clause))
	}
	for _, s := range c.sums {
		n += s.Bytes()
	}
	return n
}

// appendShared appends the models that keepers share.
func (c *Core) appendShared(dst []uint64) []uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append(dst, c.shared...)
}

// share adds models to those that keepers share, as far as there is room.
func (c *Core) share(models []uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shared = append(c.shared, models[:min(len(models), maxShared*c.words()-len(c.shared))]...)
}

// The options that all models have, or none, equal these instead of a literal.
const (
	never  cnf.Lit = 0
	always cnf.Lit = 1
)

// NewCore simplifies a formula. The error is the context's.
func NewCore(ctx context.Context, f *cnf.Formula) (*Core, error) {
	r, err := simplify.Simplify(ctx, f, simplify.Options{})
	if err != nil {
		return nil, err
	}
	c := &Core{of: make([]cnf.Lit, f.Options()), void: r.Contradiction}
	if c.void {
		return c, nil
	}
	number := make([]cnf.Var, f.Vars()+1)
	literal := func(l cnf.Lit) cnf.Lit { // of a representative
		v := l.Var()
		if number[v] == 0 {
			c.vars++
			number[v] = cnf.Var(c.vars)
		}
		return cnf.Pos(number[v]) ^ l&1
	}
	for _, clauses := range [][][]cnf.Lit{r.Clauses, r.Implied} {
		for _, lits := range clauses {
			clause := make([]cnf.Lit, len(lits))
			for i, l := range lits {
				clause[i] = literal(l)
			}
			c.clauses = append(c.clauses, clause)
		}
	}
	for _, sum := range r.Sums {
		terms := make([]cnf.Term, len(sum.Terms))
		for i, t := range sum.Terms {
			terms[i] = cnf.Term{Lit: literal(t.Lit), Coef: t.Coef}
		}
		c.sums = append(c.sums, cnf.Sum{Terms: terms, Max: sum.Max})
	}
	c.bound = c.vars
	for _, l := range r.Units {
		if o := int(l.Var()) - 1; o < len(c.of) && !l.Sign() {
			c.of[o] = always
		}
	}
	for o := range c.of {
		if l := r.Rep[o+1]; l != 0 {
			c.of[o] = literal(l)
		}
	}
	c.list()
	return c, nil
}

// list lists the options by variable.
func (c *Core) list() {
	c.starts = make([]uint32, c.vars+2)
	for _, l := range c.of {
		if v := l.Var(); v > 0 {
			c.starts[v+1]++
		}
	}
	for v := range c.vars + 1 {
		c.starts[v+1] += c.starts[v]
	}
	c.equal = make([]cnf.Lit, c.starts[c.vars+1])
	next := slices.Clone(c.starts)
	for o, l := range c.of {
		if v := l.Var(); v > 0 {
			c.equal[next[v]] = cnf.Pos(cnf.Var(o+1)) ^ l&1
			next[v]++
		}
	}
}

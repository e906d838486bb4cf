package circuit

import (
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// checkComplete looks for a model of the formula that the circuit lacks.
func (c *Circuit) checkComplete(f *cnf.Formula) error {
	words := make([]uint64, c.NumNodes())
	words[True] = ^uint64(0)
	if c.vars <= 18 {
		return c.checkAll(f, words)
	}
	r := rand.New(rand.NewPCG(1, uint64(f.NumClauses())))
	w := newWalker(f)
	for range 4 {
		found := uint64(0)
		for v := 1; v <= c.vars; v++ {
			words[cnf.Pos(cnf.Var(v))], words[cnf.Neg(cnf.Var(v))] = 0, 0
		}
		for k := range 64 {
			if !w.walk(r) {
				continue
			}
			found |= 1 << k
			for l := range 2 * c.vars {
				if w.vals[l+2] > 0 {
					words[l+2] |= 1 << k
				}
			}
		}
		c.openUndetermined(f, words)
		c.sweep(words)
		if missed := found &^ words[c.root]; missed != 0 {
			return fmt.Errorf("circuit: %d of %d random models of the formula are missing", bits.OnesCount64(missed), bits.OnesCount64(found))
		}
	}
	return nil
}

// checkAll evaluates formula and circuit on every assignment, 64 at a time.
func (c *Circuit) checkAll(f *cnf.Formula, words []uint64) error {
	low := [6]uint64{0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000}
	for block := range 1 << max(0, c.vars-6) {
		for v := 1; v <= c.vars; v++ {
			w := uint64(0)
			if v <= 6 {
				w = low[v-1]
			} else if block>>(v-7)&1 != 0 {
				w = ^uint64(0)
			}
			words[cnf.Pos(cnf.Var(v))], words[cnf.Neg(cnf.Var(v))] = w, ^w
		}
		holds := ^uint64(0)
		for i := range f.NumClauses() {
			any := uint64(0)
			for _, l := range f.Clause(i) {
				any |= words[l]
			}
			holds &= any
		}
		c.openUndetermined(f, words)
		c.sweep(words)
		if holds&^words[c.root] != 0 {
			return errors.New("circuit: a model of the formula is missing")
		}
	}
	return nil
}

// openUndetermined lets auxiliaries that the circuit holds true take either
// value: those outside every clause.
func (c *Circuit) openUndetermined(f *cnf.Formula, words []uint64) {
	if c.vars == c.options {
		return
	}
	in := make([]bool, c.vars+1)
	for i := range f.NumClauses() {
		for _, l := range f.Clause(i) {
			in[l.Var()] = true
		}
	}
	for v := c.options + 1; v <= c.vars; v++ {
		if !in[v] {
			words[cnf.Pos(cnf.Var(v))] = ^uint64(0)
		}
	}
}

// walker finds models of a formula by decisions and counting propagation, with
// no learning: on a conflict it flips the decision, and gives up after a few.
type walker struct {
	f      *cnf.Formula
	holds  [][]uint32 // by literal: the clauses that contain it
	vals   []int8     // by literal
	falses []uint32   // by clause: false literals
	trail  []cnf.Lit
	order  []cnf.Var
}

func newWalker(f *cnf.Formula) *walker {
	w := &walker{
		f: f, holds: make([][]uint32, 2*f.Vars()+2), vals: make([]int8, 2*f.Vars()+2),
		falses: make([]uint32, f.NumClauses()),
	}
	for i := range f.NumClauses() {
		for _, l := range f.Clause(i) {
			w.holds[l] = append(w.holds[l], uint32(i))
		}
	}
	for v := 1; v <= f.Vars(); v++ {
		w.order = append(w.order, cnf.Var(v))
	}
	return w
}

// walk reports whether it found a model, which is then in vals.
func (w *walker) walk(r *rand.Rand) bool {
	w.undo(0)
	for i := range w.f.NumClauses() {
		switch c := w.f.Clause(i); len(c) {
		case 0:
			return false
		case 1:
			if w.vals[c[0]] == 0 && !w.assign(c[0]) || w.vals[c[0]] < 0 {
				return false
			}
		}
	}
	r.Shuffle(len(w.order), func(i, j int) { w.order[i], w.order[j] = w.order[j], w.order[i] })
	flips := 0
	for _, v := range w.order {
		l := cnf.Pos(v) ^ cnf.Lit(r.IntN(2))
		if w.vals[l] != 0 {
			continue
		}
		mark := len(w.trail)
		if w.assign(l) {
			continue
		}
		w.undo(mark)
		if flips++; flips > 50 || !w.assign(l.Not()) {
			return false
		}
	}
	return true
}

// assign makes l true and propagates; it returns false on a conflict.
func (w *walker) assign(l cnf.Lit) bool {
	head := len(w.trail)
	w.set(l)
	ok := true
	for ; head < len(w.trail); head++ {
		for _, i := range w.holds[w.trail[head].Not()] {
			c := w.f.Clause(int(i))
			w.falses[i]++
			if int(w.falses[i])+1 < len(c) {
				continue
			}
			last := cnf.Lit(0)
			for _, x := range c {
				if w.vals[x] > 0 {
					last = 0
					break
				} else if w.vals[x] == 0 {
					last = x
				} else if last == 0 {
					last = 1
				}
			}
			if last == 1 {
				ok = false
			} else if last > 1 {
				w.set(last)
			}
		}
	}
	return ok
}

func (w *walker) set(l cnf.Lit) {
	w.vals[l], w.vals[l^1] = 1, -1
	w.trail = append(w.trail, l)
}

func (w *walker) undo(mark int) {
	for _, l := range w.trail[mark:] {
		w.vals[l], w.vals[l^1] = 0, 0
		for _, i := range w.holds[l.Not()] {
			w.falses[i]--
		}
	}
	w.trail = w.trail[:mark]
}

package domain

import (
	"context"
	"math/bits"
	"slices"

	"github.com/confspace/confspace/solver/internal/cdcl"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// Keeper finds domains by search, with the models of earlier questions as witnesses. It
// belongs to one goroutine.
//
// Between questions, if known, the trail of the solver holds the literals of the last
// question and those that were found to hold in all its models, each with its propagation;
// live are the kept models that agree with it; has and lacks are the answer. Sets of literals
// and models are over the bound variables of the core.
type Keeper struct {
	core   *Core
	solver *cdcl.Solver
	vars   []cnf.Var
	order  []cnf.Var // in which a search decides
	words  int       // of a model

	models []uint64 // one after the other, the oldest first
	live   []int32  // models that agree with the question, ascending
	open   []cnf.Lit

	known      bool
	asked      literals      // the last question
	next       literals      // the one being asked
	has, lacks circuit.Model // of the last answer
	yes, no    circuit.Model // the bound variables of next
	last       uint64        // the bound variables of the last word
	told       values        // what the last answer said of all variables
	options    values        // ... and of the options
	Stats      Stats
}

// values are what some models have and lack.
type values struct{ has, lacks circuit.Model }

func newValues(n int) values { return values{circuit.NewModel(n), circuit.NewModel(n)} }

// literals are a set of literals: those of true variables and those of false ones.
type literals struct{ yes, no circuit.Model }

// Stats counts the work of a keeper.
type Stats struct {
	Searches int64 // models looked for
	Found    int64 // models found
	Fixed    int64 // literals proved by a search to hold in all models
}

// NewKeeper returns a keeper of the models of a core. O(size of the core).
func NewKeeper(c *Core) *Keeper {
	k := &Keeper{core: c, solver: cdcl.New(c.bound), words: c.words()}
	k.models = c.appendShared(nil)
	for _, clause := range c.clauses {
		k.solver.AddClause(clause...)
	}
	for _, sum := range c.sums {
		k.solver.AddSum(sum.Terms, sum.Max)
	}
	for v := range c.bound {
		k.vars = append(k.vars, cnf.Var(v+1))
	}
	n := c.vars/64 + 1
	k.asked = literals{make(circuit.Model, n), make(circuit.Model, n)}
	k.next = literals{make(circuit.Model, n), make(circuit.Model, n)}
	for _, m := range []*circuit.Model{&k.has, &k.lacks, &k.yes, &k.no} {
		*m = make(circuit.Model, k.words)
	}
	k.last = 1<<(c.bound%64) - 1
	k.told, k.options = values{make(circuit.Model, n), make(circuit.Model, n)}, newValues(len(c.of))
	for o, l := range c.of {
		switch p := cnf.Pos(cnf.Var(o + 1)); l {
		case always:
			k.options.has.Set(p)
		case never:
			k.options.lacks.Set(p)
		}
	}
	return k
}

// Ask sets has and lacks to the options that some model has, and that some model lacks, of
// those in which the chosen options hold and the rejected ones do not. All four are sets of
// options. It reports whether there is such a model; if not, has and lacks are empty.
//
// A question that adds to the one before looks again only for what lost its last witness;
// one that takes away from it, only for what all models of the one before agreed on. The
// error is the context's, or cdcl.ErrFull. Then there is no answer.
func (k *Keeper) Ask(ctx context.Context, chosen, rejected, has, lacks circuit.Model) (possible bool, err error) {
	if possible = k.translate(chosen, rejected); possible {
		possible, err = k.consider(ctx)
	}
	k.asked, k.next = k.next, k.asked
	clear(has)
	clear(lacks)
	if k.known = possible && err == nil; !k.known {
		k.solver.Pop(0)
		clear(k.has)
		clear(k.lacks)
		return false, err
	}
	k.answer(has, lacks)
	return true, nil
}

// translate sets next to a question about options. It reports false if that contradicts
// itself, or what holds in all models.
func (k *Keeper) translate(chosen, rejected circuit.Model) bool {
	clear(k.next.yes)
	clear(k.next.no)
	if k.core.void {
		return false
	}
	for _, given := range []struct {
		options circuit.Model
		flip    cnf.Lit
	}{{chosen, 0}, {rejected, 1}} {
		for v := range given.options.True() {
			switch l := k.core.of[v-1] ^ given.flip; {
			case l == never:
				return false
			case l == always:
			case l.Sign():
				k.next.no.Set(cnf.Pos(l.Var()))
			default:
				k.next.yes.Set(l)
			}
		}
	}
	for w := range k.next.yes {
		if k.next.yes[w]&k.next.no[w] != 0 {
			return false
		}
	}
	return true
}

// answer translates the answer. Of the options it looks only at those of variables of which it says
// something else than the last one.
func (k *Keeper) answer(has, lacks circuit.Model) {
	for w := range k.told.has {
		yes, no := k.variables(w)
		changed := (yes ^ k.told.has[w]) | (no ^ k.told.lacks[w])
		k.told.has[w], k.told.lacks[w] = yes, no
		for ; changed != 0; changed &= changed - 1 {
			bit := changed & -changed
			v := 64*w + bits.TrailingZeros64(changed) + 1
			for _, o := range k.core.equal[k.core.starts[v]:k.core.starts[v+1]] {
				yes, no := yes&bit != 0, no&bit != 0
				if o.Sign() {
					yes, no = no, yes
				}
				put(k.options.has, o.Var(), yes)
				put(k.options.lacks, o.Var(), no)
			}
		}
	}
	copy(has, k.options.has)
	copy(lacks, k.options.lacks)
}

// put sets the value of an option in a model.
func put(m circuit.Model, v cnf.Var, value bool) {
	if value {
		m.Set(cnf.Pos(v))
	} else {
		m.Set(cnf.Neg(v))
	}
}

// variables returns what the models of the question have and lack, of the variables of a word. An unbound
// variable takes either value, unless it is asked for.
func (k *Keeper) variables(w int) (has, lacks uint64) {
	bound, all := uint64(0), ^uint64(0)
	switch {
	case w < k.words-1:
		bound = all
	case w == k.words-1:
		bound = k.last
	}
	if w == len(k.told.has)-1 {
		all = 1<<(k.core.vars%64) - 1
	}
	if bound != 0 {
		has, lacks = k.has[w]&bound, k.lacks[w]&bound
	}
	return has | ^k.asked.no[w]&^bound&all, lacks | ^k.asked.yes[w]&^bound&all
}

// consider answers the next question.
func (k *Keeper) consider(ctx context.Context) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	before := len(k.models)
	wider := k.known && k.next.within(k.asked)
	if !k.take(k.known && k.asked.within(k.next)) {
		return false, nil
	}
	if !wider {
		clear(k.has)
		clear(k.lacks)
	}
	for _, i := range k.live {
		k.witness(i)
	}
	if len(k.live) == 0 {
		k.order = append(k.order[:0], k.vars...)
		if found, err := k.search(ctx); err != nil || !found {
			return false, err
		}
	}
	if err := k.settle(ctx); err != nil {
		return false, err
	}
	if found := k.models[before:]; len(found) > 0 {
		k.core.share(found)
	}
	k.forget()
	return true, nil
}

// within reports whether every literal of a is in b.
func (a literals) within(b literals) bool {
	for w := range a.yes {
		if a.yes[w]&^b.yes[w]|a.no[w]&^b.no[w] != 0 {
			return false
		}
	}
	return true
}

// take makes the question's literals true, and live the models that agree with them;
// narrower says that the question adds to the one before. It reports false if the literals
// contradict each other by propagation.
func (k *Keeper) take(narrower bool) bool {
	if !narrower {
		k.solver.Pop(0)
		if !k.solver.Recall() || !k.solver.Propagate() {
			return false
		}
		k.live = k.live[:0]
		for i := range len(k.models) / k.words {
			k.live = append(k.live, int32(i))
		}
	}
	for v := range k.next.yes.True() {
		if int(v) <= k.core.bound && !k.push(cnf.Pos(v)) {
			return false
		}
	}
	for v := range k.next.no.True() {
		if int(v) <= k.core.bound && !k.push(cnf.Neg(v)) {
			return false
		}
	}
	copy(k.yes, k.next.yes)
	copy(k.no, k.next.no)
	k.yes[k.words-1] &= k.last
	k.no[k.words-1] &= k.last
	k.live = slices.DeleteFunc(k.live, func(i int32) bool {
		for w, word := range k.model(i) {
			if k.yes[w]&^word|k.no[w]&word != 0 {
				return true
			}
		}
		return false
	})
	return true
}

// model returns a kept model.
func (k *Keeper) model(i int32) circuit.Model { return k.models[int(i)*k.words : (int(i)+1)*k.words] }

// witness notes what a model has and lacks.
func (k *Keeper) witness(i int32) {
	for w, word := range k.model(i) {
		k.has[w] |= word
		k.lacks[w] |= ^word
	}
	k.lacks[k.words-1] &= k.last
}

// push makes l true, with its propagation, unless it is true. It reports false on a
// contradiction, after which the caller pops.
func (k *Keeper) push(l cnf.Lit) bool {
	switch k.solver.Value(l) {
	case 1:
		return true
	case -1:
		return false
	}
	k.solver.Push(l)
	return k.solver.Propagate()
}

// search looks for a model of the present assignment and keeps it as a live one.
func (k *Keeper) search(ctx context.Context) (bool, error) {
	k.Stats.Searches++
	found, err := k.solver.Feasible(ctx, k.order)
	if err != nil || !found {
		return false, err
	}
	k.Stats.Found++
	at := len(k.models)
	k.models = append(k.models, make([]uint64, k.words)...)
	m := circuit.Model(k.models[at:])
	for _, v := range k.vars {
		if k.solver.Phase(cnf.Pos(v)) > 0 {
			m.Set(cnf.Pos(v))
		}
	}
	i := int32(at / k.words)
	k.live = append(k.live, i)
	k.witness(i)
	return true, nil
}

// settle finds a witness for every option that is in doubt: all live models agree on it, but
// the assignment does not decide it; or the proof that there is none.
func (k *Keeper) settle(ctx context.Context) error {
	k.open = k.open[:0]
	for w := range k.has {
		doubt := k.has[w] ^ k.lacks[w]
		for ; doubt != 0; doubt &= doubt - 1 {
			v := cnf.Var(64*w + bits.TrailingZeros64(doubt) + 1)
			if l := k.agreed(v); k.solver.Value(l) == 0 {
				k.open = append(k.open, l)
			}
		}
	}
	base := k.solver.Level()
	for len(k.open) > 0 {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		first := k.open[0]
		k.solver.Pop(base)
		if k.solver.Value(first) != 0 { // by a literal that was fixed since
			k.open = k.open[1:]
			continue
		}
		k.solver.Reduce()
		found := k.push(first.Not())
		if found {
			k.differ()
			var err error
			if found, err = k.search(ctx); err != nil {
				return err
			}
		}
		if !found {
			k.Stats.Fixed++
			k.solver.Pop(base)
			if !k.push(first) {
				panic("domain: an option that can neither hold nor fail in a question with a model")
			}
			base = k.solver.Level()
			k.open = k.open[1:]
			continue
		}
		k.open = slices.DeleteFunc(k.open, func(l cnf.Lit) bool { return k.has.Has(l.Var()) && k.lacks.Has(l.Var()) })
	}
	k.solver.Pop(base)
	return nil
}

// agreed returns the literal of a variable that all live models have.
func (k *Keeper) agreed(v cnf.Var) cnf.Lit {
	if k.has.Has(v) {
		return cnf.Pos(v)
	}
	return cnf.Neg(v)
}

// differ has the next search try first to make the agreed literals false, so that one model
// is a witness for many.
func (k *Keeper) differ() {
	k.order = k.order[:0]
	for _, l := range k.open[1:] {
		if k.solver.Value(l) == 0 { // the phase of others is their value in the model
			k.solver.Prefer(l.Not())
			k.order = append(k.order, l.Var())
		}
	}
	k.order = append(k.order, k.vars...)
}

// maxKept is the number of models beyond which some are forgotten. A car line needs about as
// many witnesses as its largest family has options.
const maxKept = 2048

// forget drops the older half of the models when there are too many: first those that are
// not live.
func (k *Keeper) forget() {
	n := len(k.models) / k.words
	if n <= maxKept {
		return
	}
	drop := make([]bool, n)
	for i := range drop {
		drop[i] = true
	}
	for _, i := range k.live {
		drop[i] = false
	}
	for i := range drop { // of the others, the newer ones stay
		if drop[i] && i >= n/2 {
			drop[i] = false
		}
	}
	kept, place := 0, make([]int32, n)
	for i := range n {
		if !drop[i] {
			copy(k.models[kept*k.words:], k.model(int32(i)))
			place[i] = int32(kept)
			kept++
		}
	}
	k.models = k.models[:kept*k.words]
	for j, i := range k.live {
		k.live[j] = place[i]
	}
}

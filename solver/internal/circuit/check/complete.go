package check

import (
	"context"
	"fmt"
	"slices"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/entail"
	"github.com/confspace/confspace/solver/internal/sat"
)

// MissingError says that a circuit lacks a model of the clauses.
type MissingError struct {
	Model []cnf.Lit    // in the order found; of variables of the circuit, and maybe others
	Node  circuit.Node // where the model gets lost: it has Lit as child or is Lit itself; False when all are lost
	Lit   cnf.Lit      // the literal there that the model falsifies
}

func (e *MissingError) Error() string {
	if e.Node == circuit.False {
		return "circuit: it is False, but a model of the formula is missing"
	}
	return fmt.Sprintf("circuit: a model of the formula is missing: on a way to node %d nothing entails %v", e.Node, e.Lit)
}

// Proof counts the work of proving that a circuit lacks no model. It is the
// same on every machine.
type Proof struct {
	Proved   int64 // Ors proved, some more than once
	Recalled int64 // Ors met that a fact proved
	Facts    int   // remembered of Ors
	Literals int   // in facts
	Entail   entail.Work
}

// descent proves F ⊨ C for clauses F and a circuit C, given C ⊨ F, by walking the
// circuit from the root.
//
// The path is the set of literals that the decisions on the way to a node
// imply by unit propagation in F. A node n is proved by a set σ of literals of
// the path with F ∧ σ ⊨ n:
//
//	a literal l     σ = {l} when l is on the path; else F and the path must
//	                entail l, which a search shows
//	a free variable σ = {}: either literal is fine
//	an And          the union of those of its children, literals first, also those
//	                that Ands among the children have
//	Or(v, hi, lo)   F ∧ σ₁ ⊨ hi on the path with v, F ∧ σ₀ ⊨ lo on that with
//	                not v; in σ₁ and σ₀ each literal that came with the
//	                decision is replaced by the literals before it that, with
//	                v or not v and F, propagated it. Then σ is their union.
//
// At the root the path is what F alone implies, so F ⊨ C.
//
// F ∧ σ ⊨ n is a fact about n wherever it is met. If σ is on the path again
// nothing is left to do. That is nearly always so: σ holds just the literals
// outside of n that the clauses of n have lost, and not the decisions behind
// them. So an Or is proved once, with few exceptions, and the walk takes about
// as many decisions as there are Ors. (Bryant, Nawrocki, Avigad, Heule,
// "Certified knowledge compilation with application to verified model
// counting", 2023, prove shared nodes by such lemmas, about the clauses in
// question instead of the literals they lost.)
//
// If F and the path do not entail l, C lacks a model of both with l false:
// not on this path, because of l, and not on another, because of a
// decision. So an error is proved as well as its absence.
//
// A sum makes literals of n true because of the total of its terms that hold
// before, whichever they are: on each way to the node they differ. So a fact also
// has needs: the asserted terms of a sum must have at least a given total. Asserted
// literals are those of the Ands on the way to n. They are not in n, since Ands are
// decomposable, so nothing is counted twice. The amounts of an And's own literals
// are subtracted from the needs of its Ors.
//
// As C ⊨ F, and every node but False has a model, C has models on each path
// and with either decision of each Or; all of them satisfy F. So propagation
// never refutes a path, nor decides an Or before the walk does.
//
// It is exponential at worst, when an Or must be proved again on many
// paths. The facts hold at most maxFacts literals; beyond that all of them
// are forgotten, which costs time.
type descent struct {
	c      *target
	ctx    context.Context
	scopes *scopes
	prover *entail.Prover
	shared []bool        // by inner node: it has several parents
	joins  []bool        // by inner node: it is an And, and it or an And below it has Ors
	used   []cnf.Lit     // a stack: the literals that the nodes proved on the way here need
	needs  []entail.Need // a stack: ... and the totals of asserted terms
	lits   []cnf.Lit     // a stack: the asserted literals, those of the Ands on the way here
	facts  facts
	proof  Proof
	sums   bool // the formula has sums
}

// checkComplete proves that the circuit, which is not False, has every model
// of the clauses and sums.
func (c *target) checkComplete(ctx context.Context, clauses [][]cnf.Lit, sums []cnf.Sum, s *scopes, maxFacts int) (Proof, error) {
	prover, ok, err := entail.New(c.Vars, clauses, sums)
	if err != nil {
		return Proof{}, err
	}
	if !ok {
		return Proof{}, entail.ErrContradiction
	}
	d := &descent{c: c, ctx: ctx, scopes: s, prover: prover, shared: c.sharedNodes(), joins: c.joins(), facts: newFacts(len(c.Decides), maxFacts), sums: len(sums) > 0}
	if err = d.node(c.Root); err == nil && len(d.needs) > 0 {
		err = fmt.Errorf("circuit: it is not proved to be complete: sum %d needs %d before the first choice", d.needs[0].Sum, d.needs[0].Amount)
	}
	d.proof.Facts, d.proof.Literals, d.proof.Entail = d.facts.number, d.facts.literals, prover.Work
	return d.proof, err
}

// checkContradictory proves that f has no model, by a SAT solver.
func checkContradictory(ctx context.Context, f *cnf.Formula) error {
	solver := sat.New(f.Vars(), 0)
	for i := range f.NumClauses() {
		solver.AddClause(f.Clause(i)...)
	}
	e := &MissingError{Node: circuit.False}
again:
	found, err := solver.Solve(ctx)
	if err != nil || !found {
		return err
	}
	e.Model = e.Model[:0]
	for v := cnf.Var(1); int(v) <= f.Vars(); v++ {
		l := cnf.Pos(v)
		if !solver.Value(l) {
			l = l.Not()
		}
		e.Model = append(e.Model, l)
	}
	for _, sum := range f.Sums() { // the clauses of a sum exclude the same, if it has some
		if lits, ok := exceeded(sum, solver.Value); ok {
			solver.AddClause(lits...)
			goto again
		}
	}
	return e
}

// sharedNodes returns which inner nodes have several parents.
func (c *target) sharedNodes() []bool {
	met, shared := make([]bool, len(c.Decides)), make([]bool, len(c.Decides))
	for _, n := range c.Edges {
		if n >= c.inner {
			shared[n-c.inner] = met[n-c.inner]
			met[n-c.inner] = true
		}
	}
	return shared
}

// joins returns which Ands have Ors below them by way of Ands.
func (c *target) joins() []bool {
	joins := make([]bool, len(c.Decides))
	for i, v := range c.Decides {
		joins[i] = v == 0 && slices.ContainsFunc(c.Children(c.inner+circuit.Node(i)), func(child circuit.Node) bool {
			return child >= c.inner && (c.Decides[child-c.inner] != 0 || joins[child-c.inner])
		})
	}
	return joins
}

// node proves n and pushes the literals and needs of the proof.
func (d *descent) node(n circuit.Node) error {
	switch {
	case n == circuit.True:
		return nil
	case d.c.Leaf(n):
		return d.literal(n, n, cnf.Lit(n))
	case n < d.c.inner: // a variable left open
		return nil
	case d.c.Decides[n-d.c.inner] != 0:
		return d.or(n)
	}
	return d.and(n)
}

// and proves an And, its literals first, those in Ands below it among them.
func (d *descent) and(n circuit.Node) error {
	asserted, needs := len(d.lits), len(d.needs)
	if err := d.literals(n, n); err != nil {
		return err
	}
	if err := d.ors(n); err != nil {
		return err
	}
	rest := d.needs[needs:]
	for _, l := range d.lits[asserted:] {
		rest = d.prover.Retract(l, rest)
	}
	d.needs, d.lits = d.needs[:needs+len(rest)], d.lits[:asserted]
	return nil
}

// literals proves the literals of n, an And that is top or below it by way of Ands.
func (d *descent) literals(n, top circuit.Node) error {
	for _, child := range d.c.Children(n) {
		switch {
		case d.c.Leaf(child):
			if err := d.literal(n, top, cnf.Lit(child)); err != nil {
				return err
			}
		case child >= d.c.inner && d.c.Decides[child-d.c.inner] == 0:
			if err := d.literals(child, top); err != nil {
				return err
			}
		}
	}
	return nil
}

// ors proves the Ors of an And and of those below it.
func (d *descent) ors(n circuit.Node) error {
	for _, child := range d.c.Children(n) {
		switch {
		case child < d.c.inner:
		case d.c.Decides[child-d.c.inner] != 0:
			if err := d.or(child); err != nil {
				return err
			}
		case d.joins[child-d.c.inner]:
			if err := d.ors(child); err != nil {
				return err
			}
		}
	}
	return nil
}

// literal proves l, the node n or a child of it, which is top or below that.
func (d *descent) literal(n, top circuit.Node, l cnf.Lit) error {
	if !d.prover.Holds(l) {
		scope := d.scopes.set(d.scopes.of[top])
		if ok, model, err := d.prover.Entails(d.ctx, l, scope); err != nil {
			return err
		} else if !ok {
			return &MissingError{Model: model, Node: n, Lit: l}
		}
	}
	d.used = append(d.used, l)
	if d.sums {
		d.prover.Assert(l)
		d.lits = append(d.lits, l)
	}
	return nil
}

// or proves an Or, unless a fact proves it.
func (d *descent) or(n circuit.Node) error {
	i := n - d.c.inner
	var ok bool
	if d.used, d.needs, ok = d.facts.recall(i, d.prover, d.used, d.needs); ok {
		d.proof.Recalled++
		return nil
	}
	if d.proof.Proved++; d.proof.Proved%1000 == 0 && d.ctx.Err() != nil {
		return context.Cause(d.ctx)
	}
	base, needs, mark := len(d.used), len(d.needs), len(d.prover.Trail())
	for k, child := range d.c.Children(n) {
		from, first := len(d.used), len(d.needs)
		if !d.prover.Decide(cnf.Pos(d.c.Decides[i]) ^ cnf.Lit(k)) {
			return entail.ErrContradiction
		}
		if err := d.node(child); err != nil {
			return err
		}
		d.explain(n, from, first, mark)
		d.prover.Undo()
	}
	d.explain(n, base, needs, mark)
	if d.shared[i] {
		d.facts.add(i, d.used[base:], d.needs[needs:])
	}
	return nil
}

// explain replaces the literals and needs of Or n, on the stacks from some places
// on, by literals before mark on the trail.
func (d *descent) explain(n circuit.Node, used, needs, mark int) {
	lits, rest := d.prover.Explain(d.used[used:], d.needs[needs:], mark, d.scopes.set(d.scopes.of[n]))
	d.used, d.needs = append(d.used[:used], lits...), append(d.needs[:needs], rest...)
}

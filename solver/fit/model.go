package fit

import (
	"context"
	"math"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A term is an atom or its opposite. The atom is an option, or a condition that the space tracks:
// what has a weight. The zero term always holds.
type term struct {
	atom     int // in model.atoms
	opposite bool
}

// An atom is a condition with a weight.
type atom struct {
	condition rules.Expr
	place     int // of its weight
}

// A feature is what a target counts in a configuration: 1 if met holds, less share if given
// holds. A mix meets the target if the mean of the feature is 0.
type feature struct {
	met, given term
	share      float64
	bound      bool // share is 0 or 1, or none that floats tell from it
	never      term // holds in no configuration of a mix if bound
}

// A model is targets over a space, as features. Its mixes are log-linear: the weight of a
// configuration is the product of exp(theta · feature) over all features, or 0 if a term of never
// holds in it. A mix of this form that meets the targets is the one of greatest entropy that does.
type model struct {
	space    *solver.Space
	atoms    []atom // the first always holds, and has no weight
	features []feature
	never    []term
	live     []bool // by feature: mixes must have configurations with its Given

	asked   []rules.Expr    // by atom
	weights []solver.Weight // by place: those of the last weigh, which owns them
	logs    []float64       // by atom: likewise
	passes  int             // queries of the circuit so far
}

// newModel returns the model of some targets over a space, or over one of its kin that tracks
// their conditions.
func newModel(ctx context.Context, space *solver.Space, targets []Target) (*model, error) {
	always := rules.True(space.Catalog())
	conditions := make([][3]rules.Expr, len(targets)) // of features: met, given, never
	var all []rules.Expr
	shares := make([]float64, len(targets))
	for i, t := range targets {
		shares[i], _ = t.Share.Rat().Float64()
		conditions[i] = t.conditions(always, shares[i])
		for _, e := range conditions[i] {
			e, _ = positive(e)
			all = append(all, e)
		}
	}
	space, err := space.Tracking(ctx, all)
	if err != nil {
		return nil, err
	}
	m := &model{space: space}
	m.addAtom(always, 0)
	tracked := space.Tracked()
	m.weights = make([]solver.Weight, space.Catalog().NumOptions()+len(tracked))
	n := namer{model: m, atomAt: make(map[int]int), placeOf: make(map[string]int)}
	for i, e := range tracked {
		n.placeOf[e.String()] = space.Catalog().NumOptions() + i
	}
	for i, share := range shares {
		m.features = append(m.features, feature{n.term(conditions[i][0]), n.term(conditions[i][1]), share, share == 0 || share == 1, n.term(conditions[i][2])})
	}
	return m, nil
}

// conditions returns what a target counts, among what, and what never holds if its share, rounded, is 0 or 1.
func (t Target) conditions(always rules.Expr, share float64) [3]rules.Expr {
	within := func(e rules.Expr) rules.Expr {
		if t.Given.IsZero() {
			return e
		}
		return rules.And(t.Given, e)
	}
	out := [3]rules.Expr{within(t.Condition), always, rules.Not(always)}
	if !t.Given.IsZero() {
		out[1] = t.Given
	}
	switch share {
	case 0:
		out[2] = out[0]
	case 1:
		out[2] = within(rules.Not(t.Condition))
	}
	return out
}

// A namer finds the terms of conditions.
type namer struct {
	*model
	placeOf map[string]int // text of a tracked condition -> place of its weight
	atomAt  map[int]int    // place -> atom
}

// term returns a condition, of which the positive form is a constant or has a weight, as a term.
func (n *namer) term(e rules.Expr) term {
	e, opposite := positive(e)
	switch e.Op() {
	case rules.OpTrue:
		return term{opposite: opposite}
	case rules.OpFalse:
		return term{opposite: !opposite}
	case rules.OpOption:
		return term{n.atom(e, int(e.Option())), opposite}
	}
	return term{n.atom(e, n.placeOf[e.String()]), opposite}
}

// positive returns a condition without negations around it, and whether it is the opposite.
func positive(e rules.Expr) (_ rules.Expr, opposite bool) {
	for e.Op() == rules.OpNot {
		e, opposite = e.Arg(0), !opposite
	}
	return e, opposite
}

func (n *namer) atom(e rules.Expr, place int) int {
	a, ok := n.atomAt[place]
	if !ok {
		a = n.addAtom(e, place)
		n.atomAt[place] = a
	}
	return a
}

// addAtom adds an atom, and returns its number.
func (m *model) addAtom(e rules.Expr, place int) int {
	m.atoms, m.asked, m.logs = append(m.atoms, atom{e, place}), append(m.asked, e), append(m.logs, 0)
	return len(m.atoms) - 1
}

// value returns a quantity of a term, given those of the atoms, of which that of the
// first is of all.
func (t term) value(of []float64) float64 {
	if t.opposite {
		return of[0] - of[t.atom]
	}
	return of[t.atom]
}

// mean returns the mean of a feature, given the shares of the atoms.
func (f feature) mean(shares []float64) float64 {
	return f.met.value(shares) - float64(f.share*f.given.value(shares))
}

// vague reports whether rounding hides the share of the configurations that are given: that of an opposite is
// 1 less another one.
func (f feature) vague(shares []float64) bool {
	return f.given.opposite && f.given.value(shares) < 0x1p-53/Tolerance
}

// maxLog bounds the logarithms of weights, so that weights are not 0.
const maxLog = 700

// weigh returns the weights of a mix, and by atom its part of their logarithms: theta is by feature. The
// next call overwrites them.
func (m *model) weigh(theta []float64) (weights []solver.Weight, logs []float64) {
	clear(m.logs)
	for i, f := range m.features {
		m.add(f.met, theta[i])
		m.add(f.given, -float64(f.share*theta[i]))
	}
	for i := range m.weights {
		m.weights[i] = solver.Weight{Chosen: 1, Rejected: 1}
	}
	for i, a := range m.atoms[1:] {
		log := min(max(m.logs[i+1], -maxLog), maxLog)
		m.logs[i+1] = log
		// At most 1 each: the products of those of equal conditions are finite.
		m.weights[a.place] = solver.Weight{Chosen: math.Exp(min(log, 0)), Rejected: math.Exp(min(-log, 0))}
	}
	for _, t := range m.never {
		if t.atom == 0 {
			continue
		}
		if w := &m.weights[m.atoms[t.atom].place]; t.opposite {
			w.Rejected = 0
		} else {
			w.Chosen = 0
		}
	}
	return m.weights, m.logs
}

// add adds to the logarithm of the weights of the configurations in which a term holds. All
// weights together have no influence.
func (m *model) add(t term, log float64) {
	if t.atom == 0 {
		return
	}
	if t.opposite {
		log = -log
	}
	m.logs[t.atom] += log
}

// measure sets shares to those of the atoms in the mix of a theta. Without a configuration of positive
// weight all are 0, otherwise the first is 1.
func (m *model) measure(ctx context.Context, shares, theta []float64) ([]float64, error) {
	weights, _ := m.weigh(theta)
	return m.ask(ctx, shares, weights)
}

// ask is measure for weights.
func (m *model) ask(ctx context.Context, shares []float64, weights []solver.Weight) ([]float64, error) {
	m.passes++
	return m.space.ConditionShares(ctx, shares, m.asked, weights)
}

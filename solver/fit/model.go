package fit

import (
	"context"
	"math"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A term is an atom, which is an option or a condition that the space tracks, or the opposite of one:
// twice the place of the atom in model.atoms, and 1 more for the opposite. Shares are by term, so that
// those of rare opposites are as precise as others.
type term int

const (
	always term = 0 // the first atom always holds
	never  term = 1
)

func (t term) atom() int      { return int(t) / 2 }
func (t term) opposite() bool { return t&1 == 1 }

// A feature is what a target counts in a configuration: 1 if met holds, less share if given
// holds. A mix meets the target if the mean of the feature is 0. Shares above 1/2 are counted as those of
// the opposite condition, so that no share is lost beside 1.
type feature struct {
	met, given term // met holds only where given does
	exact      *big.Rat
	share      float64 // 0 only if exact is
	aim        float64 // share, or that of a mix close by where targets are rounded so that no mix meets them
	opposite   bool    // met is where the condition does not hold
}

// bound reports whether no configuration of a mix has what the feature counts.
func (f *feature) bound() bool { return f.exact.Sign() == 0 }

// leastShare stands for shares that are too small for weights.
const leastShare = 1e-100

// A model is targets over a space, as features. Its mixes are log-linear: the weight of a
// configuration is the product of exp(theta · coordinate) over all coordinates, or 0 if a term of never
// holds in it. A mix of this form that meets the targets is the one of greatest entropy that does.
type model struct {
	space    *solver.Space
	features []feature
	never    []term
	live     []bool // by feature: mixes must have configurations with its Given

	atoms   []rules.Expr
	places  []int           // by atom: of its weight; the first has none
	asked   []rules.Expr    // by term
	weights []solver.Weight // by place: those of the last weigh, which owns them
	passes  int             // queries of the circuit so far
}

// newModel returns the model of some targets over a space, or over one of its kin that tracks
// their conditions.
func newModel(ctx context.Context, space *solver.Space, targets []Target) (*model, error) {
	m := &model{features: make([]feature, len(targets))}
	met, given := make([]rules.Expr, len(targets)), make([]rules.Expr, len(targets))
	var all []rules.Expr
	for i, t := range targets {
		f := &m.features[i]
		met[i], given[i] = t.Condition, t.Given
		if f.exact = t.Share.Rat(); f.exact.Cmp(half) > 0 {
			met[i], f.opposite = rules.Not(t.Condition), true
			f.exact.Sub(one.Rat(), f.exact)
		}
		if f.share, _ = f.exact.Float64(); !f.bound() {
			f.share = max(f.share, leastShare)
		}
		f.aim = f.share
		if given[i].IsZero() {
			given[i] = rules.True(space.Catalog())
		} else {
			met[i] = rules.And(t.Given, met[i])
		}
		all = append(all, positive(met[i]), positive(given[i]))
	}
	var err error
	if m.space, err = space.Tracking(ctx, all); err != nil {
		return nil, err
	}
	m.addAtom(rules.True(space.Catalog()), -1)
	tracked := m.space.Tracked()
	options := space.Catalog().NumOptions()
	m.weights = make([]solver.Weight, options+len(tracked))
	placeOf := make(map[string]int)
	for i, e := range tracked {
		placeOf[e.String()] = options + i
	}
	atomAt := make(map[int]int)
	for i := range m.features {
		f := &m.features[i]
		f.met, f.given = m.term(met[i], placeOf, atomAt), m.term(given[i], placeOf, atomAt)
	}
	return m, nil
}

var half = big.NewRat(1, 2)

// positive returns a condition without negations around it.
func positive(e rules.Expr) rules.Expr {
	for e.Op() == rules.OpNot {
		e = e.Arg(0)
	}
	return e
}

// term returns a condition, of which the positive form is a constant or has a weight, as a term: placeOf is
// the place of the weight of a tracked condition, by text, and atomAt the atom of a place.
func (m *model) term(e rules.Expr, placeOf map[string]int, atomAt map[int]int) term {
	switch e.Op() {
	case rules.OpNot:
		return m.term(e.Arg(0), placeOf, atomAt) ^ 1
	case rules.OpTrue:
		return always
	case rules.OpFalse:
		return never
	}
	place := int(e.Option())
	if e.Op() != rules.OpOption {
		place = placeOf[e.String()]
	}
	a, ok := atomAt[place]
	if !ok {
		a = m.addAtom(e, place)
		atomAt[place] = a
	}
	return term(2 * a)
}

// addAtom adds an atom, and returns its place.
func (m *model) addAtom(e rules.Expr, place int) int {
	m.atoms, m.places = append(m.atoms, e), append(m.places, place)
	m.asked = append(m.asked, e, rules.Not(e))
	return len(m.atoms) - 1
}

// option returns the term of an option.
func (m *model) option(o config.OptionID) term {
	for a, place := range m.places {
		if place == int(o) {
			return term(2 * a)
		}
	}
	return term(2 * m.addAtom(rules.Option(m.space.Catalog(), o), int(o)))
}

// mean returns the mean of a feature, given the shares of the terms.
func (f *feature) mean(shares []float64) float64 {
	return shares[f.met] - float64(f.aim*shares[f.given])
}

// maxLog bounds the logarithms of weights, so that weights are not 0.
const maxLog = 700

// weigh returns the weights of a mix, of which logs are the logarithms by atom: shorter ones end with 0. The next
// call overwrites them.
func (m *model) weigh(logs []float64) []solver.Weight {
	for i := range m.weights {
		m.weights[i] = solver.Weight{Chosen: 1, Rejected: 1}
	}
	for a := 1; a < len(logs); a++ { // the first has none
		chosen, rejected := split(logs[a])
		m.weights[m.places[a]] = solver.Weight{Chosen: math.Exp(chosen), Rejected: math.Exp(rejected)}
	}
	for _, t := range m.never {
		m.forbid(t)
	}
	return m.weights
}

// split returns the logarithms of the two factors of a weight. They are 0 at most: the products of those of equal
// conditions are finite.
func split(log float64) (chosen, rejected float64) {
	log = min(max(log, -maxLog), maxLog)
	return min(log, 0), min(-log, 0)
}

// forbid sets the weights of the configurations in which a term holds to 0, and returns the weight that this
// changes, and what it was.
func (m *model) forbid(t term) (w *solver.Weight, was solver.Weight) {
	if t.atom() == 0 {
		return &was, was // bound targets of what always or never holds
	}
	w = &m.weights[m.places[t.atom()]]
	was = *w
	if t.opposite() {
		w.Rejected = 0
	} else {
		w.Chosen = 0
	}
	return w, was
}

// measure sets shares to those of the terms in the mix of some logs. Without a configuration of positive
// weight all are 0, otherwise the first is 1.
func (m *model) measure(ctx context.Context, shares, logs []float64) ([]float64, error) {
	return m.ask(ctx, shares, m.weigh(logs))
}

// ask is measure for weights.
func (m *model) ask(ctx context.Context, shares []float64, weights []solver.Weight) ([]float64, error) {
	m.passes++
	return m.space.ConditionShares(ctx, shares, m.asked, weights)
}

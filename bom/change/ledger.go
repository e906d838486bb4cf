package change

import (
	"context"
	"slices"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A ledger has for each thing that a configuration may take (a part, an operation) how much
// more of it the new release takes than the old one: a sum of amounts, each under a condition on
// the space of kept configurations.
type ledger struct {
	space   *solver.Space
	entries []*entry
	known   map[string]*entry
}

// entry is the sum of one thing.
type entry struct {
	terms   []term
	numbers condition.Numbers // by place in terms

	sum     config.Decimal // what is added in all configurations
	differs rules.Expr     // the sum is not 0
	unclear bool           // that takes too large a condition
}

// term is an amount, by how much the new release adds it.
type term struct {
	when   rules.Expr
	amount config.Decimal
	is     int // above 0: the number, from 1, of an earlier term that is one with it and has its amount
}

func newLedger(space *solver.Space) *ledger {
	return &ledger{space: space, known: make(map[string]*entry)}
}

// entry returns that of a thing.
func (l *ledger) entry(key string) *entry {
	e, ok := l.known[key]
	if !ok {
		e = new(entry)
		l.known[key] = e
		l.entries = append(l.entries, e)
	}
	return e
}

// add adds an amount under a condition.
func (e *entry) add(when rules.Expr, amount config.Decimal) {
	if when.Op() == rules.OpFalse {
		return
	}
	i, known := e.numbers.Of(when)
	if !known {
		e.terms = append(e.terms, term{when: when})
	}
	e.terms[i].amount = e.terms[i].amount.Add(amount)
}

// settle leaves in each entry what differs: conditions that hold in all kept configurations
// or none are no more than an amount, and those that are one under the rules are put
// together.
func (l *ledger) settle(ctx context.Context) error {
	if err := l.constants(ctx); err != nil {
		return err
	}
	if err := l.equals(ctx); err != nil {
		return err
	}
	return l.differences(ctx)
}

// open drops terms that cancel out, and returns the entries in which some are left.
func (l *ledger) open() []*entry {
	var out []*entry
	for _, e := range l.entries {
		e.terms = slices.DeleteFunc(e.terms, func(t term) bool { return t.amount.IsZero() })
		if len(e.terms) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// constants finds the conditions that hold always or never.
func (l *ledger) constants(ctx context.Context) error {
	var conditions []rules.Expr
	open := l.open()
	for _, e := range open {
		for _, t := range e.terms {
			conditions = append(conditions, t.when)
		}
	}
	truths, _, err := l.space.Conditions(conditions).Truths(ctx, l.space.View, nil)
	if err != nil {
		return err
	}
	for _, e := range open {
		n := len(e.terms)
		for i, truth := range truths[:n] {
			switch t := &e.terms[i]; truth {
			case rules.Satisfied:
				e.sum = e.sum.Add(t.amount)
				t.amount = config.Decimal{}
			case rules.Violated:
				t.amount = config.Decimal{}
			}
		}
		truths = truths[n:]
	}
	return nil
}

// maxPairs is of how many pairs of conditions of an entry it is asked whether they are one: those of more than a
// hundred places of a part in each release.
const maxPairs = 1 << 14

// equals finds the conditions that are one in all kept configurations: mostly one condition
// that the two releases write differently.
func (l *ledger) equals(ctx context.Context) error {
	type pair struct {
		*entry
		i, j int
	}
	var pairs []pair
	var conditions []rules.Expr
	for _, e := range l.open() {
		added := 0
		for _, t := range e.terms {
			if t.amount.Sign() > 0 {
				added++
			}
		}
		if added*(len(e.terms)-added) > maxPairs {
			continue
		}
		for i, t := range e.terms {
			for j, u := range e.terms[:i] {
				if t.amount.Sign() != u.amount.Sign() {
					pairs = append(pairs, pair{e, j, i})
					conditions = append(conditions, rules.Iff(u.when, t.when))
				}
			}
		}
	}
	truths, _, err := l.space.Conditions(conditions).Truths(ctx, l.space.View, nil)
	if err != nil {
		return err
	}
	for k, truth := range truths {
		if p := pairs[k]; truth == rules.Satisfied {
			p.merge(p.i, p.j)
		}
	}
	return nil
}

// merge adds the amount of each of two terms that are one, and of those that are one with them, to the first.
func (e *entry) merge(i, j int) {
	i, j = e.first(i), e.first(j)
	if i == j {
		return
	}
	i, j = min(i, j), max(i, j)
	e.terms[i].amount = e.terms[i].amount.Add(e.terms[j].amount)
	e.terms[j].amount, e.terms[j].is = config.Decimal{}, i+1
}

// first returns the term to which the amount of a term was added.
func (e *entry) first(i int) int {
	for e.terms[i].is > 0 {
		i = e.terms[i].is - 1
	}
	return i
}

// differences works out when the sum of each entry is not 0.
func (l *ledger) differences(ctx context.Context) error {
	cat := l.space.Catalog()
	l.open()
	var conditions []rules.Expr
	for _, e := range l.entries {
		zero, ok := e.zero(cat)
		if !ok {
			var err error
			if zero, ok, err = e.answers(ctx, l.space); err == nil && !ok {
				zero, ok, err = e.bounded(ctx, l.space)
			}
			if err != nil {
				return err
			}
		}
		if e.unclear = !ok; e.unclear {
			zero = rules.False(cat)
		}
		e.differs = rules.Not(zero)
		conditions = append(conditions, e.differs)
	}
	truths, _, err := l.space.Conditions(conditions).Truths(ctx, l.space.View, nil)
	if err != nil {
		return err
	}
	for i, e := range l.entries {
		if truths[i] == rules.Violated {
			e.differs = rules.False(cat)
		}
	}
	return nil
}

// changed returns when some entry differs, each condition once. It reports false where that is
// unclear.
func (l *ledger) changed() (conditions []rules.Expr, clear bool) {
	var seen condition.Numbers
	for _, e := range l.entries {
		switch {
		case e.unclear:
			return nil, false
		case e.differs.Op() != rules.OpFalse:
			seen.Of(e.differs)
		}
	}
	return seen.All(), true
}

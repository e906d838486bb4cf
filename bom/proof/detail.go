package proof

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// detail makes the findings: message, condition, number, witness and causes, as many
// findings at the same time as there are workers. Equal conditions at one point are asked
// once.
func (a *audit) detail(ctx context.Context, results []*result) error {
	d := details{audit: a, met: make(map[metKey]*met), plainest: make(map[*solver.Space]*plainest), tracking: make(map[*pass]*solver.Space)}
	for _, r := range results {
		r.finding = a.plain(r)
		if len(r.meets) > 0 {
			d.add(r)
		}
	}
	a.advance(Progress{AllFindings: len(results)})
	err := spread(a.cfg.Workers, len(d.order), func(i int) error {
		err := d.order[i].find(ctx, a)
		a.advance(Progress{Findings: d.order[i].findings})
		return err
	})
	if err != nil {
		return err
	}
	open := make([]OpenQuestion, len(results))
	err = spread(a.cfg.Workers, len(results), func(i int) (err error) {
		open[i], err = d.finish(ctx, results[i])
		if results[i].met == nil {
			a.advance(Progress{Findings: 1})
		}
		return err
	})
	for _, q := range open {
		if q.Outcome != 0 {
			a.stays(q)
		}
	}
	return err
}

// plain returns a finding without what takes a search.
func (a *audit) plain(r *result) Finding {
	f := Finding{Kind: r.kind, Severity: r.kind.Severity(), Subject: r.told, Message: r.message.String(), Condition: r.anyCondition(), Points: r.points, Spans: a.spans(r.shown)}
	switch {
	case r.at != nil:
		f.AsOf = r.at.asOf
	case r.void != nil:
		f.AsOf, f.Fault, f.Causes = r.stretches[0].Point(), r.void, r.void.Explanation.Causes
		f.Points, f.Spans = len(r.stretches), a.spans(r.stretches)
	}
	return f
}

// anyCondition returns the condition of a finding about all orders: of a part number that different
// rows bring at different points any of theirs; the zero Expr for none.
func (r *result) anyCondition() rules.Expr {
	if len(r.conditions.All()) == 0 {
		return rules.Expr{}
	}
	return some(r.condition.Catalog(), r.conditions.All())
}

// metKey is a condition at a point.
type metKey struct {
	at     *pass
	number int
}

// met is what is asked about the orders in which a condition holds: of several findings once.
type met struct {
	at       *pass
	when     rules.Expr
	findings int // that ask
	shorter  rules.Expr
	witness  *config.Selection
	count    *big.Int
	share    float64
	open     OpenQuestion
	plainest *plainest
}

// plainest is the plainest order of a space, found when it is first needed.
type plainest struct {
	once sync.Once
	sel  *config.Selection
	err  error
}

// details is the state of detail.
type details struct {
	*audit
	numbers  condition.Numbers
	met      map[metKey]*met // so that equal conditions are asked once
	order    []*met
	plainest map[*solver.Space]*plainest

	turn     sync.Mutex // guards tracking
	tracking map[*pass]*solver.Space
}

// add notes that the condition of a result is to be asked about.
func (d *details) add(r *result) {
	when := r.fault()
	number, _ := d.numbers.Of(when)
	key := metKey{r.at, number}
	if r.met = d.met[key]; r.met != nil {
		r.met.findings++
		return
	}
	if d.plainest[r.at.space] == nil {
		d.plainest[r.at.space] = new(plainest)
	}
	r.met = &met{at: r.at, when: when, findings: 1, plainest: d.plainest[r.at.space]}
	d.met[key] = r.met
	d.order = append(d.order, r.met)
}

// find asks for witness, number and shorter condition.
func (m *met) find(ctx context.Context, a *audit) error {
	err := m.ask(ctx, a)
	if why, ok := exhausted(ctx, err); ok {
		m.open = OpenQuestion{Outcome: Inconclusive, Question: "numbers and witnesses of findings", Reason: why}
		return nil
	}
	return err
}

func (m *met) ask(ctx context.Context, a *audit) (err error) {
	p := m.plainest
	p.once.Do(func() { p.sel, _, p.err = m.at.space.Find(ctx, rules.True(m.at.space.Catalog())) })
	if p.err != nil {
		return p.err
	}
	if m.witness, _, err = m.at.space.Nearest(ctx, m.when, p.sel); err != nil {
		return err
	}
	if m.shorter, err = m.at.space.Reduce(ctx, m.when); err != nil {
		return err
	}
	space, err := a.counting(ctx, m.at)
	if err != nil {
		return err
	}
	m.count, err = space.CountOf(ctx, nil, m.shorter)
	if errors.Is(err, solver.ErrNoCircuit) {
		m.open = uncounted(err)
		return nil
	}
	if err != nil {
		return err
	}
	total, err := a.total(ctx, space)
	if err != nil {
		return err
	}
	m.share, _ = new(big.Rat).SetFrac(m.count, total).Float64()
	return nil
}

// total returns the number of configurations of a space, counted once.
func (a *audit) total(ctx context.Context, space *solver.Space) (*big.Int, error) {
	a.counted.Lock()
	defer a.counted.Unlock()
	if n := a.totals[space]; n != nil {
		return n, nil
	}
	n, err := space.Count(ctx, nil)
	if err == nil {
		a.totals[space] = n
	}
	return n, err
}

// uncounted says that a number is not known: there is no circuit, or its budget was exhausted.
func uncounted(err error) OpenQuestion {
	q := OpenQuestion{Outcome: NotChecked, Question: "numbers of findings", Reason: "since " + err.Error()}
	if errors.Is(err, solver.ErrBudget) {
		q.Outcome = Inconclusive
	}
	return q
}

// finish completes a finding.
func (d *details) finish(ctx context.Context, r *result) (OpenQuestion, error) {
	var err error
	var open OpenQuestion
	switch {
	case r.overload:
		open, err = d.overload(ctx, r)
	case r.excess != nil:
		open, err = d.excess(ctx, r)
	case len(r.meets) > 0:
		open = show(r)
	case !r.never.IsZero() && r.at != nil && (d.cfg.Why || r.kind.Severity() > Info):
		var why solver.Explanation
		why, err = r.at.space.ExplainCondition(ctx, r.never)
		r.finding.Causes = why.Causes
	}
	if why, ok := exhausted(ctx, err); ok {
		return OpenQuestion{Outcome: Inconclusive, Question: "numbers and witnesses of findings", Reason: why}, nil
	}
	return open, err
}

// show gives a finding its witness and what the same condition has in common with others.
func show(r *result) OpenQuestion {
	f, m := &r.finding, r.met
	f.Condition, f.Count, f.Share = m.shorter, m.count, m.share
	if m.witness == nil { // the budget was exhausted
		f.Condition = m.when
		return m.open
	}
	order := r.at.order("", m.witness)
	f.Witness = &order
	for _, at := range r.meets {
		if at.fault != nil && at.when.Holds(m.witness) {
			f.met(at.fault(m.witness))
			break
		}
	}
	return m.open
}

// met notes the error of the witness.
func (f *Finding) met(err error) {
	f.Fault = err
	first, _, _ := strings.Cut(err.Error(), "\n")
	var place string
	switch e := err.(type) {
	case *bom.PositionError:
		f.Subject.Code, place = e.Path, e.Place.Prefix()
	case *line.CallError:
		f.Subject.Code, place = e.Path, e.Place.Prefix()
	}
	f.Message = strings.TrimPrefix(first, place)
}

// overload finds the order with the most work at a station, and counts those that exceed it.
func (d *details) overload(ctx context.Context, r *result) (OpenQuestion, error) {
	f, id, l := &r.finding, r.mark.station, r.at.line
	space, err := d.working(ctx, r.at)
	if err != nil {
		return OpenQuestion{}, err
	}
	work, err := r.at.study.Work(id)
	if err != nil {
		return OpenQuestion{}, err
	}
	most, _, err := space.Dearest(ctx, work)
	if err != nil {
		return OpenQuestion{}, err
	}
	f.Message = fmt.Sprintf("station %s: the work of an order is up to %s, its capacity is %s", l.Station(id).Code, most.Cost, l.Capacity(id))
	order := r.at.order("", most.Selection)
	f.Witness = &order
	loads, err := space.Distribution(ctx, work, nil)
	if errors.Is(err, solver.ErrNoCircuit) || errors.Is(err, solver.ErrBudget) {
		return uncounted(err), nil
	}
	if err != nil {
		return OpenQuestion{}, err
	}
	f.Count, f.Share, err = loads.Above(l.Capacity(id))
	return OpenQuestion{}, err
}

// working returns the space that counts at the point of a pass and knows the work at the
// stations that orders exceed there: one for all of these.
func (d *details) working(ctx context.Context, x *pass) (*solver.Space, error) {
	d.turn.Lock()
	defer d.turn.Unlock()
	if d.tracking[x] == nil {
		space, err := d.counting(ctx, x)
		if err != nil {
			return nil, err
		}
		if space.HasCircuit() {
			if space, err = space.Tracking(ctx, x.workConditions()); err != nil {
				return nil, err
			}
		}
		d.tracking[x] = space
	}
	return d.tracking[x], nil
}

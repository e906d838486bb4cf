package proof

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// Config sets limits of an audit. The zero Config is a full audit without limits.
type Config struct {
	// AsOf is the point at which [Audit] asks for effectivities. Fields that are not given
	// are those of the space's point. The same rules must be in force there.
	AsOf config.Point
	// From is the date before which [AuditTimeline] leaves out the points; 0 leaves out none.
	From config.Date
	// Least is the least severity to look for; 0 means all.
	Least Severity
	// Why asks for the causes of informations, too.
	Why bool
	// Workers is how many points, and then findings, are worked on at the same time; 0 means
	// as many as there are processors. The report does not depend on it.
	Workers int
	// Budget is the time after which questions without an answer stay open
	// ([OpenQuestion]); 0 is no limit. Findings found so far are reported, perhaps
	// without number and witness; those about all orders only if all points were asked.
	Budget time.Duration
	// Compile has the budget of the circuits that count in [AuditTimeline]. With NoCircuit
	// nothing is counted.
	Compile solver.Config
	// Progress, when set, is called after each point and each finding, by one goroutine at a time.
	Progress func(Progress)
}

// Progress says how far an audit has come.
type Progress struct {
	// Points is how many points were asked, of AllPoints.
	Points    int `json:"points"`
	AllPoints int `json:"all_points"`
	// Findings is how many findings have their number, order and causes, of AllFindings that are
	// known so far.
	Findings    int `json:"findings"`
	AllFindings int `json:"all_findings"`
}

// wants reports whether findings of a kind are looked for.
func (c Config) wants(k FindingKind) bool { return k.Severity() >= c.Least }

// errBudget says that Config.Budget is exhausted.
var errBudget = errors.New("the budget of time was exhausted")

// within returns the context of an audit.
func (c Config) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if c.Budget <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, c.Budget, errBudget)
}

// exhausted reports whether an error means that the budget of an audit is exhausted, and
// returns its words.
func exhausted(ctx context.Context, err error) (string, bool) {
	if errors.Is(err, errBudget) || errors.Is(err, context.DeadlineExceeded) && errors.Is(context.Cause(ctx), errBudget) {
		return "since " + errBudget.Error(), true
	}
	return "", false
}

// Audit checks bill and line of a product over all orders that a space allows, as of one
// point, and reports every exception, of every [FindingKind] but Void. A product may lack a
// bill or a line; what cannot be checked then is open in the Report.
//
// So an order that the space allows explodes and routes without an error if and only if it
// meets no Gap, Overlap, Cycle or Backward finding.
//
// Every question is a condition on the options: which orders meet a fault. Equal conditions
// are asked once, and all together, see [solver.Conditions]; so sound positions take far
// fewer searches than there are positions. Only of findings it then asks for the number, by
// one [solver.View.CountOf] for each different condition, and for the smallest witness, see
// [solver.View.Nearest]. Each question may be exponential in theory.
//
// The error is [solver.ErrVoid] if the space allows nothing; other errors are the context's,
// a [*solver.PointMismatch] if other rules or options are in force at the point than in the
// space, and effectivities that depend on what the point does not give. Audit panics if the
// product or the space is nil, or the space is of other rules. The same input gives the same
// report, without a budget.
func Audit(ctx context.Context, p *product.Product, space *solver.Space, cfg Config) (*Report, error) {
	source.NeedContext("proof", ctx)
	needProduct("Audit", p)
	if space == nil {
		panic("proof: Audit needs a space; it is nil")
	}
	ctx, cancel := cfg.within(ctx)
	defer cancel()
	a := newAudit(p, cfg)
	x, err := newPass(ctx, p, &asker{of: space, answers: newAnswers(new(big.Int))}, cfg.AsOf, cfg.Least)
	if why, ok := exhausted(ctx, err); ok {
		a.report.Open = []OpenQuestion{{Inconclusive, "everything", why, 1}}
		return a.report, nil
	}
	if err != nil {
		return nil, err
	}
	if err := x.run(ctx); err != nil {
		return nil, err
	}
	a.advance(Progress{Points: 1, AllPoints: 1})
	a.counting = func(context.Context, *pass) (*solver.Space, error) { return space, nil }
	if err := a.finish(ctx, []*pass{x}, nil); err != nil {
		return nil, err
	}
	return a.report, nil
}

// needProduct panics without a product that an audit can read: a mistake of who called the
// function of the name.
func needProduct(name string, p *product.Product) {
	if p == nil {
		panic("proof: " + name + " needs a product; it is nil")
	}
	if p.Catalog == nil || p.Rules == nil {
		panic("proof: " + name + " needs a product with options and rules")
	}
	if p.Mates != nil && p.Mates.Structure() != p.Structure {
		panic("proof: an audit of a product with the mates of another bill")
	}
}

// An audit is a report while it is made.
type audit struct {
	marks    // of the product, at no point
	product  *product.Product
	cfg      Config
	report   *Report
	counting func(context.Context, *pass) (*solver.Space, error) // the space that counts at the point of a pass
	open     map[OpenQuestion]int                                // without the number of points -> that number
	asked    []OpenQuestion                                      // the keys of open, in order
	partial  bool                                                // a point is not audited whole: nothing is known of all points

	counted sync.Mutex // guards totals
	totals  map[*solver.Space]*big.Int

	advancing sync.Mutex // guards progress
	progress  Progress
}

func newAudit(p *product.Product, cfg Config) *audit {
	a := &audit{product: p, cfg: cfg, report: new(Report), open: make(map[OpenQuestion]int), totals: make(map[*solver.Space]*big.Int)}
	if p.Structure != nil {
		a.report.Positions, a.report.Parts = p.Structure.NumPositions(), p.Structure.NumParts()
	}
	return a
}

// advance tells the progress after some more.
func (a *audit) advance(more Progress) {
	if a.cfg.Progress == nil {
		return
	}
	a.advancing.Lock()
	defer a.advancing.Unlock()
	a.progress.Points, a.progress.AllPoints = a.progress.Points+more.Points, a.progress.AllPoints+more.AllPoints
	a.progress.Findings, a.progress.AllFindings = a.progress.Findings+more.Findings, a.progress.AllFindings+more.AllFindings
	a.cfg.Progress(a.progress)
}

// stays notes an open question at one more point.
func (a *audit) stays(q OpenQuestion) {
	q.Points = 0
	if a.open[q]++; a.open[q] == 1 {
		a.asked = append(a.asked, q)
	}
}

// A result is a finding while it is made: what all points say of it.
type result struct {
	*mark               // of the point at which it is told
	at            *pass // that point; nil for a finding of the product
	sightings     []sighting
	met           *met // what is asked about its orders; nil if it is not one that orders meet
	shown         []config.Stretch
	points, asked int
	conditions    condition.Numbers // of a finding about all orders: those of the points
	finding       Finding
}

// A sighting is a point that shows a finding that orders meet.
type sighting struct {
	mark *mark
	at   *pass
}

// A gathering joins what the passes say of findings, each over its stretches.
type gathering struct {
	passes    []*pass
	stretches [][]config.Stretch // of each pass; nil for an audit of one point
	partial   bool
	of        map[string]*result
	results   []*result // in the order of their first marks
	done      []int     // of each pass: the number of its marks that are joined
}

// join joins the marks that are new, and returns the results that are findings. Those about all orders
// are findings if all points show them, and so not while a point is not audited whole.
func (g *gathering) join(more []*mark) []*result {
	g.of, g.results = make(map[string]*result), nil
	for i, x := range g.passes {
		var where []config.Stretch
		if g.stretches != nil {
			where = g.stretches[i]
		}
		for _, m := range x.list[g.done[i]:] {
			g.add(m, x, where)
		}
		g.done[i] = len(x.list)
	}
	for _, m := range more {
		g.add(m, nil, nil)
	}
	return slices.DeleteFunc(g.results, func(r *result) bool {
		return r.mark == nil || r.about() && (r.points < r.asked || r.at != nil && g.partial)
	})
}

// add joins one mark.
func (g *gathering) add(m *mark, x *pass, where []config.Stretch) {
	r := g.of[m.subject]
	if r == nil {
		r = new(result)
		g.of[m.subject] = r
		g.results = append(g.results, r)
	}
	if m.asked {
		r.asked++
	}
	if !m.shown() {
		return
	}
	if r.points++; r.mark == nil {
		r.mark, r.at = m, x
	}
	if !m.condition.IsZero() {
		r.conditions.Of(m.condition)
	}
	r.shown = append(r.shown, where...)
	if !m.about() && x != nil {
		r.sightings = append(r.sightings, sighting{m, x})
	}
}

// finish joins what the passes found, and asks for the numbers and witnesses; at the same time it
// asks which conditions can be shorter, since a circuit keeps one processor busy. Stretches are nil
// for an audit of one point.
func (a *audit) finish(ctx context.Context, passes []*pass, stretches [][]config.Stretch) error {
	a.report.Points = len(passes)
	for _, x := range passes {
		a.partial = a.partial || x.unsettled
	}
	if !a.partial {
		a.dead(passes)
	}
	if a.cfg.wants(Indifferent) {
		if err := a.indifferent(ctx, passes); err != nil {
			why, ok := exhausted(ctx, err)
			if !ok {
				return err
			}
			a.stays(OpenQuestion{Outcome: Inconclusive, Question: "options that decide nothing", Reason: why})
		}
	}
	g := gathering{passes: passes, stretches: stretches, partial: a.partial, done: make([]int, len(passes))}
	results := g.join(a.list)
	gather(results, passes)
	for _, x := range passes {
		for _, q := range x.open {
			a.stays(q)
		}
	}
	var failed error
	err := spread(a.cfg.Workers, 2, func(i int) error {
		if i == 0 {
			return a.detail(ctx, results)
		}
		failed = a.redundant(ctx, passes)
		return nil
	})
	if err != nil {
		return err
	}
	if failed != nil {
		why, ok := exhausted(ctx, failed)
		if !ok {
			return failed
		}
		a.stays(OpenQuestion{Outcome: Inconclusive, Question: "redundant conditions", Reason: why})
		g.partial = true
	}
	more := g.join(nil)
	if err := a.detail(ctx, more); err != nil {
		return err
	}
	a.number(append(results, more...))
	for _, q := range a.asked {
		q.Points = a.open[q]
		a.report.Open = append(a.report.Open, q)
	}
	return nil
}

// gather tells each finding that orders meet at one of few points, since each takes a circuit: at
// the point that shows most of the findings, then at the one that shows most of the others.
func gather(results []*result, passes []*pass) {
	var rest []*result
	for _, r := range results {
		if len(r.sightings) > 0 {
			rest = append(rest, r)
		}
	}
	for len(rest) > 0 {
		shows := make(map[*pass]int)
		for _, r := range rest {
			for _, s := range r.sightings {
				shows[s.at]++
			}
		}
		most := slices.MaxFunc(passes, func(x, y *pass) int { return cmp.Compare(shows[x], shows[y]) }) // of equal ones the first
		rest = slices.DeleteFunc(rest, func(r *result) bool {
			i := slices.IndexFunc(r.sightings, func(s sighting) bool { return s.at == most })
			if i >= 0 {
				r.mark, r.at = r.sightings[i].mark, most
			}
			return i >= 0
		})
	}
}

// number puts the findings in order, and gives them their numbers.
func (a *audit) number(results []*result) {
	slices.SortStableFunc(results, func(a, b *result) int {
		f, g := &a.finding, &b.finding
		return cmp.Or(
			cmp.Compare(g.Severity, f.Severity), cmp.Compare(f.Kind, g.Kind), cmp.Compare(f.Subject.Place.File, g.Subject.Place.File),
			cmp.Compare(f.Subject.Place.Line, g.Subject.Place.Line), cmp.Compare(f.Subject.Place.Column, g.Subject.Place.Column),
			cmp.Compare(f.Subject.Code, g.Subject.Code),
		)
	})
	numbers := make(map[FindingKind]int)
	for _, r := range results {
		f := r.finding
		numbers[f.Kind]++
		f.ID = fmt.Sprintf("%s-%d", f.Kind, numbers[f.Kind])
		if f.Witness != nil {
			f.Witness.ID = f.ID
		}
		a.report.Findings = append(a.report.Findings, f)
	}
}

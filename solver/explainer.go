package solver

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/blame"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Explainer explains one selection after another by smallest conflicts, and lists all minimal
// conflicts and corrections. It belongs to one goroutine and has its own memory; any number of
// them may ask one space. [Space.Explainer] makes it; the methods of the zero Explainer panic.
type Explainer struct {
	space    *Space
	engine   *blame.Engine
	causes   []Cause // by demand
	costs    []int64 // ... and, after these, by line: what each counts in a conflict
	encoding *encode.Encoding
	exact    *Explainer // of sums that the encoding weakens; nil until its first use
}

// Explaining says what an explanation should be like. The zero value is useful.
type Explaining struct {
	// Searches bounds the work to show that no conflict is smaller, in SAT searches. 0 means
	// 1,000; a negative number shows nothing: the conflict is minimal only, and is found at once.
	Searches int64 `json:"searches"`
	// Rank says how readily a demand is blamed, lines of the order included: of all conflicts
	// those count whose highest rank is lowest, of these the one with the fewest demands and lines, and
	// then the one with the fewest rules, the fewest demands of the catalog, and the fewest options that a
	// complete order does not name. So with rank 1 for legal rules, and 0 for the rest, no legal
	// rule is blamed if that can be avoided. Nil gives all the same rank.
	Rank func(c Cause) int `json:"-"`
}

// defaultSearches is the value of Explaining.Searches when it is 0.
const defaultSearches = 1_000

// Explainer returns an Explainer. The first call encodes the rules so that each stands alone, and
// each copies the clauses: O(clauses). The error is the context's.
func (s *Space) Explainer(ctx context.Context) (*Explainer, error) {
	source.NeedContext("solver", ctx)
	encoding, err := s.made().standalone(ctx)
	if err != nil {
		return nil, err
	}
	return newExplainer(s, encoding), nil
}

// newExplainer returns an Explainer of an encoding whose origins stand alone.
func newExplainer(s *Space, encoding *encode.Encoding) *Explainer {
	e := &Explainer{space: s, causes: make([]Cause, len(encoding.Origins)), encoding: encoding}
	for d, o := range encoding.Origins {
		e.causes[d] = s.cause(o)
		e.costs = append(e.costs, e.causes[d].cost())
	}
	e.engine = blame.New(blame.Problem{Formula: encoding.Formula, Demands: len(encoding.Origins), Of: encoding.Origin})
	return e
}

// precise returns an Explainer whose demands mean exactly what they say, also without the families.
func (e *Explainer) precise(ctx context.Context) (*Explainer, error) {
	if !e.encoding.Weakened {
		return e, nil
	}
	if e.exact == nil {
		encoding, err := e.space.separate(ctx)
		if err != nil {
			return nil, err
		}
		e.exact = newExplainer(e.space, encoding)
	}
	return e.exact, nil
}

// separate returns the encoding in which every origin stands alone and means exactly what it says.
// The first caller makes it while its context lasts; the others wait while theirs last.
func (s *Space) separate(ctx context.Context) (*encode.Encoding, error) {
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.leave()
	if s.exact == nil {
		encoding, err := encode.Encode(ctx, s.set, s.active, s.inactive, encode.Options{Standalone: true})
		if err != nil {
			return nil, err
		}
		s.exact = encoding
		s.held.Add(encoding.Bytes())
	}
	return s.exact, nil
}

// made panics without a space.
func (e *Explainer) made() *Space {
	if e == nil || e.space == nil {
		panic("solver: no Explainer: Space.Explainer makes one")
	}
	return e.space
}

// Explain says why no configuration agrees with a selection, by a minimal conflict, of which each
// option that the selection decides is a line. The explanation has no causes if some configuration
// does. It is a smallest conflict, see [Explaining], if its field Smallest is set. When no order
// can be built, it has no lines. The answer is the same every time.
//
// A fresh solver, which shares nothing with the search, has verified that the causes contradict
// each other, and do not without any one of them.
//
// Showing that no conflict is smaller takes some hundred searches, which is some milliseconds on a
// car line. It is not tried where the rules have sums over so many families and values that they can
// only be searched together with the families. A search is exponential at worst. The error is the
// context's. It panics when sel is nil or of another catalog.
func (e *Explainer) Explain(ctx context.Context, sel *config.Selection, how Explaining) (Explanation, error) {
	source.NeedContext("solver", ctx)
	s := e.made()
	s.check("Explainer.Explain", sel)
	return e.blame(ctx, sel, sel.Catalog().NewSelection(), how)
}

// blame explains a selection; no line names the options in implied.
func (e *Explainer) blame(ctx context.Context, sel, implied *config.Selection, how Explaining) (Explanation, error) {
	lines, lits := e.lines(sel, implied)
	return e.conflict(ctx, lines, lits, how, rules.Expr{})
}

// conflict returns a conflict among all demands and some lines, or among all demands and a condition,
// whose cause and literal are the only line then.
func (e *Explainer) conflict(ctx context.Context, lines []Cause, lits []cnf.Lit, how Explaining, condition rules.Expr) (Explanation, error) {
	e.costs = e.costs[:len(e.causes)]
	for _, c := range lines {
		e.costs = append(e.costs, c.cost())
	}
	var ranks []int
	if how.Rank != nil {
		for _, c := range slices.Concat(e.causes, lines) {
			ranks = append(ranks, how.Rank(c))
		}
	}
	searches := how.Searches
	switch {
	case e.encoding.Weakened:
		searches = -1 // they would show nothing
	case searches == 0:
		searches = defaultSearches
	}
	found, contradicts, err := e.engine.Smallest(ctx, lits, e.costs, ranks, searches)
	if err != nil || !contradicts {
		return Explanation{}, cause(ctx, err)
	}
	causes := e.listed(found.Items, lines)
	if len(causes) > 0 && causes[0].Kind == 0 { // the condition
		causes = causes[1:]
	}
	causes, err = e.space.confirm(ctx, causes, e.encoding.Weakened, condition)
	if err != nil {
		return Explanation{}, err
	}
	return Explanation{Causes: causes, Minimal: true, Smallest: found.Smallest && !e.encoding.Weakened}, nil
}

// cost returns what a cause counts in a conflict: mostly the same, so that the one with the fewest causes
// costs least, but rules a little more than demands of the catalog, these more than what an order does not
// name, and this more than its lines.
func (c Cause) cost() int64 {
	const one = 1 << 30
	switch {
	case c.isRule():
		return one + 1<<20
	case c.Kind != CauseLine:
		return one + 1<<10
	case c.Implied:
		return one + 1
	}
	return one
}

// lines returns the decisions of a selection as causes and as literals; none if no order can be
// built.
func (e *Explainer) lines(sel, implied *config.Selection) ([]Cause, []cnf.Lit) {
	if e.space.void {
		return nil, nil
	}
	return e.space.lines(sel, implied), appendLines(nil, sel)
}

// confirmed returns a minimal conflict as causes, in order, once a fresh solver has confirmed it.
func (e *Explainer) confirmed(ctx context.Context, items []int, lines []Cause) ([]Cause, error) {
	causes := e.listed(items, lines)
	confirmed, err := e.space.confirm(ctx, causes, false, rules.Expr{})
	if err == nil && len(confirmed) < len(causes) {
		err = errUnverified
	}
	return causes, err
}

// listed returns items as causes, in order.
func (e *Explainer) listed(items []int, lines []Cause) []Cause {
	causes := make([]Cause, len(items))
	for k, i := range items {
		if i < len(e.causes) {
			causes[k] = e.causes[i]
		} else {
			causes[k] = lines[i-len(e.causes)]
		}
	}
	slices.SortFunc(causes, Cause.compare)
	return causes
}

// Clash is a minimal conflict, demands that cannot all be met, or a minimal correction, demands
// without which all others can be met.
//
// Its JSON is that of [Clash.AppendJSON], examples/schema/clash.schema.json.
type Clash struct {
	Causes     []Cause // lines of the order, then rules, then demands of the catalog
	Correction bool
}

// Clashes yields all minimal conflicts and all minimal corrections among the decisions of a
// selection, all rules and the catalog, each once, as they are found; none if some configuration
// agrees with the selection. For an owner of rules: each way in which they rule out a vehicle, and
// each way to allow it. There may be exponentially many: break off where you want. r draws the
// order in which they are looked for; nil leaves it that of the demands.
//
// A fresh solver has verified each conflict. An error comes with no clash and ends the sequence; it
// is the context's. It panics when sel is nil or of another catalog. The Explainer must not be
// asked anything else while the sequence runs.
func (e *Explainer) Clashes(ctx context.Context, sel *config.Selection, r *rand.Rand) iter.Seq2[Clash, error] {
	source.NeedContext("solver", ctx)
	e.made().check("Explainer.Clashes", sel)
	return func(yield func(Clash, error) bool) {
		e, err := e.precise(ctx)
		if err != nil {
			yield(Clash{}, err)
			return
		}
		lines, lits := e.lines(sel, sel.Catalog().NewSelection())
		for c, err := range e.engine.All(ctx, lits, r) {
			clash := Clash{Correction: c.Correction}
			switch {
			case err != nil:
				err = cause(ctx, err)
			case c.Correction:
				clash.Causes = e.listed(c.Items, lines)
			default:
				clash.Causes, err = e.confirmed(ctx, c.Items, lines)
			}
			if err != nil {
				clash = Clash{}
			}
			if !yield(clash, err) || err != nil {
				return
			}
		}
	}
}

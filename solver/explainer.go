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
	space  *Space
	engine *blame.Engine
	causes []Cause // by demand

	encoding *encode.Encoding // each demand stands alone
}

// Explaining says what an explanation should be like. The zero value is useful.
type Explaining struct {
	// Searches bounds the work to show that no conflict is smaller, in SAT searches. 0 means
	// 1,000; a negative number shows nothing: the conflict is minimal only, and is found at once.
	Searches int64 `json:"searches"`
	// Rank says how readily a demand is blamed, lines of the order included: of all conflicts
	// those count whose highest rank is lowest, of these the one with the fewest demands, and
	// then with the most lines. So with rank 1 for legal rules, and 0 for the rest, no legal
	// rule is blamed if that can be avoided. Nil gives all the same rank.
	Rank func(c Cause) int `json:"-"`
}

// defaultSearches is the value of Explaining.Searches when it is 0.
const defaultSearches = 1_000

// Explainer returns an Explainer. The first call encodes the rules so that each stands alone, and
// each copies the clauses: O(clauses). The error is the context's.
func (s *Space) Explainer(ctx context.Context) (*Explainer, error) {
	source.NeedContext("solver", ctx)
	encoding, err := s.made().separate(ctx)
	if err != nil {
		return nil, err
	}
	e := &Explainer{space: s, causes: make([]Cause, len(encoding.Origins)), encoding: encoding}
	for d, o := range encoding.Origins {
		e.causes[d] = s.cause(o)
	}
	e.engine = blame.New(blame.Problem{Formula: encoding.Formula, Demands: len(encoding.Origins), Of: encoding.Origin})
	return e, nil
}

// separate returns the encoding in which every origin stands alone and means exactly what it says.
// The first caller makes it while its context lasts; the others wait while theirs last.
func (s *Space) separate(ctx context.Context) (*encode.Encoding, error) {
	if s.whole {
		return s.encoding, nil
	}
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
// car line. A search is exponential at worst. The error is the context's. It panics when sel is
// nil or of another catalog.
func (e *Explainer) Explain(ctx context.Context, sel *config.Selection, how Explaining) (Explanation, error) {
	source.NeedContext("solver", ctx)
	s := e.made()
	s.check("Explainer.Explain", sel)
	lines, lits := e.lines(sel)
	var ranks []int
	if how.Rank != nil {
		for _, c := range slices.Concat(e.causes, lines) {
			ranks = append(ranks, how.Rank(c))
		}
	}
	searches := how.Searches
	if searches == 0 {
		searches = defaultSearches
	}
	found, contradicts, err := e.engine.Smallest(ctx, lits, ranks, searches)
	if err != nil || !contradicts {
		return Explanation{}, cause(ctx, err)
	}
	causes, err := e.confirmed(ctx, found.Items, lines)
	if err != nil {
		return Explanation{}, err
	}
	return Explanation{Causes: causes, Minimal: true, Smallest: found.Smallest}, nil
}

// lines returns the decisions of a selection as causes and as literals; none if no order can be
// built.
func (e *Explainer) lines(sel *config.Selection) ([]Cause, []cnf.Lit) {
	if e.space.void {
		return nil, nil
	}
	return e.space.lines(sel, sel.Catalog().NewSelection()), appendLines(nil, sel)
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
type Clash struct {
	Causes     []Cause `json:"causes"` // lines of the order, then rules, then demands of the catalog
	Correction bool    `json:"correction"`
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
		lines, lits := e.lines(sel)
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

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math/big"
	"os"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/examples/internal/progress"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// session is one run of the program: its inputs, questions and answers.
type session struct {
	files   fs.FS        // the product directory
	given   config.Point // by flags, in place of that of the orders
	product *product.Product
	spaces  *calendar.Calendar
	line    *progress.Line // of a compilation
	orders  []config.Order
	chosen  []config.Order
	unread  error // the defects of lines that are not an order; the others are answered
	// showRefusal: no order was named, so one that cannot be built is shown
	// too.
	showRefusal bool

	asOf      config.Point    // of the first chosen order that has a space
	asked     []*solver.Space // by orders, each once; the first one is that of asOf
	askedAt   []config.Point  // of the first order that asked each
	spaceFile string          // the use of a space file
	models    []config.FamilyID
	nModels   int
	count     *big.Int
	shares    []share           // of the options of a family, if any
	attribute string            // that is summed up
	cost      *solver.Objective // nil if nothing is
	span      *span             // of all configurations
	findings  []proof.Finding   // of the proofs of bill and line, each once
	answers   []answer
	loads     []proof.StationLoad // of each station, if requested
	// least and most are the bounds of the work on the whole line, likewise.
	least, most config.Quantity
	day         *day // of take rates, if requested
}

// questions are the questions besides orders.
type questions struct {
	models, shares, cost string // codes; empty for the default
	space                string // file; empty for none
}

// answer is the answer to one order.
type answer struct {
	order      config.Order
	report     solver.Report
	extensions *big.Int            // the configurations that contain a partial order
	outlook    *proof.Outlook      // the parts and operations that all, some and none of these have
	span       *span               // of these
	why        *solver.Explanation // of an order that cannot be built
	variant    *variant            // of one that can
	resolution *product.Resolution // likewise
	failed     error               // the reason for a missing answer
}

// inputs are the files to read, and the point.
type inputs struct {
	product string       // directory; empty for the built-in line
	orders  string       // file; empty for the product's own, - for standard input
	asOf    config.Point // in place of the orders' own points
}

// load reads a product. Its orders are read by readOrders.
func (p program) load(in inputs) (*session, error) {
	s := &session{files: vanline.Files, given: in.asOf}
	if in.product != "" {
		s.files = os.DirFS(in.product)
	}
	var err error
	if s.product, err = product.Read(s.files); err != nil {
		return nil, inDirectory(in.product, err)
	}
	if err := asof.Check(s.product.Catalog, in.asOf); err != nil {
		return nil, err
	}
	s.line = progress.New(p.stderr, s.product.Catalog.Product())
	s.spaces = calendar.New(s.product.Rules, calendar.Config{Compile: solver.Config{Progress: s.line.Report}, Folder: p.folder})
	return s, nil
}

// readOrders reads the orders. Those of the product directory may be missing.
func (p program) readOrders(s *session, in inputs) error {
	var file io.ReadCloser
	var err error
	name := in.orders
	switch name {
	case "":
		name = "orders.jsonl"
		file, err = s.files.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		err = inDirectory(in.product, err)
	case "-":
		name = "standard input"
		file = io.NopCloser(p.stdin)
	default:
		file, err = os.Open(name)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	s.orders, s.unread = config.ReadOrders(name, file)
	if len(s.orders) == 0 && s.unread != nil {
		return s.unread
	}
	if len(s.orders) == 0 && in.orders != "" {
		return fmt.Errorf("%s: there are no orders", name)
	}
	for i := range s.orders {
		o := &s.orders[i]
		o.Date = cmp.Or(in.asOf.Date, o.Date)
		o.Serial = cmp.Or(in.asOf.Serial, o.Serial)
		o.Plant = cmp.Or(in.asOf.Plant, o.Plant)
	}
	return nil
}

// inDirectory names the directory of an error, unless the product is
// embedded.
func inDirectory(dir string, err error) error {
	if dir == "" || err == nil {
		return err
	}
	return fmt.Errorf("product directory %s:\n%w", dir, err)
}

// choose selects the orders to resolve: the one with an id, all, or by
// default the first.
func (s *session) choose(id string) error {
	switch {
	case len(s.orders) == 0 && id != "":
		return fmt.Errorf("-order %s: %w", id, errNoOrders)
	case len(s.orders) == 0:
		return nil
	}
	switch id {
	case "":
		s.chosen, s.showRefusal = s.orders[:1], true
		return nil
	case "all":
		s.chosen = s.orders
		return nil
	}
	for i, o := range s.orders {
		if o.ID == id {
			s.chosen = s.orders[i : i+1]
			return nil
		}
	}
	return errors.Join(unknown("order", id, func(yield func(string) bool) {
		for _, o := range s.orders {
			if !yield(o.ID) {
				return
			}
		}
	}), s.unread) // which may be that order
}

// errNoOrders is the error of what needs an order of a product that has none.
var errNoOrders = errors.New("the product has no orders: write them to its orders.jsonl, or give another file by -orders")

// unknown is the error of a name that is not among the known ones.
func unknown(what, name string, known iter.Seq[string]) error {
	if hint := source.DidYouMean(name, known); hint != "" {
		return fmt.Errorf("unknown %s %s: %s", what, name, hint)
	}
	return fmt.Errorf("unknown %s %s", what, name)
}

// answer asks all questions whose answers are printed.
func (s *session) answer(ctx context.Context, q questions) error {
	if err := s.understand(q); err != nil {
		return err
	}
	if o, ok := s.firstSound(); q.space != "" && ok {
		if err := s.useSpaceFile(ctx, q.space, o); err != nil {
			return err
		}
	}
	space, err := s.firstSpace(ctx)
	if err != nil {
		return err
	}
	if err := space.Buildable(ctx); err != nil {
		return err
	}
	if s.count, err = space.Count(ctx, nil); err != nil {
		return err
	}
	if err := s.countModels(ctx); err != nil {
		return err
	}
	if err := s.plan(ctx); err != nil {
		return err
	}
	for _, o := range s.chosen {
		if err := s.resolve(ctx, o); err != nil {
			return err
		}
	}
	if s.showRefusal && s.answers[0].why == nil {
		if err := s.refuse(ctx); err != nil {
			return err
		}
	}
	return s.prove(ctx)
}

// asking returns the chosen orders or, without orders, a partial one of no option at the
// point of the flags.
func (s *session) asking() []config.Order {
	if len(s.chosen) > 0 {
		return s.chosen
	}
	return []config.Order{{Date: s.given.Date, Serial: s.given.Serial, Plant: s.given.Plant, Partial: true}}
}

// firstSound returns the first of the asking orders that is well-formed and gives a sufficient
// point: an existing space may answer for it.
func (s *session) firstSound() (o config.Order, ok bool) {
	for _, o := range s.asking() {
		if _, err := o.Bind(s.product.Catalog); err != nil {
			continue
		}
		if _, err := s.product.Rules.At(o.Point()); err == nil {
			return o, true
		}
	}
	return o, false
}

// firstSpace returns the space of the first of the asking orders that has one. If
// none has, the error gives the reason of each.
func (s *session) firstSpace(ctx context.Context) (*solver.Space, error) {
	var failed []error
	for _, o := range s.asking() {
		space, _, err := s.validate(ctx, o)
		if err == nil {
			s.asOf = o.Point()
			return space, nil
		}
		if ctx.Err() != nil {
			return nil, err
		}
		failed = append(failed, err)
	}
	return nil, errors.Join(failed...)
}

// faults returns the numbers of orders without an answer and of findings as
// text, or "".
func (s *session) faults() string {
	failed := 0
	for _, a := range s.answers {
		if a.failed != nil {
			failed++
		}
	}
	var faults []string
	if failed > 0 {
		faults = append(faults, fmt.Sprintf("orders without an answer: %d of %d", failed, len(s.answers)))
	}
	if len(s.findings) > 0 {
		faults = append(faults, fmt.Sprintf("findings of the proofs over all orders: %d", len(s.findings)))
	}
	if s.day != nil && s.day.faults > 0 {
		faults = append(faults, fmt.Sprintf("orders of the day with an error: %d", s.day.faults))
	}
	if s.day != nil && s.day.mix == nil {
		faults = append(faults, "no mix has the take rates")
	}
	return strings.Join(faults, "; ")
}

// understand looks up the names in the request before anything takes time.
func (s *session) understand(q questions) error {
	if err := s.chooseModels(q.models); err != nil {
		return err
	}
	if err := s.chooseShares(q.shares); err != nil {
		return err
	}
	return s.chooseCost(q.cost)
}

// refuse answers the first order that cannot be built under the rules of the
// first chosen one; orders of other points would need other spaces, and a
// malformed order has no such answer.
func (s *session) refuse(ctx context.Context) error {
	for _, o := range s.orders {
		report, err := s.asked[0].Validate(ctx, o)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil && report.Verdict == solver.Invalid {
			return s.resolve(ctx, o)
		}
	}
	return nil
}

// space returns the space of a point.
func (s *session) space(ctx context.Context, asOf config.Point) (*solver.Space, error) {
	defer s.line.Erase()
	space, err := s.spaces.At(ctx, asOf)
	if err == nil && !slices.Contains(s.asked, space) {
		s.asked, s.askedAt = append(s.asked, space), append(s.askedAt, asOf)
	}
	return space, err
}

// validate asks the space of an order's point for the verdict.
func (s *session) validate(ctx context.Context, o config.Order) (*solver.Space, solver.Report, error) {
	if _, err := o.Bind(s.product.Catalog); err != nil {
		return nil, solver.Report{}, err // at the order's own place
	}
	space, err := s.space(ctx, o.Point())
	if err != nil {
		return nil, solver.Report{}, ofOrder(o, err)
	}
	report, err := space.Validate(ctx, o)
	return space, report, err
}

// ofOrder names the order of an error about its point.
func ofOrder(o config.Order, err error) error {
	if o.ID == "" {
		return err // without orders
	}
	return fmt.Errorf("%sorder %s: %w", o.Place.Prefix(), o.ID, err)
}

// modelFamilies are the families that make a sales model by default.
var modelFamilies = []string{"body", "wheelbase", "roof", "engine", "gearbox", "drive", "market"}

// chooseModels looks up the families that make a sales model: those named, or
// those of the default that have a model in this product.
func (s *session) chooseModels(codes string) error {
	cat := s.product.Catalog
	if codes == "" {
		for _, code := range modelFamilies {
			if f, ok := cat.LookupFamily(code); ok && cat.Family(f).Select.Max == 1 {
				s.models = append(s.models, f)
			}
		}
		return nil
	}
	for code := range strings.SplitSeq(codes, ",") {
		f, err := s.family(code)
		if err != nil {
			return err
		}
		if slices.Contains(s.models, f) {
			return fmt.Errorf("-models names the family %s twice", code)
		}
		s.models = append(s.models, f)
	}
	return nil
}

// family looks up a family.
func (s *session) family(code string) (config.FamilyID, error) {
	cat := s.product.Catalog
	f, ok := cat.LookupFamily(code)
	if ok {
		return f, nil
	}
	return f, unknown("family", code, func(yield func(string) bool) {
		for f := range config.FamilyID(cat.NumFamilies()) {
			if !yield(cat.Family(f).Code) {
				return
			}
		}
	})
}

// countModels counts the combinations of the families of a sales model.
func (s *session) countModels(ctx context.Context) error {
	if len(s.models) == 0 {
		return nil
	}
	for _, err := range s.asked[0].Combinations(ctx, s.models...) {
		if err != nil {
			return err
		}
		s.nModels++
	}
	return nil
}

// resolve adds the answer for one order. An order without an answer has the
// reason in its place, and does not stop the others; the only error is the end
// of the context.
func (s *session) resolve(ctx context.Context, o config.Order) error {
	a, err := s.answerTo(ctx, o)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	a.failed = asof.Hint(err)
	s.answers = append(s.answers, a)
	return nil
}

// answerTo answers one order.
func (s *session) answerTo(ctx context.Context, o config.Order) (answer, error) {
	space, report, err := s.validate(ctx, o)
	a := answer{order: o, report: report}
	if err != nil {
		return a, err
	}
	sel, err := o.Bind(space.Catalog())
	if err != nil {
		return a, err
	}
	switch {
	case report.Verdict == solver.Invalid:
		a.why, err = explain(ctx, space, o)
	case o.Partial:
		view := space.Given(sel)
		if a.extensions, err = view.Count(ctx, nil); err == nil {
			a.span, err = s.costs(ctx, view)
		}
		if err == nil && s.product.Structure != nil {
			a.outlook, err = s.foresee(ctx, space, o, sel)
		}
	default:
		if a.variant, err = s.place(ctx, space, sel); err == nil && s.product.Structure != nil {
			a.resolution, err = s.explode(ctx, space, o)
		}
	}
	return a, err
}

// foresee finds the parts and operations of the orders that contain a
// partial one.
func (s *session) foresee(ctx context.Context, space *solver.Space, o config.Order, sel *config.Selection) (*proof.Outlook, error) {
	study, err := proof.NewStudy(ctx, space, o.Point(), s.product.Structure, s.product.Line)
	if err != nil {
		return nil, err
	}
	outlook, _, err := study.Outlook(ctx, sel)
	return &outlook, err
}

// explode resolves an order that can be built.
func (s *session) explode(ctx context.Context, space *solver.Space, o config.Order) (*product.Resolution, error) {
	r, err := product.NewResolver(space, s.product)
	if err != nil {
		return nil, err
	}
	return r.Resolve(ctx, o)
}

func explain(ctx context.Context, space *solver.Space, o config.Order) (*solver.Explanation, error) {
	why, err := space.Explain(ctx, o)
	return &why, err
}

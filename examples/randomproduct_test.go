package examples_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/schematest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
	"github.com/confspace/confspace/solver/session"
)

// A written document, and the schema that it must have.
type written struct{ schema, text string }

// documents draws a product, asks all that there is to ask, and returns each answer as it
// is written. Most products have defects of some kind: these are answers too.
func documents() *rapid.Generator[[]written] {
	return rapid.Custom(func(t *rapid.T) []written {
		w := writer{t: t, ctx: context.Background()}
		w.product()
		return w.out
	})
}

type writer struct {
	t   *rapid.T
	ctx context.Context
	out []written
}

// add adds a document.
func (w *writer) add(schema string, v any) {
	w.out = append(w.out, written{schema, schematest.Text(w.t, v)})
}

// fails adds the document of an error of some kind, and reports whether there is an error.
func (w *writer) fails(err error) bool {
	var defects source.Defects
	var refusal *product.Refusal
	var void *solver.VoidError
	var positions bom.PositionErrors
	switch {
	case err == nil:
		return false
	case errors.As(err, &defects):
		w.add("defects", defects)
	case errors.As(err, &refusal):
		w.add("refusal", refusal)
	case errors.As(err, &void):
		w.add("explanation", void)
	case errors.As(err, &positions):
		w.add("errors", positions)
	}
	return true
}

func (w *writer) product() {
	cat := configtest.Catalog(w.t, configtest.Limits{Options: 6, Attributes: 2, Effectivity: w.rarely("dated options"), OddCodes: true})
	set := rulestest.Sets{Rules: 3, NoEffectivity: !w.rarely("dated rules")}.Set(cat).Draw(w.t, "rules")
	var options, text bytes.Buffer
	require.NoError(w.t, config.WriteCatalog(&options, cat, config.YAML))
	require.NoError(w.t, rules.Write(&text, set))
	b := billWriter{writer: w, condition: rulestest.Conditions{Depth: 1}.Expr(cat), mistaken: w.rarely("mistaken")}
	b.add("level", "position", "select", "when", "position_until", "part", "name", "quantity", "unit", "usage", "phantom", "station",
		"from", "until", "from_serial", "until_serial", "plants")
	b.level(1, "", "")
	files := fstest.MapFS{
		"options.yaml": {Data: options.Bytes()}, "rules.yaml": {Data: text.Bytes()},
		"bom.csv": {Data: b.file.Bytes()}, "line.yaml": {Data: []byte(b.line())},
	}
	for _, last := range []string{"", "line.yaml", "bom.csv"} {
		delete(files, last)
		p, err := product.Read(files)
		if !w.fails(err) {
			w.ask(p)
			w.ask(w.made(p))
			w.ask(&product.Product{Catalog: cat, Rules: set})
			return
		}
	}
	w.t.Fatalf("a drawn catalog with its rules is not read back")
}

// made returns the same product as a program makes it: without places and reasons.
func (w *writer) made(read *product.Product) *product.Product {
	b := rules.NewBuilder(read.Catalog)
	for id := range read.Rules.NumRules() {
		r := read.Rules.Rule(rules.RuleID(id))
		spec := rules.RuleSpec{ID: r.ID, Effectivity: r.Effectivity}
		if spec.Table = r.Table; r.Table == nil {
			spec.Source = r.Expr.String()
		}
		b.Add(spec)
	}
	p := &product.Product{Catalog: read.Catalog}
	var err error
	p.Rules, err = b.Build()
	require.NoError(w.t, err)
	if read.Structure == nil {
		return p
	}
	rows := read.Structure.Rows()
	for i := range rows {
		rows[i].Place = source.Place{}
	}
	p.Structure, err = bom.NewStructure(p.Catalog, rows)
	require.NoError(w.t, err)
	if read.Line != nil {
		spec := read.Line.Spec()
		for i := range spec.Stations {
			spec.Stations[i].Place = source.Place{}
			for j := range spec.Stations[i].Operations {
				spec.Stations[i].Operations[j].Place = source.Place{}
			}
		}
		p.Line, err = line.New(p.Structure, spec)
		require.NoError(w.t, err)
	}
	_, err = bom.NewStructure(p.Catalog, rows[:1:1][:copy(rows, []bom.Row{{Level: 1}})])
	require.True(w.t, w.fails(err))
	return p
}

// ask asks a space and its product.
func (w *writer) ask(p *product.Product) {
	at := configtest.Point(w.t)
	space, err := solver.Compile(w.ctx, p.Rules, config.Point{}, solver.Config{})
	if err != nil || rapid.Bool().Draw(w.t, "at a point") {
		space, err = solver.Compile(w.ctx, p.Rules, at, solver.Config{})
	}
	require.NoError(w.t, err)
	w.add("elements#/$defs/stats", space.Stats())
	w.fails(space.Buildable(w.ctx))
	orders := []config.Order{configtest.Order(w.t, p.Catalog)}
	for range 3 {
		sel, found, err := space.Find(w.ctx, rulestest.Conditions{}.Expr(p.Catalog).Draw(w.t, "wish"))
		require.NoError(w.t, err)
		if found {
			orders = append(orders, p.Catalog.Order(sel))
		}
	}
	draft := orders[len(orders)-1]
	draft.Options, draft.Partial = draft.Options[:min(1, len(draft.Options))], true
	for _, o := range append(orders, draft) {
		w.add("order", o)
		report, err := space.Validate(w.ctx, o)
		if w.fails(err) || err != nil {
			continue
		}
		w.add("report", report)
		why, err := space.Explain(w.ctx, o)
		require.NoError(w.t, err)
		w.add("explanation", why)
		w.smallest(space, o)
		if sel, err := o.Bind(p.Catalog); err == nil && p.Structure != nil && !o.Partial {
			w.resolve(p, space, o, sel)
		}
	}
	w.project(p, space)
	if !space.Void() && space.AsOf() != (config.Point{}) {
		w.prove(p, space)
	}
	w.choose(space)
	report, err := analysis.Timeline(w.ctx, p.Rules, space.AsOf(), analysis.Config{Compile: solver.Config{NoCircuit: w.rarely("uncounted")}})
	require.NoError(w.t, err)
	w.add("analysis", report)
}

// smallest explains an order by a smallest conflict.
func (w *writer) smallest(space *solver.Space, o config.Order) {
	sel, err := o.Bind(space.Catalog())
	require.NoError(w.t, err)
	e, err := space.Explainer(w.ctx)
	require.NoError(w.t, err)
	why, err := e.Explain(w.ctx, sel, solver.Explaining{})
	require.NoError(w.t, err)
	w.add("explanation", why)
	few(w, "repair", e.Repairs(w.ctx, sel, solver.Repairing{}))
	few(w, "relaxation", e.Relaxations(w.ctx, sel, nil))
	few(w, "clash", e.Clashes(w.ctx, sel, nil))
}

// few adds the first documents of a sequence.
func few[T any](w *writer, schema string, all iter.Seq2[T, error]) {
	n := 0
	for x, err := range all {
		if require.NoError(w.t, err); n == 3 {
			return
		}
		w.add(schema, x)
		n++
	}
}

// choose makes some choices.
func (w *writer) choose(space *solver.Space) {
	searches := rapid.SampledFrom([]int64{0, -1}).Draw(w.t, "searches")
	s, err := session.New(w.ctx, space, session.Config{Explaining: solver.Explaining{Searches: searches}})
	if w.fails(err) {
		return
	}
	w.add("session", s)
	for o := range config.OptionID(space.Catalog().NumOptions()) {
		step, err := s.Insist(w.ctx, session.Choice{Option: o, Chosen: rapid.Bool().Draw(w.t, "chosen")})
		require.NoError(w.t, err)
		w.add("step", step)
		why, decided, err := s.Why(w.ctx, o)
		require.NoError(w.t, err)
		if decided {
			w.add("elements#/$defs/reason", why)
			why.How, err = why.Derivation(w.ctx)
			require.NoError(w.t, err)
			w.add("derivation", why.How)
			w.add("elements#/$defs/reason", why)
		}
	}
	w.add("session", s)
	few(w, "completion", s.Completions(w.ctx, session.Fewest(space.Catalog())))
}

// project asks the space of the answers to a condition, which has no rules.
func (w *writer) project(p *product.Product, space *solver.Space) {
	answers, err := space.Project(w.ctx, []rules.Expr{rulestest.Conditions{}.Expr(p.Catalog).Draw(w.t, "condition")})
	require.NoError(w.t, err)
	for _, state := range []config.State{config.Chosen, config.Rejected} {
		sel := answers.Catalog().NewSelection()
		sel.Set(0, state)
		report, err := answers.ValidateSelection(w.ctx, sel)
		require.NoError(w.t, err)
		w.add("report", report)
		e, err := answers.Explainer(w.ctx)
		require.NoError(w.t, err)
		why, err := e.Explain(w.ctx, sel, solver.Explaining{})
		require.NoError(w.t, err)
		w.add("explanation", why)
	}
}

func (w *writer) resolve(p *product.Product, space *solver.Space, o config.Order, sel *config.Selection) {
	resolver, err := product.NewResolver(space, p)
	require.NoError(w.t, err)
	r, err := resolver.Resolve(w.ctx, o)
	if !w.fails(err) {
		w.add("resolution", r)
		w.add("bill", r.Bill)
		if r.Routing != nil {
			w.add("routing", r.Routing)
		}
	}
	at := space.AsOf()
	at = rapid.SampledFrom([]config.Point{at, {}, {Date: at.Date}, {Serial: 1, Plant: "P1"}}).Draw(w.t, "point")
	bill, err := p.Structure.Explode(sel, at)
	if !w.fails(err) && p.Line != nil {
		if _, err := p.Line.Route(bill); err != nil {
			w.out = append(w.out, written{"errors", schematest.Text(w.t, err)})
		}
	}
}

func (w *writer) prove(p *product.Product, space *solver.Space) {
	report, err := proof.Audit(w.ctx, p, space, proof.Config{Why: true})
	require.NoError(w.t, err)
	w.add("audit", report)
	report, err = proof.AuditTimeline(w.ctx, p, proof.Config{})
	if !w.fails(err) {
		w.add("audit", report)
	}
}

func (w *writer) rarely(label string) bool { return rapid.IntRange(0, 3).Draw(w.t, label) == 0 }

// billWriter draws bom.csv, and then a line for it.
type billWriter struct {
	*writer
	condition *rapid.Generator[rules.Expr]
	file      bytes.Buffer
	parts     int
	called    [2][]string // the paths that each station is called
	mistaken  bool        // each row names a plant that there is not
}

func (b *billWriter) add(cells ...string) {
	out := csv.NewWriter(&b.file)
	require.NoError(b.t, out.Write(cells))
	out.Flush()
}

// some returns a text now and then.
func (b *billWriter) some(label, text string) string {
	if b.rarely(label) {
		return text
	}
	return ""
}

func (b *billWriter) when(label string) string {
	if rapid.Bool().Draw(b.t, label) {
		return ""
	}
	return b.condition.Draw(b.t, label).String()
}

var stations = [2]string{"S1", "S2"}

// level draws the positions below a path. Without a station of its own a part arrives at
// the given one; it must have one if that is empty.
func (b *billWriter) level(level int, above, station string) {
	for i := range rapid.IntRange(1, 3).Draw(b.t, "positions") {
		position := fmt.Sprint(10 * (i + 1))
		way := rapid.SampledFrom([]string{"one", "optional", "all", "some"}).Draw(b.t, "select")
		when, until := b.when("when"), b.some("position until", "2026-01-04")
		for range rapid.IntRange(1, 2).Draw(b.t, "variants") {
			b.parts++
			assembly := level < 3 && b.rarely("assembly")
			phantom := assembly && rapid.Bool().Draw(b.t, "phantom")
			own, at := "", station
			if !phantom && (station == "" || b.rarely("own station")) {
				own = rapid.SampledFrom(stations[:]).Draw(b.t, "station")
				at = own
			}
			yes := map[bool]string{true: "yes"}[phantom]
			quantity, unit := "2", ""
			if b.rarely("measured") && !assembly {
				quantity, unit = "0.3", "kg"
			}
			var e config.Effectivity
			if b.rarely("dated variant") {
				e = configtest.Effectivity(b.t)
			}
			if b.mistaken {
				e.Plants = []string{"P9"}
			}
			b.add(fmt.Sprint(level), position, way, when, until, fmt.Sprintf("P-%d", b.parts), b.some("name", "A & B"),
				quantity, unit, b.when("usage"), yes, own, e.From.String(), e.Until.String(), serial(e.FromSerial), serial(e.UntilSerial), strings.Join(e.Plants, "|"))
			way, when, until = "", "", ""
			path := above + position
			for k, s := range stations {
				if s == at && !phantom {
					b.called[k] = append(b.called[k], path)
				}
			}
			if assembly {
				b.level(level+1, path+"/", at)
			}
		}
	}
}

func serial(n uint64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// line draws line.yaml.
func (b *billWriter) line() string {
	var text strings.Builder
	text.WriteString("line: Line\ntakt: 30 s\nstations:\n")
	for k, station := range stations {
		fmt.Fprintf(&text, "  - station: %s\n", b.some("another", "T")+station)
		if b.rarely("named") {
			text.WriteString("    name: Station\n")
		}
		text.WriteString("    operations:\n")
		n := rapid.IntRange(1, 3).Draw(b.t, "operations")
		for i := range n {
			fmt.Fprintf(&text, "      - {operation: %s-%d, duration: 20 s", station, i)
			if b.rarely("named") {
				text.WriteString(", name: Fit it")
			}
			if when := b.when("when"); when != "" {
				fmt.Fprintf(&text, ", when: %q", when)
			}
			if b.rarely("dated") {
				text.WriteString(", until: 2026-01-03")
			}
			if n > 1 && rapid.Bool().Draw(b.t, "after") {
				fmt.Fprintf(&text, ", after: %s-%d", station, (i+1)%n)
			}
			if len(b.called[k]) > 0 && rapid.Bool().Draw(b.t, "consumes") {
				fmt.Fprintf(&text, ", parts: [%q]", rapid.SampledFrom(b.called[k]).Draw(b.t, "part"))
			}
			text.WriteString("}\n")
		}
	}
	return text.String()
}

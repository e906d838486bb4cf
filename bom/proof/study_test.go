package proof_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// studied is a random product with a study of it, and all orders that the rules allow.
type studied struct {
	*proof.Study
	s     *bom.Structure
	l     *line.Line
	space *solver.Space
	asOf  config.Point
	valid []*config.Selection
	parts []string // in document order, phantoms left out
	has   map[*config.Selection][]bom.ItemID
}

// draw draws a product and rules. There may be no valid order.
func draw(t *rapid.T) studied {
	p := bomtest.Generate(t, 3)
	g := bomtest.NewGenerator(t, p)
	var sources []string
	for range g.Int(0, 3, "rules") {
		sources = append(sources, g.Cond(2).Text)
	}
	d := studied{asOf: config.Point{Date: bomtest.Day(t)}, has: make(map[*config.Selection][]bom.ItemID)}
	d.s, d.l = p.Read(t)
	set := bomtest.Set(t, p.Catalog, sources...)
	cfg := solver.Config{NoCircuit: g.Int(0, 2, "no circuit") == 0}
	var err error
	d.space, err = solver.Compile(context.Background(), set, d.asOf, cfg)
	require.NoError(t, err)
	d.valid = slices.Collect(rulestest.Valid(set, d.asOf))
	d.Study, err = proof.NewStudy(t.Context(), d.space, d.asOf, d.s, d.l)
	if len(d.valid) == 0 {
		require.ErrorIs(t, err, solver.ErrVoid)
		return d
	}
	require.NoError(t, err)
	for item := range d.s.Items() {
		if !item.Phantom && !slices.Contains(d.parts, item.Part) {
			d.parts = append(d.parts, item.Part)
		}
	}
	return d
}

// holds says whether a condition holds; the zero condition does.
func holds(e rules.Expr, sel *config.Selection) bool { return e.IsZero() || e.Holds(sel) }

// covers says whether an effectivity covers the day of the study.
func (d studied) covers(t require.TestingT, e config.Effectivity) bool {
	yes, err := e.Covers(d.asOf)
	require.NoError(t, err)
	return yes
}

// items returns the items that an order has, by definition.
func (d studied) items(t require.TestingT, sel *config.Selection) []bom.ItemID {
	if ids, known := d.has[sel]; known {
		return ids
	}
	var ids []bom.ItemID
	for item := range d.s.Items() {
		v := d.s.Variant(item.Variant)
		above := item.Parent == bom.NoItem || slices.Contains(ids, item.Parent)
		if above && holds(item.When, sel) && holds(item.Usage, sel) &&
			d.covers(t, v.Effectivity) && d.covers(t, d.s.Position(v.Position).Effectivity) {
			ids = append(ids, item.ID)
		}
	}
	if bill, err := d.s.Explode(sel, d.asOf); err == nil {
		require.Equal(t, len(bill.IDs()), len(ids))
		for i := range ids {
			require.Equal(t, bill.IDs()[i], ids[i])
		}
	}
	d.has[sel] = ids
	return ids
}

// quantity returns how much of a part an order has, by definition.
func (d studied) quantity(t require.TestingT, part string, sel *config.Selection) (sum config.Decimal) {
	for _, id := range d.items(t, sel) {
		if item := d.s.Item(id); item.Part == part && !item.Phantom {
			q, err := item.Total.In(d.s.Summed(id).Unit)
			require.NoError(t, err)
			sum = sum.Add(q.Amount)
		}
	}
	return sum
}

// work returns the work at a station, by definition.
func (d studied) work(t require.TestingT, station line.StationID, sel *config.Selection) (sum config.Decimal) {
	for _, o := range d.l.Operations(station) {
		if holds(o.When, sel) && d.covers(t, o.Effectivity) {
			q, err := o.Duration.In(d.l.Capacity(station).Unit)
			require.NoError(t, err)
			sum = sum.Add(q.Amount)
		}
	}
	return sum
}

// partial draws a selection, nil among them, and returns the orders that agree with it.
func (d studied) partial(t *rapid.T) (*config.Selection, []*config.Selection) {
	if rapid.IntRange(0, 3).Draw(t, "partial") == 0 {
		return nil, d.valid
	}
	sel := d.s.Catalog().NewSelection()
	for o := range config.OptionID(sel.Len()) {
		sel.Set(o, rapid.SampledFrom([]config.State{config.Open, config.Open, config.Open, config.Chosen, config.Rejected}).Draw(t, "state"))
	}
	var in []*config.Selection
next:
	for _, c := range d.valid {
		for o := range sel.Chosen() {
			if !c.IsChosen(o) {
				continue next
			}
		}
		for o := range sel.Rejected() {
			if c.IsChosen(o) {
				continue next
			}
		}
		in = append(in, c)
	}
	return sel, in
}

// takeRates draws weights, or nil, and returns what each order weighs.
func (d studied) takeRates(t *rapid.T) ([]solver.Weight, func(sel *config.Selection) float64) {
	if rapid.Bool().Draw(t, "by number") {
		return nil, func(*config.Selection) float64 { return 1 }
	}
	p := make([]float64, d.s.Catalog().NumOptions())
	for i := range p {
		p[i] = rapid.SampledFrom([]float64{0.1, 0.5, 0.8, 0.99}).Draw(t, "rate")
	}
	return solver.Independent(p), func(sel *config.Selection) float64 {
		w := 1.0
		for i, x := range p {
			if sel.IsChosen(config.OptionID(i)) {
				w *= x
			} else {
				w *= 1 - x
			}
		}
		return w
	}
}

// The worst vehicle of each station, its bounds, spread, mean and shares are those of
// enumeration, by the circuit and by search, by number and by weight.
func TestWorstAgreesWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		if len(d.valid) == 0 {
			return
		}
		weights, weigh := d.takeRates(t)
		sel, in := d.partial(t)
		loads, possible, err := d.Worst(t.Context(), sel, weights)
		require.NoError(t, err)
		require.Equal(t, len(in) > 0, possible)
		if !possible {
			require.Nil(t, loads)
			return
		}
		require.Len(t, loads, d.l.NumStations())
		for i, x := range loads {
			id := line.StationID(i)
			require.Equal(t, id, x.Station)
			require.Equal(t, d.l.Station(id).Code, x.Code)
			require.Equal(t, d.l.Capacity(id), x.Capacity)
			counts, all, with, over, mean := map[string]int64{}, 0.0, map[string]float64{}, 0.0, 0.0
			n := int64(0)
			least, greatest := d.work(t, id, in[0]), d.work(t, id, in[0])
			for _, c := range in {
				work := d.work(t, id, c)
				counts[work.String()]++
				with[work.String()] += weigh(c)
				all += weigh(c)
				f, _ := work.Rat().Float64()
				mean += f * weigh(c)
				if work.Cmp(x.Capacity.Amount) > 0 {
					n++
					over += weigh(c)
				}
				if work.Cmp(least) < 0 {
					least = work
				}
				if work.Cmp(greatest) > 0 {
					greatest = work
				}
			}
			require.True(t, least.Equal(x.Least.Value.Amount))
			require.True(t, greatest.Equal(x.Greatest.Value.Amount))
			excess := greatest.Sub(x.Capacity.Amount)
			if excess.Sign() < 0 {
				excess = config.Decimal{}
			}
			require.True(t, excess.Equal(x.Excess.Amount))
			for what, extreme := range map[string]proof.Extreme{"least-" + x.Code: x.Least, "greatest-" + x.Code: x.Greatest} {
				require.Equal(t, what, extreme.Order.ID)
				require.Equal(t, d.asOf, extreme.Order.Point())
				report, err := d.space.Validate(t.Context(), extreme.Order)
				require.NoError(t, err)
				require.Equal(t, solver.Valid, report.Verdict)
				sel, err := extreme.Order.Bind(d.s.Catalog())
				require.NoError(t, err)
				require.True(t, d.work(t, id, sel).Equal(extreme.Value.Amount))
				require.True(t, slices.ContainsFunc(in, sel.Equal))
			}
			if !d.space.HasCircuit() {
				require.Nil(t, x.Loads)
				require.Nil(t, x.Over)
				continue
			}
			require.Len(t, x.Loads.Outcomes, len(counts))
			for _, o := range x.Loads.Outcomes {
				require.Equal(t, counts[o.Value.Amount.String()], o.Count.Int64())
				require.InDelta(t, with[o.Value.Amount.String()]/all, o.Share, 1e-9)
			}
			require.Equal(t, n, x.Over.Int64())
			require.InDelta(t, over/all, x.OverShare, 1e-9)
			require.InDelta(t, mean/all, x.Mean, 1e-6)
		}
	})
}

// beyond says whether an error is that of random quantities which no objective holds.
func beyond(err error) bool { return err != nil && strings.Contains(err.Error(), "2^63-1 times 1/") }

// Sums over the line and over the bill have the bounds of enumeration.
func TestObjectivesAgreeWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		if len(d.valid) == 0 {
			return
		}
		masses := map[string]config.Decimal{}
		for _, part := range d.parts {
			masses[part] = rapid.SampledFrom([]config.Decimal{{}, config.NewDecimal(2), config.NewRat(big.NewRat(1, 3)), config.NewDecimal(-1)}).Draw(t, "mass")
		}
		one := rapid.SampledFrom(d.parts).Draw(t, "part")
		for name, x := range map[string]struct {
			objective func() (*solver.Objective, error)
			value     func(sel *config.Selection) config.Decimal
		}{
			"work": {func() (*solver.Objective, error) { return d.Work() }, func(sel *config.Selection) (sum config.Decimal) {
				for id := range d.l.Stations() {
					sum = sum.Add(d.work(t, id, sel))
				}
				return sum
			}},
			"mass": {func() (*solver.Objective, error) {
				return d.Bill(func(part string) config.Decimal { return masses[part] }, config.None)
			}, func(sel *config.Selection) (sum config.Decimal) {
				for _, part := range d.parts {
					sum = sum.Add(d.quantity(t, part, sel).Mul(masses[part]))
				}
				return sum
			}},
			"quantity": {func() (*solver.Objective, error) { return d.Quantity(one) }, func(sel *config.Selection) config.Decimal {
				return d.quantity(t, one, sel)
			}},
			"parts": {d.Parts, func(sel *config.Selection) config.Decimal {
				seen := map[string]bool{}
				for _, id := range d.items(t, sel) {
					if item := d.s.Item(id); !item.Phantom {
						seen[item.Part] = true
					}
				}
				return config.NewDecimal(int64(len(seen)))
			}},
		} {
			obj, err := x.objective()
			if beyond(err) {
				continue
			}
			require.NoError(t, err)
			least, greatest, possible, err := d.space.Bounds(t.Context(), obj)
			require.NoError(t, err)
			require.True(t, possible)
			byValue := func(a, b *config.Selection) int { return x.value(a).Cmp(x.value(b)) }
			require.Zero(t, x.value(slices.MinFunc(d.valid, byValue)).Cmp(least.Amount), name)
			require.Zero(t, x.value(slices.MaxFunc(d.valid, byValue)).Cmp(greatest.Amount), name)
		}
	})
}

// What all, some and no completions of a partial order have, and the least, greatest and
// mean quantities, are those of enumeration.
func TestOutlookAgreesWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		if len(d.valid) == 0 {
			return
		}
		sel, in := d.partial(t)
		outlook, possible, err := d.Outlook(t.Context(), sel)
		require.NoError(t, err)
		require.Equal(t, len(in) > 0, possible)
		intervals, possible, err := d.Quantities(t.Context(), sel)
		if beyond(err) {
			return
		}
		require.NoError(t, err)
		require.Equal(t, len(in) > 0, possible)
		weights, weigh := d.takeRates(t)
		means, known, err := d.Expected(t.Context(), sel, weights)
		if d.space.HasCircuit() {
			require.NoError(t, err)
			require.Equal(t, len(in) > 0, known)
		} else {
			require.ErrorIs(t, err, solver.ErrNoCircuit)
		}
		if len(in) == 0 {
			require.Empty(t, outlook)
			require.Empty(t, intervals)
			return
		}
		presence := func(has func(c *config.Selection) bool) proof.Presence {
			n := 0
			for _, c := range in {
				if has(c) {
					n++
				}
			}
			switch n {
			case 0:
				return proof.Never
			case len(in):
				return proof.Must
			}
			return proof.May
		}
		require.Len(t, outlook.Parts, len(d.parts))
		for i, part := range d.parts {
			require.Equal(t, part, outlook.Parts[i].Part)
			require.Equal(t, presence(func(c *config.Selection) bool { return d.quantity(t, part, c).Sign() > 0 }), outlook.Parts[i].Presence, part)
			byQuantity := func(a, b *config.Selection) int { return d.quantity(t, part, a).Cmp(d.quantity(t, part, b)) }
			require.Zero(t, d.quantity(t, part, slices.MinFunc(in, byQuantity)).Cmp(intervals[i].Least.Amount))
			require.Zero(t, d.quantity(t, part, slices.MaxFunc(in, byQuantity)).Cmp(intervals[i].Greatest.Amount))
			if !known {
				continue
			}
			all, sum := 0.0, 0.0
			for _, c := range in {
				f, _ := d.quantity(t, part, c).Rat().Float64()
				all += weigh(c)
				sum += weigh(c) * f
			}
			require.InEpsilon(t, 1+sum/all, 1+means[i].Mean, 1e-9)
		}
		require.Len(t, outlook.Operations, d.l.NumOperations())
		for i, x := range outlook.Operations {
			o := d.l.Operation(line.OperationID(i))
			require.Equal(t, o.Code, x.Code)
			require.Equal(t, presence(func(c *config.Selection) bool { return holds(o.When, c) && d.covers(t, o.Effectivity) }), x.Presence)
		}
	})
}

// Where a part is used, and in how many vehicles, is that of enumeration.
func TestWhereUsedAgreesWithEnumeration(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t)
		if len(d.valid) == 0 {
			return
		}
		part := d.s.Item(bom.ItemID(rapid.IntRange(0, d.s.NumItems()-1).Draw(t, "item"))).Part
		use, err := d.WhereUsed(t.Context(), part)
		require.NoError(t, err)
		require.Equal(t, part, use.Part)
		n := 0
		for _, c := range d.valid {
			has := slices.ContainsFunc(d.items(t, c), func(id bom.ItemID) bool { return d.s.Item(id).Part == part })
			require.Equal(t, has, use.When.Holds(c))
			if has {
				n++
			}
		}
		if d.space.HasCircuit() {
			require.Equal(t, int64(n), use.Count.Int64())
			require.InDelta(t, float64(n)/float64(len(d.valid)), use.Share, 1e-15)
		} else {
			require.Nil(t, use.Count)
		}
		for _, item := range use.Items {
			require.Equal(t, part, item.Part)
		}
	})
}

// A part at many conditions, some of which exclude each other, has the bounds that the rules
// leave, with a space that comes from a file as well.
func TestQuantityOfAPartAtManyPlaces(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, `level,position,select,part,quantity,usage
1,10,all,BOLT,1,PICKUP
1,20,all,BOLT,2,D20
1,30,all,BOLT,4,D30 & M6
1,40,all,BOLT,8,TOW
1,50,all,BOLT,16,SPORT
1,60,all,BOLT,32,TOW & SPORT
1,70,all,BOLT,64,E & A8
`)
	set := bomtest.Set(t, cat, "TOW => PICKUP", "SPORT => !E", "E => TOW")
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	var file bytes.Buffer
	_, err = space.WriteTo(&file)
	require.NoError(t, err)
	read, err := solver.Read(&file, set)
	require.NoError(t, err)
	for _, space := range []*solver.Space{space, read} {
		study, err := proof.NewStudy(t.Context(), space, config.Point{}, s, nil)
		require.NoError(t, err)
		intervals, _, err := study.Quantities(t.Context(), nil, "BOLT")
		require.NoError(t, err)
		least, greatest := 1<<20, 0
		for sel := range rulestest.Valid(set, config.Point{}) {
			bill, err := s.Explode(sel, config.Point{})
			require.NoError(t, err)
			n := 0
			for _, total := range bill.Flat() {
				n = int(total.Quantity.Amount.Rat().Num().Int64())
			}
			least, greatest = min(least, n), max(greatest, n)
		}
		require.Equal(t, fmt.Sprintf("%d pcs to %d pcs", least, greatest), fmt.Sprintf("%v to %v", intervals[0].Least, intervals[0].Greatest))
		means, _, err := study.Expected(t.Context(), nil, nil, "BOLT")
		require.NoError(t, err)
		require.Greater(t, means[0].Mean, float64(least))
	}
}

func TestStudyErrors(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,usage,until\n1,10,WHEEL,4,VAN,\n1,20,HITCH,1,TOW,2026-01-01\n")
	_, err := proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}, s, nil)
	require.ErrorContains(t, err, "variant HITCH at bom.csv:3:1: the effectivity (until 2026-01-01) depends on the date")
	_, err = proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}, "VAN & PICKUP"), config.Point{}, s, nil)
	require.ErrorIs(t, err, solver.ErrVoid)

	space := bomtest.Space(t, cat, config.Point{Date: config.NewDate(2026, 2, 1)})
	before, err := proof.NewStudy(t.Context(), space, config.Point{Date: config.NewDate(2025, 12, 31)}, s, nil)
	require.NoError(t, err)
	gone, err := before.WhereUsed(t.Context(), "HITCH") // the same rules, but it was there
	require.NoError(t, err)
	assert.Equal(t, "TOW", gone.When.String())
	study, err := proof.NewStudy(t.Context(), space, config.Point{}, s, nil)
	require.NoError(t, err)
	_, err = study.WhereUsed(t.Context(), "WHEL")
	require.EqualError(t, err, "the bill has no part WHEL: did you mean WHEEL?")
	_, _, err = study.Quantities(t.Context(), nil, "WHEEL", "X")
	require.EqualError(t, err, "the bill has no part X")
	use, err := study.WhereUsed(t.Context(), "HITCH") // it was given up
	require.NoError(t, err)
	assert.Equal(t, "false", use.When.String())
	assert.Zero(t, use.Count.Sign())

	for want, call := range map[string]func(){
		"proof: the study has no line":                              func() { _, _, _ = study.Worst(t.Context(), nil, nil) },
		"proof: NewStudy needs a structure or a line; both are nil": func() { _, _ = proof.NewStudy(t.Context(), space, config.Point{}, nil, nil) },
		"proof: NewStudy needs a space; it is nil":                  func() { _, _ = proof.NewStudy(t.Context(), nil, config.Point{}, s, nil) },
		"proof: no Study: NewStudy makes one":                       func() { _, _, _ = new(proof.Study).Outlook(t.Context(), nil) },
		"proof: Bill needs the value of a unit; perUnit is nil":     func() { _, _ = study.Bill(nil, config.None) },
		"proof: the space and the structure are of two catalogs": func() {
			_, _ = proof.NewStudy(t.Context(), bomtest.Space(t, bomtest.Van(t), config.Point{}), config.Point{}, s, nil)
		},
		"proof: a study of a line that is bound to another structure": func() { _, _ = proof.NewStudy(t.Context(), space, config.Point{}, s, new(line.Line)) },
		"solver: a selection of another catalog than the space's":     func() { _, _, _ = study.Outlook(t.Context(), bomtest.Van(t).NewSelection()) },
	} {
		assert.PanicsWithValue(t, want, call)
	}
}

// A study at a point at which other rules are in force than in the space is an error.
func TestStudyAtAnotherPoint(t *testing.T) {
	cat := bomtest.Van(t)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "TOW => VAN", Effectivity: config.Effectivity{From: config.NewDate(2026, 3, 1)}})
	set, err := b.Build()
	require.NoError(t, err)
	space, err := solver.Compile(t.Context(), set, config.Point{Date: config.NewDate(2026, 1, 1)}, solver.Config{})
	require.NoError(t, err)
	s := bomtest.Structure(t, cat, onePart)
	_, err = proof.NewStudy(t.Context(), space, config.Point{Date: config.NewDate(2026, 2, 28)}, s, nil)
	require.NoError(t, err)
	_, err = proof.NewStudy(t.Context(), space, config.Point{Date: config.NewDate(2026, 3, 1)}, s, nil)
	var mismatch *solver.PointMismatch
	require.ErrorAs(t, err, &mismatch)
	require.Equal(t, []string{"R-1"}, mismatch.Rules)
}

// An ended context, and one that ends at once, is an error and no answer.
func TestStudyEndsWithItsContext(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,select,part,quantity,usage,station\n1,10,,A,4,VAN & E,S1\n1,10,,B,4,!VAN,S1\n1,20,all,B,1,TOW & D20,S1\n")
	l := bomtest.Line(t, s, "{line: L, takt: 1 min, stations: [{station: S1, operations: [{operation: A, duration: 1 s, when: VAN & TOW, parts: [10, 20]}]}]}")
	why := errors.New("enough")
	for name, ask := range map[string]func(ctx context.Context, study *proof.Study) error{
		"Worst":      func(ctx context.Context, x *proof.Study) error { _, _, err := x.Worst(ctx, nil, nil); return err },
		"Outlook":    func(ctx context.Context, x *proof.Study) error { _, _, err := x.Outlook(ctx, nil); return err },
		"Quantities": func(ctx context.Context, x *proof.Study) error { _, _, err := x.Quantities(ctx, nil); return err },
		"Expected":   func(ctx context.Context, x *proof.Study) error { _, _, err := x.Expected(ctx, nil, nil); return err },
		"WhereUsed":  func(ctx context.Context, x *proof.Study) error { _, err := x.WhereUsed(ctx, "A"); return err },
	} {
		study, err := proof.NewStudy(t.Context(), bomtest.Space(t, cat, config.Point{}), config.Point{}, s, l)
		require.NoError(t, err)
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(why)
		require.Equal(t, why, ask(ctx, study), name)
		require.NoError(t, ask(t.Context(), study), name) // what was cut off is made anew
	}
}

package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/fleet"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// line is an order of a stream, or what is wrong with its line.
type line struct {
	order config.Order
	err   error
}

func stream(lines []line) iter.Seq2[config.Order, error] {
	return func(yield func(config.Order, error) bool) {
		for _, l := range lines {
			if !yield(l.order, l.err) {
				return
			}
		}
	}
}

// sums are the figures of a bucket as plain sums.
type sums struct {
	orders           int
	quantity, called map[string]*big.Rat // by part; by station and part
	taking, calling  map[string]int
	work, greatest   map[string]*big.Rat // by station
	overloads        map[string]int
}

func newSums() *sums {
	return &sums{
		quantity: map[string]*big.Rat{}, called: map[string]*big.Rat{}, taking: map[string]int{}, calling: map[string]int{},
		work: map[string]*big.Rat{}, greatest: map[string]*big.Rat{}, overloads: map[string]int{},
	}
}

func plus(m map[string]*big.Rat, key string, x *big.Rat) {
	if m[key] == nil {
		m[key] = new(big.Rat)
	}
	m[key].Add(m[key], x)
}

// resolved adds an order that was resolved alone.
func (s *sums) resolved(r *product.Resolution) {
	s.orders++
	for _, part := range r.Bill.Flat() {
		plus(s.quantity, part.Part, part.Quantity.Amount.Rat())
		s.taking[part.Part]++
	}
	delivered := map[string]bool{}
	for item := range r.Bill.Items() {
		if item.CalledWith == item.ID {
			key := item.Station + " " + item.Part
			plus(s.called, key, r.Bill.Structure().Summed(item.ID).Amount.Rat())
			delivered[key] = true
		}
	}
	for key := range delivered {
		s.calling[key]++
	}
	if r.Routing == nil {
		return
	}
	for _, v := range r.Routing.Visits {
		code := r.Routing.Line().Station(v.Station).Code
		work := v.Workload.Amount.Rat()
		plus(s.work, code, work)
		if most := s.greatest[code]; most == nil || most.Cmp(work) < 0 {
			s.greatest[code] = work
		}
		if v.Overload {
			s.overloads[code]++
		}
	}
}

// require compares a bucket with the sums.
func (s *sums) require(t require.TestingT, p *product.Product, b fleet.Bucket) {
	require.Equal(t, s.orders, b.Orders)
	require.Len(t, b.Parts, len(s.quantity))
	for _, d := range b.Parts {
		require.Equal(t, s.quantity[d.Part].RatString(), d.Quantity.Amount.Rat().RatString(), d.Part)
		require.Equal(t, s.taking[d.Part], d.Orders)
	}
	require.Len(t, b.Calls, len(s.called))
	for _, c := range b.Calls {
		key := c.Station + " " + c.Part
		require.Equal(t, s.called[key].RatString(), c.Quantity.Amount.Rat().RatString(), key)
		require.Equal(t, s.calling[key], c.Orders)
	}
	if p.Line == nil {
		require.Empty(t, b.Stations)
		return
	}
	require.Len(t, b.Stations, p.Line.NumStations())
	for _, x := range b.Stations {
		work, most := new(big.Rat), new(big.Rat)
		if s.work[x.Code] != nil {
			work, most = s.work[x.Code], s.greatest[x.Code]
		}
		require.Equal(t, work.RatString(), x.Workload.Amount.Rat().RatString(), x.Code)
		require.Equal(t, most.RatString(), x.Greatest.Amount.Rat().RatString(), x.Code)
		require.Equal(t, s.overloads[x.Code], x.Overloads)
	}
}

// outcome says what became of an order that was resolved alone.
func outcome(err error) fleet.Outcome {
	var refusal *product.Refusal
	switch {
	case err == nil:
		return fleet.Built
	case errors.As(err, &refusal):
		return fleet.Invalid
	}
	return fleet.Unresolved
}

func random(t *rapid.T) *product.Product {
	drawn := bomtest.Generate(t, 3)
	p := &product.Product{Catalog: drawn.Catalog}
	p.Structure, p.Line = drawn.Read(t)
	b := rules.NewBuilder(p.Catalog)
	for i := range rapid.IntRange(0, 2).Draw(t, "rules") {
		r := rules.RuleSpec{ID: fmt.Sprint("R-", i), Expr: rulestest.Conditions{Sensible: true}.Expr(p.Catalog).Draw(t, "rule")}
		switch rapid.IntRange(0, 2).Draw(t, "in force") {
		case 0:
			r.Effectivity.From = bomtest.Day(t)
		case 1:
			r.Effectivity.UntilSerial = 15
		}
		b.Add(r)
	}
	var err error
	p.Rules, err = b.Build()
	require.NoError(t, err)
	if rapid.IntRange(0, 4).Draw(t, "without a line") == 0 {
		p.Line = nil
	}
	return p
}

// TestRunIsOneByOne draws products and streams of orders, broken ones among them: the figures
// are those of resolving the orders one by one, for any number of workers.
func TestRunIsOneByOne(t *testing.T) {
	var met [8]int
	property.Check(t, func(t *rapid.T) {
		p := random(t)
		spaces := calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}})
		resolvers, err := product.NewResolvers(spaces, p)
		require.NoError(t, err)
		f, err := fleet.New(p, spaces)
		require.NoError(t, err)

		const seeds = 12
		var orders []config.Order
		for i := range seeds {
			sel, _ := (&bomtest.Product{Catalog: p.Catalog, Families: families(p.Catalog)}).Selection(t)
			o := p.Catalog.Order(sel)
			o.ID, o.Date, o.Serial = fmt.Sprint("O-", i), bomtest.Day(t), rapid.Uint64Range(1, 30).Draw(t, "serial")
			switch rapid.IntRange(0, 11).Draw(t, "fault") {
			case 0:
				o.Options = append(slices.Clone(o.Options), "NOBODY")
			case 1:
				o.Partial = true
			case 2:
				o.Date = 0
			case 3:
				o.Serial = 0
			case 4:
				o.Plant = "NOWHERE"
			}
			orders = append(orders, o)
		}
		total, days := newSums(), map[string]*sums{}
		bucket := func(o config.Order) string { return o.Date.String() }
		type fate struct {
			outcome fleet.Outcome
			err     error
			r       *product.Resolution
		}
		fates := make([]fate, seeds)
		for i, o := range orders {
			r, err := resolvers.Resolve(t.Context(), o)
			at := outcome(err)
			if _, wrong := o.Bind(p.Catalog); wrong != nil || o.Partial {
				at = fleet.Malformed
			} else if _, wrong := resolvers.At(t.Context(), o.Point()); wrong != nil {
				at = fleet.Malformed
			}
			fates[i] = fate{at, err, r}
		}
		defect := source.Defects{{Msg: "not an order"}}
		var lines []line
		want := fleet.Report{}
		for k := range rapid.SampledFrom([]int{0, 5, 300, 3000}).Draw(t, "orders") {
			i := k * 7 % (seeds + 1)
			if k%64 > 40 {
				i = k % 2 // long runs of the same
			}
			if want.Orders++; i == seeds {
				lines = append(lines, line{err: defect})
				want.Outcomes[fleet.Unreadable]++
				want.Refused = append(want.Refused, fleet.Refused{Index: k, Outcome: fleet.Unreadable, Err: defect})
				continue
			}
			lines = append(lines, line{order: orders[i]})
			x := fates[i]
			want.Outcomes[x.outcome]++
			met[x.outcome]++
			if x.err != nil {
				want.Refused = append(want.Refused, fleet.Refused{Index: k, Outcome: x.outcome, Order: orders[i], Err: x.err})
				continue
			}
			total.resolved(x.r)
			day := bucket(orders[i])
			if days[day] == nil {
				days[day] = newSums()
			}
			days[day].resolved(x.r)
		}
		most := rapid.SampledFrom([]int{0, 3, 5000}).Draw(t, "refused")
		want.Refused = want.Refused[:min(most, len(want.Refused))]
		var first *fleet.Report
		for _, workers := range []int{1, 2, 8} {
			got, err := f.Run(t.Context(), stream(lines), fleet.Config{Workers: workers, Refused: most, Bucket: bucket})
			require.NoError(t, err)
			require.Equal(t, want.Orders, got.Orders)
			require.Equal(t, want.Outcomes, got.Outcomes)
			require.Len(t, got.Refused, len(want.Refused))
			for i, x := range got.Refused {
				require.Equal(t, want.Refused[i].Index, x.Index)
				require.Equal(t, want.Refused[i].Outcome, x.Outcome)
				require.EqualError(t, x.Err, want.Refused[i].Err.Error())
			}
			total.require(t, p, got.Total)
			require.Len(t, got.Buckets, len(days))
			require.True(t, slices.IsSortedFunc(got.Buckets, func(a, b fleet.Bucket) int { return cmpName(a, b) }))
			for _, b := range got.Buckets {
				days[b.Name].require(t, p, b)
			}
			if first == nil {
				first = got
			}
			require.Equal(t, first.Total, got.Total)
			require.Equal(t, first.Buckets, got.Buckets)
		}
	})
	for _, o := range []fleet.Outcome{fleet.Built, fleet.Malformed, fleet.Invalid, fleet.Unresolved} {
		require.Positive(t, met[o], o.String())
	}
}

func cmpName(a, b fleet.Bucket) int {
	if a.Name < b.Name {
		return -1
	}
	return 1
}

func families(cat *config.Catalog) [][]string {
	var all [][]string
	for f := range config.FamilyID(cat.NumFamilies()) {
		var codes []string
		for _, o := range cat.Family(f).Options {
			codes = append(codes, cat.Code(o))
		}
		all = append(all, codes)
	}
	return all
}

// cups is a product of which any order is built.
func cups(t *testing.T) (*product.Product, *calendar.Calendar) {
	cat := bomtest.Catalog(t, "cup one RED BLUE")
	set, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	p := &product.Product{Catalog: cat, Rules: set, Structure: bomtest.Structure(t, cat, "level,position,part,quantity\n1,10,MUG,1\n")}
	return p, calendar.New(set, calendar.Config{Compile: solver.Config{NoCircuit: true}})
}

// TestRunEnds cancels a stream in the middle, and breaks it.
func TestRunEnds(t *testing.T) {
	p, spaces := cups(t)
	f, err := fleet.New(p, spaces)
	require.NoError(t, err)
	why := errors.New("the shift ends")
	ctx, cancel := context.WithCancelCause(t.Context())
	endless := func(yield func(config.Order, error) bool) {
		for i := 0; yield(config.Order{ID: fmt.Sprint(i), Options: []string{"RED"}}, nil); i++ {
		}
	}
	reached := 0
	report, err := f.Run(ctx, endless, fleet.Config{Progress: func(n int) {
		if reached = n; n > 5000 {
			cancel(why)
		}
	}})
	require.ErrorIs(t, err, why)
	require.Nil(t, report)
	require.Greater(t, reached, 5000)

	torn := errors.New("the disk is gone")
	report, err = f.Run(t.Context(), stream([]line{{order: config.Order{Options: []string{"RED"}}}, {err: torn}}), fleet.Config{})
	require.ErrorIs(t, err, torn)
	require.Nil(t, report)

	require.PanicsWithValue(t, "stream", func() {
		_, _ = f.Run(t.Context(), func(func(config.Order, error) bool) { panic("stream") }, fleet.Config{})
	})
}

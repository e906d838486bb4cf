package product_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// scooter is a small product directory.
func readScooter(t testing.TB) (*product.Product, *solver.Space) {
	t.Helper()
	p, err := product.Read(bomtest.Scooter())
	require.NoError(t, err)
	sp, err := solver.Compile(context.Background(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return p, sp
}

func newResolver(t testing.TB, sp *solver.Space, p *product.Product) *product.Resolver {
	t.Helper()
	r, err := product.NewResolver(sp, p)
	require.NoError(t, err)
	return r
}

func resolver(t testing.TB) *product.Resolver {
	t.Helper()
	p, sp := readScooter(t)
	return newResolver(t, sp, p)
}

func TestResolve(t *testing.T) {
	res, err := resolver(t).Resolve(t.Context(), config.Order{ID: "O-1", Options: []string{"M40", "DISC", "BOX"}})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"100 FRAME 1 pcs", "200 MOT40 1 pcs", "200/10 COIL 8 pcs", "300 BRAKES 2 pcs", "300/10 DISC-A 2 pcs",
		"300/20 FLUID 0.6 l", "400 TOPBOX 1 pcs",
	}, bomtest.Show(res.Bill))
	assert.Equal(t, []line.StationID{1}, res.Routing.Overloaded())
	assert.Equal(t, "100.5 s", res.Routing.Visits[1].Workload.String())
	bomtest.Golden(t, "resolution.json", res)
}

func TestResolveRefusesWhatCannotBeBuilt(t *testing.T) {
	res, err := resolver(t).Resolve(t.Context(), config.Order{ID: "O-2", Options: []string{"M40", "DRUM"}})
	assert.Nil(t, res)
	var refusal *product.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, solver.Invalid, refusal.Report.Verdict)
	why, err2 := refusal.Explain(t.Context())
	require.NoError(t, err2)
	assert.True(t, why.Minimal)
	assert.Len(t, why.Causes, 3)
	assert.Contains(t, err.Error(), "order O-2 cannot be built; it breaks:\n    R-BRK-1: M40 requires DISC (The drum brake overheats above 60 km/h.)")
	bomtest.Golden(t, "refusal.json", refusal)
}

func TestResolveRefusesWhatIsNotAnOrderYet(t *testing.T) {
	r := resolver(t)
	_, err := r.Resolve(t.Context(), config.Order{ID: "O-3", Options: []string{"M40"}, Partial: true})
	require.ErrorIs(t, err, bom.ErrPartial)
	require.EqualError(t, err, "order O-3: the order is not complete: only a complete order has parts and a station sequence")

	_, err = r.Resolve(t.Context(), config.Order{ID: "O-4", Options: []string{"M4O", "DISC"}})
	require.ErrorContains(t, err, "did you mean M40?")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.Resolve(ctx, config.Order{ID: "O-5", Options: []string{"M40", "DRUM"}})
	require.ErrorIs(t, err, context.Canceled)
}

func TestResolveReportsFaultsOfTheStructure(t *testing.T) {
	fsys := bomtest.Scooter()
	fsys["bom.csv"] = &fstest.MapFile{Data: []byte("level,position,part,quantity,usage,station\n1,100,A,1,M25,S10\n1,200,B,1,BOX,S10\n")}
	fsys["line.yaml"] = &fstest.MapFile{Data: []byte("line: x\ntakt: 1 s\nstations: [{station: S10}]\n")}
	p, err := product.Read(fsys)
	require.NoError(t, err)
	sp, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	_, err = newResolver(t, sp, p).Resolve(t.Context(), config.Order{ID: "O-6", Options: []string{"M40", "DISC"}})
	var failed bom.PositionErrors
	require.ErrorAs(t, err, &failed)
	require.EqualError(t, err, `order O-6: bom.csv:2:1: position 100: no variant matches; this position needs exactly one
    - A: M25 (bom.csv:2:1)
    the order has M40
    the order does not have M25
bom.csv:3:1: position 200: no variant matches; this position needs exactly one
    - B: BOX (bom.csv:3:1)
    the order does not have BOX`)
	bomtest.Golden(t, "position-errors.json", failed)

	var one *bom.PositionError
	require.ErrorAs(t, err, &one)
	report, err := proof.Audit(t.Context(), p, sp, proof.Config{})
	require.NoError(t, err)
	bomtest.Golden(t, "audit.json", report)
}

func TestResolveAsOfTheOrderCompletedByTheSpace(t *testing.T) {
	fsys := bomtest.Scooter()
	fsys["options.yaml"].Data = []byte(bomtest.ReplaceOnce(t, string(fsys["options.yaml"].Data), "product: scooter\n", "product: scooter\nplants: [P1, P2]\n"))
	fsys["bom.csv"] = &fstest.MapFile{Data: []byte(`level,position,part,quantity,from,until,plants,station
1,10,OLD,1,,2026-07-01,P1,S10
1,10,NEW,1,2026-07-01,,P1,S10
1,10,OTHER,1,,,P2,S10
`)}
	fsys["line.yaml"] = &fstest.MapFile{Data: []byte("line: x\ntakt: 1 s\nstations: [{station: S10}]\n")}
	p, err := product.Read(fsys)
	require.NoError(t, err)
	sp, err := solver.Compile(t.Context(), p.Rules, config.Point{Date: config.NewDate(2026, 1, 1), Plant: "P1"}, solver.Config{})
	require.NoError(t, err)
	r := newResolver(t, sp, p)
	for part, order := range map[string]config.Order{
		"OLD":   {},
		"NEW":   {Date: config.NewDate(2026, 8, 1)},
		"OTHER": {Date: config.NewDate(2026, 8, 1), Plant: "P2"},
	} {
		order.Options = []string{"M25", "DRUM"}
		res, err := r.Resolve(t.Context(), order)
		require.NoError(t, err)
		assert.Equal(t, []string{"10 " + part + " 1 pcs"}, bomtest.Show(res.Bill))
	}
}

func TestResolverIsSafeForConcurrentUse(t *testing.T) {
	r := resolver(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				res, err := r.Resolve(context.Background(), config.Order{ID: "O", Options: []string{"M25", "DRUM"}})
				assert.NoError(t, err)
				assert.Equal(t, 5, res.Bill.Len())
				_, err = r.Resolve(context.Background(), config.Order{ID: "O", Options: []string{"M40", "DRUM"}})
				assert.Error(t, err)
			}
		})
	}
	wg.Wait()
}

func TestResolverWithoutLine(t *testing.T) {
	p, sp := readScooter(t)
	res, err := newResolver(t, sp, &product.Product{Structure: p.Structure}).Resolve(t.Context(), config.Order{ID: "O", Options: []string{"M25", "DRUM"}})
	require.NoError(t, err)
	assert.Nil(t, res.Routing)
	other, _ := readScooter(t)
	assert.Panics(t, func() { _, _ = product.NewResolver(sp, &product.Product{Structure: p.Structure, Line: other.Line}) })
	_, err = product.NewResolver(sp, &product.Product{Rules: p.Rules})
	require.ErrorIs(t, err, product.ErrNoBill)
}

func TestResolverTakesANewBillUnderTheSameRules(t *testing.T) {
	_, sp := readScooter(t)
	fsys := bomtest.Scooter()
	fsys["bom.csv"].Data = []byte(bomtest.ReplaceOnce(t, string(fsys["bom.csv"].Data), "Frame,1", "Frame,2"))
	p, err := product.Read(fsys)
	require.NoError(t, err)
	res, err := newResolver(t, sp, p).Resolve(t.Context(), config.Order{ID: "O", Options: []string{"M25", "DRUM"}})
	require.NoError(t, err)
	assert.Equal(t, "100 FRAME 2 pcs", bomtest.Show(res.Bill)[0])

	fsys["rules.yaml"].Data = []byte("rules: []\n")
	p, err = product.Read(fsys)
	require.NoError(t, err)
	_, err = product.NewResolver(sp, p)
	mismatch := new(solver.SetMismatch)
	require.ErrorAs(t, err, &mismatch)
	assert.Equal(t, &solver.SetMismatch{Space: sp.Rules().Digest(), Given: p.Rules.Digest()}, mismatch)

	options := string(fsys["options.yaml"].Data)
	fsys["options.yaml"].Data = []byte(options + "  - {family: extra, select: optional, options: [BELL]}\n")
	p, err = product.Read(fsys)
	require.NoError(t, err)
	for _, p := range []*product.Product{p, {Structure: p.Structure}} {
		_, err = product.NewResolver(sp, p)
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, &solver.SetMismatch{Catalog: true, Space: sp.Catalog().Digest(), Given: p.Structure.Catalog().Digest()}, mismatch)
	}
}

// What a space finds goes straight into Resolve.
func TestResolveSelection(t *testing.T) {
	p, sp := readScooter(t)
	r := newResolver(t, sp, p)
	sel, _, err := sp.Find(t.Context(), rules.True(p.Catalog))
	require.NoError(t, err)
	res, err := r.ResolveSelection(t.Context(), sel)
	require.NoError(t, err)
	assert.Equal(t, solver.Valid, res.Report.Verdict)
	order := p.Catalog.Order(sel)
	same, err := r.Resolve(t.Context(), order)
	require.NoError(t, err)
	assert.Equal(t, same.Bill.IDs(), res.Bill.IDs())
}

package bom_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scooter is a small product directory.
func scooter() fstest.MapFS {
	files := map[string]string{
		"options.yaml": `
product: scooter
families:
  - family: motor
    options: [{code: M25, name: 2.5 kW}, {code: M40, name: 4 kW}]
  - family: brake
    options: [{code: DRUM}, {code: DISC}]
  - family: extras
    select: any
    options: [{code: BOX}, {code: SCREEN}]
`,
		"rules.yaml": `
rules:
  - id: R-BRK-1
    rule: M40 requires DISC
    reason: The drum brake overheats above 60 km/h.
`,
		"bom.csv": `level,position,select,when,part,name,quantity,per,unit,usage,phantom,station
1,100,,,FRAME,Frame,1,,,,,S10
1,200,,,MOT25,Motor 2.5 kW,1,,,M25,,S20
2,10,,,COIL,Coil,6,,,,,
1,200,,,MOT40,Motor 4 kW,1,,,M40,,S20
2,10,,,COIL,Coil,8,,,,,
1,300,,,BRAKES,Brake kit,2,,,,yes,S20
2,10,,,DRUM-A,Drum brake,1,,,DRUM,,
2,10,,,DISC-A,Disc brake,1,,,DISC,,
2,20,,DISC,FLUID,Brake fluid,30,100,l,,,
1,400,optional,,TOPBOX,Top box,1,,,BOX,,S30
`,
		"line.yaml": `
line: Hall 1
takt: 1.5 min
stations:
  - station: S10
    name: Frame
    operations:
      - {operation: LOAD, name: Load frame, duration: 40 s, parts: [100]}
  - station: S20
    name: Drive
    operations:
      - {operation: BRAKES, name: Mount brakes, duration: 30 s, after: MOTOR, parts: [300/10]}
      - {operation: BLEED, name: Bleed brakes, when: DISC, duration: 25.5 s, after: BRAKES, parts: [300/20]}
      - {operation: MOTOR, name: Mount motor, duration: 45 s, after: LOAD, parts: [200]}
  - station: S30
    name: Finish
    operations:
      - {operation: BOX, name: Mount box, when: BOX, duration: 20 s, parts: [400]}
`,
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func readScooter(t testing.TB) (*bom.Product, *solver.Space) {
	t.Helper()
	p, err := bom.ReadProduct(scooter())
	require.NoError(t, err)
	sp, err := solver.Compile(context.Background(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return p, sp
}

func resolver(t testing.TB) *bom.Resolver {
	t.Helper()
	p, sp := readScooter(t)
	return bom.NewResolver(sp, p)
}

var update = flag.Bool("update", false, "write the golden files")

// golden compares a value's JSON with a file of testdata, or writes it with
// -update.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got)+"\n")
}

func TestResolve(t *testing.T) {
	res, err := resolver(t).Resolve(t.Context(), config.Order{ID: "O-1", Options: []string{"M40", "DISC", "BOX"}})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"100 FRAME 1 pcs", "200 MOT40 1 pcs", "200/10 COIL 8 pcs", "300 BRAKES 2 pcs", "300/10 DISC-A 2 pcs",
		"300/20 FLUID 0.6 l", "400 TOPBOX 1 pcs",
	}, show(res.Exact))
	assert.Equal(t, []bom.StationID{1}, res.Routing.Overloaded())
	assert.Equal(t, "100.5 s", res.Routing.Visits[1].Workload.String())
	golden(t, "resolution.json", res)
}

func TestResolveRefusesWhatCannotBeBuilt(t *testing.T) {
	res, err := resolver(t).Resolve(t.Context(), config.Order{ID: "O-2", Options: []string{"M40", "DRUM"}})
	assert.Nil(t, res)
	var refusal *bom.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, solver.Invalid, refusal.Report.Verdict)
	assert.True(t, refusal.Explanation.Minimal)
	assert.Contains(t, err.Error(), "order O-2 cannot be built\nit breaks:\n    R-BRK-1: M40 requires DISC (The drum brake overheats above 60 km/h.)")
	golden(t, "refusal.json", refusal)
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
	fsys := scooter()
	fsys["bom.csv"] = &fstest.MapFile{Data: []byte("level,position,part,quantity,usage,station\n1,100,A,1,M25,S10\n1,200,B,1,BOX,S10\n")}
	fsys["line.yaml"] = &fstest.MapFile{Data: []byte("line: x\ntakt: 1 s\nstations: [{station: S10}]\n")}
	p, err := bom.ReadProduct(fsys)
	require.NoError(t, err)
	sp, err := solver.Compile(t.Context(), p.Rules, config.Point{}, solver.Config{})
	require.NoError(t, err)
	_, err = bom.NewResolver(sp, p).Resolve(t.Context(), config.Order{ID: "O-6", Options: []string{"M40", "DISC"}})
	var failed bom.PositionErrors
	require.ErrorAs(t, err, &failed)
	require.EqualError(t, err, `order O-6: bom.csv:2:1: position 100: no variant matches, exactly one is due
    - A: M25 (bom.csv:2:1)
    the order has M40
    the order does not have M25
bom.csv:3:1: position 200: no variant matches, exactly one is due
    - B: BOX (bom.csv:3:1)
    the order does not have BOX`)
	golden(t, "position-errors.json", failed)

	var one *bom.PositionError
	require.ErrorAs(t, err, &one)
	findings, err := p.Structure.Check(t.Context(), sp)
	require.NoError(t, err)
	golden(t, "findings.json", findings)
}

func TestResolveAsOfTheOrderCompletedByTheSpace(t *testing.T) {
	fsys := scooter()
	fsys["bom.csv"] = &fstest.MapFile{Data: []byte(`level,position,part,quantity,from,until,plants,station
1,10,OLD,1,,2026-07-01,P1,S10
1,10,NEW,1,2026-07-01,,P1,S10
1,10,OTHER,1,,,P2,S10
`)}
	fsys["line.yaml"] = &fstest.MapFile{Data: []byte("line: x\ntakt: 1 s\nstations: [{station: S10}]\n")}
	p, err := bom.ReadProduct(fsys)
	require.NoError(t, err)
	sp, err := solver.Compile(t.Context(), p.Rules, config.Point{Date: config.NewDate(2026, 1, 1), Plant: "P1"}, solver.Config{})
	require.NoError(t, err)
	r := bom.NewResolver(sp, p)
	for part, order := range map[string]config.Order{
		"OLD":   {},
		"NEW":   {Date: config.NewDate(2026, 8, 1)},
		"OTHER": {Date: config.NewDate(2026, 8, 1), Plant: "P2"},
	} {
		order.Options = []string{"M25", "DRUM"}
		res, err := r.Resolve(t.Context(), order)
		require.NoError(t, err)
		assert.Equal(t, []string{"10 " + part + " 1 pcs"}, show(res.Exact))
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
				assert.Equal(t, 5, res.Exact.Len())
				_, err = r.Resolve(context.Background(), config.Order{ID: "O", Options: []string{"M40", "DRUM"}})
				assert.Error(t, err)
			}
		})
	}
	wg.Wait()
}

func TestResolverWithoutLine(t *testing.T) {
	p, sp := readScooter(t)
	res, err := bom.NewResolver(sp, &bom.Product{Structure: p.Structure}).Resolve(t.Context(), config.Order{ID: "O", Options: []string{"M25", "DRUM"}})
	require.NoError(t, err)
	assert.Nil(t, res.Routing)
	other, _ := readScooter(t)
	assert.Panics(t, func() { bom.NewResolver(sp, other) })
	assert.Panics(t, func() { bom.NewResolver(sp, &bom.Product{Structure: p.Structure, Line: other.Line}) })
	assert.PanicsWithValue(t, "bom: the product has no structure", func() { bom.NewResolver(sp, &bom.Product{}) })
}

func TestReadProductReportsAllFiles(t *testing.T) {
	fsys := scooter()
	for name, edit := range map[string][2]string{
		"rules.yaml": {"M40 requires DISC", "M40 requires DISK"},
		"bom.csv":    {"1,100,,,FRAME,Frame,1", "1,100,,,FRAME,Frame,0"},
		"line.yaml":  {"takt: 1.5 min", "takt: 1.5 kg"},
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(replaceOnce(t, string(fsys[name].Data), edit[0], edit[1]))}
	}
	p, err := bom.ReadProduct(fsys)
	assert.Nil(t, p)
	assert.Equal(t, []string{"2:21 the quantity 0 is not above zero", "3:7 takt 1.5 kg is no time", "4:24 unknown code DISK"}, defects(t, err))

	fsys["options.yaml"] = &fstest.MapFile{Data: []byte("product: [")}
	_, err = bom.ReadProduct(fsys)
	require.Error(t, err)
}

func TestReadProductRefusesAFileInTwoForms(t *testing.T) {
	for name := range scooter() {
		stem, isYAML := strings.CutSuffix(name, ".yaml")
		if !isYAML {
			continue
		}
		fsys := scooter()
		fsys[stem+".json"] = &fstest.MapFile{Data: []byte("{}")}
		p, err := bom.ReadProduct(fsys)
		assert.Nil(t, p)
		require.EqualError(t, err, stem+".json: "+name+" exists too\n    keep one of the two")
	}
}

// A countingFS counts how often each file is opened.
type countingFS struct {
	fstest.MapFS
	opened map[string]int
}

func (c countingFS) Open(name string) (fs.File, error) {
	c.opened[name]++
	return c.MapFS.Open(name)
}

// Stat does not open the file.
func (c countingFS) Stat(name string) (fs.FileInfo, error) { return c.MapFS.Stat(name) }

func TestReadProductReadsEachFileOnce(t *testing.T) {
	fsys := scooter()
	fsys["rules.yaml"] = &fstest.MapFile{Data: []byte("rules: [{id: R1, rule: M40 requires DISK}]\n")}
	counted := countingFS{fsys, map[string]int{}}
	_, err := bom.ReadProduct(counted)
	require.ErrorContains(t, err, "unknown code DISK")
	assert.Equal(t, map[string]int{"options.yaml": 1, "rules.yaml": 1, "bom.csv": 1, "line.yaml": 1}, counted.opened)
}

func TestReadProductNeedsAllFiles(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(scooter())) {
		fsys := scooter()
		delete(fsys, name)
		p, err := bom.ReadProduct(fsys)
		assert.Nil(t, p)
		require.ErrorContains(t, err, name+": no such file")
	}
	fsys := scooter()
	fsys["bom.csv"].Mode = os.ModeDir
	_, err := bom.ReadProduct(fsys)
	require.ErrorContains(t, err, "bom.csv")
	var path *os.PathError
	assert.False(t, errors.As(err, &path), "defects, not errors of the system")
}

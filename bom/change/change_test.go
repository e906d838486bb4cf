package change_test

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/difference"
)

// release is a random one, with all its configurations by their codes.
type release struct {
	change.Release
	asOf  config.Point
	valid map[string]*config.Selection
	bills map[*config.Selection]exactBill // those that were asked for
}

// exactBill has the quantities of parts, and of parts at their stations.
type exactBill struct{ parts, at map[string]string }

// drawReleases draws a product and a revision of it, the one or the other first, each under
// rules of its own. Something can be built in each, but perhaps not in both.
func drawReleases(t *rapid.T, cfg solver.Config) (before, after release) {
	first := bomtest.Generate(t, 2)
	second := first.Revise(t)
	asOf := config.Point{Date: bomtest.Day(t)}
	draw := func(p *bomtest.Product) release {
		g := bomtest.NewGenerator(t, p)
		var sources []string
		for range g.Int(0, 2, "rules") {
			sources = append(sources, g.Cond(2).Text)
		}
		s, l := p.Read(t)
		set := bomtest.Set(t, p.Catalog, sources...)
		valid := slices.Collect(rulestest.Valid(set, asOf))
		if len(valid) == 0 {
			set = bomtest.Set(t, p.Catalog)
			valid = slices.Collect(rulestest.Valid(set, asOf))
		}
		compiled := asOf
		if rapid.Bool().Draw(t, "space of no point") {
			compiled = config.Point{}
		}
		space, err := solver.Compile(context.Background(), set, compiled, cfg)
		require.NoError(t, err)
		r := release{change.Release{Product: &product.Product{Catalog: p.Catalog, Rules: set, Structure: s, Line: l}, Space: space, AsOf: asOf}, asOf, make(map[string]*config.Selection), make(map[*config.Selection]exactBill)}
		for _, sel := range valid {
			r.valid[strings.Join(p.Catalog.Order(sel).Options, " ")] = sel
		}
		return r
	}
	if rapid.Bool().Draw(t, "backwards") {
		first, second = second, first
	}
	return draw(first), draw(second)
}

func holds(e rules.Expr, sel *config.Selection) bool { return e.IsZero() || e.Holds(sel) }

func (r release) covers(t require.TestingT, e config.Effectivity) bool {
	yes, err := e.Covers(r.asOf)
	require.NoError(t, err)
	return yes
}

// bill returns what a configuration takes of each part, and of each part at each station, by
// definition, in grams and pieces.
func (r release) bill(t require.TestingT, sel *config.Selection) (parts, at map[string]string) {
	b, known := r.bills[sel]
	if !known {
		b.parts, b.at = r.explode(t, sel)
		r.bills[sel] = b
	}
	return b.parts, b.at
}

// explode makes a bill.
func (r release) explode(t require.TestingT, sel *config.Selection) (parts, at map[string]string) {
	s := r.Product.Structure
	taken := make(map[bom.ItemID]bool)
	sums, called := make(map[string]*big.Rat), make(map[string]*big.Rat)
	add := func(to map[string]*big.Rat, key string, q config.Quantity) {
		if to[key] == nil {
			to[key] = new(big.Rat)
		}
		to[key].Add(to[key], q.Amount.Rat())
	}
	for item := range s.Items() {
		v := s.Variant(item.Variant)
		above := item.Parent == bom.NoItem || taken[item.Parent]
		if !above || !holds(item.When, sel) || !holds(item.Usage, sel) || !r.covers(t, v.Effectivity) || !r.covers(t, s.Position(v.Position).Effectivity) {
			continue
		}
		taken[item.ID] = true
		if item.Phantom {
			continue
		}
		q := item.Total
		if unit, err := config.ParseUnit("g"); q.Unit.Dimension() == "mass" {
			require.NoError(t, err)
			q, err = q.In(unit)
			require.NoError(t, err)
		}
		add(sums, item.Part+" "+q.Unit.Dimension(), q)
		if item.Station != "" {
			add(called, item.Part+" "+item.Station+" "+q.Unit.Dimension(), q)
		}
	}
	text := func(of map[string]*big.Rat) map[string]string {
		out := make(map[string]string)
		for key, sum := range of {
			out[key] = sum.RatString()
		}
		return out
	}
	return text(sums), text(called)
}

// work returns the operations of a configuration.
func (r release) work(t require.TestingT, sel *config.Selection) map[string]string {
	out := make(map[string]string)
	for id := range line.OperationID(r.Product.Line.NumOperations()) {
		o := r.Product.Line.Operation(id)
		if holds(o.When, sel) && r.covers(t, o.Effectivity) {
			out[o.Code] = fmt.Sprint(o.Station, o.Duration)
		}
	}
	return out
}

// load returns the work at a station.
func (r release) load(t require.TestingT, sel *config.Selection, station line.StationID) *big.Rat {
	sum := new(big.Rat)
	for _, o := range r.Product.Line.Operations(station) {
		if holds(o.When, sel) && r.covers(t, o.Effectivity) {
			sum.Add(sum, o.Duration.Amount.Rat())
		}
	}
	return sum
}

// faults returns the faults of positions that Explode tells of a configuration.
func (r release) faults(sel *config.Selection) map[fault]bool {
	_, err := r.Product.Structure.Explode(sel, r.asOf)
	errs, _ := err.(bom.PositionErrors)
	out := make(map[fault]bool)
	for _, e := range errs {
		var match []bom.VariantID
		for _, c := range e.Candidates {
			if c.Matches() {
				match = append(match, c.Variant)
			}
		}
		if len(match) == 0 {
			out[fault{e.Position, proof.Gap, 0, 0}] = true
		}
		for i := range match {
			for _, other := range match[i+1:] {
				out[fault{e.Position, proof.Overlap, match[i], other}] = true
			}
		}
	}
	return out
}

// fault is a gap of a position, or an overlap of two variants, at any path.
type fault struct {
	position bom.PositionID
	kind     proof.FindingKind
	a, b     bom.VariantID
}

// key names a fault by kind, path and the parts that match.
func (r release) key(f fault, path string) string {
	key := fmt.Sprint(f.kind, " ", path)
	if f.kind == proof.Overlap {
		key += fmt.Sprint(" ", r.Product.Structure.Variant(f.a).Part, " ", r.Product.Structure.Variant(f.b).Part)
	}
	return key
}

// Every figure is that of enumeration.
func TestCompareAgainstEnumeration(t *testing.T) {
	met := make(map[string]int)
	property.Check(t, func(t *rapid.T) {
		before, after := drawReleases(t, solver.Config{})
		c, err := change.Compare(t.Context(), before.Release, after.Release, difference.Config{})
		if err != nil && strings.Contains(err.Error(), "2^63-1 times 1/") {
			return // random quantities that no objective holds
		}
		require.NoError(t, err)
		var kept, bills, routings, affected int
		changed := make(map[string]int) // part -> kept configurations
		for key, is := range after.valid {
			was := before.valid[key]
			if was == nil {
				continue
			}
			kept++
			oldParts, oldAt := before.bill(t, was)
			newParts, newAt := after.bill(t, is)
			bill := !equalMaps(oldParts, newParts)
			routing := !equalMaps(oldAt, newAt) || !equalMaps(before.work(t, was), after.work(t, is))
			for part := range differing(oldParts, newParts) {
				changed[part]++
			}
			bills, routings, affected = bills+one(bill), routings+one(routing), affected+one(bill || routing)
		}
		require.Equal(t, big.NewInt(int64(kept)).String(), c.Configurations.Kept.Count.String())
		requireShare(t, bills, kept, c.Bills)
		requireShare(t, routings, kept, c.Routings)
		requireShare(t, affected, kept, c.Affected)
		requireParts(t, before, after, changed, kept, c.Parts)
		requirePositions(t, before, after, c)
		requireStations(t, before, after, c)
		met["kept"] += one(kept > 0)
		met["bills"] += one(bills > 0 && bills < kept)
		met["positions"] += one(len(c.Positions) > 0)
		met["stations"] += one(len(c.Stations) > 0)
	})
	for _, what := range []string{"kept", "bills"} {
		require.Positive(t, met[what], what)
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// differing returns the parts of which two bills take different quantities.
func differing(a, b map[string]string) map[string]bool {
	out := make(map[string]bool)
	for _, of := range []map[string]string{a, b} {
		for key := range of {
			if a[key] != b[key] {
				part, _, _ := strings.Cut(key, " ")
				out[part] = true
			}
		}
	}
	return out
}

func equalMaps(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for key := range a {
		if a[key] != b[key] {
			return false
		}
	}
	return true
}

func requireShare(t require.TestingT, n, all int, got change.Share) {
	require.NotNil(t, got.Count)
	require.Equal(t, big.NewInt(int64(n)).String(), got.Count.String())
	if all > 0 {
		require.InDelta(t, float64(n)/float64(all), got.Share, 1e-12)
	}
}

// requireParts compares parts with those that enumeration finds to be needed, freed or
// changed.
func requireParts(t *rapid.T, before, after release, changed map[string]int, kept int, got []change.PartChange) {
	takes := func(r release) map[string]bool {
		out := make(map[string]bool)
		for _, sel := range r.valid {
			parts, _ := r.bill(t, sel)
			for key := range parts {
				part, _, _ := strings.Cut(key, " ")
				out[part] = true
			}
		}
		return out
	}
	was, is := takes(before), takes(after)
	var want, have []string
	for part := range changed {
		want = append(want, part)
	}
	for part := range is {
		if !was[part] && changed[part] == 0 {
			want = append(want, part)
		}
	}
	for part := range was {
		if !is[part] && changed[part] == 0 {
			want = append(want, part)
		}
	}
	for i := range got {
		p := &got[i]
		have = append(have, p.Part)
		require.Equal(t, is[p.Part] && !was[p.Part], p.Needed(), p.Part)
		require.Equal(t, was[p.Part] && !is[p.Part], p.Freed(), p.Part)
		requireShare(t, changed[p.Part], kept, p.Kept)
		if changed[p.Part] > 0 {
			least, greatest := margins(t, before, after, p)
			require.Equal(t, least.RatString(), p.Least.Amount.Rat().RatString(), p.Part)
			require.Equal(t, greatest.RatString(), p.Greatest.Amount.Rat().RatString(), p.Part)
		}
	}
	require.ElementsMatch(t, want, have)
}

// margins returns by how much more of a part the new release takes in kept configurations, in the
// unit of the change.
func margins(t *rapid.T, before, after release, p *change.PartChange) (least, greatest *big.Rat) {
	unit := p.Least.Unit
	total := func(r release, sel *config.Selection) *big.Rat {
		sum := new(big.Rat)
		parts, _ := r.bill(t, sel)
		for key, text := range parts {
			if part, dimension, _ := strings.Cut(key, " "); part == p.Part && dimension == unit.Dimension() {
				in := "g"
				if dimension != "mass" {
					in = "pcs"
				}
				u, err := config.ParseUnit(in)
				require.NoError(t, err)
				q, err := config.Quantity{Amount: config.NewRat(bomtest.Rat(text)), Unit: u}.In(unit)
				require.NoError(t, err)
				sum.Add(sum, q.Amount.Rat())
			}
		}
		return sum
	}
	for key, is := range after.valid {
		if was := before.valid[key]; was != nil {
			more := new(big.Rat).Sub(total(after, is), total(before, was))
			if least == nil || more.Cmp(least) < 0 {
				least = more
			}
			if greatest == nil || more.Cmp(greatest) > 0 {
				greatest = more
			}
		}
	}
	return least, greatest
}

// requirePositions compares positions with the faults that Explode tells of configurations: one
// of the new release is told unless a fault of the old one has the same kind, path and parts.
func requirePositions(t *rapid.T, before, after release, c *change.Change) {
	counts := func(r release) map[fault]int64 {
		counts := make(map[fault]int64)
		for _, sel := range r.valid {
			for f := range r.faults(sel) {
				counts[f]++
			}
		}
		return counts
	}
	paths := func(r release, f fault) (keys []string) {
		for item := range r.Product.Structure.Items() {
			if r.Product.Structure.Variant(item.Variant).Position == f.position {
				keys = append(keys, r.key(f, item.Path))
			}
		}
		return keys
	}
	was := make(map[string]bool)
	for f := range counts(before) {
		for _, key := range paths(before, f) {
			was[key] = true
		}
	}
	told := make(map[string][]int64)
	for _, f := range c.Positions {
		key := fmt.Sprint(f.Kind, " ", f.Subject.Code)
		if len(f.Subject.Parts) > 0 {
			key += " " + strings.Join(f.Subject.Parts, " ")
		}
		told[key] = append(told[key], f.Count.Int64())
		require.InDelta(t, float64(f.Count.Int64())/float64(len(after.valid)), f.Share, 1e-12)
	}
	for f, n := range counts(after) {
		some := false
		for _, key := range paths(after, f) {
			some = some || was[key] || slices.Contains(told[key], n)
		}
		require.True(t, some, "%v", f)
	}
	is := counts(after)
	for key, all := range told {
		for _, n := range all {
			some := false
			for f := range is {
				some = some || is[f] == n && slices.Contains(paths(after, f), key)
			}
			require.True(t, some, "%s", key)
		}
	}
}

// A position that stands in an assembly at two paths is not newly at fault where another path shows the fault
// now, nor where the assembly has another number.
func TestPositionsNewlyAtFault(t *testing.T) {
	read := func(rules, bill string) change.Release {
		return readRelease(t, map[string]string{
			"options.yaml": "product: van\nfamilies:\n  - {family: body, options: [VAN, BUS]}\n  - {family: drive, options: [D20, BEV]}\n",
			"rules.yaml":   "rules: [" + rules + "]\n", "bom.csv": "level,position,select,part,quantity,usage\n" + bill,
		})
	}
	const twice = "1,10,optional,KIT,1,VAN\n2,10,,TANK,1,D20\n1,20,optional,KIT,1,BUS\n"
	before := read("", twice)
	for what, after := range map[string]change.Release{
		"another path":    read("{id: R-1, rule: VAN requires D20}", twice),
		"another number":  read("", strings.ReplaceAll(twice, "KIT", "KIT-2")),
		"another file":    read("", "1,05,,BOX,1,\n"+twice),
		"mended":          read("{id: R-1, rule: D20}", twice),
		"another product": read("", "1,30,,LAMP,1,BEV\n"),
	} {
		c, err := change.Compare(t.Context(), before, after, difference.Config{})
		require.NoError(t, err)
		if what == "another product" {
			require.Len(t, c.Positions, 1)
			require.Equal(t, "30", c.Positions[0].Subject.Code)
			continue
		}
		require.Empty(t, c.Positions, what)
	}
}

// requireStations compares stations with those that some configuration exceeds.
func requireStations(t *rapid.T, before, after release, c *change.Change) {
	exceeded := func(r release) map[string]bool {
		out := make(map[string]bool)
		for id, station := range r.Product.Line.Stations() {
			for _, sel := range r.valid {
				if r.load(t, sel, id).Cmp(r.Product.Line.Capacity(id).Amount.Rat()) > 0 {
					out[station.Code] = true
				}
			}
		}
		return out
	}
	was, is := exceeded(before), exceeded(after)
	var want, have []string
	for code := range is {
		if !was[code] {
			want = append(want, code)
		}
	}
	for _, s := range c.Stations {
		have = append(have, s.New.Code)
	}
	require.ElementsMatch(t, want, have)
}

// A part at very many places, of which the conditions are written in another way, changes nothing; with a
// condition less it changes where that says so.
func TestAPartAtManyPlaces(t *testing.T) {
	read := func(places int, usage func(i int) string) change.Release {
		var options, bill bytes.Buffer
		options.WriteString("product: van\nfamilies:\n  - family: extras\n    select: any\n    options: [X")
		bill.WriteString("level,position,select,part,quantity,usage\n")
		for i := range places {
			fmt.Fprintf(&options, ", O%d", i)
			fmt.Fprintf(&bill, "1,%d,optional,BOLT,%d,%s\n", 10+i, 1+i%7, usage(i))
		}
		return readRelease(t, map[string]string{"options.yaml": options.String() + "]\n", "bom.csv": bill.String()})
	}
	old := func(i int) string { return fmt.Sprintf("O%d & X", i) }
	same := func(i int) string { return fmt.Sprintf("X & (O%d | O%[1]d & X)", i) }
	less := func(i int) string {
		if i == 0 {
			return "O0"
		}
		return same(i)
	}
	for _, places := range []int{50, 135} { // too many to compare each condition with each other
		c, err := change.Compare(t.Context(), read(places, old), read(places, same), difference.Config{})
		require.NoError(t, err)
		require.Empty(t, c.Parts)
		require.Zero(t, c.Bills.Count.Sign())
	}
	c, err := change.Compare(t.Context(), read(50, old), read(50, less), difference.Config{})
	require.NoError(t, err)
	require.Len(t, c.Parts, 1)
	require.InDelta(t, 0.25, c.Bills.Share, 1e-12, "O0 & !X")
	require.Equal(t, "0 pcs to 1 pcs", fmt.Sprint(c.Parts[0].Least, " to ", c.Parts[0].Greatest))
}

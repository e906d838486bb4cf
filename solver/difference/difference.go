package difference

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Difference says which configurations a release gains, loses and keeps. It is immutable,
// and any number of goroutines may ask it at once. Compare makes it; the methods of the zero
// Difference panic.
type Difference struct {
	// Match says which options are the same.
	Match *Match
	// Old and New are how many configurations the releases have: Lost and Kept together, and
	// Gained and Kept. They are nil, and so are all counts, where a space has no circuit.
	Old *big.Int
	New *big.Int
	// Kept are configurations of both releases. Its share is that of the old ones.
	Kept Part
	// Lost are configurations of the old release alone, in its catalog.
	Lost Part
	// Gained are configurations of the new release alone, in its catalog.
	Gained Part

	kept *solver.Space // of both, in the catalog of the new release; nil if there are none
}

// A Part are configurations of one release, or of both.
type Part struct {
	// Count is how many they are, and Share their part of all configurations of the release;
	// nil and 0 where that is not known.
	Count *big.Int
	Share float64
	// Causes are why configurations are lost or gained, those of most configurations first.
	// Each configuration has one or more of them, and counts for each. What is kept has none.
	Causes []Cause

	space     *solver.Space // that has them among others; nil if there are none
	condition rules.Expr    // that holds in them, on the catalog of space
}

// Config says how releases are compared. The zero value matches options by their codes.
type Config struct {
	// Renames are options, and the product, that have another code in the new release.
	Renames []Rename
	// Compile bounds and watches what is compiled; it must not track conditions.
	Compile solver.Config
}

// Compare compares two releases of a product, each compiled as of its own point. A
// configuration is the set of its codes, renamed ones by their new code. So a configuration
// with an added option is gained, and one with a withdrawn option is lost.
//
// Causes are the demands of one release that some configuration of the other one breaks: one
// run of [solver.Conditions] for each release finds them. The configurations that both have
// are compiled, unless the old release has all of the new one. Each cause costs one
// [solver.View.CountOf]. Releases with one digest and one point cost a count.
//
// The errors are those of NewMatch and of Match.Forward, that a space has no rules, such as
// that of a projection, and the context's. It panics if a space is nil or zero.
func Compare(ctx context.Context, before, after *solver.Space, cfg Config) (*Difference, error) {
	source.NeedContext("difference", ctx)
	if before == nil || after == nil {
		panic("difference: Compare needs two spaces; one is nil")
	}
	match, err := NewMatch(before.Catalog(), after.Catalog(), cfg.Renames...)
	if err != nil {
		return nil, err
	}
	d := &Difference{Match: match}
	lost, gained := look{before, after, match.forward, match.backward}, look{after, before, match.backward, match.forward}
	var noneLeft, allNew bool
	if len(cfg.Renames) > 0 || before.AsOf() != after.AsOf() || !before.Rules().Equal(after.Rules()) {
		if d.Lost, noneLeft, err = lost.part(ctx); err != nil {
			return nil, err
		}
		if d.Gained, allNew, err = gained.part(ctx); err != nil {
			return nil, err
		}
	}
	if !noneLeft && !allNew {
		kept, err := compileBoth(ctx, after, d.Gained.Causes, cfg.Compile)
		if err != nil {
			return nil, err
		}
		if !kept.Void() { // each demand can be met, but perhaps not all together
			d.kept, d.Kept = kept, Part{space: kept, condition: rules.True(after.Catalog())}
		}
	}
	if err := d.count(ctx, lost, gained); err != nil && !errors.Is(err, solver.ErrNoCircuit) {
		return nil, err
	}
	return d, nil
}

// Both returns the space of the configurations that are kept, in the catalog of the new
// release; nil if there are none. Its rules are those of the new release that are in force and, with
// ids such as old-1, what the old one demands besides.
func (d *Difference) Both() *solver.Space {
	if d == nil || d.Match == nil {
		panic("difference: no Difference: Compare makes one")
	}
	return d.kept
}

// compileBoth compiles the space of the configurations of a new release that are of the old one, too:
// those that none of causes keeps from it.
func compileBoth(ctx context.Context, after *solver.Space, causes []Cause, cfg solver.Config) (*solver.Space, error) {
	if len(causes) == 0 {
		return after, nil
	}
	set := after.Rules()
	b := rules.NewBuilder(set.Catalog())
	active, err := set.At(after.AsOf())
	if err != nil {
		return nil, err
	}
	for _, id := range active {
		r := set.Rule(id)
		b.Add(rules.RuleSpec{ID: r.ID, Reason: r.Reason, Source: r.Source, Expr: r.Expr, Table: r.Table, Place: r.Place})
	}
	for i, c := range causes {
		id := fmt.Sprintf("old-%d", i+1)
		for len(set.Lookup(id)) > 0 {
			id += "'"
		}
		b.Add(rules.RuleSpec{ID: id, Reason: c.String(), Expr: c.met})
	}
	kept, err := b.Build()
	if err != nil {
		return nil, err
	}
	return solver.Compile(ctx, kept, after.AsOf(), cfg)
}

// count fills in the counts and shares.
func (d *Difference) count(ctx context.Context, lost, gained look) (err error) {
	if d.Old, err = lost.space.Count(ctx, nil); err != nil {
		return err
	}
	if d.New, err = gained.space.Count(ctx, nil); err != nil {
		return err
	}
	d.Kept.Count = new(big.Int)
	if d.kept != nil {
		if _, err = d.kept.Count(ctx, d.Kept.Count); err != nil {
			d.Kept.Count = nil
			return err
		}
	}
	d.Lost.Count = new(big.Int).Sub(d.Old, d.Kept.Count)
	d.Gained.Count = new(big.Int).Sub(d.New, d.Kept.Count)
	d.Kept.Share, d.Lost.Share, d.Gained.Share = share(d.Kept.Count, d.Old), share(d.Lost.Count, d.Old), share(d.Gained.Count, d.New)
	if err := lost.count(ctx, &d.Lost); err != nil {
		return err
	}
	return gained.count(ctx, &d.Gained)
}

// share returns the part that a count is of all; 0 of none.
func share(n, all *big.Int) float64 {
	if all.Sign() == 0 {
		return 0
	}
	part, _ := new(big.Rat).SetFrac(n, all).Float64()
	return part
}

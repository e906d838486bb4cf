package configtest

import (
	"fmt"
	"iter"

	"github.com/confspace/confspace/config"
)

// MaxOptions is the greatest number of options that [Selections]
// enumerates.
const MaxOptions = 20

// Selections returns all 2^n complete selections of a catalog of n options, in
// ascending order of the number whose bit i is option i. The selection is
// reused: clone what you keep. It panics beyond [MaxOptions].
func Selections(c *config.Catalog) iter.Seq[*config.Selection] {
	n := c.NumOptions()
	if n > MaxOptions {
		panic(fmt.Sprintf("configtest: 2^%d selections", n))
	}
	return func(yield func(*config.Selection) bool) {
		sel := c.NewSelection()
		for bits := range uint64(1) << n {
			for o := range config.OptionID(n) {
				if bits>>o&1 != 0 {
					sel.Choose(o)
				} else {
					sel.Reject(o)
				}
			}
			if !yield(sel) {
				return
			}
		}
	}
}

// Holds reports whether the chosen options obey the tree of a catalog: no
// option is chosen without its parent, and each family whose parent is chosen,
// or that has none, has as many chosen options as its cardinality says.
// Options that are not chosen count as not built in. Holds checks no rules and
// no effectivities. It is the definition, written without care for speed.
func Holds(c *config.Catalog, sel *config.Selection) bool {
	for id := range config.FamilyID(c.NumFamilies()) {
		f := c.Family(id)
		chosen := 0
		for _, o := range f.Options {
			if sel.IsChosen(o) {
				chosen++
			}
		}
		asked := f.Parent == config.NoOption || sel.IsChosen(f.Parent)
		if asked && !f.Select.Allows(chosen) || !asked && chosen > 0 {
			return false
		}
	}
	return true
}

// Effective reports whether every chosen option is in force at a point.
func Effective(c *config.Catalog, sel *config.Selection, at config.Point) (bool, error) {
	for o := range sel.Chosen() {
		ok, err := c.Option(o).Effectivity.Covers(at)
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// Extendable reports whether some completion of a selection obeys the tree and
// the condition valid (nil = none). It tries them all.
func Extendable(c *config.Catalog, sel *config.Selection, valid func(*config.Selection) bool) bool {
	for full := range Selections(c) {
		if Contains(full, sel) && Holds(c, full) && (valid == nil || valid(full)) {
			return true
		}
	}
	return false
}

// Contains reports whether full decides each option that part decides, in
// the same way.
func Contains(full, part *config.Selection) bool {
	for o := range config.OptionID(part.Len()) {
		if s := part.State(o); s != config.Open && s != full.State(o) {
			return false
		}
	}
	return true
}

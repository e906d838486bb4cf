package difference

import (
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Match says which options of two catalogs, an old and a new one, are the same: those
// with one code, and those that are renamed. It is immutable and safe for concurrent use.
// NewMatch makes it; the methods of the zero Match panic.
type Match struct {
	forward, backward direction
}

// direction leads from the options of one catalog to those of the other.
type direction struct {
	from, to *config.Catalog
	option   []config.OptionID // of from -> of to, or NoOption
}

// NewMatch matches the options of two catalogs of one product. A renamed option is matched
// by its new code, and an old option of that code, if there is one, must be renamed as well.
// Where the product has another name the names are renamed likewise.
//
// The error is [source.Defects] with everything that is wrong: catalogs of two products,
// renames of codes that the catalogs do not have (with the nearest that exists), of one code
// to two, or of two to one. It panics if a catalog is nil. O(options).
func NewMatch(before, after *config.Catalog, renames ...Rename) (*Match, error) {
	if before == nil || after == nil {
		panic("difference: NewMatch needs two catalogs; one is nil")
	}
	m := &Match{direction{from: before, to: after}, direction{from: after, to: before}}
	for _, d := range []*direction{&m.forward, &m.backward} {
		d.option = make([]config.OptionID, d.from.NumOptions())
		for o := range d.option {
			d.option[o] = config.NoOption
		}
	}
	r := renamer{Match: m, list: new(source.List), of: make(map[string]Rename), to: make(map[string]Rename)}
	for _, rename := range renames {
		r.add(rename)
	}
	r.product()
	for o := range config.OptionID(before.NumOptions()) {
		if _, renamed := r.of[before.Code(o)]; !renamed {
			r.same(o)
		}
	}
	if err := r.list.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// renamer matches options.
type renamer struct {
	*Match
	list   *source.List
	of, to map[string]Rename // by old code, by new code
}

// add matches the options of a rename.
func (r *renamer) add(rename Rename) {
	old, knownOld := r.code(rename, rename.Old, "old", r.forward.from, r.of)
	renamed, knownNew := r.code(rename, rename.New, "new", r.forward.to, r.to)
	if knownOld && knownNew && old != config.NoOption && renamed != config.NoOption {
		r.match(old, renamed)
	}
}

func (r *renamer) match(old, renamed config.OptionID) {
	r.forward.option[old], r.backward.option[renamed] = renamed, old
}

// code notes one code of a rename and returns its option; NoOption for the name of the
// product.
func (r *renamer) code(rename Rename, code, side string, cat *config.Catalog, seen map[string]Rename) (config.OptionID, bool) {
	option, known := cat.LookupOption(code)
	if !known && code == cat.Product() {
		option, known = config.NoOption, true
	}
	first, again := seen[code]
	switch {
	case !known:
		r.list.Add(rename.defect(side, fmt.Sprintf("the %s catalog has no option %s", side, code), source.DidYouMean(code, cat.Codes())))
		return option, false
	case again && side == "old":
		r.list.Add(rename.defect(side, fmt.Sprintf("%s is renamed twice, to %s and %s", code, first.New, rename.New), "an option has one new code"))
		return option, false
	case again:
		r.list.Add(rename.defect(side, fmt.Sprintf("%s and %s are renamed to one code, %s", first.Old, rename.Old, code), "two options stay two: give one of them another code"))
		return option, false
	}
	seen[code] = rename
	return option, true
}

// product checks that both catalogs are of one product.
func (r *renamer) product() {
	old, renamed := r.forward.from.Product(), r.forward.to.Product()
	if rename, ok := r.of[old]; ok && rename.New == renamed || old == renamed {
		return
	}
	r.list.Add(source.Defect{
		Msg:  fmt.Sprintf("the old catalog is of product %s, the new one of product %s", old, renamed),
		Hint: "compare two releases of one product, or rename " + old + " to " + renamed + " as well",
	})
}

// same matches an option by its code.
func (r *renamer) same(old config.OptionID) {
	code := r.forward.from.Code(old)
	option, ok := r.forward.to.LookupOption(code)
	if !ok {
		return
	}
	if rename, taken := r.to[code]; taken {
		r.list.Add(rename.defect("new", fmt.Sprintf("%s is renamed to %s, which the old catalog has, too", rename.Old, code),
			"rename the old "+code+" as well"))
		return
	}
	r.match(old, option)
}

// Old returns the old catalog.
func (m *Match) Old() *config.Catalog { return m.made().forward.from }

// New returns the new catalog.
func (m *Match) New() *config.Catalog { return m.made().backward.from }

// Renamed returns the option of the new catalog that is option o of the old one, or
// [config.NoOption] if it is withdrawn.
func (m *Match) Renamed(o config.OptionID) config.OptionID { return m.made().forward.option[o] }

// Withdrawn returns the options of the old catalog that the new one does not have,
// ascending. The slice is the caller's.
func (m *Match) Withdrawn() []config.OptionID { return m.made().forward.lacking() }

// Added returns the options of the new catalog that the old one does not have, ascending.
// The slice is the caller's.
func (m *Match) Added() []config.OptionID { return m.made().backward.lacking() }

// Forward returns a condition on the old catalog as one on the new one that says the same of
// configurations that both can have: an option that is withdrawn is never chosen, and what
// then always or never holds is left out. The error wraps [rules.ErrDecisions] where
// arithmetic takes too many options to be spelled out. O(size of the condition), but for
// arithmetic. It panics if e is zero or of another catalog.
func (m *Match) Forward(e rules.Expr) (rules.Expr, error) { return m.made().forward.expr(e) }

// Backward is [Match.Forward] from the new catalog to the old one.
func (m *Match) Backward(e rules.Expr) (rules.Expr, error) { return m.made().backward.expr(e) }

// made panics when there is no match.
func (m *Match) made() *Match {
	if m == nil || m.forward.from == nil {
		panic("difference: no Match: NewMatch makes one")
	}
	return m
}

// need panics when spaces are nil or not of the catalogs of the match: a mistake of who
// called the function of the name.
func (m *Match) need(name string, before, after *solver.Space) {
	m.made()
	if before == nil || after == nil {
		panic("difference: " + name + " needs two spaces; one is nil")
	}
	if before.Catalog() != m.Old() || after.Catalog() != m.New() {
		panic("difference: the spaces are not of the catalogs of the match")
	}
}

// lacking returns the options that the other catalog does not have.
func (d direction) lacking() []config.OptionID {
	var out []config.OptionID
	for o, to := range d.option {
		if to == config.NoOption {
			out = append(out, config.OptionID(o))
		}
	}
	return out
}

// without returns a selection of the catalog in which the options are rejected that the
// other one does not have, and nothing else is decided.
func (d direction) without() *config.Selection {
	sel := d.from.NewSelection()
	for _, o := range d.lacking() {
		sel.Reject(o)
	}
	return sel
}

// selection returns a selection as one of the other catalog, whose other options are open
// unless sel is complete. It reports false, with the rest, where an option is chosen that the
// other catalog does not have.
func (d direction) selection(sel *config.Selection) (*config.Selection, bool) {
	out := d.to.NewSelection()
	all := true
	for o, to := range d.option {
		state := sel.State(config.OptionID(o))
		if to != config.NoOption {
			out.Set(to, state)
		} else if state == config.Chosen {
			all = false
		}
	}
	if sel.Complete() {
		out.CloseWorld()
	}
	return out, all
}

package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// RuleSpec describes a [Rule] to a [Builder]. Its condition is the Table if it
// has one, else the Expr, else the Source. A Source beside an Expr is the text
// of that Expr.
type RuleSpec struct {
	ID          string // required
	Reason      string
	Source      string
	Expr        Expr
	Table       *Table             // copied
	Effectivity config.Effectivity // its Plants are kept, not copied: do not change them
	Place       source.Place
}

// Builder collects the rules of a [Set]. It is for one goroutine. It keeps the
// rules until Build, which reports all defects. Methods of the zero Builder
// panic.
type Builder struct {
	cat   *config.Catalog
	rules []Rule
	list  source.List

	unclear map[RuleID]bool // the effectivity has defects, so its overlaps are unknown
}

// NewBuilder starts a set of rules for a catalog. It panics if that is nil.
func NewBuilder(cat *config.Catalog) *Builder {
	if cat == nil {
		panic("rules: NewBuilder needs a catalog; it is nil")
	}
	return &Builder{cat: cat}
}

// Add adds a rule. Rules are numbered as added. It panics if spec.Expr is bound
// to another catalog.
func (b *Builder) Add(spec RuleSpec) {
	if b.cat == nil {
		panic("rules: the Builder is the zero value; NewBuilder makes one")
	}
	name := b.next(spec.ID)
	r := Rule{
		ID: spec.ID, Reason: strings.TrimSpace(spec.Reason), Source: strings.TrimSpace(spec.Source), Expr: spec.Expr,
		Effectivity: spec.Effectivity, Place: spec.Place,
	}
	switch {
	case spec.Table != nil:
		if err := spec.Table.check(b.cat); err != nil {
			b.defect(r, ": "+err.Error(), "")
			break
		}
		r.Source = ""
		r.Table = spec.Table.clone()
		r.Expr = r.Table.expr(b.cat)
	case !spec.Expr.IsZero():
		if spec.Expr.Catalog() != b.cat {
			panic("rules: rule " + spec.ID + " is bound to another catalog")
		}
		if r.Source == "" {
			r.Source = r.Expr.String()
		}
		r.Expr.listFaults(func(msg, hint string) { b.defect(r, ": "+msg, hint) })
	case spec.Source != "":
		r.Expr = parseNamed(b.cat, name, spec.Source, &b.list, true)
	default:
		b.defect(r, " says nothing", "give it a condition or a table")
	}
	if spec.ID == "" {
		b.defect(r, " has no id", "")
	} else if !validID(spec.ID) {
		b.defect(r, fmt.Sprintf(": %q is not a rule id", spec.ID), "an id is printable text without spaces around it")
	} else if len(spec.ID) > config.MaxCode {
		b.defect(r, fmt.Sprintf(": its id is longer than %d bytes", config.MaxCode), "")
	}
	if err := spec.Effectivity.Validate(); err != nil {
		b.defect(r, ": "+err.Error(), "")
	}
	b.cat.CheckEffectivity(spec.Effectivity, name, &b.list, func(msg, hint string) source.Defect {
		return source.Defect{Place: spec.Place, Msg: msg, Hint: hint}
	})
	b.rules = append(b.rules, r)
}

// addUnclear adds a rule whose effectivity has defects. Other versions are not compared
// with it.
func (b *Builder) addUnclear(spec RuleSpec) {
	if b.unclear == nil {
		b.unclear = make(map[RuleID]bool)
	}
	b.unclear[RuleID(len(b.rules))] = true
	b.Add(spec)
}

// validID reports whether an id can be printed in a line.
func validID(id string) bool {
	return utf8.ValidString(id) && strings.TrimSpace(id) == id && !strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) })
}

// next names the rule that is added next: by its id, or by its number if the id
// cannot be printed in a line.
func (b *Builder) next(id string) string {
	if id == "" || len(id) > config.MaxCode || !validID(id) {
		return fmt.Sprintf("rule number %d", len(b.rules)+1)
	}
	return "rule " + id
}

// defect reports a defect of the rule that is added.
func (b *Builder) defect(r Rule, msg, hint string) {
	b.list.Add(source.Defect{Place: r.Place, Msg: b.next(r.ID) + msg, Hint: hint})
}

// Build returns the set, or [source.Defects] with all defects: rules without id or condition, lists
// that [ParseAt] would refuse, codes and numbers that make no sense for the catalog, tables that do
// not fit it, effectivities that never hold, rules that share an id while both are in force, and conditions of the
// catalog's defaults that [ParseAt] would refuse.
// The builder may be used further.
func (b *Builder) Build() (*Set, error) {
	if b.cat == nil {
		panic("rules: the Builder is the zero value; NewBuilder makes one")
	}
	list := b.list // a copy: duplicates are found anew by each Build
	byID := make(map[string][]RuleID, len(b.rules))
	for i, r := range b.rules {
		if !b.unclear[RuleID(i)] {
			byID[r.ID] = append(byID[r.ID], RuleID(i))
		}
	}
	for i, r := range b.rules {
		versions := byID[r.ID]
		if r.ID == "" || len(versions) < 2 || versions[0] != RuleID(i) {
			continue
		}
		when := make([]config.Effectivity, len(versions))
		for j, v := range versions {
			when[j] = b.rules[v].Effectivity
		}
		earlier, _ := overlaps(when)
		for _, later := range slices.Sorted(maps.Keys(earlier)) {
			list.Add(duplicate(b.rules[versions[later]], b.rules[versions[earlier[later]]]))
		}
	}
	defaults := bindDefaults(b.cat, &list)
	if err := list.Err(); err != nil {
		return nil, err
	}
	s := &Set{cat: b.cat, rules: append([]Rule(nil), b.rules...), byID: byID, defaults: defaults}
	s.digest, s.text = digest(s), textDigest(s)
	return s, nil
}

// duplicate is the defect of two rules of one id that are in force together.
func duplicate(r, other Rule) source.Defect {
	msg := fmt.Sprintf("rule %s is defined twice", r.ID)
	if other.Place != (source.Place{}) {
		msg += ", first at " + other.Place.String()
	}
	if !r.Effectivity.Always() || !other.Effectivity.Always() {
		msg += fmt.Sprintf("; both are in force: %s, and %s", other.Effectivity, r.Effectivity)
	}
	return source.Defect{Place: r.Place, Msg: msg, Hint: "rename one, or let one end before the other begins"}
}

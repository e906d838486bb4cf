package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// assembly is one run of Build.
type assembly struct {
	*Builder
	cat    *Catalog
	list   source.List
	asides int // defects that leave every name known

	familySpec map[string]int // by code; the first of that code
	optionSpec map[string]int
	below      map[string][]int // families by parent option, in order of adding
	members    map[string][]int // options by family code, in order of adding
}

// report adds a defect of a word at a place.
func (a *assembly) report(place source.Place, word, msg, hint string) {
	a.list.Add(source.Defect{Place: place, Width: utf8.RuneCountInString(word), Msg: msg, Hint: hint})
}

// aside reports a defect that leaves every name known: the catalog has all codes,
// plants and attributes.
func (a *assembly) aside(place source.Place, word, msg, hint string) {
	before := a.list.Len()
	a.report(place, word, msg, hint)
	a.asides += a.list.Len() - before
}

// addPlants fills the table of plants.
func (a *assembly) addPlants() {
	for _, p := range a.plants {
		if err := CheckPlant(p.Name); err != nil {
			a.report(p.Place, p.Name, err.Error(), plantHint)
			continue
		}
		if slices.Contains(a.cat.plants, p.Name) {
			a.aside(p.Place, p.Name, fmt.Sprintf("plant %s is declared twice", p.Name), "")
			continue
		}
		a.cat.plants = append(a.cat.plants, p.Name)
	}
}

// addAttributes fills the attribute table.
func (a *assembly) addAttributes() {
	for _, s := range a.attributes {
		if msg := codeDefect("attribute name", s.Name); msg != "" {
			a.report(s.Place, s.Name, msg, codeHint)
			continue
		}
		if first, ok := a.cat.attribute[s.Name]; ok {
			a.aside(s.Place, s.Name, fmt.Sprintf("attribute %s is declared twice%s", s.Name, a.cat.attributes[first].Place.FirstAt()), "")
			continue
		}
		if u, ok := a.cat.units.lookup(s.Unit.String()); !ok || u != s.Unit {
			a.report(s.Place, s.Name, fmt.Sprintf("attribute %s is in %s, a unit that the catalog does not declare", s.Name, s.Unit), "")
			continue
		}
		a.cat.attribute[s.Name] = AttributeID(len(a.cat.attributes))
		a.cat.attributes = append(a.cat.attributes, Attribute(s))
	}
}

// indexCodes finds the spec of every code; a code belongs to its first user.
func (a *assembly) indexCodes() {
	a.familySpec = make(map[string]int, len(a.families))
	a.optionSpec = make(map[string]int, len(a.options))
	taken := make(map[string]source.Place, len(a.families)+len(a.options))
	kind := make(map[string]string, len(a.families)+len(a.options))
	claim := func(what, code string, place source.Place) bool {
		if msg := codeDefect(what+" code", code); msg != "" {
			a.report(place, code, msg, codeHint)
			return false
		}
		if first, ok := taken[code]; ok {
			if kind[code] == what {
				a.aside(place, code, fmt.Sprintf("%s %s is there twice%s", what, code, first.FirstAt()), "give each its own code")
			} else {
				a.report(place, code, fmt.Sprintf("%s %s has the code of the %s%s", what, code, kind[code], first.At()),
					"options and families share one set of codes; rename one of the two")
			}
			return false
		}
		taken[code], kind[code] = place, what
		return true
	}
	for i, f := range a.families {
		if claim("family", f.Code, f.Place) {
			a.familySpec[f.Code] = i
		}
	}
	for i, o := range a.options {
		if claim("option", o.Code, o.Place) {
			a.optionSpec[o.Code] = i
		}
	}
}

// codeHint describes a valid code or attribute name.
const codeHint = "use visible characters and spaces, but no double quotes"

// codeDefect returns the defect of a code, or "".
func codeDefect(what, code string) string {
	switch {
	case code == "":
		return "empty " + what
	case len(code) > MaxCode:
		return fmt.Sprintf("%s %s is longer than %d bytes", what, clip(code), MaxCode)
	case !utf8.ValidString(code):
		return fmt.Sprintf("%s %s is not UTF-8", what, clip(code))
	case strings.TrimSpace(code) != code:
		return fmt.Sprintf("%s %s begins or ends with a space", what, clip(code))
	}
	for _, r := range code {
		if r == '"' || !unicode.IsPrint(r) {
			return fmt.Sprintf("%s %s contains the character %q", what, clip(code), r)
		}
	}
	return ""
}

// checkName reports characters that a name on a screen or on paper cannot
// have: most come from a backslash in double quotes.
func (a *assembly) checkName(place source.Place, what, name string) {
	if i := strings.IndexFunc(name, unicode.IsControl); i >= 0 {
		a.aside(place, "", fmt.Sprintf("the name %s of %s contains a control character", clip(name), what), "in double quotes, write \\\\ for a backslash")
	}
}

// arrange sorts options into families and families below options, and checks
// each family.
func (a *assembly) arrange() {
	a.below, a.members = make(map[string][]int), make(map[string][]int)
	for i, o := range a.options {
		if a.optionSpec[o.Code] != i || o.Code == "" {
			if _, known := a.familySpec[o.Family]; known {
				a.members[o.Family] = append(a.members[o.Family], -1) // counted, but not numbered
			}
			continue
		}
		if _, ok := a.familySpec[o.Family]; !ok {
			a.report(o.Place, o.Code, fmt.Sprintf("option %s belongs to the unknown family %s", o.Code, clip(o.Family)),
				a.list.DidYouMean(o.Family, a.familyCodes))
			continue
		}
		a.members[o.Family] = append(a.members[o.Family], i)
	}
	for i, f := range a.families {
		if spec, ok := a.familySpec[f.Code]; !ok || spec != i {
			continue
		}
		a.checkFamily(f)
		a.checkName(f.Place, "family "+f.Code, f.Name)
		if _, ok := a.optionSpec[f.Parent]; !ok && f.Parent != "" {
			if a.partial {
				continue
			}
			a.report(f.parentPlace(), f.Parent, fmt.Sprintf("family %s stands below the unknown option %s", f.Code, clip(f.Parent)),
				a.list.DidYouMean(f.Parent, a.optionCodes))
			continue
		}
		a.below[f.Parent] = append(a.below[f.Parent], i)
	}
}

// parentPlace returns where the parent is named.
func (f FamilySpec) parentPlace() source.Place {
	if f.parentAt.IsValid() {
		return f.parentAt
	}
	return f.Place
}

// familyCodes and optionCodes iterate in the order of adding.
func (a *assembly) familyCodes(yield func(string) bool) {
	for _, f := range a.families {
		if !yield(f.Code) {
			return
		}
	}
}

func (a *assembly) optionCodes(yield func(string) bool) {
	for _, o := range a.options {
		if !yield(o.Code) {
			return
		}
	}
}

// checkFamily reports an empty family and a cardinality it cannot have.
func (a *assembly) checkFamily(f FamilySpec) {
	n := len(a.members[f.Code])
	c := f.Select.orOne()
	switch err := c.Validate(); {
	case f.damaged && (n == 0 || c.Min > n):
	case n == 0:
		a.report(f.Place, f.Code, fmt.Sprintf("family %s has no option", f.Code), "add its options, or remove the family")
	case err != nil:
		a.aside(f.Place, f.Code, fmt.Sprintf("family %s: %v", f.Code, err), "")
	case c.Min > n:
		a.aside(f.Place, f.Code, fmt.Sprintf("family %s takes at least %d options, but has only %d", f.Code, c.Min, n), "")
	case c.Max > n && !f.damaged:
		a.aside(f.Place, f.Code, fmt.Sprintf("family %s takes up to %d options, but has only %d", f.Code, c.Max, n),
			fmt.Sprintf("write [%d..%d], or [%d..*] without an upper bound", c.Min, n, c.Min))
	}
}

// addValues converts the attribute values to the attributes' units.
func (a *assembly) addValues() {
	c := a.cat
	c.values = make([][]uint32, len(c.attributes))
	for i := range c.values {
		c.values[i] = make([]uint32, len(c.options))
	}
	for id := range c.options {
		spec := a.options[a.optionSpec[c.options[id].Code]]
		for _, name := range slices.Sorted(maps.Keys(spec.Values)) {
			attribute, ok := c.attribute[name]
			if !ok && a.partial {
				continue
			}
			if !ok {
				a.aside(spec.Place, spec.Code, fmt.Sprintf("option %s has a value of the unknown attribute %s", spec.Code, clip(name)),
					a.list.DidYouMean(name, c.AttributeNames()))
				continue
			}
			q, err := spec.Values[name].valueIn(c.attributes[attribute].Unit)
			if err == nil {
				err = checkMoney(q.Amount.String(), q.Amount, q.Unit)
			}
			if err != nil {
				a.aside(spec.Place, spec.Code, fmt.Sprintf("option %s, attribute %s: %v", spec.Code, name, err), "")
				continue
			}
			if n := q.Amount.digits(); n > MaxDigits {
				a.aside(spec.Place, spec.Code, fmt.Sprintf("option %s, attribute %s: the value in %s has %d digits; at most %d are exact here", spec.Code, name, q.Unit.name(), n, MaxDigits), "")
				continue
			}
			c.amounts = append(c.amounts, q.Amount)
			c.values[attribute][id] = uint32(len(c.amounts))
		}
	}
}

// valueIn returns the value of an attribute in its unit. Values are decimals, so
// that sums of them are whole multiples of a power of ten.
func (q Quantity) valueIn(u Unit) (Quantity, error) {
	if q.Unit == None {
		q.Unit = u
	}
	v, err := q.In(u)
	switch {
	case err != nil || !v.Amount.IsFraction():
		return v, err
	case q.Unit == u:
		return v, fmt.Errorf("%s is a fraction; the value of an attribute must be a decimal", q)
	}
	return v, fmt.Errorf("%s is %s, a fraction; the value of an attribute must be a decimal", q, v)
}

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

// MaxCode is the longest code, in bytes.
const MaxCode = 200

// AttributeSpec describes an [Attribute] to a [Builder].
type AttributeSpec struct {
	Name string
	Unit Unit
	Pos  source.Position
}

// FamilySpec describes a [Family] to a [Builder].
type FamilySpec struct {
	Code string
	Name string
	// Parent is the code of the option above; empty for a root family.
	Parent string
	// Select is how many options hold; the zero value is [One].
	Select Cardinality
	Pos    source.Position

	parentAt source.Position // where Parent is written, if elsewhere than Pos
	damaged  bool            // some of its options are missing because they were reported already
}

// OptionSpec describes an [Option] to a [Builder].
type OptionSpec struct {
	// Family is the code of the family the option belongs to.
	Family string
	Code   string
	Name   string
	// Values are attribute values by attribute name. A quantity without unit
	// is in the attribute's unit; others are converted to it.
	Values      map[string]Quantity
	Effectivity Effectivity
	Pos         source.Position
}

// Builder collects the parts of a [Catalog]. What is added may refer to what
// is added later. It is for one goroutine, and keeps what it is given until
// Build, which reports all that is wrong.
type Builder struct {
	product    string
	attributes []AttributeSpec
	families   []FamilySpec
	options    []OptionSpec
}

// NewBuilder starts a catalog of a product.
func NewBuilder(product string) *Builder { return &Builder{product: product} }

// Attribute adds a numeric attribute. Attributes are numbered as added.
func (b *Builder) Attribute(a AttributeSpec) { b.attributes = append(b.attributes, a) }

// Family adds a family. Families with one parent keep the order of adding.
func (b *Builder) Family(f FamilySpec) { b.families = append(b.families, f) }

// Option adds an option. Options of one family keep the order of adding.
func (b *Builder) Option(o OptionSpec) { b.options = append(b.options, o) }

// Build returns the catalog, or [source.Defects] with everything that is
// wrong: codes that are missing, malformed or used twice (with both places),
// unknown families, parents and attributes (with the nearest that exists),
// families below themselves, families without options or with an impossible
// cardinality, values that do not convert, effectivities that are never.
// O(n log n). The builder may be used further.
func (b *Builder) Build() (*Catalog, error) {
	a := assembly{Builder: b, cat: &Catalog{
		product:   b.product,
		index:     make(map[string]entry, len(b.options)+len(b.families)),
		attribute: make(map[string]AttributeID, len(b.attributes)),
	}}
	if b.product == "" {
		a.report(source.Position{}, "", "the catalog has no product name", "")
	}
	a.checkName(source.Position{}, "the product", b.product)
	a.addAttributes()
	a.indexCodes()
	a.arrange()
	a.number()
	a.addValues()
	if err := a.list.Err(); err != nil {
		return nil, err
	}
	a.cat.digest = digest(a.cat)
	return a.cat, nil
}

// assembly is one run of Build.
type assembly struct {
	*Builder
	cat  *Catalog
	list source.List

	familySpec map[string]int // by code; the first of that code
	optionSpec map[string]int
	below      map[string][]int // families by parent option, in order of adding
	members    map[string][]int // options by family code, in order of adding
}

// report adds a defect of a word at a place.
func (a *assembly) report(pos source.Position, word, msg, hint string) {
	a.list.Add(source.Defect{Pos: pos, Width: utf8.RuneCountInString(word), Msg: msg, Hint: hint})
}

// addAttributes fills the attribute table.
func (a *assembly) addAttributes() {
	for _, s := range a.attributes {
		if msg := codeDefect("attribute name", s.Name); msg != "" {
			a.report(s.Pos, s.Name, msg, codeHint)
			continue
		}
		if first, ok := a.cat.attribute[s.Name]; ok {
			a.report(s.Pos, s.Name, fmt.Sprintf("attribute %s is declared twice%s", s.Name, firstAt(a.cat.attributes[first].Pos)), "")
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
	taken := make(map[string]source.Position, len(a.families)+len(a.options))
	kind := make(map[string]string, len(a.families)+len(a.options))
	claim := func(what, code string, pos source.Position) bool {
		if msg := codeDefect(what+" code", code); msg != "" {
			a.report(pos, code, msg, codeHint)
			return false
		}
		if first, ok := taken[code]; ok {
			if kind[code] == what {
				a.report(pos, code, fmt.Sprintf("%s %s is there twice%s", what, code, firstAt(first)), "give each its own code")
			} else {
				a.report(pos, code, fmt.Sprintf("%s %s has the code of the %s%s", what, code, kind[code], at(first)),
					"options and families share one set of codes; rename one of the two")
			}
			return false
		}
		taken[code], kind[code] = pos, what
		return true
	}
	for i, f := range a.families {
		if claim("family", f.Code, f.Pos) {
			a.familySpec[f.Code] = i
		}
	}
	for i, o := range a.options {
		if claim("option", o.Code, o.Pos) {
			a.optionSpec[o.Code] = i
		}
	}
}

// codeHint says what codes and attribute names may be.
const codeHint = "use visible characters and spaces, but no double quotes"

// codeDefect says what is wrong with a code; "" if nothing is.
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

// firstAt points to the first place, if that is known.
func firstAt(p source.Position) string {
	if !p.IsValid() {
		return ""
	}
	return ", first at " + p.String()
}

// at points to a place, if that is known.
func at(p source.Position) string {
	if !p.IsValid() {
		return ""
	}
	return " at " + p.String()
}

// checkName reports characters that a name on a screen or on paper cannot
// have: most come from a backslash in double quotes.
func (a *assembly) checkName(pos source.Position, what, name string) {
	if i := strings.IndexFunc(name, unicode.IsControl); i >= 0 {
		a.report(pos, "", fmt.Sprintf("the name %s of %s contains a control character", clip(name), what), "in double quotes, write \\\\ for a backslash")
	}
}

// arrange sorts options into families and families below options, and checks
// each family.
func (a *assembly) arrange() {
	a.below, a.members = make(map[string][]int), make(map[string][]int)
	for i, o := range a.options {
		if a.optionSpec[o.Code] != i || o.Code == "" {
			if _, known := a.familySpec[o.Family]; known {
				a.members[o.Family] = append(a.members[o.Family], -1) // counted, not numbered
			}
			continue
		}
		if _, ok := a.familySpec[o.Family]; !ok {
			a.report(o.Pos, o.Code, fmt.Sprintf("option %s belongs to the unknown family %s", o.Code, clip(o.Family)),
				source.DidYouMean(o.Family, a.familyCodes))
			continue
		}
		a.members[o.Family] = append(a.members[o.Family], i)
	}
	for i, f := range a.families {
		if spec, ok := a.familySpec[f.Code]; !ok || spec != i {
			continue
		}
		a.checkFamily(f)
		a.checkName(f.Pos, "family "+f.Code, f.Name)
		if _, ok := a.optionSpec[f.Parent]; !ok && f.Parent != "" {
			a.report(f.parentPos(), f.Parent, fmt.Sprintf("family %s stands below the unknown option %s", f.Code, clip(f.Parent)),
				source.DidYouMean(f.Parent, a.optionCodes))
			continue
		}
		a.below[f.Parent] = append(a.below[f.Parent], i)
	}
}

// parentPos returns where the parent is named.
func (f FamilySpec) parentPos() source.Position {
	if f.parentAt.IsValid() {
		return f.parentAt
	}
	return f.Pos
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
		a.report(f.Pos, f.Code, fmt.Sprintf("family %s has no option", f.Code), "add its options, or remove the family")
	case err != nil:
		a.report(f.Pos, f.Code, fmt.Sprintf("family %s: %v", f.Code, err), "")
	case c.Min > n:
		a.report(f.Pos, f.Code, fmt.Sprintf("family %s takes at least %d options, but has only %d", f.Code, c.Min, n), "")
	}
}

// orOne makes the zero value One.
func (c Cardinality) orOne() Cardinality {
	if c == (Cardinality{}) {
		return One
	}
	return c
}

// number gives ids: families in pre-order from the roots, the options of each
// family in one run. What the walk does not reach is below itself.
func (a *assembly) number() {
	stack := slices.Clone(a.below[""])
	slices.Reverse(stack)
	done := make([]bool, len(a.families))
	var order []int
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		done[i] = true
		order = append(order, i)
		for _, o := range slices.Backward(a.members[a.families[i].Code]) {
			if o >= 0 {
				stack = append(stack, reversed(a.below[a.options[o].Code])...)
			}
		}
	}
	a.reportCycles(done)
	for _, i := range order {
		a.addFamily(i)
	}
	a.link()
}

func reversed(s []int) []int {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

// addFamily appends a family and its options to the catalog.
func (a *assembly) addFamily(i int) {
	s := a.families[i]
	id := FamilyID(len(a.cat.families))
	f := Family{Code: s.Code, Name: s.Name, Parent: NoOption, Select: s.Select.orOne(), Pos: s.Pos}
	if parent, ok := a.cat.index[s.Parent]; ok {
		f.Parent = parent.option
	}
	for _, j := range a.members[s.Code] {
		if j < 0 {
			continue
		}
		o := a.options[j]
		a.checkName(o.Pos, "option "+o.Code, o.Name)
		if err := o.Effectivity.Validate(); err != nil {
			a.report(o.Pos, o.Code, fmt.Sprintf("option %s: %v", o.Code, err), "")
		}
		option := OptionID(len(a.cat.options))
		o.Effectivity.Plants = slices.Clone(o.Effectivity.Plants)
		a.cat.options = append(a.cat.options, Option{o.Code, o.Name, id, o.Effectivity, o.Pos})
		a.cat.index[o.Code] = entry{option, NoFamily}
		f.Options = append(f.Options, option)
	}
	a.cat.index[s.Code] = entry{NoOption, id}
	a.cat.families = append(a.cat.families, f)
}

// link fills roots and children.
func (a *assembly) link() {
	a.cat.children = make([][]FamilyID, len(a.cat.options))
	for id := range a.cat.families {
		if p := a.cat.families[id].Parent; p == NoOption {
			a.cat.roots = append(a.cat.roots, FamilyID(id))
		} else {
			a.cat.children[p] = append(a.cat.children[p], FamilyID(id))
		}
	}
}

// reportCycles follows the parents of each family that is not done until it
// meets one again, and reports that circle once.
func (a *assembly) reportCycles(done []bool) {
	const onPath = 2
	state := make([]int, len(a.families))
	for start := range a.families {
		var path []int
		i := start
		for !done[i] && state[i] == 0 {
			state[i] = onPath
			path = append(path, i)
			o, ok := a.optionSpec[a.families[i].Parent]
			if !ok {
				break
			}
			if i, ok = a.familySpec[a.options[o].Family]; !ok {
				break
			}
		}
		if at := slices.Index(path, i); at >= 0 && len(path) > 0 && a.closes(path, at) {
			a.reportCycle(path[at:])
		}
		for _, p := range path {
			state[p] = 1
		}
	}
}

// closes reports whether the parent of the last family of the path is the one at index at.
func (a *assembly) closes(path []int, at int) bool {
	o, ok := a.optionSpec[a.families[path[len(path)-1]].Parent]
	if !ok {
		return false
	}
	f, ok := a.familySpec[a.options[o].Family]
	return ok && f == path[at]
}

// reportCycle reports families each of which is below an option of the next,
// and the last below an option of the first.
func (a *assembly) reportCycle(circle []int) {
	first := a.families[circle[0]]
	var b strings.Builder
	fmt.Fprintf(&b, "family %s stands below itself: %s", first.Code, first.Code)
	for i, f := range circle {
		next := a.families[circle[(i+1)%len(circle)]]
		fmt.Fprintf(&b, " is below option %s of %s", a.families[f].Parent, next.Code)
		if i < len(circle)-1 {
			b.WriteString(", which")
		}
	}
	a.report(first.Pos, first.Code, b.String(), "give one of these families another parent, or none")
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
			if !ok {
				a.report(spec.Pos, spec.Code, fmt.Sprintf("option %s has a value of the unknown attribute %s", spec.Code, clip(name)),
					source.DidYouMean(name, c.AttributeNames()))
				continue
			}
			q := spec.Values[name]
			if q.Unit == None {
				q.Unit = c.attributes[attribute].Unit
			}
			q, err := q.In(c.attributes[attribute].Unit)
			if err != nil {
				a.report(spec.Pos, spec.Code, fmt.Sprintf("option %s, attribute %s: %v", spec.Code, name, err), "")
				continue
			}
			if n := q.Amount.digits(); n > MaxDigits {
				a.report(spec.Pos, spec.Code, fmt.Sprintf("option %s, attribute %s: the value in %s has %d digits; at most %d are exact here", spec.Code, name, q.Unit.name(), n, MaxDigits), "")
				continue
			}
			c.amounts = append(c.amounts, q.Amount)
			c.values[attribute][id] = uint32(len(c.amounts))
		}
	}
}

package uvl

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/syntax"
)

// Write writes a set as of one point as one UVL file. [Read] of it has the same options and the
// same valid configurations, and writes the same bytes again.
//
// The catalog's tree becomes the feature tree. If it does not hang on one option that is always chosen, it gets such a
// root feature, named after the product, which every configuration then contains. Rules become constraints in the order
// of the set, and each row of a forbidden table one of its own. Cardinalities, tables, and arithmetic that UVL does not
// have are spelled out with !, & and |. UVL knows no effectivity: rules that are not in force at asOf are left out, and
// options that are not get a constraint that rules them out.
//
// A name of UVL has no dot: an option k.S, as a placed import has them, is written as k_S, or k_S2 if that is taken,
// and the model that imports others becomes one file without imports. Only the codes change.
//
// UVL has no place for codes of families, names and reasons for people, ids of rules, units, and defaults; they are left
// out. A set that UVL cannot express is an error, [source.Defects] with every reason: effectivities that depend on a date,
// serial number or plant that asOf does not give, conditions that name more than 20,000 options when they are spelled
// out. Nothing is written then. Time is linear in the size of the text, apart from that of diagrams for arithmetic.
// Write panics if w or s is nil.
func Write(w io.Writer, s *rules.Set, asOf config.Point) error {
	if w == nil || s == nil {
		panic("uvl: Write needs a writer and a set; one is nil")
	}
	wr := &writer{set: s, cat: s.Catalog(), asOf: asOf}
	wr.nameOptions()
	wr.header()
	wr.tree()
	wr.constraints()
	if err := wr.list.Err(); err != nil {
		return err
	}
	_, err := w.Write(wr.out.Bytes())
	return err
}

// writer writes one set.
type writer struct {
	set  *rules.Set
	cat  *config.Catalog
	asOf config.Point
	// names has the new names of the options whose code has a dot.
	names map[string]string
	root  string // the feature that every configuration contains
	made  bool   // root is not an option of the catalog
	out   bytes.Buffer
	list  source.List

	absent []config.OptionID // the options that are not in force
}

// fail reports a construct at pos that cannot be expressed.
func (w *writer) fail(place source.Place, format string, args ...any) {
	w.list.Add(source.Defect{Place: place, Msg: fmt.Sprintf(format, args...)})
}

// header writes the product as the namespace, unless the root feature says it.
func (w *writer) header() {
	w.findRoot()
	product := w.cat.Product()
	if product == w.root {
		return
	}
	path, ok := quotePath(product)
	if !ok {
		w.fail(source.Place{}, "the product name %q cannot be a namespace of UVL", product)
		return
	}
	w.out.WriteString("namespace " + path + "\n\n")
}

// nameOptions finds names for the options whose code has a dot.
func (w *writer) nameOptions() {
	w.names = make(map[string]string)
	taken := make(map[string]bool)
	for o := range config.OptionID(w.cat.NumOptions()) {
		code := w.cat.Code(o)
		if !strings.Contains(code, ".") {
			continue
		}
		stem := strings.ReplaceAll(code, ".", "_")
		name := stem
		for i := 2; ; i++ {
			if _, isCode := w.cat.LookupOption(name); !isCode && !taken[name] {
				break
			}
			name = stem + strconv.Itoa(i)
		}
		taken[name], w.names[code] = true, name
	}
}

// name returns the name of an option in the file.
func (w *writer) name(code string) string {
	if name, ok := w.names[code]; ok {
		return name
	}
	return code
}

// renamed returns a condition in which the options have the names of the file.
func (w *writer) renamed(n *syntax.Node) *syntax.Node {
	if len(w.names) == 0 {
		return n
	}
	c := *n
	if n.Op == syntax.Ref {
		c.Path = slices.Clone(n.Path)
		c.Path[0] = w.name(c.Path[0])
		return &c
	}
	c.Args = slices.Clone(n.Args)
	for i, arg := range n.Args {
		if i > 0 || n.Op != syntax.Sum && n.Op != syntax.Avg { // the first of these is an attribute
			c.Args[i] = w.renamed(arg)
		}
	}
	return &c
}

// findRoot chooses the root feature.
func (w *writer) findRoot() {
	roots := w.cat.Children(config.NoOption)
	if len(roots) == 1 {
		if f := w.cat.Family(roots[0]); len(f.Options) == 1 && f.Select.Min == 1 {
			w.root = w.name(w.cat.Code(f.Options[0]))
			return
		}
	}
	w.made = true
	stem := w.cat.Product()
	if !isName(stem) || len(stem) > config.MaxCode/2 {
		stem = "Root"
	}
	w.root = stem
	for i := 2; ; i++ {
		if _, taken := w.cat.LookupOption(w.root); !taken && !slices.Contains(slices.Collect(maps.Values(w.names)), w.root) {
			return
		}
		w.root = stem + " " + strconv.Itoa(i)
	}
}

// maxFeatureDepth is the greatest depth of features in a file that can be read: the section, and
// two lines per level.
const maxFeatureDepth = (maxDepth - 2) / 2

func (w *writer) tree() {
	w.out.WriteString("features\n")
	if !w.made {
		w.option(w.cat.Family(0).Options[0], 0)
		return
	}
	w.out.WriteString("\t" + quote(w.root) + "\n")
	for _, f := range w.cat.Children(config.NoOption) {
		w.family(f, 1)
	}
}

// option writes a feature and all below it.
func (w *writer) option(id config.OptionID, depth int) {
	o := w.cat.Option(id)
	if depth > maxFeatureDepth {
		w.fail(o.Place, "option %s is nested deeper than %d options", o.Code, maxFeatureDepth)
		return
	}
	if !w.inForce(o.Effectivity, o.Place, "option "+o.Code) {
		w.absent = append(w.absent, id)
	}
	w.indent(2*depth + 1)
	w.out.WriteString(quote(w.name(o.Code)))
	w.attributes(id, o)
	w.out.WriteByte('\n')
	for _, f := range w.cat.Children(id) {
		w.family(f, depth+1)
	}
}

// inForce reports whether the rule or option what is in force at the writer's point.
func (w *writer) inForce(e config.Effectivity, place source.Place, what string) bool {
	ok, err := e.Covers(w.asOf)
	if err != nil {
		w.list.Add(source.Defect{Place: place, Msg: what + ": " + err.Error(), Hint: "UVL has no effectivity: write the model as of a date, serial number and plant"})
	}
	return ok && err == nil
}

// family writes a group of features of a depth.
func (w *writer) family(id config.FamilyID, depth int) {
	f := w.cat.Family(id)
	w.indent(2 * depth)
	w.out.WriteString(groupWord(f.Select, len(f.Options)) + "\n")
	for _, o := range f.Options {
		w.option(o, depth)
	}
}

func (w *writer) indent(tabs int) {
	for range tabs {
		w.out.WriteByte('\t')
	}
}

// groupWord returns the keyword of a group that takes lo to hi of n
// features.
func groupWord(c config.Cardinality, n int) string {
	high := c.Max
	if high == config.Unbounded || high > n {
		high = n
	}
	switch {
	case c.Min == n:
		return mandatory.String()
	case c.Min == 0 && high == n:
		return optional.String()
	case c.Min == 1 && high == n:
		return or.String()
	case c.Min == 1 && high == 1:
		return alternative.String()
	}
	return "[" + strconv.Itoa(c.Min) + ".." + strconv.Itoa(high) + "]"
}

// attributes writes the values of an option, sorted by name; those with a dot in the name nest.
func (w *writer) attributes(id config.OptionID, o config.Option) {
	var values []value
	for a := range w.cat.NumAttributes() {
		v, ok := w.cat.Value(id, config.AttributeID(a))
		if !ok {
			continue
		}
		name := w.cat.Attribute(config.AttributeID(a)).Name
		path, ok := splitPath(name)
		if !ok {
			w.fail(o.Place, "option %s: %q cannot be the name of an attribute in UVL", o.Code, name)
			continue
		}
		if _, err := config.ParseDecimal(v.String()); err != nil {
			w.fail(o.Place, "option %s, attribute %s: %v", o.Code, name, err)
		}
		values = append(values, value{path, v.String()})
	}
	if len(values) == 0 {
		return
	}
	slices.SortFunc(values, func(a, b value) int { return slices.Compare(a.path, b.path) })
	for i := 1; i < len(values); i++ {
		short, long := values[i-1].path, values[i].path
		if len(short) < len(long) && slices.Equal(short, long[:len(short)]) {
			w.fail(o.Place, "option %s has both an attribute %s and one %s below it, which UVL has no text for", o.Code,
				strings.Join(short, "."), strings.Join(long, "."))
			return
		}
	}
	w.out.WriteByte(' ')
	w.values(values, 0)
}

// value is an attribute of one option.
type value struct {
	path   []string
	number string
}

// values writes {…} of values that agree in the first depth segments of their paths.
func (w *writer) values(values []value, depth int) {
	w.out.WriteByte('{')
	for i := 0; i < len(values); {
		if i > 0 {
			w.out.WriteString(", ")
		}
		key := values[i].path[depth]
		w.out.WriteString(quote(key) + " ")
		if len(values[i].path) == depth+1 {
			w.out.WriteString(values[i].number)
			i++
			continue
		}
		j := i
		for j < len(values) && values[j].path[depth] == key {
			j++
		}
		w.values(values[i:j], depth+1)
		i = j
	}
	w.out.WriteByte('}')
}

// constraints writes the rules that are in force, and forbids the options that are not in force.
func (w *writer) constraints() {
	l := &lowering{cat: w.cat, root: w.root}
	var lines []string
	add := func(place source.Place, what string, n *syntax.Node) {
		text, err := render(w.renamed(n))
		if err == nil {
			err = l.err
		}
		if err != nil {
			w.fail(place, "%s: %v", what, err)
		}
		l.err = nil
		lines = append(lines, text)
	}
	for _, r := range w.set.All() {
		if !w.inForce(r.Effectivity, r.Place, "rule "+r.ID) {
			continue
		}
		for _, n := range l.rule(r) {
			add(r.Place, "rule "+r.ID, n)
		}
	}
	for _, o := range w.absent {
		add(w.cat.Option(o).Place, "", not(syntax.NewRef(w.cat.Code(o))))
	}
	if len(lines) > 0 {
		w.out.WriteString("\nconstraints\n\t" + strings.Join(lines, "\n\t") + "\n")
	}
}

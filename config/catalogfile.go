package config

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// ReadCatalog reads a catalog from options.yaml, or from JSON of the same
// shape. Places in it have the given name. The error is [source.Defects] with
// all defects of the file, each with its place, or the error of r.
//
// If every code, plant, unit and attribute could be read, ReadCatalog returns a
// catalog beside the defects of values, dates and cardinalities, as go/parser
// returns a tree beside its errors. Use it only to find unknown names in the
// other files of a product. It is nil if a name could be missing.
func ReadCatalog(name string, r io.Reader) (*Catalog, error) {
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	return readCatalog(f)
}

func readCatalog(f *source.File) (*Catalog, error) {
	var list source.List
	root := source.ParseYAML(f, &list)
	switch {
	case root == nil:
		return nil, list.Err()
	case root.Kind == source.Null:
		return nil, source.Defects{f.Whole("the file is empty", "begin with the keys product: and families:")}
	}
	r := catalogReader{file: f, list: &list, partial: root.Lost()}
	r.catalog(source.NewDocument(f, root, &list, "the catalog"))
	complete := list.Len() == r.asides && !r.partial && !r.hidden
	a := r.builder.assemble()
	complete = complete && a.list.Len() == a.asides
	if defects, ok := a.list.Err().(source.Defects); ok {
		for _, d := range defects {
			if d.Place == (source.Place{}) { // of the whole catalog
				d.Place = r.productAt
			}
			list.Add(f.Locate(d))
		}
	}
	if !complete {
		return nil, list.Err()
	}
	return a.cat, list.Err()
}

// catalogReader feeds a file to a Builder.
type catalogReader struct {
	file                      *source.File
	list                      *source.List
	builder                   *Builder
	units                     map[string]Unit // of the declared attributes
	attributeKeys, optionKeys *source.Keys

	plants    []string // that are declared
	productAt source.Place
	partial   bool // lines of the file could not be read
	hidden    bool // an entry that was not read may hold names
	asides    int  // defects that leave every name known
}

// aside counts the defects that read reports as ones that leave every name
// known.
func (r *catalogReader) aside(read func()) {
	before := r.list.Len()
	read()
	r.asides += r.list.Len() - before
}

// done reports the unknown keys of an object.
func (r *catalogReader) done(o *source.Object) {
	if o.Broken() {
		return
	}
	for _, f := range o.Unread() {
		r.hidden = r.hidden || f.Value.Kind != source.Scalar
	}
	r.aside(o.Done)
}

// The keys of the mappings in the file. Those of an option cannot name an
// attribute there.
var (
	catalogKeys  = source.NewKeys("format", "product", "plants", "units", "attributes", "families")
	familyKeys   = source.NewKeys("family", "name", "parent", "select", "options")
	reservedKeys = append([]string{"code", "name", "families", "values", "default"}, EffectivityKeys()...)
)

// catalog reads the top of the file.
func (r *catalogReader) catalog(o *source.Object) {
	o.Expect(catalogKeys)
	var product string
	var n *source.Node
	r.aside(func() { product, n = o.Required("product") })
	if n != nil {
		r.productAt = n.Place
	}
	if product == "" {
		product = "-" // reported already
	}
	r.builder = NewBuilder(product)
	r.builder.partial = r.partial
	for _, n := range o.Strings("plants") {
		r.builder.Plant(PlantSpec{n.Text, n.Place})
		r.plants = append(r.plants, n.Text)
	}
	r.declareUnits(o.Value("units"))
	r.attributes(o.Value("attributes"))
	families := o.Items("families")
	if len(families) == 0 && !o.Broken() && r.list.Len() == 0 {
		r.list.Add(r.file.Whole("the catalog has no families", "list them under the key families:"))
	}
	for _, n := range families {
		r.family(n, "")
	}
	r.done(o)
}

// declareUnits reads symbols and their definitions. A definition may name units
// that are declared below it.
func (r *catalogReader) declareUnits(n *source.Node) {
	if n == nil {
		return
	}
	if n.Kind != source.Mapping {
		r.list.Add(n.Defect("units must be a mapping of symbols to units, not "+n.Kind.String(), "write for example units: {CTN: 12 pcs, CNY: money}"))
		return
	}
	waiting := make(map[string]source.Field, len(n.Fields))
	for _, field := range n.Fields {
		waiting[field.Key.Text] = field
	}
	var declare func(field source.Field)
	declare = func(field source.Field) {
		symbol, is := field.Key.Text, field.Value
		delete(waiting, symbol)
		if is.Kind != source.Scalar && is.Kind != source.Null {
			r.list.Add(is.Defect(fmt.Sprintf("unit %s must be one value, not %s", symbol, is.Kind), "write for example 12 pcs"))
			r.builder.addUnit(symbol, None)
			return
		}
		if i := strings.IndexFunc(is.Text, isUnitLetter); i >= 0 {
			of := is.Text[i:]
			if field, ok := waiting[of]; ok {
				declare(field)
			}
			if _, known := r.builder.units.lookup(of); !known && n.Lookup(of) != nil {
				d := is.Defect(fmt.Sprintf("unit %s is defined by itself", symbol), "say how much of a built-in unit it is")
				if _, own := builtin[symbol]; own {
					d = is.Defect(fmt.Sprintf("unit %s is built in and cannot be %s", symbol, is.Text), "choose another symbol")
				}
				r.list.Add(d)
				r.builder.addUnit(symbol, None)
				return
			}
		}
		r.builder.Unit(UnitSpec{Symbol: symbol, Is: is.Text, Place: field.Key.Place, isAt: is.Place})
	}
	for _, field := range n.Fields {
		if _, ok := waiting[field.Key.Text]; ok {
			declare(field)
		}
	}
}

// attributes reads names and units.
func (r *catalogReader) attributes(n *source.Node) {
	r.units = make(map[string]Unit)
	r.attributeKeys, r.optionKeys = source.NewKeys(), source.NewKeys(reservedKeys...)
	if n == nil {
		return
	}
	if n.Kind != source.Mapping {
		r.list.Add(n.Defect("attributes must be a mapping of names to units, not "+n.Kind.String(), "write for example attributes: {mass: kg, price: EUR}"))
		return
	}
	var names []string
	for _, field := range n.Fields {
		name, value := field.Key.Text, field.Value
		var unit Unit
		switch value.Kind {
		case source.Null:
		case source.Scalar:
			u, err := r.builder.units.parse(value.Text)
			if err != nil {
				r.list.Add(value.Defect(err.Error(), ""))
			}
			unit = u
		default:
			r.list.Add(value.Defect(fmt.Sprintf("the unit of attribute %s must be one value, not %s", name, value.Kind), ""))
		}
		r.units[name] = unit
		names = append(names, name)
		r.builder.Attribute(AttributeSpec{name, unit, field.Key.Place})
	}
	r.attributeKeys, r.optionKeys = source.NewKeys(names...), source.NewKeys(slices.Concat(reservedKeys, names)...)
}

// family reads a family below the option parent, or a root family.
func (r *catalogReader) family(n *source.Node, parent string) {
	o := source.NewObject(r.file, n, r.list, "an entry of families")
	o.Expect(familyKeys)
	code, at := o.Required("family")
	if o.Broken() {
		return
	}
	if at == nil {
		at = n
	} else {
		o.Rename("family " + code)
	}
	name, _ := o.String("name")
	spec := FamilySpec{Code: code, Name: name, Parent: parent, Place: at.Place, parentAt: at.Place}
	if above, node := o.String("parent"); node != nil {
		if spec.Parent == "" {
			spec.Parent, spec.parentAt = above, node.Place
		} else if above != parent {
			r.list.Add(node.Defect(fmt.Sprintf("family %s is below option %s, but its key parent names %s", code, parent, above), "remove the key parent, or move the family"))
		}
	}
	r.aside(func() { spec.Select = r.cardinality(o) })
	options := o.Items("options")
	spec.damaged = n.Lost() || len(options) == 0 && o.Value("options") != nil && o.Value("options").Kind != source.Sequence
	for _, item := range options {
		if !r.option(item, code) {
			spec.damaged = true
		}
	}
	if code != "" {
		r.builder.Family(spec)
	}
	r.done(o)
}

// cardinality reads the key select. YAML reads [1..3] as a list, which is
// accepted too.
func (r *catalogReader) cardinality(o *source.Object) Cardinality {
	n := o.Value("select")
	if n == nil {
		return One
	}
	text := n.Text
	switch {
	case n.Kind == source.Sequence && len(n.Items) == 1:
		text = "[" + n.Items[0].Text + "]"
	case n.Kind != source.Scalar:
		r.list.Add(n.Defect("select must be a single value, not "+n.Kind.String(), "write one, optional, any, or a range such as \"[1..3]\""))
		return One
	}
	c, err := ParseCardinality(text)
	if err != nil {
		r.list.Add(n.Defect(err.Error(), ""))
		return One
	}
	return c
}

// option reads an option of a family, a mapping or its code alone, and reports
// whether it has one.
func (r *catalogReader) option(n *source.Node, family string) bool {
	if n.Kind == source.Scalar {
		if n.Text == "" {
			r.list.Add(n.Defect(fmt.Sprintf("an option of %s has an empty code", family), ""))
			return true
		}
		if !n.Quoted && strings.Contains(n.Text, ":") {
			r.list.Add(n.Defect(fmt.Sprintf("%s is read as the code of an option", n.Text), "write a space after the colon; quote the code if the colon belongs to it"))
		}
		r.add(OptionSpec{Family: family, Code: n.Text, Place: n.Place})
		return true
	}
	if n.Kind == source.Null && n.Text != "" {
		r.list.Add(n.Defect(fmt.Sprintf("an option of %s is %s, which YAML reads as nothing", family, n.Text), fmt.Sprintf("write %q in quotes if it is a code", n.Text)))
		return false
	}
	o := source.NewObject(r.file, n, r.list, "an option of "+family)
	o.Expect(r.optionKeys)
	code, at := o.Required("code")
	if o.Broken() {
		return false
	}
	spec := OptionSpec{Family: family, Code: code}
	if at != nil {
		o.Rename("option " + code)
		spec.Place = at.Place
	}
	spec.Name, _ = o.String("name")
	r.aside(func() {
		spec.Effectivity = readEffectivity(o, r.list, func(plants []string) []*PlantError { return unknownPlants(plants, r.plants) })
	})
	families := o.Items("families")
	r.aside(func() { r.defaults(o, &spec) })
	r.aside(func() { spec.Values = r.values(o, code) })
	r.add(spec)
	for _, below := range families {
		if family == "" { // reported already, and the option with it
			code = ""
		}
		r.family(below, code)
	}
	return code != ""
}

// add adds an option unless its own or its family's code is missing, which was
// reported.
func (r *catalogReader) add(o OptionSpec) {
	if o.Code != "" && o.Family != "" {
		r.builder.Option(o)
	}
}

// values reads the attributes of an option: its other keys, and those below
// the key values, where an attribute may have any name.
func (r *catalogReader) values(o *source.Object, code string) map[string]Quantity {
	var fields []source.Field
	if n := o.Value("values"); n != nil && n.Kind != source.Mapping {
		r.list.Add(n.Defect("values must be a mapping of attributes to quantities, not "+n.Kind.String(), ""))
	} else if n != nil {
		inner := source.NewObject(r.file, n, r.list, o.What())
		inner.Expect(r.attributeKeys)
		fields = inner.Rest()
	}
	fields = append(fields, o.Rest()...)
	values := make(map[string]Quantity, len(fields))
	for _, field := range fields {
		name := field.Key.Text
		unit, ok := r.units[name]
		if !ok && field.Value.Kind == source.Null && isDecimals(name) {
			r.list.Add(field.Key.Defect("a number must not contain a comma; YAML reads the rest as a key", "numbers have a decimal point: write 14.50, not 14,50"))
			continue
		}
		if !ok {
			if _, err := ParseQuantity(field.Value.Text); err == nil || field.Value.Kind != source.Scalar || errors.Is(err, ErrUnknownUnit) {
				r.hidden = true // it may be an undeclared attribute, or families
			}
			r.unknownKey(field.Key, o.What())
			continue
		}
		if _, twice := values[name]; twice {
			r.list.Add(field.Key.Defect(fmt.Sprintf("option %s has two values of attribute %s", code, name), "keep one of the two"))
			continue
		}
		if q, ok := r.quantity(field, unit); ok {
			values[name] = q
		}
	}
	return values
}

// isDecimals reports whether a key can be the decimals of a number cut by its
// comma, with the unit if there is one: "50", "50 EUR".
func isDecimals(key string) bool {
	digits, _, _ := strings.Cut(key, " ")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// unknownKey reports a key of an option that is not an attribute: each key
// once, or all of them once if the catalog has no attributes.
func (r *catalogReader) unknownKey(key *source.Node, what string) {
	cause := undeclared{key.Text}
	if len(r.units) == 0 {
		cause = undeclared{}
	}
	r.list.AddOnce(cause, key.Defect(fmt.Sprintf("unknown key %s in %s", key.Text, what), "declare it under attributes: at the top of the file if it is a numeric attribute"))
}

// undeclaredUnit is the cause of the defects of a unit that nothing declares.
type undeclaredUnit struct{ msg string }

// undeclared is the cause of the defects of one undeclared attribute; "" stands
// for all of them.
type undeclared struct{ attribute string }

// quantity reads an attribute value in the attribute's unit.
func (r *catalogReader) quantity(field source.Field, unit Unit) (Quantity, bool) {
	n := field.Value
	if n.Kind != source.Scalar {
		r.list.Add(field.Key.Defect(fmt.Sprintf("attribute %s must be a number, not %s", field.Key.Text, n.Kind), "remove the key if the option has no value"))
		return Quantity{}, false
	}
	q, err := r.builder.units.quantity(n.Text, unit)
	if err == nil {
		q, err = q.valueIn(unit)
	}
	if err != nil {
		d := n.Defect(fmt.Sprintf("attribute %s: %v", field.Key.Text, err), "")
		if errors.Is(err, ErrUnknownUnit) {
			r.hidden = true // it may be an undeclared unit
			r.list.AddOnce(undeclaredUnit{err.Error()}, d)
		} else {
			r.list.Add(d)
		}
		return Quantity{}, false
	}
	return q, true
}

package config

import (
	"maps"

	"github.com/confspace/confspace/config/source"
)

// MaxCode is the longest code, in bytes. A public feature model has one of 207;
// the limit leaves room, and keeps lines of messages readable.
const MaxCode = 1000

// AttributeSpec describes an [Attribute] to a [Builder].
type AttributeSpec struct {
	Name  string
	Unit  Unit
	Place source.Place
}

// PlantSpec declares a plant to a [Builder].
type PlantSpec struct {
	Name  string
	Place source.Place
}

// FamilySpec describes a [Family] to a [Builder].
type FamilySpec struct {
	Code string
	Name string
	// Parent is the code of the option above; empty for a root family.
	Parent string
	// Select is how many options hold; the zero value is [One].
	Select Cardinality
	Place  source.Place

	parentAt source.Place // where Parent is written, if elsewhere than Place
	damaged  bool         // some of its options have defects and are left out
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
	// Defaults say when it is preferred where a customer leaves its family open.
	Defaults []Default
	Place    source.Place

	conditions []*source.Node // by default: where a file has its condition
}

// Builder collects the parts of a [Catalog]. A part may refer to one that is
// added later. A Builder is for one goroutine. It keeps the parts until
// Build, which reports all defects.
type Builder struct {
	product    string
	plants     []PlantSpec
	attributes []AttributeSpec
	families   []FamilySpec
	options    []OptionSpec
	units      unitTable
	defects    []source.Defect // of units
	partial    bool            // unknown names may stand in lines that could not be read
}

// NewBuilder starts a catalog of a product.
func NewBuilder(product string) *Builder { return &Builder{product: product} }

// Plant declares the name of a plant, which effectivities, orders and points
// then use. A catalog that declares no plant has one plant, without a name.
func (b *Builder) Plant(p PlantSpec) { b.plants = append(b.plants, p) }

// Attribute adds a numeric attribute. Attributes are numbered as added.
func (b *Builder) Attribute(a AttributeSpec) { b.attributes = append(b.attributes, a) }

// Family adds a family. Families with one parent keep the order of adding.
func (b *Builder) Family(f FamilySpec) { b.families = append(b.families, f) }

// Option adds an option. Options of one family keep the order of adding.
func (b *Builder) Option(o OptionSpec) { b.options = append(b.options, o) }

// Build returns the catalog, or [source.Defects] with all defects: codes that
// are missing, malformed or used twice (with both places), unknown families,
// parents and attributes (with the nearest known one), families below
// themselves, families without options or with an impossible cardinality, values
// that do not convert or are not decimals, effectivities that never hold, plants
// that are not declared, units that contradict the built-in ones. O(n log n).
// The builder may be used further.
func (b *Builder) Build() (*Catalog, error) {
	a := b.assemble()
	if err := a.list.Err(); err != nil {
		return nil, err
	}
	return a.cat, nil
}

// assemble makes as much of the catalog as it can, and reports the defects.
func (b *Builder) assemble() *assembly {
	a := &assembly{Builder: b, cat: &Catalog{
		product:   b.product,
		index:     make(map[string]entry, len(b.options)+len(b.families)),
		attribute: make(map[string]AttributeID, len(b.attributes)),
		units:     maps.Clone(b.units),

		conditions: make(map[OptionID][]*source.Node),
	}}
	for _, d := range b.defects {
		a.list.Add(d)
	}
	if b.product == "" {
		a.report(source.Place{}, "", "the catalog has no product name", "")
	}
	a.checkName(source.Place{}, "the product", b.product)
	a.addPlants()
	a.addAttributes()
	a.indexCodes()
	a.arrange()
	a.number()
	a.addValues()
	a.cat.digest, a.cat.text = digest(a.cat), textDigest(a.cat)
	return a
}

// Package config is the vocabulary of confspace: the catalog of a product's
// families and options, the selections and orders of them, and the dates,
// serial numbers and plants at which they are in force.
//
//	cat, err := config.ReadCatalog("options.yaml", file)
//	order, err := config.ReadOrder("order.json", request.Body)
//	sel, err := order.Bind(cat) // the options chosen, rejected and open
//
// # The model
//
// A [Catalog] is a tree. A product has families (body, engine, drive); a family
// has options, each known by its code; below an option stand more families,
// which are asked for only when that option is chosen:
//
//	vanline
//	├── body            one of
//	│   ├── PICKUP
//	│   │   └── bed     at most one of
//	│   │       ├── SHORT
//	│   │       └── LONG
//	│   └── SUV
//	└── extras          any of
//	    └── TOWBAR
//
// The [Cardinality] of a family says how many of its options hold when its
// parent holds; none hold when it does not. An option may have exact values of
// numeric attributes (mass, price), and an [Effectivity]: dates, serial numbers
// and plants for which it can be chosen.
//
// Families and options are numbered densely, parents before their children, the
// options of a family in one run. A [Selection] says of each option whether it
// is chosen, rejected or open, in two bits. An [Order] is the same in codes, as
// a customer or an order system writes it; [Order.Bind] binds it to a catalog.
// Package rules says which options an order may contain together.
//
// # Files
//
// [ReadCatalog] reads options.yaml, or JSON of the same shape:
//
//	product: vanline
//	units: {CTN: 12 pcs, CR: money}     # units beside the built-in ones
//	attributes: {mass: kg, price: EUR}  # exact numbers, and the unit of each
//	families:
//	  - family: body
//	    name: Body style                # for people, optional everywhere
//	    select: one                     # one (default), optional, any, "[1..3]", "[2..*]"
//	    options:
//	      - code: PICKUP
//	        name: Pickup
//	        mass: 312.5                 # in the attribute's unit, or "500 g"
//	        from: 2026-01-01            # from, until, from_serial, until_serial, plants
//	        plants: [P1, P2]
//	        default: true               # preferred where the customer leaves it open
//	        families:                   # below this option
//	          - family: bed
//	            select: optional
//	            options: [SHORT, LONG]  # an option with nothing but a code
//	      - code: SUV
//	        default: {rank: 2, when: DE} # preferred where DE holds and none of rank 1 can be had
//	  - family: roof
//	    parent: SUV                     # the same as standing below SUV
//	    options: [FLAT, HIGH]
//
// A default is a condition in the language of package rules (true: always), a mapping of its condition and its
// rank, or a list of these; [Default] says what it means. An attribute whose name is taken by a key (code, name,
// from, ...) is given below the key values. A unit is
// declared as another unit ("pcs"), a multiple of one ("12 pcs", "1/100000 h"), a number ("12") or money; the
// other files of the product may use it. Built in are the units of [Units], codes of UN/ECE Recommendation 20
// for them, and the currencies of ISO 4217. Codes are any visible text without double quotes; options and
// families share one set of codes. [ReadOrders] reads orders in JSON lines.
//
// # Exactness
//
// A [Decimal] never rounds: where no decimal is equal it is a fraction, 1/3. A [Quantity] converts
// exactly. Values of attributes are decimals. A [Date] is a day without time zone. Intervals are
// half-open: until is the first day, or serial number, that is out of force.
//
// # Errors
//
// For errors.As and errors.Is; other errors are for people.
//
//	source.Defects     of every reader and builder, and of Order.Bind: all defects at
//	                   once, with places, carets and suggestions
//	OptionError        the cause of a defect of one line of an order
//	PlantError         a plant that the catalog does not declare
//	PointError         an effectivity depends on a field that the point does not give
//	ErrDivisionByZero  of Decimal.Quo
//	ErrUnknownUnit     wrapped for a unit that is neither built in nor declared
//
// # Layout
//
//	decimal.go quantity.go unit.go  exact numbers
//	currency.go declare.go          money, and units that a catalog declares
//	date.go effectivity.go          when and where
//	cardinality.go                  how many of a family
//	catalog.go digest.go            the tree
//	builder.go assembly.go          how it is built and checked
//	numbering.go                    ids, and families below themselves
//	catalogfile.go catalogwrite.go  options.yaml
//	default.go                      what is preferred where nothing is chosen
//	selection.go                    bitsets
//	order.go orderfile.go           orders, and JSON lines
//
// Package source below it reads files with places, and package configtest
// draws random catalogs for tests.
package config

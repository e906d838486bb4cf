// Package bom turns orders into parts. A [Structure] is the 150 % bill of
// material of a product: every part of every order, with conditions on the
// options of one catalog. An order explodes to its exact bill of material, a
// [Bill]. The package needs no solver.
//
//	bom.csv ── ReadStructure ─▶ Structure ── Explode ─▶ Bill ─┬─ Items   indented
//	                                                          └─ Flat    summed by part
//
//	s, err := bom.ReadStructure(cat, "bom.csv", file)
//	bill, err := s.Explode(sel, order.Point())
//	for item := range bill.Items() { ... }
//
// Package line routes a Bill to its station sequence, package proof proves what
// holds for the bills of all orders, and package product reads a product
// directory and resolves orders of it.
//
// # Words
//
// A [Position] is a place in an assembly; its [Variant] values are the candidates
// that may fill it. A variant's usage says when the variant is taken; a
// position's own condition and effectivity say when the position exists. The
// names of ISA-95 (B2MML) for these words:
//
//	row of bom.csv, Item   OperationsMaterialBillItem
//	part                   MaterialDefinition
//	Bill                   OperationsMaterialBill
//	Operation              OperationsSegment
//	Line, Routing          OperationsDefinition, of all products and of one
//	Station                work unit
//
// # Explosion
//
// Explode walks from the product down. At each position that is effective and
// whose condition holds it looks for the variants whose usage holds and whose
// effectivity covers the point that it was given, and takes as many as the
// position selects: exactly one ([One]), at most one ([Optional]), all that
// match ([All]), or all that match and at least one ([Some]). A position that
// needs one variant and finds none or two is a [PositionError]. Explode reports
// all such positions together, and then returns no bill. Explode does not visit
// the rows below a variant that is not taken or that competes with another.
//
// A position whose effectivity ends takes nothing from then on. That is not a
// gap: a part without a successor ends so. A hole between the effectivities of
// two variants is a gap while the position itself is effective.
//
// Explode never reads the clock: a part is effective as of the order's date,
// serial number and plant, and an effectivity that depends on what the order
// does not give is an error.
//
// # Quantities
//
// Quantities are exact: decimals, or fractions where no decimal is equal
// ("1/3", "1 per 3"). The catalog knows the units. Pieces are whole: a quantity
// in pieces, and the pieces that one product takes at each path, have no
// fraction. A part that is measured has a unit of measure (0.3 kg, 1.5 m). A
// piece that two parents share is given for both (1 per 2). A quantity is for
// one unit of the parent, or for the number of units that the base quantity
// gives ("3 l per 100"). Totals multiply along the path. A structure that
// several rows share counts per unit of the row that carries it: if the
// structure is given per kg and a row takes 500 g, it takes half of everything
// below. Sums over one part are in the smallest unit of its rows, the same for
// every order.
//
// # Phantoms and stations
//
// A phantom assembly exists on paper only: the indented bill lists it, but it
// is never summed or delivered, and the parts below it take its place. Any
// other item is delivered to its row's station. An item without a station
// arrives inside its nearest ancestor that has one ([Item.CalledWith]). If
// that ancestor is a phantom, the item itself is delivered to the phantom's
// station.
//
// # bom.csv
//
// An indented list with a header row; columns stand in any order, and unused
// columns may be left out. A row of level n belongs to the nearest row above it
// of level n-1. Rows with the same position code below the same row are that
// position's variants. A part that is built in twice has two positions.
//
// The first row may be the product itself, of level 0, as exports of ERP systems
// have it: it gives the product's part number and name ([Structure.Product]),
// its quantity is 1 or empty, and its other cells are empty.
//
// A column whose header stands in parentheses, (drawing), is the owner's note: it has
// no meaning, and stays with its row ([Note]). Any other unknown column is a defect.
//
//	level        1 for parts that stand directly in the product; 0 for the product
//	position     code of the position, unique within the assembly
//	select       one (default), optional, all or some; on the position's first row
//	when         the position's own condition; empty = always; on its first row
//	position_from, position_until, position_from_serial, position_until_serial,
//	position_plants
//	             the position's own effectivity; on its first row
//	part, name   part number and designation; one of a part's rows may name it
//	quantity     above zero, for one parent, or for as many as "per" says
//	per          base quantity, in the unit of the parent's row; default 1
//	unit         built in or declared by the catalog; default pcs
//	usage        condition under which this variant is taken; empty = always
//	phantom      yes or no (default)
//	from, until, from_serial, until_serial, plants
//	             the variant's effectivity: until is the first that is out
//	             again; several plants as P1|P2
//	station      where the part is delivered
//
// One mistake is one defect, and its message counts the other rows that share
// it. If names or units of a part contradict each other, those of most rows are
// right, or else the first. Rows below a wrong level are not checked against
// each other. [ReadStructure] reads a file also without its catalog.
//
// A part number that occurs again without rows below it has the structure
// that was given once. The structure may be given again if it is the same.
//
// # Errors
//
// For errors.As and errors.Is; other errors are for people.
//
//	source.Defects      of ReadStructure and NewStructure: all defects of the bill, with places
//	PositionErrors      of Structure.Explode: all positions that do not find the variants that they select
//	PositionError       one of them, also where the point lacks the field that an effectivity needs
//	config.PlantError   of Explode: the catalog does not declare the plant
//	ErrPartial          wrapped by the error of Explode for an order that leaves options open
//
// # File map
//
//	row.go structure.go slot.go  the vocabulary: rows; positions, variants, items; slots
//	column.go read.go            bom.csv to a draft: columns, cells
//	misnamed.go exchange.go      columns with exchanged names or foreign contents
//	assemble.go level.go         rows to a draft: each row by itself; levels
//	group.go positions.go        parts and positions of the draft, and their defects
//	unfold.go                    the draft unfolded into items
//	explode.go mismatch.go       Explode, and its errors
//	flat.go                      sums by part
//	lookup.go                    items by path, code and part number
//	write.go                     the structure as rows, and as bom.csv
//	json.go                      the form for machines
//
// # Layout
//
// A structure is unfolded when it is built: one item for each path, in document
// order, with its total, path and station. So an explosion neither follows
// references nor multiplies. It walks slots (positions at a path) and jumps
// over items that are not taken:
//
//	slots  [ 10 | 10/10 | 10/20 | 20 | ... ]      next: over everything below
//	          │ first            ▲
//	          ▼                  │
//	items  [ A | B below A | ... ]                sibling: the next variant
package bom

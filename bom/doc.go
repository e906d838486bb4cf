// Package bom turns orders into parts. A [Structure] is the 150 % bill of
// material of a product: every part of every order, with conditions on the
// options of one catalog. An order explodes to its exact bill of material, a
// [Bill]. The package needs no solver.
//
//	bom.csv ── ReadStructure ─▶ Structure ── Explode ─▶ Bill ─┬─ Items   indented
//	                                                          └─ Flat    summed by part
//
// Package line routes a Bill to its station sequence, package proof proves what
// holds for the bills of all orders, and package product reads a product
// directory and resolves orders of it.
//
// # Words
//
// A [Position] is a place in an assembly; its [Variant] values are the candidates
// that may fill it. A variant's usage says when it is the one taken, a
// position's own condition and effectivity when there is anything to take at
// all. The names of
// ISA-95 (B2MML) for what is meant here:
//
//	row of bom.csv, Item   OperationsMaterialBillItem
//	part                   MaterialDefinition
//	Bill                  OperationsMaterialBill
//	Operation              OperationsSegment
//	Line, Routing          OperationsDefinition, of all products and of one
//	Station                work unit
//
// # What is taken
//
// Explode walks from the product down. At each position that is effective and
// whose condition holds it looks for the variants whose usage holds and whose
// effectivity covers the point that it was given, and takes as many as the
// position selects: exactly one ([One]), at most one ([Optional]), all that
// match ([All]), or all that match and at least one ([Some]). A position
// that needs one variant and finds none or two is a [PositionError]. All such
// positions are reported together, and there is no partial result. Explode does
// not visit the rows below a variant that is not taken or that competes with
// another.
//
// A position whose effectivity ends takes nothing from then on, and that is no
// gap: so ends a part that has no successor. A hole between the effectivities
// of two of its variants is one, while the position itself is effective.
//
// Nothing is read from the clock: a part is effective as of the order's date,
// serial number and plant, and an effectivity that depends on what the order
// does not give is an error.
//
// # Quantities
//
// Quantities are exact: decimals, or fractions where no decimal is equal
// ("1/3", "1 per 3"). Units are those that the catalog knows. Pieces are whole:
// a quantity in pieces, and the pieces that one product takes at each path,
// have no fraction. What is measured is counted in its unit (0.3 kg, 1.5 m);
// where two parents share a piece the quantity is given for both (1 per 2). A
// quantity is for as many units of the parent as the base quantity says, one if
// it is not given ("3 l per 100"). Totals multiply along the path. A structure
// that several rows share counts per unit of the row that carries it: where 500
// g are taken of what is given per kg, half of everything below is needed. Sums
// over one part are in the smallest unit that a row counts it in, so that the
// same unit comes out for every order.
//
// # Phantoms, calls and stations
//
// A phantom assembly exists on paper only: it is listed in the indented bill,
// never summed or called, and what is below it takes its place. Any other item
// is called at its row's station. One without a station arrives inside its
// nearest ancestor that has one ([Item.CalledWith]); below a phantom that has
// one it is called there by itself.
//
// # bom.csv
//
// An indented list with a header row; columns stand in any order, and those
// that a product does not need are left out. A row of level n belongs to the
// nearest row above it of level n-1. Rows with the same position code below the
// same row are that position's variants. A part that is built in twice has two
// positions.
//
// The first row may be the product itself, of level 0, as exports of ERP systems
// have it: it gives the product's part number and name ([Structure.Product]),
// its quantity is 1 or empty, and its other cells are empty.
//
// A column whose header stands in parentheses, (drawing), is the owner's note,
// which is never read. Any other unknown column is a defect.
//
//	level        1 for what stands directly in the product; 0 for the product
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
//	usage        condition under which this variant is the one; empty = always
//	phantom      yes or no (default)
//	from, until, from_serial, until_serial, plants
//	             the variant's effectivity: until is the first that is out
//	             again; several plants as P1|P2
//	station      where the part is called
//
// One mistake is one defect: of contradicting names or units of a part those of
// most rows count (of equals the first), and what other rows share with the row
// of a defect is counted in its message. Below a wrong level nothing is said of
// what belongs to what. [ReadStructure] reads a file also without its catalog.
//
// A part number that occurs again without rows below it means the structure
// given once; giving it again is allowed if nothing differs.
//
// # File map
//
//	row.go structure.go slot.go  the vocabulary: rows; positions, variants, items; slots
//	column.go read.go            bom.csv to a draft: columns, cells
//	misnamed.go                  columns whose names were exchanged, or that hold something else
//	assemble.go level.go         rows to a draft: what each says by itself; levels
//	group.go positions.go        parts and positions of the draft, and their defects
//	unfold.go                    the draft unfolded into items
//	explode.go mismatch.go       Explode, and what it says when it cannot
//	flat.go                      sums by part
//	lookup.go                    items by path, code and part number
//	write.go                     the structure as rows, and as bom.csv
//	json.go                      the form for machines
//
// # Layout
//
// A structure is unfolded when it is built: one item for each path, in document
// order, with its total, path and station worked out once, so that an explosion
// neither follows references nor multiplies. It walks slots (positions at a
// path) and jumps over what is not taken:
//
//	slots  [ 10 | 10/10 | 10/20 | 20 | ... ]      next: over all that is below
//	          │ first            ▲
//	          ▼                  │
//	items  [ A | B below A | ... ]                sibling: the next variant
package bom

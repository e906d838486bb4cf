// Package rules is the rule language of confspace: conditions on the options of
// a catalog, and the sets of rules made of them. Each condition on an order (a
// rule, the usage of a part, the condition of an operation) is one [Expr] bound
// to one [config.Catalog].
//
//	text ── syntax.Parse ──▶ syntax.Node ── Bind ──▶ Expr ──▶ Holds, Truth
//	rules.yaml, tables/*.csv ── Read ──▶ Set of Rules, each with its Expr
//
//	set, err := rules.ReadDir(os.DirFS("product")) // options.yaml, rules.yaml, tables
//	e, err := rules.Parse(set.Catalog(), "DIESEL30 requires AUTO8")
//	truth := e.Truth(sel)
//
//	batch := rules.NewEvaluator(cat, conditions).NewBatch() // for 256 selections at once
//
// # The language
//
//	DIESEL30                           the option is chosen
//	!a   a & b   a | b                 not, and, or
//	a => b   a <=> b                   implies, if and only if
//	a requires b   a excludes b        a => b   !(a & b)
//	engine = DIESEL30                  the option, checked to be one of the family
//	engine != DIESEL30
//	engine in {DIESEL20, DIESEL30}     one of these options
//	engine not in {DIESEL20}
//	at_most(1; a, b, c)                how many of the conditions hold; a family code
//	at_least(2; packages)              stands for all its options
//	exactly(1; a, b & c)
//	between(1, 2; a, b, c)
//	sum(mass) <= 3.5 t                 of all chosen options
//	sum(price, interior) < 2000 EUR    of a family or an option and all below it
//	avg(power, engines) >= 100         of the chosen options that have a value
//	VAN.mass + 2 * count(seats) > 400  an attribute of one option or family; how many
//	                                   of a family or of options are chosen
//	floor(a.x / 3) == ceil(b.x)        rounding; + - * / as usual
//
// From loosest to tightest: <=>, then => requires excludes, then |, &, !, the
// comparisons, + -, * /. Operators of one line group to the left. Codes with
// other characters than letters, digits and "_" stand in double quotes. The full
// grammar is that of package [syntax].
//
// # Arithmetic
//
// All numbers are exact. An option that is not chosen, or has no value, counts
// 0; an option used as a number counts 1 if it is chosen. Numbers have the
// unit of their attribute: different units neither add nor compare, and a
// number written with a unit, built in or of the catalog, is converted (3.5 t,
// 1/3 kg, 130 "km/h"); 5 % is 0.05 unless an attribute in % is beside it. A
// comparison in which a number is divided by zero, or the average of nothing is
// taken, does not hold, whatever the comparison.
//
// Binding brings comparisons into the simplest form that means the same, so that
// code that works on conditions meets few forms:
//
//	form                        becomes
//	weighted sum of options     OpLinear, in normal form: see [Linear]
//	quotient of sums, average   two OpLinear: the divisor's sign, and n - bound*d
//	rounded sum or quotient     the same, with the bound moved to a whole number
//	anything else               OpArith: a decision diagram of at most [MaxDecisions]
//	always or never true        OpTrue, OpFalse
//	decided by one option       OpOption, OpNot
//
// So products of options are possible, but take few options.
//
// # Errors
//
// For errors.As and errors.Is; other errors are for people.
//
//	source.Defects      of Parse, Bind, Read and Builder.Build: everything that is wrong, with places
//	ErrDecisions        the cause of a defect, and of package difference wrapped: a comparison takes more than
//	                    MaxDecisions
//	ErrMagnitude        of Linear, and the cause of a defect: the numbers pass MaxMagnitude
//	config.PointError   of Set.At: the point lacks a field on which an effectivity depends
//	config.PlantError   of Set.At: the catalog does not declare the plant
//
// # Representation
//
// An Expr is a slice of 16-byte cells in prefix order, an operator before its
// arguments; its parts are parts of the slice. Evaluation goes through memory
// once, front to back, looks nothing up and allocates nothing. The type cell
// in expr.go says what each cell holds.
//
// # Files
//
//	expr.go       Expr, its cells and constructors
//	inspect.go    Expr taken apart
//	print.go      Expr to text
//	eval.go       Holds and Truth
//	evaluator.go  many conditions for 256 selections at once
//	linear.go     weighted sums: normal form
//	diagram.go    decision diagrams: inspection and evaluation
//	bind.go       text and unbound expressions to Expr: the conditions
//	compare.go    ... the comparisons
//	arith.go      ... the numbers
//	unit.go       ... and their units
//	number.go     arithmetic kept as linear as can be
//	form.go       linear forms in fractions
//	rounding.go   comparisons of floor and ceil
//	nonlinear.go  construction of decision diagrams
//	interval.go   ... and the intervals that end it early
//	lookup.go     codes, and the errors for unknown ones
//	rule.go, table.go, builder.go, set.go, digest.go   rules and sets
//	file.go, tablefile.go, write.go                    rules.yaml and tables
//
// # rules.yaml
//
//	rules:
//	  - id: R-ENG-012
//	    rule: DIESEL30 requires AUTO8 & AWD     # plain, in quotes, or a block
//	    reason: The diesel exceeds the torque limit of the manual gearbox.
//	    from: 2026-01-01                        # or until, from_serial,
//	    plants: [P1, P2]                        # until_serial, plants
//	  - id: T-GBX-001
//	    allowed: tables/gearbox.csv             # or forbidden
//	  - id: T-ROOF-001
//	    forbidden:                              # a small table in place
//	      columns: [body, roof]
//	      rows:
//	        - [PICKUP, HIGH | MEDIUM]
//	        - [VAN, "-"]
//
// Columns are families. A cell is an option, several with "|" between them of
// which one must be chosen, "*" for any, or "-" for none of the family. An id may
// occur again where effectivities do not overlap: versions of one rule.
package rules

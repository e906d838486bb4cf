// Package line turns exact bills of material into work. A [Line] is the stations
// and operations that build a product, with conditions on the options of its
// catalog, bound to the structure whose parts are called there. A bill routes
// to its station sequence, a [Routing]. The package needs no solver.
//
//	line.yaml ── Read ─▶ Line ──┐
//	bom.Structure ── Explode ─▶ bom.Bill ── Route ─▶ Routing ── Visits, station by station
//
// The names of ISA-95 (B2MML) for what is meant here:
//
//	Operation              OperationsSegment
//	Line, Routing          OperationsDefinition, of all products and of one
//	Station                work unit
//
// # line.yaml
//
//	line: Hall 3
//	takt: 62 s                         # what each station has for one product
//	stations:                          # in line order
//	  - station: S010
//	    name: Frame loading
//	    operators: 2                   # who work on one product at the same time; default 1
//	    teams: 2                       # side by side, each on a product of its own; default 1
//	    rides: [9010, 9075]            # delivered here, fitted by no operation
//	    operations:
//	      - operation: OP-010-10
//	        name: Load frame
//	        when: BODY_ON_FRAME        # condition; empty = always
//	        duration: 45 s
//	        after: [OP-005-20]         # done at this station or an earlier one
//	        parts: [3100.10]           # positions consumed, by path or code
//	        from: 2026-01-01           # effectivity, as in bom.csv
//
// An operation consumes the parts called at its station whose position it
// names by path ("3100/10"), or by code, wherever that stands, if it is no path.
// The position of an assembly or a phantom means all that stands in it and is
// called at the operation's station, now and after the next change of the
// structure. It must be one part at least. Other stations call the rest, for
// operations of their own.
//
// The nearest name wins: a part goes to the operations of its station that name
// its own position or, if none does, to those that name the nearest assembly or
// phantom that it stands in. Exactly one of them must be done for every order
// that takes the part. A part that none names, itself or what it stands in, is
// found by package proof, unless it is said to ride along: "rides" lists
// positions, in the same way, whose parts are delivered to the station and need
// no operation there, such as manuals and what protects the product on its way.
// One that an operation of the station names too is a defect.
//
// A station has the takt for the work on one product. With several operators, or with
// several teams that take turns, it has as many takts: that is its capacity, and more is an
// overload.
//
// Precedence is closed over operations that an order does not have: if B comes
// after A and C after B, then C comes after A also where B is not done. A cycle
// is refused where its operations are in one order for certain: each is done
// always, or under one and the same condition and effectivity. Otherwise the
// line is read, an order that has two operations of a cycle is an error of
// Route, and package proof tells whether some order has.
//
// # File map
//
//	line.go lay.go read.go       stations and operations, from a description or file
//	bind.go fit.go               parts to stations, and to the operations that fit them
//	hint.go                      what an unknown code was most likely meant to be
//	precedence.go knot.go        what comes before what; operations before each other
//	route.go sequence.go call.go Route, the order of work, and what it says when it cannot
//	write.go                     the line as a description, and as line.yaml
//	json.go                      the form for machines
package line

// Package line turns exact bills of material into work. A [Line] has the
// stations and operations that build a product, with conditions on the options
// of its catalog. It is bound to the structure whose parts are delivered to the
// stations. A bill routes to its station sequence, a [Routing]. The package
// needs no solver.
//
//	line.yaml ── Read ─▶ Line ──┐
//	bom.Structure ── Explode ─▶ bom.Bill ── Route ─▶ Routing ── Visits, station by station
//
//	l, err := line.Read(cat, structure, "line.yaml", file)
//	routing, err := l.Route(bill)
//	for _, visit := range routing.Visits { ... }
//
// The names of ISA-95 (B2MML) for these words:
//
//	Operation              OperationsSegment
//	Line, Routing          OperationsDefinition, of all products and of one
//	Station                work unit
//
// # line.yaml
//
//	line: Hall 3
//	takt: 62 s                         # the time of each station for one product
//	stations:                          # in line order
//	  - station: S010
//	    name: Frame loading
//	    operators: 2                   # people who work on one product at the same time; default 1
//	    teams: 2                       # side by side, each on a product of its own; default 1
//	    tools: [HOIST, TORQUE_300]     # tools and capabilities that the station has
//	    rides: [9010, 9075]            # delivered here, fitted by no operation
//	    operations:
//	      - operation: OP-010-10
//	        name: Load frame
//	        when: BODY_ON_FRAME        # condition; empty = always
//	        duration: 45 s
//	        after: [OP-005-20]         # done at this station or an earlier one
//	        parts: [3100.10]           # positions consumed, by path or code
//	        needs: [HOIST]             # tools and capabilities that it needs
//	        from: 2026-01-01           # effectivity, as in bom.csv
//
// An operation consumes the parts delivered to its station whose position it
// names by path ("3100/10") or by code; a code means every position that has it.
// The position of an assembly or a phantom means all parts in it that are
// delivered to the operation's station, also after the structure changes. There
// must be at least one. Operations of other stations consume the other parts.
//
// The nearest name wins: a part goes to the operations of its station that name
// its own position or, if none does, to those that name the nearest assembly or
// phantom around it. Every order that takes the part must have exactly one of
// them. Package proof finds parts that no operation names, by themselves or by
// an assembly around them, unless they ride along: "rides" lists positions, in
// the same way, whose parts are delivered to the station and need no operation
// there, such as manuals and transit covers. A position that an operation of
// the station names too is a defect.
//
// The capacity of a station is the takt times its operators and its teams, which take
// turns. More work on one product is an overload.
//
// A tool or capability is what a station has among its tools. An operation that needs one which
// no station has is a defect, mostly a spelling; one that its own station lacks is a finding of
// package proof for the orders that have the operation.
//
// Precedence is closed over operations that an order does not have: if B comes
// after A and C after B, then C comes after A also where B is not done. A cycle
// is refused where its operations are in one order for certain: each is done
// always, or under one and the same condition and effectivity. Otherwise the
// line is read, an order that has two operations of a cycle is an error of
// Route, and package proof tells whether some order has. The same holds for an operation
// after one at a later station.
//
// # Errors
//
// For errors.As; other errors are for people. [Line.Route] returns all that it finds together.
//
//	source.Defects      of Read and New: all defects of the line, with places
//	CallError           of Route: a part is fitted by no operation of the order, or by several
//	CycleError          of Route: operations of the order come before each other
//	config.PointError   wrapped by Route: an effectivity depends on a field that the point does not give
//
// # File map
//
//	line.go lay.go read.go       stations and operations, from a description or file
//	bind.go fit.go               parts to stations, and to the operations that fit them
//	hint.go                      the hint of an unknown code
//	tools.go                     what stations have and operations need
//	precedence.go knot.go        the order of operations; operations before each other
//	reversal.go                  operations after one at a later station
//	route.go sequence.go call.go Route, the order of work, and its errors
//	write.go                     the line as a description, and as line.yaml
//	json.go                      the form for machines
package line

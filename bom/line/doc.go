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
// A position that operations name needs exactly one of them done for every
// order that takes it.
// Precedence is closed over operations that an order does not have: if B comes
// after A and C after B, then C comes after A also where B is not done.
//
// # File map
//
//	line.go lay.go read.go       stations and operations, from a description or file
//	bind.go precedence.go        parts to stations and operations; what comes before
//	route.go sequence.go call.go Route, the order of work, and what it says when it cannot
//	json.go                      the form for machines
package line

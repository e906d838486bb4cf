// Package mates holds what every bill of a product must meet: parts that need each other, and
// limits of quantities and of sums such as the mass. It needs no solver; package proof checks
// it over all orders.
//
//	mates.yaml ── Read ─▶ Mates
//
// # mates.yaml
//
//	mates:
//	  - mate: M-1
//	    if: [BRACKET-A, BRACKET-B]     # if a bill has one of these part numbers
//	    then: [BOLT-8]                 # it must have one of these
//	    reason: The brackets hang on it.
//	limits:
//	  - limit: L-1
//	    part: BOLT-8                   # the quantity of a part, over all its places
//	    at_least: 2 pcs
//	    at_most: 8 pcs
//	  - limit: L-2
//	    sum: mass                      # or a sum of values
//	    at_most: 25 kg
//	values:
//	  - value: mass
//	    unit: kg
//	    parts: {F-ST: 2.4, F-AL: 1.8}  # of one unit of each part; others have none
//
// A limit of a part has the unit of the part's sum, see [bom.Bill.Flat], or one that can be
// converted to it. Every name must be a part number of the bill, and in limits and values one that is not
// only a phantom, which has no quantity.
//
// # File map
//
//	mates.go  Mates, from a description
//	read.go   ... from a file
//	write.go  ... to a file
package mates

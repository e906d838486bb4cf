// Package carline generates synthetic car lines: whole product directories of
// any size, the same bytes for the same [Config] on every platform.
//
// A generated line has the shape that published rule bases of car lines have
// (Sinz, Kaiser, Küchlin: "Formal methods for the validation of automotive
// product configuration data", AI EDAM 17(2), 2003): most families take one
// option, some are optional or free; a few hub families (body, market, engine)
// are mentioned by a large share of all rules, and every other rule stays
// within a window of neighbouring families. [Config.Hubs] and [Config.Window]
// set these two; they decide how hard the line is to count.
//
// No line is void: one configuration is drawn first and satisfies every rule,
// and [Line.Witness] names it.
//
// Each file has its own random stream, so that a line with more BOM positions
// keeps its rules:
//
//	options.yaml   families F000, F001, …; options F000_00, F000_01, …   options.go
//	rules.yaml     rules R00000, R00001, … in the proportions of Shape   rules.go
//	bom.csv        one group per family, one variant per option          bom.go
//	line.yaml      one operation per BOM group, spread over stations     line.go
package carline

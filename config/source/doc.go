// Package source reads text files with places and reports their defects.
//
// Product data is written by people: option lists, rules, bills of material.
// Clear errors are therefore a purpose of this library. A reader does not stop
// at the first mistake; it collects defects in a [List], goes on, and gives up
// at the end with all of them:
//
//	rules.yaml:12:9: unknown code DIESL
//	    DIESL requires EURO6
//	    ^^^^^
//	    did you mean DIESEL?
//
// [Place], [Defect] and [Defects] are what users of the library meet. All else is a kit
// for confspace's own readers of files, like package document for its writers, and carries
// no compatibility promise.
//
// # Reading a file
//
//	f, err := source.ReadFS(fsys, "line.yaml")         // UTF-8, size, no NUL
//	var list source.List
//	root := source.ParseYAML(f, &list)                 // a tree of nodes with places
//	o := source.NewObject(f, root, &list, "the line")  // a mapping, key by key
//	o.Expect(source.NewKeys("line", "stations"))       // reports misspelled keys
//	name, node := o.Required("line")
//	for _, n := range o.Items("stations") { ... }
//	o.Done()                                           // reports unknown keys
//	return list.Err()
//
// [ParseCSV] and [Columns.Parse] do the same for tables. Both go on reading
// after a mistake. [Node.Lost] and the Gaps of a [Table] say where the result
// lacks something, so that a reader does not report it as missing. One mistake
// that shows in many places is one defect with their number: [List.AddOnce].
//
// [Node.At] and [Cell.At] find a character
// of a value in the file again, through quotes, escapes and indentation, so
// that an expression inside a YAML text gets its caret in the right column.
//
// # Layout
//
//	place.go     Place: file, line, column
//	defect.go    Defect, Defects (the error), List (the collector)
//	file.go      File: text, offset <-> place
//	excerpt.go   the line and caret of a defect
//	nearest.go   the "did you mean" of unknown words
//	node.go      Node: one node of a YAML or JSON tree
//	yaml.go      ParseYAML
//	tokens.go    the tokens of a YAML file with their places, also behind wrong quotes and tabs
//	align.go     the true places of YAML tokens
//	admit.go     refused constructs of YAML, and the errors of its lexer in plain words
//	parser.go    the tree from the tokens
//	flow.go      lists and mappings in brackets
//	mistake.go   mistakes of indentation in plain words
//	object.go    Object: reading a mapping key by key
//	keys.go      Keys: the keys that a mapping may have, and misspelled ones
//	csv.go       ParseCSV: Table of Cells
//	csvreader.go the rows of a CSV file with their places
//	columns.go   Columns: the names in the header of a CSV file
//	format.go    the format that a file names
//	printable.go the characters that no code has
//
// Columns and widths count characters (runes); offsets count bytes.
package source

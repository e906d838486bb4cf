// Package syntax reads and prints expressions of the rule language before
// they are bound to a catalog: it knows operators and precedence, but not
// which codes exist.
//
// # Grammar
//
// Operators, loosest first. Those of one line bind equally and to the left.
//
//	expression = iff
//	iff        = implies { "<=>" implies }
//	implies    = or { "=>" or } | or ( "requires" | "excludes" ) or
//	or         = and { "|" and }
//	and        = not { "&" not }
//	not        = "!" not | comparison
//	comparison = sum [ ( "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
//	           | code [ "not" ] "in" "{" code { "," code } "}"
//	sum        = product { ( "+" | "-" ) product }
//	product    = unary { ( "*" | "/" ) unary }
//	unary      = "-" unary | atom
//	atom       = "(" expression ")" | "true" | "false" | number | reference | call
//	call       = ( "at_most" | "at_least" | "exactly" ) "(" count ";" list ")"
//	           | "between" "(" count "," count ";" list ")"
//	           | ( "sum" | "avg" ) "(" name [ "," code ] ")"
//	           | "count" "(" code { "," code } ")"
//	           | ( "floor" | "ceil" ) "(" sum ")"
//	list       = expression { "," expression }
//	reference  = code { "." name }
//	code, name = one or more letters, digits and "_", or anything in "double quotes"
//	number     = digits [ "." digits ] [ unit ] | digits "/" digits unit, without spaces about the stroke
//	unit       = a word, such as kg, or % or any other in double quotes: 130 "km/h"
//
// A code may start with a digit, and where a condition is expected, a number without point and
// unit is a code too. Words are not keywords: "requires", "in", "sum" and the like are codes
// wherever an operator or a call cannot stand; only true and false must be quoted to be codes.
// Conditions and numbers do not mix: "(a & b) + 1" is refused. Between tokens may stand white
// space, line breaks, "// comments" up to the end of the line, and "/* comments */".
//
// The language contains the constraints of the Universal Variability Language
// (UVL) except its string literals and len(): these are refused with an
// [Error] whose Construct names them.
//
// # Files
//
//	node.go   the tree
//	token.go  text to tokens
//	parse.go  tokens to tree, and the check of conditions against numbers
//	call.go   at_most(...), sum(...) and the other calls
//	print.go  tree to canonical text
package syntax

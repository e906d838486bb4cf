// Package schema holds a JSON Schema (draft 2020-12) for each document that confspace
// writes. A document stands alone: it begins with "format": "confspace/1". A part of
// another document is an element and names no format.
//
//	schema        document of                                   written by
//	report        whether an order can be built                 solver.Report
//	explanation   why it cannot                                 solver.Explanation, solver.VoidError
//	resolution    an order, its bill and its station sequence   product.Resolution
//	refusal       an order that cannot be built                 product.Refusal
//	bill          the exact bill of material of an order        bom.Bill
//	routing       the station sequence of an order              line.Routing
//	errors        positions and parts without their candidate   bom.PositionErrors, and the error of Line.Route
//	audit         the audit of a product                        proof.Report
//	analysis      the analysis of rules                         analysis.Report
//	defects       what is wrong with files                      source.Defects
//	vanline       the whole chain on a product                  examples/vanline -json
//	worst         the work of each station over all orders      examples/vanline -worst -json
//	take          the mix that has take rates                   examples/vanline -take -json
//	study         what a study answers, elements                proof.Study
//	fleet         the figures of many orders, elements          fleet.Report
//	compare       two releases of a product                     examples/compare -json
//	change        what a release changes, elements              change.Compare, change.Order
//	check         defects and findings of products              examples/check -json
//	stream        the answer to an order of a stream            examples/stream
//	httpvalidate  the answer to an order over HTTP              examples/httpvalidate
//	session       a customer's choices                          session.Session, and read by session.Restore
//	step          what a step of a session did                  session.Step
//	derivation    how an option follows, step by step           session.Derivation
//	completion    the best configuration of choices             session.Completion
//	defaults      defaults that no order has together           session.DefaultsError
//	repair        the nearest selection that can be built       solver.Repair
//	relaxation    demands without which it can be built         solver.Relaxation
//	clash         a minimal conflict or correction              solver.Clash
//	order         an order, which is an element                 config.Order, and read by config.ReadOrder
//	elements      parts of all of them
//
// Keys are in lower snake case. Empty members are left out, unless the schema requires
// them. An unknown key is an error. Counts, quantities and other exact numbers are
// text, since a float cannot hold them. Answers are written and never read, except
// defects: json.Unmarshal into one of their types is an error.
//
// One document of each kind stands in examples/testdata/documents.
package schema

import "embed"

// Files are the schemas, each NAME.schema.json. They refer to each other by their names.
//
//go:embed *.schema.json
var Files embed.FS

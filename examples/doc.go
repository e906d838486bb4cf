// Package examples holds runnable programs:
//
//	go run ./examples/vanline          the whole chain on a mixed line: counts, shares, costs, verdict, exact BOM, stations
//	go run ./examples/check DIR...     every defect of product directories; rules analysed, bill and line proved for all orders
//	                                   -against OLD: what a release changes for all orders, and for open ones
//	go run ./examples/count FILE...    the exact number of configurations of DIMACS, UVL or product directories,
//	                                   in all and with each option; core, dead and false-optional options
//	go run ./examples/compare OLD NEW  which configurations a release gains, loses and keeps, and why
//
// Three that fit a screen each:
//
//	go run ./examples/httpvalidate DIR       whether an order can be built, over HTTP
//	go run ./examples/stream DIR             a stream of orders, each with its bill and routing
//	go run ./examples/whereused DIR PART     where a part is used, and in which vehicles
//
// Folder schema holds a JSON Schema for each document that the library and these
// programs write.
package examples

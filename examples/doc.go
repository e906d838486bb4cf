// Package examples holds runnable programs:
//
//	go run ./examples/vanline          the whole chain on a mixed line: count, verdict, exact BOM, stations
//	go run ./examples/count FILE...    the exact number of configurations of DIMACS, UVL or product directories
package examples

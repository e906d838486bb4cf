// Package examples holds runnable programs:
//
//	go run ./examples/vanline          the whole chain on a mixed line: counts, shares, costs, verdict, exact BOM, stations
//	go run ./examples/count FILE...    the exact number of configurations of DIMACS, UVL or product directories,
//	                                   in all and with each option; core, dead and false-optional options
package examples

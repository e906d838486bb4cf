// Package calendar gives the space of each point of time: rules, options and plants have
// effectivities, and a space is compiled as of one point.
//
//	c := calendar.New(set, calendar.Config{MaxBytes: 1 << 30})
//	space, err := c.At(ctx, order.Point()) // the first caller compiles it
//	report, err := space.Validate(ctx, order)
//
// # File map
//
//	calendar.go  the spaces, by the rules and options in force
//	folder.go    the spaces as files
//	windows.go   Windows, Span, Segments, Crossings
//	ask.go       many spaces at once
//
// # Answers
//
// At gives the space of a point. Windows says on which days and at which serial numbers an
// order can be built, and which rules and options open and close the windows in which it
// cannot. Crossings yields the orders of a file that a change-over breaks. Segments counts
// the configurations of each stretch.
//
// Points at which the same rules and options are in force share a space. The least
// recently used spaces leave when what all of them hold passes the bound of bytes; a folder
// keeps them as files. Windows and Segments compile several at once.
//
// # Errors
//
// A [config.PointError] if an effectivity depends on a field that the point does not give, a
// [config.PlantError], those of [solver.Compile] and of the folder, and the context's.
package calendar

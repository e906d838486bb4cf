// Package fleet asks of a stream of orders, a day's or a year's, what product.Resolver asks of
// one: which can be built, which parts in which quantity, how full each station is, and what is
// delivered where.
//
//	f, err := fleet.New(p, calendar.New(p.Rules, calendar.Config{}))
//	report, err := f.Run(ctx, config.Orders("orders.jsonl", file), fleet.Config{})
//	for _, d := range report.Total.Parts { fmt.Println(d.Part, d.Quantity) }
//
// The figures are exactly those of resolving the orders one by one. It evaluates the conditions of
// rules, bill and line for [rules.Lanes] orders at once, and needs neither circuit nor search: only
// the cause of a refused order, if it is asked for, is computed as for one order alone.
//
// An order that cannot be built stops nothing: it is counted, by [Outcome], and told on demand
// ([Config.Refused]). Orders are asked as of their own date, serial number and plant.
//
// # File map
//
//	fleet.go   Fleet, Config, Run: the stream and its workers
//	plan.go    what is in force in one stretch of dates, serial numbers and plants
//	worker.go  orders gathered by stretch and bucket, and evaluated
//	tally.go   counters of a bucket, and the figures that they come to
//	report.go  Report and its parts
//
// # Errors
//
// New returns those of product.NewResolvers, and [ErrDurations]. Run returns the cause of a context
// that ended, and an error of the stream that is not a defect of one line (source.Defects); then
// there is no Report.
package fleet

package fleet

import (
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// An Outcome says what became of an order.
type Outcome uint8

// The outcomes. The zero Outcome is none.
const (
	NoOutcome  Outcome = iota
	Built              // it is in the figures
	Unreadable         // its line has a defect: there is no order
	Malformed          // an unknown name, a partial order, a date or plant that is missing
	Invalid            // it breaks the rules or the catalog
	Unresolved         // a position or a part does not find its one candidate, or the line has no sequence
)

var outcomeWords = source.Words[Outcome]{What: "an outcome", Texts: []string{"no outcome", "built", "unreadable", "malformed", "invalid", "unresolved"}}

// String returns the outcome's word, such as "built".
func (o Outcome) String() string { return outcomeWords.String(o) }

// MarshalText returns String; a number that is not one of them is an error.
func (o Outcome) MarshalText() ([]byte, error) { return outcomeWords.Append(nil, o) }

// UnmarshalText reads what MarshalText writes.
func (o *Outcome) UnmarshalText(text []byte) error { return outcomeWords.Set(o, text) }

// A Report holds the figures of a run. Its JSON is that of [Report.MarshalJSON],
// examples/schema/fleet.schema.json.
type Report struct {
	// Orders is the number of orders in the stream, unreadable ones included.
	Orders int
	// Outcomes is by [Outcome] the number of orders.
	Outcomes [Unresolved + 1]int
	// Refused are the first orders that are not built, in the order of the stream, at most
	// [Config.Refused].
	Refused []Refused
	// Total has the figures of all built orders.
	Total Bucket
	// Buckets are the figures by [Config.Bucket], ascending by name; none without it. A bucket
	// in which nothing is built is not among them.
	Buckets []Bucket
}

// Refused is an order that is not built.
type Refused struct {
	// Index is its place in the stream, from 0.
	Index   int
	Outcome Outcome
	// Order is zero if the line is unreadable.
	Order config.Order
	// Err is the error of resolving the order alone, or that of its line.
	Err error
}

// A Bucket has the figures of the built orders of one name, such as a day.
type Bucket struct {
	Name string
	// Orders is the number of built orders.
	Orders int
	// Parts has each part that they take, in document order of its first item. Phantoms are
	// left out.
	Parts []Demand
	// Stations are those of the line, in its order; none without a line.
	Stations []Load
	// Calls are the deliveries: the parts that stand at a station by themselves, not those
	// that arrive inside another. They are in document order of the first item.
	Calls []Call
}

// Demand is the demand of one part.
type Demand struct {
	Part string `json:"part"`
	Name string `json:"name,omitempty"`
	// Quantity is the exact sum, in the unit of [bom.PartTotal].
	Quantity config.Quantity `json:"quantity"`
	// Orders is the number of orders that take the part.
	Orders int `json:"orders"`
	// Assembly: the part has a structure, whose parts are listed as well.
	Assembly bool `json:"assembly,omitempty"`
}

// Load is the work at one station.
type Load struct {
	Station line.StationID
	Code    string
	// Workload is the sum over the orders, Greatest that of the fullest one, Capacity what the
	// station can do for one ([line.Line.Capacity]).
	Workload, Greatest, Capacity config.Quantity
	// Overloads is the number of orders whose workload exceeds the capacity.
	Overloads int
}

// Call is the demand of one part at the station to which it is delivered.
type Call struct {
	Station  string          `json:"station"`
	Part     string          `json:"part"`
	Name     string          `json:"name,omitempty"`
	Quantity config.Quantity `json:"quantity"`
	// Orders is the number of orders for which it is delivered.
	Orders int `json:"orders"`
}

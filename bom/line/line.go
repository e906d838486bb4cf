package line

import (
	"iter"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// StationID numbers the stations of one Line from 0, in line order.
type StationID uint32

// OperationID numbers the operations of one Line from 0, in document order:
// those of a station are consecutive.
type OperationID uint32

// NoStation is the station of a phantom.
const NoStation = ^StationID(0)

// A Station is a place on the line (an ISA-95 work unit) that every product
// passes in line order.
type Station struct {
	// Code is unique on the line; Name may be empty.
	Code string `json:"code"`
	Name string `json:"name"`
	// First and End delimit the station's operations: First <= id < End.
	First OperationID `json:"first"`
	End   OperationID `json:"end"`
	// Operators work at the same time on one product; Teams work side by side, each on a
	// product of its own. Both are at least 1, and multiply the time for one product:
	// see [Line.Capacity].
	Operators int `json:"operators"`
	Teams     int `json:"teams"`
	// Rides are the positions whose parts are delivered here and need no
	// operation, as paths or as codes. The slice is the line's.
	Rides []string `json:"rides,omitempty"`
	// Tools are the tools and capabilities that are here. The slice is the line's.
	Tools []string     `json:"tools,omitempty"`
	Place source.Place `json:"place,omitzero"`
}

// An Operation is a piece of work (an OperationsSegment) done at a station on
// the products whose options satisfy its condition.
type Operation struct {
	// Code is unique on the line; Name may be empty.
	Code    string    `json:"code"`
	Name    string    `json:"name"`
	Station StationID `json:"station"`
	// When is the condition; the zero expression means always.
	When rules.Expr `json:"when,omitzero"`
	// Duration is above zero, in a unit of time.
	Duration config.Quantity `json:"duration,omitzero"`
	// After are the operations that come before this one, at the same or an
	// earlier station. The slice is the line's.
	After []OperationID `json:"after,omitempty"`
	// Parts are the positions whose parts this operation consumes, or those of
	// assemblies or phantoms that hold them, as paths or as codes. The slice
	// is the line's.
	Parts []string `json:"parts,omitempty"`
	// Needs are the tools and capabilities that the operation needs at its station, see
	// [Line.Lacking]. The slice is the line's.
	Needs       []string           `json:"needs,omitempty"`
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	Place       source.Place       `json:"place,omitzero"`
}

// A Line is a sequence of stations with their operations, bound to the
// structure whose parts are delivered there. It is immutable and safe for
// concurrent use. The zero Line has no stations.
type Line struct {
	structure  *bom.Structure
	name       string
	takt       config.Quantity
	stations   []Station
	operations []Operation

	unit       config.Unit      // the smallest of takt and durations
	taktAmount config.Decimal   // takt in unit
	capacities []config.Decimal // StationID -> its time for one product, in unit
	durations  []config.Decimal // OperationID -> duration in unit
	conditions condition.Table
	when       []condition.ID // OperationID -> its condition
	dated      []bool         // OperationID -> effectivity restricts it
	// before holds a bitset for each operation: those of its station that come
	// before it, directly or through others, by their place in the station.
	before [][]uint64
	knots  [][]OperationID // operations that come before each other

	reversals []Reversal

	stationByCode   map[string]StationID
	operationByCode map[string]OperationID

	callAt    []StationID // bom.ItemID -> its station; NoStation for phantoms
	consumers []consumers // bom.ItemID -> the operations that fit it
}

// Structure returns the structure that the line is bound to.
func (l *Line) Structure() *bom.Structure { return l.structure }

// Name returns the name of the line.
func (l *Line) Name() string { return l.name }

// Takt returns the time of each station for one product.
func (l *Line) Takt() config.Quantity { return l.takt }

// Capacity returns the greatest workload of a station for one product: the takt times its
// operators and teams, in the unit of a Routing's workloads. More is an overload. It panics
// if there is no such station.
func (l *Line) Capacity(id StationID) config.Quantity {
	return config.Quantity{Amount: l.capacities[id], Unit: l.unit}
}

// NumStations returns the number of stations; ids are below it.
func (l *Line) NumStations() int { return len(l.stations) }

// NumOperations returns the number of operations; ids are below it.
func (l *Line) NumOperations() int { return len(l.operations) }

// Station returns a station by its id. It panics if there is none.
func (l *Line) Station(id StationID) Station { return l.stations[id] }

// Operation returns an operation by its id. It panics if there is none.
func (l *Line) Operation(id OperationID) Operation { return l.operations[id] }

// LookupStation finds a station by its code. O(1).
func (l *Line) LookupStation(code string) (StationID, bool) {
	id, ok := l.stationByCode[code]
	return id, ok
}

// LookupOperation finds an operation by its code. O(1).
func (l *Line) LookupOperation(code string) (OperationID, bool) {
	id, ok := l.operationByCode[code]
	return id, ok
}

// Stations yields the stations in line order.
func (l *Line) Stations() iter.Seq2[StationID, Station] {
	return func(yield func(StationID, Station) bool) {
		for i, s := range l.stations {
			if !yield(StationID(i), s) {
				return
			}
		}
	}
}

// Operations yields the operations of a station in document order. It panics
// if there is no such station.
func (l *Line) Operations(id StationID) iter.Seq2[OperationID, Operation] {
	s := l.stations[id]
	return func(yield func(OperationID, Operation) bool) {
		for o := s.First; o < s.End; o++ {
			if !yield(o, l.operations[o]) {
				return
			}
		}
	}
}

// Effectivities returns the effectivity of each operation by id, the
// argument of config.Timeline.
func (l *Line) Effectivities() iter.Seq[config.Effectivity] {
	return func(yield func(config.Effectivity) bool) {
		for i := range l.operations {
			if !yield(l.operations[i].Effectivity) {
				return
			}
		}
	}
}

// A Spec describes a Line to New.
type Spec struct {
	Name string
	// Takt is the time of each station for one product, above zero.
	Takt     config.Quantity
	Stations []StationSpec
	Place    source.Place
}

// A StationSpec describes a Station.
type StationSpec struct {
	Code, Name string
	// Operators and Teams are those of Station; 0 means 1.
	Operators, Teams int
	Operations       []OperationSpec
	// Rides name positions, as OperationSpec.Parts do, whose parts are
	// delivered here and ride along: they need no operation.
	Rides []string
	// Tools are those of Station.
	Tools []string
	Place source.Place
}

// An OperationSpec describes an Operation.
type OperationSpec struct {
	Code, Name string
	// When is the condition; the zero expression means always.
	When     rules.Expr
	Duration config.Quantity
	// After are codes of operations.
	After []string
	// Parts name positions by path: the codes from the product down, joined by
	// slashes. Any other name is a code, and means the positions with that
	// code in all assemblies. The position of a phantom or an assembly means
	// all parts of its structure that are delivered to the operation's
	// station.
	Parts []string
	// Needs are tools and capabilities; some station must have each, perhaps another one.
	Needs       []string
	Effectivity config.Effectivity
	Place       source.Place
}

package line

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// A CallError says that a part is delivered to a station whose operations
// consume its position, and that an order has none of these operations, or
// several. Without Consumers no order has one.
type CallError struct {
	// Item is the part's place in the structure.
	Item bom.ItemID
	// Part is the part, Path the positions that lead to it, Station the one
	// to which it is delivered.
	Part, Path, Station string
	// Consumers are the operations at the station that consume the position.
	Consumers []Consumer
	// Takes and Lacks are the options named by their conditions, as in
	// PositionError.
	Takes, Lacks []string
	// Place is where the part's row was read.
	Place source.Place
}

// A Consumer is an operation that consumes a part, in a CallError.
type Consumer struct {
	Operation   OperationID        `json:"operation"`
	Code        string             `json:"code"`
	Name        string             `json:"name"`
	When        rules.Expr         `json:"when,omitzero"`
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	// Done: the order has the operation.
	Done  bool         `json:"done"`
	Place source.Place `json:"place,omitzero"`
}

// Error names the part and the operations with their conditions.
func (e *CallError) Error() string {
	done := 0
	for _, c := range e.Consumers {
		if c.Done {
			done++
		}
	}
	found := "no operation of this order uses it"
	if done > 0 {
		found = fmt.Sprintf("%d operations use it", done)
	}
	part, station := "a part", "a station"
	if e.Part != "" {
		part = fmt.Sprintf("part %s (position %s)", e.Part, e.Path)
	}
	if e.Station != "" {
		station = e.Station
	}
	var b strings.Builder
	b.WriteString(e.Place.Prefix())
	if len(e.Consumers) == 0 {
		fmt.Fprintf(&b, "%s is delivered to %s, where no operation fits it", part, station)
		tell.WriteFacts(&b, e.Takes, e.Lacks)
		return b.String()
	}
	fmt.Fprintf(&b, "%s is delivered to %s, where %s; it needs exactly one", part, station, found)
	for _, c := range e.Consumers {
		fmt.Fprintf(&b, "\n    %s", c)
	}
	tell.WriteFacts(&b, e.Takes, e.Lacks)
	return b.String()
}

// String returns one line: whether it is done, the operation, its condition.
func (c Consumer) String() string {
	return tell.Contender{
		Taken: c.Done, Code: c.Code, Name: c.Name, When: c.When, Effectivity: c.Effectivity, Place: c.Place,
	}.String()
}

// Consumers returns the operations that fit an item at the station to which it
// is delivered: those that name its position or, if none does, those that name
// the nearest assembly or phantom around it. The slice is the line's. An item
// inside an assembly that the same operations fit has none: it goes with the
// assembly. Consumers panics if there is no such item, or the line has no
// structure.
func (l *Line) Consumers(id bom.ItemID) []OperationID {
	if c := &l.consumers[id]; !c.inherited {
		return c.operations
	}
	return nil
}

// Unfitted reports whether an item is delivered, no operation of its station
// names it or an assembly around it, and it does not ride along there. Items
// that arrive inside another are never unfitted; their assembly may be. It
// panics if there is no such item, or the line has no structure.
func (l *Line) Unfitted(id bom.ItemID) bool {
	c := &l.consumers[id]
	return l.callAt[id] != NoStation && len(c.operations) == 0 && !c.rides && l.structure.Item(id).CalledWith == id
}

// Mismatch returns the error of Route for a part of which a selection has
// no operation, or several. It does not check that the selection takes the
// part. It panics if there is no such item, or no selection.
func (l *Line) Mismatch(id bom.ItemID, sel *config.Selection, asOf config.Point) *CallError {
	if sel == nil {
		panic("line: Mismatch needs a selection; it is nil")
	}
	if l.structure == nil {
		panic("line: Mismatch needs a line with a structure")
	}
	r := routing{Routing: new(Routing), l: l, sel: sel, asOf: asOf}
	r.sequence()
	return r.callError(id)
}

func (r *routing) callError(id bom.ItemID) *CallError {
	l := r.l
	item := l.structure.Item(id)
	e := &CallError{
		Item: id, Part: item.Part, Path: item.Path, Station: item.Station,
		Place: l.structure.Variant(item.Variant).Place,
	}
	var named []config.OptionID
	for _, o := range l.consumers[id].operations {
		operation := &l.operations[o]
		e.Consumers = append(e.Consumers, Consumer{
			Operation: o, Code: operation.Code, Name: operation.Name, When: operation.When,
			Effectivity: operation.Effectivity, Done: r.stepOf[o] > 0, Place: operation.Place,
		})
		named = condition.AppendOptions(named, operation.When)
	}
	if len(e.Consumers) == 0 {
		named = condition.AppendOptions(condition.AppendOptions(named, item.When), item.Usage)
	}
	e.Takes, e.Lacks = tell.Facts(l.structure.Catalog(), r.sel, named)
	return e
}

package bom

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// A CallError says that a part is called at a station where operations consume
// its position, and that an order has none of them, or several.
type CallError struct {
	// Item is the part's place in the structure.
	Item ItemID
	// Part is the part, Path the positions that lead to it, Station where it
	// is called.
	Part, Path, Station string
	// Consumers are the operations at the station that consume the position.
	Consumers []Consumer
	// Takes and Lacks are what their conditions depend on, as in PositionError.
	Takes, Lacks []string
	// Pos is where the part's row was read.
	Pos source.Position
}

// A Consumer is an operation that consumes a part, in a CallError.
type Consumer struct {
	Operation   OperationID
	Code, Name  string
	When        rules.Expr
	Effectivity config.Effectivity
	// Done: the order has the operation.
	Done bool
	Pos  source.Position
}

// Error names the part and the operations with their conditions.
func (e *CallError) Error() string {
	done := 0
	for _, c := range e.Consumers {
		if c.Done {
			done++
		}
	}
	found := "no operation consumes it"
	if done > 0 {
		found = fmt.Sprintf("%d operations consume it", done)
	}
	var b strings.Builder
	if e.Pos.IsValid() {
		fmt.Fprintf(&b, "%s: ", e.Pos)
	}
	fmt.Fprintf(&b, "part %s at %s is called at station %s: %s, exactly one is due", e.Part, e.Path, e.Station, found)
	for _, c := range e.Consumers {
		fmt.Fprintf(&b, "\n    %s", c)
	}
	writeFacts(&b, e.Takes, e.Lacks)
	return b.String()
}

// String returns one line: whether it is done, the operation, its condition.
func (c Consumer) String() string {
	return contender(c.Done, c.Code, c.Name, c.When, c.Effectivity, "", c.Pos)
}

func (r *routing) callError(id ItemID) *CallError {
	l := r.l
	item := &l.structure.items[id]
	e := &CallError{
		Item: id, Part: item.Part, Path: item.Path, Station: item.Station,
		Pos: l.structure.variants[item.Variant].Pos,
	}
	var named []config.OptionID
	for _, o := range l.consumers[id].operations {
		operation := &l.operations[o]
		e.Consumers = append(e.Consumers, Consumer{
			Operation: o, Code: operation.Code, Name: operation.Name, When: operation.When,
			Effectivity: operation.Effectivity, Done: r.stepOf[o] > 0, Pos: operation.Pos,
		})
		named = appendOptions(named, operation.When)
	}
	e.Takes, e.Lacks = facts(l.structure.catalog, r.sel, named)
	return e
}

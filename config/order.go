package config

import (
	"fmt"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// Order holds the options that a customer orders, as codes. It needs no
// catalog; [Order.Bind] binds it to one.
//
// A complete order is closed-world: options it does not name are rejected. A
// partial order leaves them open. Parents are not implied: an order names them.
//
// Its JSON is that of [Order.AppendJSON], examples/schema/order.schema.json.
type Order struct {
	ID string
	// Options are the codes of the chosen options.
	Options []string
	// Without are the codes of the rejected options.
	Without []string
	// Partial marks an order that is not finished.
	Partial bool
	// Date, Serial and Plant say when and where it is built; zero = not given.
	Date   Date
	Serial uint64
	Plant  string
	// Place is where the order begins; zero if it was built in code.
	Place source.Place

	places []spot // of Options, then of Without; nil if built in code
	idAt   spot
}

// A spot is a place in the order's file.
type spot struct{ line, column int32 }

func spotOf(p source.Place) spot { return spot{int32(p.Line), int32(p.Column)} }

func (o Order) spotPlace(s spot) source.Place {
	return source.Place{File: o.Place.File, Line: int(s.line), Column: int(s.column)}
}

// shift moves all places by some lines.
func (o *Order) shift(lines int) {
	o.Place.Line += lines
	o.idAt.line += int32(lines)
	for i := range o.places {
		o.places[i].line += int32(lines)
	}
}

// Point returns the date, serial number and plant of the order.
func (o Order) Point() Point { return Point{o.Date, o.Serial, o.Plant} }

// place returns where line i of Options, then Without, stands.
func (o Order) place(i int) source.Place {
	if len(o.places) != len(o.Options)+len(o.Without) {
		return o.Place
	}
	return o.spotPlace(o.places[i])
}

// label begins the messages about the order.
func (o Order) label() string {
	if o.ID == "" {
		return "order without id"
	}
	if !printable(o.ID) {
		return "order " + clip(o.ID)
	}
	return "order " + o.ID
}

// Bind returns the order's options of a catalog: the named ones chosen, those
// of Without rejected, the others rejected too, or open if the order is
// partial. Bind checks no rules.
//
// The error is [source.Defects] with all defects: unknown codes (with the nearest
// known one), families named in place of options, options named twice, options
// both chosen and rejected, a plant that the catalog does not declare (a
// [*PlantError]). Bind checks no effectivity. O(options of the order + options of
// the catalog / 64). Bind panics if c is nil.
func (o Order) Bind(c *Catalog) (*Selection, error) {
	if c == nil {
		panic("config: Bind needs a catalog; it is nil")
	}
	var list source.List
	sel := c.NewSelection()
	for i, code := range o.Options {
		o.set(c, sel, code, Chosen, o.place(i), &list)
	}
	for i, code := range o.Without {
		o.set(c, sel, code, Rejected, o.place(len(o.Options)+i), &list)
	}
	if err := c.CheckPlant(o.Plant); err != nil {
		unknown := err.(*PlantError)
		list.Add(source.Defect{
			Place: o.Place, Msg: fmt.Sprintf("%s is built in the %s", o.label(), unknown.msg()), Hint: unknown.hint(), Cause: unknown,
		})
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	if !o.Partial {
		sel.CloseWorld()
	}
	return sel, nil
}

// Order returns the order of a selection: its chosen options in the order of the
// catalog and, if it leaves options open, as a partial order with the rejected
// ones. [Order.Bind] of it returns an equal selection. The order has no id, and no
// date, serial number and plant. O(options). It panics if sel is nil or of another
// catalog.
func (c *Catalog) Order(sel *Selection) Order {
	if sel == nil {
		panic("config: Order needs a selection; it is nil")
	}
	if sel.cat != c {
		panic("config: Order needs a selection of this catalog")
	}
	o := Order{Options: make([]string, 0, sel.NumChosen()), Partial: !sel.Complete()}
	for id := range sel.Chosen() {
		o.Options = append(o.Options, c.Code(id))
	}
	if o.Partial {
		for id := range sel.Rejected() {
			o.Without = append(o.Without, c.Code(id))
		}
	}
	return o
}

// OptionFault is the fault of a line of an order.
type OptionFault uint8

const (
	// UnknownOption: no option of the catalog has the code.
	UnknownOption OptionFault = iota + 1
	// FamilyNotOption: the code is that of a family.
	FamilyNotOption
	// OptionTwice: two lines say the same of the option.
	OptionTwice
	// OptionContradicted: one line chooses the option, another rejects it.
	OptionContradicted
)

var optionFaultWords = source.Words[OptionFault]{What: "a fault of an option", Texts: []string{
	"no fault", "unknown option", "family, not an option", "named twice", "both chosen and rejected",
}}

// String returns "unknown option", "family, not an option", "named twice" or
// "both chosen and rejected"; zero is "no fault".
func (f OptionFault) String() string { return optionFaultWords.String(f) }

// MarshalText returns String; a number that is not one of them is an error.
func (f OptionFault) MarshalText() ([]byte, error) { return optionFaultWords.Append(nil, f) }

// UnmarshalText reads what MarshalText writes.
func (f *OptionFault) UnmarshalText(text []byte) error { return optionFaultWords.Set(f, text) }

// OptionError is the cause, for errors.As, of a defect of one line of an order.
type OptionError struct {
	Order string      `json:"order"`
	Code  string      `json:"code"`
	Fault OptionFault `json:"fault"`
}

// Error says the order, the code and the fault.
func (e *OptionError) Error() string {
	code := "an option without code"
	if e.Code != "" {
		code = clip(e.Code)
	}
	return fmt.Sprintf("%s: %s: %s", Order{ID: e.Order}.label(), code, e.Fault)
}

// set decides one line of the order.
func (o Order) set(c *Catalog, sel *Selection, code string, state State, place source.Place, list *source.List) {
	id, ok := c.LookupOption(code)
	if !ok {
		msg, hint, fault := o.unknown(c, code, list)
		list.Add(source.Defect{Place: place, Msg: msg, Hint: hint, Cause: &OptionError{o.ID, code, fault}})
		return
	}
	switch sel.State(id) {
	case Open:
		sel.Set(id, state)
	case state:
		list.Add(source.Defect{Place: place, Msg: fmt.Sprintf("%s: option %s is %s twice", o.label(), code, state), Hint: "name it once", Cause: &OptionError{o.ID, code, OptionTwice}})
	default:
		list.Add(source.Defect{Place: place, Msg: fmt.Sprintf("%s: option %s is both chosen and rejected", o.label(), code), Hint: "name it once, as chosen or as rejected", Cause: &OptionError{o.ID, code, OptionContradicted}})
	}
}

// unknown reports a code that is not an option.
func (o Order) unknown(c *Catalog, code string, list *source.List) (msg, hint string, fault OptionFault) {
	if f, ok := c.LookupFamily(code); ok {
		var codes []string
		for _, option := range c.Family(f).Options {
			codes = append(codes, c.Code(option))
		}
		return fmt.Sprintf("%s: %s is a family, not an option", o.label(), code), "name one of its options: " + shorten(codes), FamilyNotOption
	}
	if code == "" {
		return o.label() + ": the code of an option is empty", "", UnknownOption
	}
	hint = list.DidYouMean(code, func(yield func(string) bool) {
		for i := range c.options {
			if !yield(c.options[i].Code) {
				return
			}
		}
	})
	return fmt.Sprintf("%s: unknown option %s", o.label(), clip(code)), hint, UnknownOption
}

// shorten lists codes, the first eight of them.
func shorten(codes []string) string {
	const most = 8
	if len(codes) > most {
		return strings.Join(codes[:most], ", ") + ", …"
	}
	return strings.Join(codes, ", ")
}

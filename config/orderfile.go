package config

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
)

// ReadOrders reads orders in JSON lines, one order a line:
//
//	{"id":"O-1","date":"2026-11-02","plant":"P1","serial":5,"options":["A","B"],"without":["C"],"partial":true}
//
// Only id must be present. Blank lines are skipped, and so are comments: lines
// that begin with #, the first of which may name the format. The error is
// [source.Defects] with all defects, also two orders with one id; beside it are the
// orders without a defect, of two with one id the first. An error of r stands alone.
// [Orders] reads a reader of any length.
func ReadOrders(name string, r io.Reader) ([]Order, error) {
	var list source.List
	var orders []Order
	first := make(map[string]source.Place)
	for line, err := range orderLines(name, r) {
		if defects, ok := err.(source.Defects); ok {
			list.AddError(source.Place{File: name}, defects)
		} else if err != nil {
			return nil, err
		}
		o := line.order
		if o.ID == "" {
			continue // it has a defect
		}
		at := o.spotPlace(o.idAt)
		earlier, twice := first[o.ID]
		if !twice {
			first[o.ID] = at
			if err == nil {
				orders = append(orders, o)
			}
			continue
		}
		list.AddError(at, line.defect(o.idAt, utf8.RuneCountInString(o.ID)+2,
			fmt.Sprintf("order %s is there twice, first at %s", o.ID, earlier), "give each order its own id"))
	}
	return orders, list.Err()
}

// Orders yields the orders of JSON lines, as [ReadOrders] reads them, one after the
// other, from a reader of any length. A line with a defect yields its error,
// [source.Defects], and the next line follows. An error of r, with its line, ends
// the sequence, and that line is dropped. Two orders may have one id: to find that,
// Orders would have to keep all ids.
//
// The memory is that of one line, of up to [MaxOrderLine] bytes. Orders are the
// caller's. The sequence can be ranged over once, by one goroutine.
func Orders(name string, r io.Reader) iter.Seq2[Order, error] {
	return func(yield func(Order, error) bool) {
		for line, err := range orderLines(name, r) {
			o := line.order
			if err != nil {
				o = Order{} // a part of an order is not an order
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// ReadOrder reads one order in any layout, such as the body of a request. Its keys
// are those of [ReadOrders], and the id may be absent; lines that begin with # are
// comments here too. The error is [source.Defects] with all defects, or the error of
// r.
func ReadOrder(name string, r io.Reader) (Order, error) {
	f, err := source.Read(name, r)
	if err != nil {
		return Order{}, err
	}
	var list source.List
	o := readOrder(f, &list, anyLayout)
	if err := list.Err(); err != nil {
		return Order{}, err
	}
	return o, nil
}

// UnmarshalJSON reads an order like [ReadOrder]: an unknown key is an error.
func (o *Order) UnmarshalJSON(text []byte) error {
	read, err := ReadOrder("", bytes.NewReader(text))
	if err == nil {
		*o = read
	}
	return err
}

// MarshalJSON returns [Order.AppendJSON]. It returns an error for an order that
// UnmarshalJSON would refuse: an id or a code with characters that cannot be printed, a
// plant that is not a name, a date that is not a day.
func (o Order) MarshalJSON() ([]byte, error) {
	if fault, _ := o.unreadable(); fault != "" {
		return nil, fmt.Errorf("%s %s", o.label(), fault)
	}
	return o.AppendJSON(nil)
}

// AppendJSON appends the order as ReadOrders reads it, without the line break and
// without an allocation of its own: an object, examples/schema/order.schema.json,
// without its empty members.
//
//	id              the order's id
//	date, serial, plant
//	                when and where it is built: 2026-11-02, a number from 1, a plant
//	options         the codes of the options that it has
//	without         the codes of the options that it must not have
//	partial         it is not complete: options that it does not name are open
//
// It writes any order, also one that no file could hold, since answers repeat their
// order: bytes that are not UTF-8 become U+FFFD. The error is nil.
func (o Order) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	dst = jsonw.OptString(dst, "id", o.ID)
	dst = o.Point().appendMembers(dst)
	dst = jsonw.OptStrings(dst, "options", o.Options)
	dst = jsonw.OptStrings(dst, "without", o.Without)
	dst = jsonw.OptBool(dst, "partial", o.Partial)
	return append(dst, '}'), nil
}

// WriteOrders writes orders as JSON lines that [ReadOrders] reads back. The
// bytes depend on nothing but the orders. The errors are those of w and, before
// anything is written, [source.Defects] of the orders that ReadOrders would
// refuse: without an id, with the id of another, or refused by
// [Order.MarshalJSON]. It panics if w is nil.
func WriteOrders(w io.Writer, orders []Order) error {
	if w == nil {
		panic("config: WriteOrders needs a writer; it is nil")
	}
	if err := writable(orders); err != nil {
		return err
	}
	buf := bufio.NewWriter(w)
	var line []byte
	for _, o := range orders {
		line, _ = o.AppendJSON(line[:0])
		buf.Write(append(line, '\n'))
	}
	return buf.Flush()
}

// writable reports orders that ReadOrders would refuse.
func writable(orders []Order) error {
	var list source.List
	first := make(map[string]int, len(orders))
	for i, o := range orders {
		earlier, twice := first[o.ID]
		fault, hint := o.unreadable()
		switch {
		case o.ID == "":
			fault, hint = "has no id", ownID
		case twice && fault == "":
			fault, hint = fmt.Sprintf("has the id %s, as order number %d has", o.ID, earlier+1), ownID
		case fault == "":
			first[o.ID] = i
			continue
		}
		list.Add(source.Defect{Place: o.Place, Msg: fmt.Sprintf("order number %d %s", i+1, fault), Hint: hint})
	}
	return list.Err()
}

const ownID = "give each order an id of its own"

// unreadable returns the reason why an order could not be read back, or "".
func (o Order) unreadable() (fault, hint string) {
	switch year, _, _ := o.Date.Civil(); {
	case !printable(o.ID):
		return "has an id with characters that cannot be printed", "write an id without them, not " + clip(o.ID)
	case o.Plant != "" && CheckPlant(o.Plant) != nil:
		return "is built in a plant whose name no file can hold: " + clip(o.Plant), plantHint
	case o.Date != 0 && (year < 1 || year > 9999):
		return fmt.Sprintf("has a date that is not a day: %d", int(o.Date)), "make dates by NewDate or ParseDate"
	}
	for _, codes := range [...][]string{o.Options, o.Without} {
		for _, code := range codes {
			if !printable(code) {
				return "has a code with characters that cannot be printed: " + clip(code), "use codes of the catalog"
			}
		}
	}
	return "", ""
}

// printable reports whether a text can be an id or a code in a file of orders.
func printable(text string) bool {
	ascii := true // of nearly all
	for _, c := range []byte(text) {
		ascii = ascii && ' ' <= c && c <= '~'
	}
	return ascii || utf8.ValidString(text) && !strings.ContainsFunc(text, source.Unprintable)
}

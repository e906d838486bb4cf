package tell

import (
	"errors"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
)

// AppendAsOf appends a point as the member "as_of", unless nothing is given.
func AppendAsOf(dst []byte, p config.Point) []byte {
	if p == (config.Point{}) {
		return dst
	}
	return p.AppendJSON(jsonw.Key(dst, "as_of"))
}

// AppendOrder appends an order as a member.
func AppendOrder(dst []byte, key string, o config.Order) []byte {
	dst, _ = o.AppendJSON(jsonw.Key(dst, key)) // never fails
	return dst
}

// AppendPlace appends a place as the member "place", unless it is not known.
func AppendPlace(dst []byte, place source.Place) []byte {
	if !place.IsValid() {
		return dst
	}
	return jsonw.String(dst, "place", place.String())
}

// AppendEffectivity appends an effectivity as the member "effectivity", unless
// it limits nothing.
func AppendEffectivity(dst []byte, e config.Effectivity) []byte {
	if e.Always() {
		return dst
	}
	return e.AppendJSON(jsonw.Key(dst, "effectivity"))
}

// Unread is the error of reading the JSON of a value that is an answer. Without
// it encoding/json would leave the value empty and say nothing.
func Unread(what, instead string) error {
	return errors.New("a " + what + " is written, never read: " + instead)
}

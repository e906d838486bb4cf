package tell

import (
	"errors"
	"strconv"

	"github.com/confspace/confspace/bom/internal/jsonw"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// AppendPoint appends the members of a point: those that are given.
func AppendPoint(dst []byte, p config.Point) []byte {
	if p.Date != 0 {
		dst = jsonw.String(dst, "date", p.Date.String())
	}
	if p.Serial != 0 {
		dst = strconv.AppendUint(jsonw.Key(dst, "serial"), p.Serial, 10)
	}
	return jsonw.OptString(dst, "plant", p.Plant)
}

// AppendAsOf appends a point as the member "as_of", unless nothing is given.
func AppendAsOf(dst []byte, p config.Point) []byte {
	if p == (config.Point{}) {
		return dst
	}
	dst = append(jsonw.Key(dst, "as_of"), '{')
	return append(AppendPoint(dst, p), '}')
}

// AppendOrder appends an order as a member.
func AppendOrder(dst []byte, key string, o config.Order) []byte {
	dst = append(jsonw.Key(dst, key), '{')
	dst = jsonw.OptString(dst, "id", o.ID)
	dst = jsonw.Strings(dst, "options", o.Options)
	return append(AppendPoint(dst, o.Point()), '}')
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
	return jsonw.String(dst, "effectivity", e.String())
}

// Unread is the error of reading the JSON of a value that is an answer. Without
// it encoding/json would leave the value empty and say nothing.
func Unread(what, instead string) error {
	return errors.New("a " + what + " is written, never read: " + instead)
}

package tell

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
)

// MarshalJSON returns AppendJSON.
func (es Errors) MarshalJSON() ([]byte, error) { return es.AppendJSON(nil) }

// AppendJSON appends a document with its "format" and the "errors", each by its own
// AppendJSON if it has one, or else as its "text". The error is nil.
func (es Errors) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(jsonw.Key(jsonw.Document(dst), "errors"), '[')
	for _, e := range es {
		dst = jsonw.Comma(dst)
		if e, ok := e.(interface{ AppendJSON([]byte) ([]byte, error) }); ok {
			dst, _ = e.AppendJSON(dst) // never fails
			continue
		}
		dst = append(jsonw.String(append(dst, '{'), "text", e.Error()), '}')
	}
	return append(dst, "]}"...), nil
}

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

package tell

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// PointJSON is a point in the forms for machines.
type PointJSON struct {
	Date   string `json:"date,omitempty"`
	Serial uint64 `json:"serial,omitempty"`
	Plant  string `json:"plant,omitempty"`
}

// PointOf returns the form of a point.
func PointOf(p config.Point) PointJSON { return PointJSON{p.Date.String(), p.Serial, p.Plant} }

// PlaceText returns a place as text, "" if it is not known.
func PlaceText(pos source.Position) string {
	if !pos.IsValid() {
		return ""
	}
	return pos.String()
}

// EffectivityText returns an effectivity as text, "" if it limits nothing.
func EffectivityText(e config.Effectivity) string {
	if e.Always() {
		return ""
	}
	return e.String()
}

// OrderJSON is an order in the forms for machines.
type OrderJSON struct {
	ID      string   `json:"id,omitempty"`
	Options []string `json:"options"`
	PointJSON
}

// OrderOf returns the form of an order.
func OrderOf(o config.Order) OrderJSON {
	out := OrderJSON{ID: o.ID, Options: o.Options, PointJSON: PointOf(o.Point())}
	if out.Options == nil {
		out.Options = []string{}
	}
	return out
}

package proof

import (
	"math/big"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver"
)

// MarshalJSON writes station (its code), capacity, least and greatest (value and order) and
// excess and, where they are known, over, over_share, mean and loads, see
// [solver.Distribution.MarshalJSON]. Counts are text.
func (x StationLoad) MarshalJSON() ([]byte, error) {
	type known struct {
		Over      string               `json:"over"`
		OverShare float64              `json:"over_share"`
		Mean      float64              `json:"mean"`
		Loads     *solver.Distribution `json:"loads"`
	}
	out := struct {
		Station  string          `json:"station"`
		Capacity config.Quantity `json:"capacity"`
		Least    Extreme         `json:"least"`
		Greatest Extreme         `json:"greatest"`
		Excess   config.Quantity `json:"excess"`
		*known
	}{Station: x.Code, Capacity: x.Capacity, Least: x.Least, Greatest: x.Greatest, Excess: x.Excess}
	if x.Loads != nil {
		out.known = &known{count(x.Over), x.OverShare, x.Mean, x.Loads}
	}
	return jsonw.Marshal(out)
}

// MarshalJSON writes part, name, items, when ("true" for always) and, where they are known,
// count, as text, and share.
func (u Use) MarshalJSON() ([]byte, error) {
	type known struct {
		Count string  `json:"count"`
		Share float64 `json:"share"`
	}
	out := struct {
		Part  string `json:"part"`
		Name  string `json:"name,omitempty"`
		Items any    `json:"items"`
		When  string `json:"when,omitempty"`
		*known
	}{Part: u.Part, Name: u.Name, Items: u.Items, When: condition.Key(u.When)}
	if u.Count != nil {
		out.known = &known{count(u.Count), u.Share}
	}
	return jsonw.Marshal(out)
}

// MarshalJSON writes part, name, mean and unit.
func (e Expectation) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Part string  `json:"part"`
		Name string  `json:"name,omitempty"`
		Mean float64 `json:"mean"`
		Unit string  `json:"unit"`
	}{e.Part, e.Name, e.Mean, e.Unit.String()})
}

// count returns a number as text; nil is 0.
func count(n *big.Int) string {
	if n == nil {
		return "0"
	}
	return n.String()
}

// UnmarshalJSON returns an error: a StationLoad is an answer.
func (x *StationLoad) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.StationLoad", "ask for the worst vehicles again")
}

// UnmarshalJSON returns an error: a Use is an answer.
func (u *Use) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Use", "ask where the part is used again")
}

// UnmarshalJSON returns an error: an Expectation is an answer.
func (e *Expectation) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Expectation", "ask for the means again")
}

// MarshalJSON writes part, name, station, expected and its unit, and least and greatest.
func (d Demand) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Part     string          `json:"part"`
		Name     string          `json:"name,omitempty"`
		Station  string          `json:"station,omitempty"`
		Expected float64         `json:"expected"`
		Unit     string          `json:"unit"`
		Least    config.Quantity `json:"least"`
		Greatest config.Quantity `json:"greatest"`
	}{d.Part, d.Name, d.Station, d.Expected, d.Unit.String(), d.Least, d.Greatest})
}

// UnmarshalJSON returns an error: a Demand is an answer.
func (d *Demand) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Demand", "ask for the demand again")
}

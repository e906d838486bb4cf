package fleet

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
)

// MarshalJSON writes the figures under keys of their own, see [Report]: orders, outcomes (those
// that are met, each with its number), refused, total and buckets.
func (r Report) MarshalJSON() ([]byte, error) {
	outcomes := make(map[Outcome]int)
	for outcome, n := range r.Outcomes {
		if n > 0 {
			outcomes[Outcome(outcome)] = n
		}
	}
	return jsonw.Marshal(struct {
		Orders   int             `json:"orders"`
		Outcomes map[Outcome]int `json:"outcomes"`
		Refused  []Refused       `json:"refused,omitempty"`
		Total    Bucket          `json:"total"`
		Buckets  []Bucket        `json:"buckets,omitempty"`
	}{r.Orders, outcomes, r.Refused, r.Total, r.Buckets})
}

// UnmarshalJSON returns an error: a Report is an answer.
func (r *Report) UnmarshalJSON([]byte) error {
	return jsonw.Unread("fleet.Report", "run the orders again")
}

// MarshalJSON writes index, outcome, id, where the order has one, and error, as text.
func (r Refused) MarshalJSON() ([]byte, error) {
	text := ""
	if r.Err != nil {
		text = r.Err.Error()
	}
	return jsonw.Marshal(struct {
		Index   int     `json:"index"`
		Outcome Outcome `json:"outcome"`
		ID      string  `json:"id,omitempty"`
		Error   string  `json:"error"`
	}{r.Index, r.Outcome, r.Order.ID, text})
}

// UnmarshalJSON returns an error: Refused is an answer.
func (r *Refused) UnmarshalJSON([]byte) error {
	return jsonw.Unread("fleet.Refused", "run the orders again")
}

// MarshalJSON writes name, unless it is empty, orders, parts, stations and calls.
func (b Bucket) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Name     string   `json:"name,omitempty"`
		Orders   int      `json:"orders"`
		Parts    []Demand `json:"parts,omitempty"`
		Stations []Load   `json:"stations,omitempty"`
		Calls    []Call   `json:"calls,omitempty"`
	}{b.Name, b.Orders, b.Parts, b.Stations, b.Calls})
}

// UnmarshalJSON returns an error: a Bucket is an answer.
func (b *Bucket) UnmarshalJSON([]byte) error {
	return jsonw.Unread("fleet.Bucket", "run the orders again")
}

// MarshalJSON writes station (its code), workload, greatest, capacity and, if there are any,
// overloads.
func (x Load) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Station   string          `json:"station"`
		Workload  config.Quantity `json:"workload"`
		Greatest  config.Quantity `json:"greatest"`
		Capacity  config.Quantity `json:"capacity"`
		Overloads int             `json:"overloads,omitempty"`
	}{x.Code, x.Workload, x.Greatest, x.Capacity, x.Overloads})
}

// UnmarshalJSON returns an error: a Load is an answer.
func (x *Load) UnmarshalJSON([]byte) error { return jsonw.Unread("fleet.Load", "run the orders again") }
